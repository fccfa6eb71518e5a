"""A title in as many lines as make it largest: film frames and figures break it the same way."""

from __future__ import annotations

from collections.abc import Callable

#: From baseline to baseline, and how far letters reach above one, in ems.
LEADING, ABOVE = 1.25, 0.95
MOST = 4  # lines


def title_lines(
    text: str, width_of: Callable[[str], float], size: float, width: float, height: float
) -> tuple[list[str], float]:
    """The lines of a title and the size of its em.

    Args:
        width_of: a line's width for an em of 1.
        size: wanted; smaller where the room does not hold it.
        width, height: the room, in the unit of the size.
    """
    chosen, largest = [text], min(size, width / max(width_of(text), 1e-9))
    for count in range(2, MOST + 1):
        # Another line has to be worth it.
        if largest >= 0.95 * size:
            break
        lines = balanced(text, count)
        widest = max(width_of(line) for line in lines)
        tallest = height / (LEADING * (count - 1) + ABOVE)
        possible = min(size, width / widest, tallest)
        if possible > 1.05 * largest:
            chosen, largest = lines, possible
    return chosen, largest


def balanced(text: str, count: int) -> list[str]:
    """The words in at most `count` lines of about the same length; endless words are cut."""
    longest = -(-len(text) // count) + 4
    words = [word[i : i + longest] for word in text.split(" ") for i in _starts(word, longest)]
    count = min(count, len(words))
    parts, rest = [], words
    for left in range(count, 1, -1):
        aim = len(" ".join(rest)) / left
        taken = 1
        while len(" ".join(rest[: taken + 1])) <= aim * 1.08 and len(rest) - taken >= left:
            taken += 1
        parts.append(" ".join(rest[:taken]))
        rest = rest[taken:]
    return [*parts, " ".join(rest)]


def _starts(word: str, longest: int) -> range:
    return range(0, max(len(word), 1), longest)

"""Which characters the bundled font has: what it lacks is said, never drawn as a box."""

from __future__ import annotations

from functools import cache

from approx.errors import InputError
from approx.theme import FONT, FONT_FOLDER


@cache
def _known() -> frozenset[int]:
    from fontTools.ttLib import TTFont

    font = TTFont(FONT_FOLDER / "ApproxSans-Regular.ttf", lazy=True)
    return frozenset(font["cmap"].getBestCmap())


def check(text: str) -> str:
    """The text itself.

    Raises:
        InputError: naming the first character that no picture could show.
    """
    for character in text:
        if ord(character) not in _known():
            shown = character if character.isprintable() else f"U+{ord(character):04X}"
            raise InputError(
                f"the font {FONT} has no {shown!r}; use Latin, Greek or Cyrillic names"
            )
    return text

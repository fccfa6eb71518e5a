"""Which characters the bundled font has: what it lacks is said, never drawn as a box."""

from __future__ import annotations

import unicodedata
from functools import cache

from approx.style.theme import FONT, FONT_FOLDER
from approx.system.errors import InputError


@cache
def _known() -> frozenset[int]:
    from fontTools.ttLib import TTFont

    font = TTFont(FONT_FOLDER / "ApproxSans-Regular.ttf", lazy=True)
    return frozenset(font["cmap"].getBestCmap())


#: Letters of a title that one picture can hold.
LONGEST_TITLE = 200


def check_title(text: str) -> str:
    """A title that somebody typed, as it will be drawn: literally, on one line.

    Raises:
        InputError: when it is empty or too long, or naming the character that cannot be drawn.
    """
    if len(text) > LONGEST_TITLE:
        raise InputError(f"title is {len(text)} characters; the limit is {LONGEST_TITLE}")
    for character in text:
        # Category C: control, format (bidi overrides), surrogate, private, unassigned.
        if unicodedata.category(character)[0] == "C":
            raise InputError(f"character U+{ord(character):04X} is not allowed in a title")
    text = " ".join(unicodedata.normalize("NFC", text).split())
    if not text:
        raise InputError("title is empty; leave --title out for the usual one")
    return check(text)


def check(text: str) -> str:
    """The text itself.

    Raises:
        InputError: naming the first character that no picture could show.
    """
    for character in text:
        if ord(character) not in _known():
            shown = character if character.isprintable() else f"U+{ord(character):04X}"
            raise InputError(
                f"the font {FONT} has no {shown!r}; use Latin, Greek or Cyrillic letters"
            )
    return text

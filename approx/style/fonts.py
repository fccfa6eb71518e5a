"""The bundled font: which characters it has, and cut to those that a web page shows.

What the font lacks is an error, never drawn as a box.
"""

from __future__ import annotations

import base64
import io
import string
import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from approx.style.theme import FONT, FONT_FOLDER
from approx.system.errors import InputError

#: The bundled font's files, by (style, weight) as CSS names them.
FACES = {
    ("normal", "normal"): "ApproxSans-Regular.ttf",
    ("normal", "bold"): "ApproxSans-Bold.ttf",
    ("italic", "normal"): "ApproxSans-Italic.ttf",
}
#: What most figures need: each face is there cut to these characters, as .woff beside it.
COMMON = frozenset(
    string.ascii_letters + string.digits + " .,;:!?()[]{}+-*/=<>|_'\"%&^~"
    "−·⁰¹²³⁴⁵⁶⁷⁸⁹⁻±×≤≥→…–ΣπηäöüÄÖÜß√∞"
)
#: Letters of a title that one picture can hold.
LONGEST_TITLE = 200


@cache
def _characters() -> frozenset[int]:
    from fontTools.ttLib import TTFont

    font = TTFont(FONT_FOLDER / "ApproxSans-Regular.ttf", lazy=True)
    return frozenset(font["cmap"].getBestCmap())


def check_title(text: str) -> str:
    """A typed title as it will be drawn: literally, on one line.

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
        if ord(character) not in _characters():
            shown = character if character.isprintable() else f"U+{ord(character):04X}"
            raise InputError(
                f"the font {FONT} has no {shown!r}; use Latin, Greek or Cyrillic letters"
            )
    return text


def cut(file: Path | str, characters: set[str], kerned: bool = True) -> bytes:
    """The font with these characters only, as WOFF; the same bytes every time.

    Args:
        kerned: whether pairs of letters are moved together. Where they are not, the cut that is
            there is taken if it has all characters: fontTools takes longer than the figure.
    """
    ready = Path(file).with_suffix(".woff")
    if not kerned and characters <= COMMON and ready.is_file():
        return ready.read_bytes()
    return _cut(file, characters, kerned)


def _cut(file: Path | str, characters: Iterable[str], kerned: bool) -> bytes:
    from fontTools import subset
    from fontTools.ttLib import TTFont

    font = TTFont(file)
    options = subset.Options(hinting=False, notdef_outline=True, layout_features=["kern"])
    options.drop_tables += ["FFTM"]  # the editor's time stamp in STIX
    if not kerned:
        options.drop_tables += ["GDEF", "GPOS", "GSUB"]
    cutter = subset.Subsetter(options)
    cutter.populate(text="".join(sorted(characters)))
    cutter.subset(font)
    font["head"].modified = font["head"].created
    font.recalcTimestamp = False
    font.flavor = "woff"
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()


def face(family: str, style: str, weight: str, woff: bytes) -> str:
    """One @font-face rule with the font inside."""
    data = base64.b64encode(woff).decode()
    return (
        f"@font-face{{font-family:'{family}';font-style:{style};font-weight:{weight};"
        f"src:url(data:font/woff;base64,{data}) format('woff')}}"
    )


def faces(text: str) -> str:
    """The bundled font, every style of it, cut to the characters of the text."""
    return "".join(
        face(FONT, style, weight, cut(FONT_FOLDER / file, set(text)))
        for (style, weight), file in FACES.items()
    )

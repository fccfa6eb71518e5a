"""Fonts for web pages: cut to the characters a page shows, so that it needs nothing beside it."""

from __future__ import annotations

import base64
import io
from pathlib import Path

from approx.style.theme import FONT, FONT_FOLDER

#: The bundled font's files, by (style, weight) as CSS names them.
FACES = {
    ("normal", "normal"): "ApproxSans-Regular.ttf",
    ("normal", "bold"): "ApproxSans-Bold.ttf",
    ("italic", "normal"): "ApproxSans-Italic.ttf",
}


def cut(file: Path | str, characters: set[str]) -> bytes:
    """The font with these characters only, as WOFF; the same bytes every time."""
    from fontTools import subset
    from fontTools.ttLib import TTFont

    font = TTFont(file)
    options = subset.Options(hinting=False, notdef_outline=True, layout_features=["kern"])
    options.drop_tables += ["FFTM"]  # the editor's time stamp in STIX
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

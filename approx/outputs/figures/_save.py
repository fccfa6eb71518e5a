"""A figure as a file: the same bytes every time, its fonts and its description inside."""

from __future__ import annotations

import io
import re
from collections import defaultdict
from html import escape, unescape
from pathlib import Path
from typing import Literal

from matplotlib import font_manager

from approx.outputs.figures._canvas import Drawing, settings
from approx.style import fonts
from approx.style.theme import Theme
from approx.system.errors import InputError
from approx.system.files import publish
from approx.system.provenance import SOFTWARE, Provenance

DPI = 200
Slant = Literal["normal", "italic"]
#: By ending: the fields for the description, for how the figure was made, and for the software,
#: and the times that matplotlib would write: without them two runs write the same bytes.
FIELDS = {
    ".svg": ("Description", "Source", "Creator", ("Date",)),
    ".pdf": ("Subject", "Keywords", "Creator", ("CreationDate", "ModDate")),
    ".png": ("Description", "Comment", "Software", ()),
}


def metadata(ending: str, title: str, alt: str, made: Provenance | None) -> dict[str, str | None]:
    """A file's metadata as matplotlib takes it; `ending` is one of FIELDS."""
    description, source, software, times = FIELDS[ending]
    fields = {"Title": title, description: alt, software: SOFTWARE, **dict.fromkeys(times)}
    return fields if made is None else {**fields, source: str(made)}


def check(path: Path) -> None:
    """Refuse an ending that no figure has."""
    if path.suffix.lower() not in FIELDS:
        raise InputError(f"{path.name}: use .svg, .pdf or .png")


def save(figure: Drawing, path: Path, title: str, theme: Theme) -> None:
    """Write the figure in one step, in the format of the path's ending."""
    check(path)
    publish(path, encode(figure, path.suffix.lower(), title, theme))


def encode(figure: Drawing, ending: str, title: str, theme: Theme) -> bytes:
    """The figure as a file's bytes; `ending` is one of FIELDS."""
    buffer = io.BytesIO()
    fields = metadata(ending, title, figure.alt, figure.made)
    with settings(theme):
        figure.savefig(buffer, format=ending[1:], dpi=DPI, metadata=fields)
    data = buffer.getvalue()
    return _accessible(data.decode(), title, figure.alt).encode() if ending == ".svg" else data


def _accessible(svg: str, title: str, alt: str) -> str:
    """The SVG with its fonts inside, and a title and description that screen readers find."""
    head = (
        f'<title id="title">{escape(title)}</title>\n <desc id="desc">{escape(alt)}</desc>\n '
        f"<style>{_font_faces(svg)}</style>\n"
    )
    start = re.search(r"<svg [^>]*>", svg)
    if start is None:
        raise AssertionError("matplotlib wrote no <svg> element")
    tag = start.group(0)[:-1] + ' role="img" aria-labelledby="title desc">'
    return svg[: start.start()] + tag + "\n " + head + svg[start.end() :]


def _font_faces(svg: str) -> str:
    """An @font-face for every font that the SVG uses, cut to the characters it uses."""
    used: dict[tuple[str, Slant, str], set[str]] = defaultdict(set)
    for style, body in re.findall(r'<(?:text|tspan)[^>]*style="([^"]*)"[^>]*>(.*?)</', svg, re.S):
        text = unescape(re.sub(r"<[^>]*>", "", body))
        named = re.search(r"(?:font: [^']*|font-family: )'?([^',;]+)", unescape(style))
        if named and text.strip():
            italic: Slant = "italic" if "italic" in style else "normal"
            weight = "bold" if re.search(r"\bbold\b|\b700\b", style) else "normal"
            used[named.group(1).strip(), italic, weight].update(text)
    faces = []
    for (family, italic, weight), characters in sorted(used.items()):
        woff = _cut(family, italic, weight, characters)
        faces.append(fonts.face(family, italic, weight, woff))
    return "".join(faces)


def _cut(family: str, italic: Slant, weight: str, characters: set[str]) -> bytes:
    file = font_manager.findfont(
        font_manager.FontProperties(family=[family], style=italic, weight=weight)
    )
    return fonts.cut(file, characters)

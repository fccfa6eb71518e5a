"""A figure as a file: the same bytes every time, its fonts and its description inside."""

from __future__ import annotations

import io
import re
from collections import defaultdict
from html import escape, unescape
from pathlib import Path
from typing import Literal

from matplotlib import font_manager
from matplotlib.figure import Figure

from approx.style import webfont
from approx.style.theme import Theme
from approx.system.errors import InputError
from approx.system.files import publish

DPI = 200
Slant = Literal["normal", "italic"]
#: What each ending needs, so that two runs write the same bytes.
METADATA: dict[str, dict[str, object]] = {
    ".svg": {"Date": None, "Creator": "approx"},
    ".pdf": {"CreationDate": None, "ModDate": None, "Creator": "approx"},
    ".png": {"Software": "approx"},
}


def check(path: Path) -> None:
    """Refuse an ending that no figure has."""
    if path.suffix.lower() not in METADATA:
        raise InputError(f"{path.name}: use .svg, .pdf or .png")


def save(figure: Figure, path: Path, title: str, theme: Theme) -> None:
    """Write the figure in one step, in the format of the path's ending."""
    check(path)
    publish(path, encode(figure, path.suffix.lower(), title, theme))


def encode(figure: Figure, ending: str, title: str, theme: Theme) -> bytes:
    """The figure as a file's bytes; `ending` is one of METADATA."""
    alt: str = figure.alt  # type: ignore[attr-defined]
    about = "Subject" if ending == ".pdf" else "Description"
    metadata = {**METADATA[ending], "Title": title, about: alt}
    from approx.outputs.figures._canvas import settings

    buffer = io.BytesIO()
    with settings(theme):
        figure.savefig(buffer, format=ending[1:], dpi=DPI, metadata=metadata)
    data = buffer.getvalue()
    return _accessible(data.decode(), title, alt).encode() if ending == ".svg" else data


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
        faces.append(webfont.face(family, italic, weight, woff))
    return "".join(faces)


def _cut(family: str, italic: Slant, weight: str, characters: set[str]) -> bytes:
    file = font_manager.findfont(
        font_manager.FontProperties(family=[family], style=italic, weight=weight)
    )
    return webfont.cut(file, characters)

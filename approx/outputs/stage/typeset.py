"""A line of text as outlines: Typst sets it, each letter's path is read once, nothing is written.

Manim's own Typst mobject starts a compiler for every text, scans the system's fonts and leaves
files behind that processes may trip over; a film has a hundred texts.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any
from xml.etree import ElementTree

import numpy as np
from fontTools.pens.basePen import BasePen
from fontTools.svgLib.path import parse_path

from approx.core._types import Array
from approx.style.theme import FONT, FONT_FOLDER
from approx.system.plain_text import typst

#: Points of an em in the compiled page.
SIZE = 10
#: A contour that ends so near its start is closed already; its steps are rounded.
NULL = 1e-6
_NUMBER = re.compile(r"-?[\d.]+(?:e-?\d+)?")
_SVG, _LINK = "{http://www.w3.org/2000/svg}", "{http://www.w3.org/1999/xlink}href"


def outlines(text: str, bold: bool = False) -> Array:
    """The text as cubic Bézier quadruples for an em of 1, its baseline at y = 0, shape (4n, 3)."""
    weight = 700 if bold else 400
    source = (
        "#set page(width: auto, height: auto, margin: 0pt, fill: none)\n"
        f"#text(font: {typst(FONT)}, weight: {weight}, size: {SIZE}pt, {typst(text)})"
    )
    root = ElementTree.fromstring(_compiler().compile(input=source.encode(), format="svg"))
    paths = {
        symbol.get("id"): " ".join(path.get("d", "") for path in symbol.iter(f"{_SVG}path"))
        for symbol in root.iter(f"{_SVG}symbol")
    }
    # Letters of one script are a group, its origin where they start on the baseline, y upwards.
    placed = [np.zeros((0, 3))]
    for group in root.iterfind(f"{_SVG}g[@transform]"):
        *_, along, _ = (float(n) for n in _NUMBER.findall(group.get("transform", "")))
        for use in group.iter(f"{_SVG}use"):
            at = np.array([along + float(use.get("x", 0)), float(use.get("y", 0)), 0.0])
            placed.append(_letter(paths[use.get(_LINK, "")[1:]]) + at)
    return np.vstack(placed) / SIZE


@cache
def _compiler() -> Any:
    """One compiler for all texts; it knows the bundled font only, whatever the system has."""
    import typst

    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONT_FOLDER]
    )
    return typst.Compiler(b"", font_paths=fonts)


@cache
def _letter(path: str) -> Array:
    pen = _Quadruples()
    parse_path(path, pen)
    return np.array(pen.points).reshape(-1, 3)


class _Quadruples(BasePen):
    """Collects a path as Manim keeps it: every piece a cubic, every contour closed."""

    def __init__(self) -> None:
        super().__init__(None)
        self.points: list[tuple[float, float, float]] = []
        self._start = (0.0, 0.0)

    def _moveTo(self, pt: tuple[float, float]) -> None:
        self._start = pt

    def _lineTo(self, pt: tuple[float, float]) -> None:
        (x0, y0), (x1, y1) = self._getCurrentPoint(), pt
        dx, dy = (x1 - x0) / 3, (y1 - y0) / 3
        self._curveToOne((x0 + dx, y0 + dy), (x0 + 2 * dx, y0 + 2 * dy), pt)

    def _curveToOne(
        self, pt1: tuple[float, float], pt2: tuple[float, float], pt3: tuple[float, float]
    ) -> None:
        self.points += [(*pt, 0.0) for pt in (self._getCurrentPoint(), pt1, pt2, pt3)]

    def _closePath(self) -> None:
        if (
            max(abs(a - b) for a, b in zip(self._getCurrentPoint(), self._start, strict=True))
            > NULL
        ):
            self._lineTo(self._start)

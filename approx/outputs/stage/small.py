"""Small pictures in a grid: where they stand, and the axes they stand on."""

from __future__ import annotations

import numpy as np
from manim import VGroup

from approx.core._types import Array
from approx.outputs.stage.geometry import Plot
from approx.outputs.stage.layout import Box
from approx.outputs.stage.shapes import Polyline
from approx.style.theme import Style, Theme

#: Width over height that suits a small picture and the least it has, so that slopes look alike,
#: and the free share of a cell at its right.
SHAPE, LEAST, GAP = 2.2, 1.8, 0.12


def cells(box: Box, count: int, heading: float) -> list[Box]:
    """A grid of boxes in reading order, each with room for a heading of that height above it."""

    def misshape(columns: int) -> float:
        rows = -(-count // columns)
        width, height = box.width / columns, box.height / rows - heading
        shape = max(width / height / SHAPE, SHAPE * height / width) if height > 0 else 1e9
        return shape * rows * columns / count

    columns = min(range(1, count + 1), key=misshape)
    rows = -(-count // columns)
    wide, high = box.width * (1 + GAP / columns) / columns, box.height / rows
    out = []
    for k in range(count):
        left, top = box.left + (k % columns) * wide, box.top - (k // columns) * high
        width = wide * (1 - GAP)
        bottom = max(top - high + 0.3 * heading, top - heading - width / LEAST)
        out.append(Box(left, bottom, left + width, top - heading))
    return out


def frame(plot: Plot, theme: Theme) -> VGroup:
    """The zero lines of a small picture."""
    h, v = plot.horizontal, plot.vertical
    across = [plot.point(h.low, 0), plot.point(h.high, 0)]
    up = [plot.point(0, v.low), plot.point(0, v.high)]
    return VGroup(*(_line(ends, theme["axis"]) for ends in (across, up)))


def _line(ends: list[Array], style: Style) -> Polyline:
    return Polyline(np.array(ends), style)

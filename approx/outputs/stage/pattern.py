"""A layer's on/off pattern in a strip: a row for every neuron, drawn where it is on."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import VGroup

from approx.core._types import Array
from approx.outputs.stage.geometry import Plot
from approx.outputs.stage.shapes import STROKE, Polylines
from approx.panels.primitives import Color
from approx.style.theme import Style, Theme

#: Of a row's height, how much its line takes, in stroke widths a frame unit; and the widest line.
THICK, WIDEST = 45.0, 5.0


def pattern(on: Sequence[Array], colors: Sequence[Color], plot: Plot, theme: Theme) -> VGroup:
    """One shape for each neuron, the first on top.

    Args:
        on: of every neuron the intervals of x where it is on, shape (n, 2).
        colors: of every neuron.
        plot: with heights from −1 to 1.
    """
    many = len(on)
    width = min(WIDEST, THICK * plot.box.height / many) / STROKE
    rows = VGroup()
    for j, (intervals, color) in enumerate(zip(on, colors, strict=True)):
        height = np.full(2, 1 - (j + 0.5) * 2 / many)
        row = Polylines(Style(theme.neuron(color), width))
        rows.add(row.place([plot.points(ends, height) for ends in intervals]))
    return rows

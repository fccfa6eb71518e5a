"""Small images on the stage: cells of a grid, those of one shade together as one shape."""

from __future__ import annotations

import numpy as np
from manim import VGroup, VMobject

from approx.core._types import Array
from approx.outputs.stage.layout import Box
from approx.outputs.stage.shapes import STROKE, cubics
from approx.style.theme import Theme

#: Shades of one colour, from nothing to full.
SHADES = 8


def image(values: Array, box: Box, theme: Theme, signed: bool = False) -> VGroup:
    """An image in the box's upper left corner, its cells square, in a thin frame.

    Args:
        values: in [0, 1], 1 is ink; signed ones in [−1, 1], in two colours; shape (rows, columns).
    """
    rows, columns = values.shape
    side = min(box.width / columns, box.height / rows)
    frame = VMobject(stroke_color=theme["edge"].color, stroke_width=0.6 * STROKE, fill_opacity=0)
    right, bottom = box.left + columns * side, box.top - rows * side
    corners = [(box.left, box.top), (right, box.top), (right, bottom), (box.left, bottom)]
    frame.points = cubics(np.array([(*c, 0.0) for c in (*corners, corners[0])]))
    made = VGroup()
    parts = ((1, "above"), (-1, "below")) if signed else ((1, "ink"),)
    for sign, role in parts:
        shades = np.rint(np.clip(sign * values, 0, 1) * SHADES).astype(int)
        for shade in range(1, SHADES + 1):
            cells = [_cell(box, side, int(i), int(j)) for i, j in np.argwhere(shades == shade)]
            if cells:
                shape = VMobject(
                    stroke_width=0, fill_color=theme[role].color, fill_opacity=shade / SHADES
                )
                shape.points = np.vstack([cubics(cell) for cell in cells])
                made.add(shape)
    return made.add(frame)


def _cell(box: Box, side: float, row: int, column: int) -> Array:
    left, top = box.left + column * side, box.top - row * side
    corners = [(left, top), (left + side, top), (left + side, top - side), (left, top - side)]
    return np.array([(*c, 0.0) for c in (*corners, corners[0])])

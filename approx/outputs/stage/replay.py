"""What moves when a run is replayed: lines in pieces, numbers that count, one animation for all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

import numpy as np
from manim import Animation, VGroup, VMobject, linear

from approx.core._types import Array
from approx.outputs.stage.shapes import STROKE, cubics
from approx.outputs.stage.text import letters
from approx.style.theme import Style

#: Width of a digit's cell, and the room beside other signs, in ems.
CELL, ROOM = 0.6, 0.07


class Pieces(VMobject):
    """Several polylines as one shape, with true corners and gaps between them."""

    def __init__(self, style: Style, color: str | None = None) -> None:
        super().__init__(
            stroke_color=color or style.color,
            stroke_width=STROKE * style.width,
            fill_opacity=0,
        )

    def place(self, polylines: Sequence[Array]) -> Pieces:
        """Move to new polylines, shape (n, 3) each, in place."""
        drawn = [line for line in polylines if len(line) > 1]
        self.points = np.vstack([np.zeros((0, 3)), *(cubics(line) for line in drawn)])
        return self


class Number(VMobject):
    """A number that changes in every frame: its signs are set once each, digits equally wide.

    Attributes:
        text: what it says now; what tests find it by.
    """

    def __init__(self, size: float, color: str, at: tuple[float, float]) -> None:
        super().__init__(fill_color=color, fill_opacity=1, stroke_width=0)
        self.size, self.at, self.text = size, np.array([*at, 0.0]), ""
        for letter in "0123456789":
            _sign(letter)  # before the film's process doubles: all doubles have them

    def show(self, text: str) -> Number:
        """Say another number, from the same left end."""
        if text != self.text:
            self.text, self.points = text, self.outlines(text) + self.at
        return self

    def outlines(self, text: str) -> Array:
        """The signs side by side, the first at x = 0, their baseline at y = 0, shape (n, 3)."""
        signs, x = [np.zeros((0, 3))], 0.0
        for letter in text:
            points, cell = _sign(letter)
            signs.append(self.size * (points + np.array([x, 0.0, 0.0])))
            x += cell
        return np.vstack(signs)


@cache
def _sign(letter: str) -> tuple[Array, float]:
    """A sign's outlines in the middle of its cell, and the cell's width, for an em of 1."""
    points = letters(letter)
    left, width = (points[:, 0].min(), np.ptp(points[:, 0])) if len(points) else (0.0, 0.0)
    cell = CELL if letter.isascii() and letter.isdigit() else 2 * ROOM
    cell = max(cell, float(width) + ROOM)
    return points + np.array([(cell - width) / 2 - left, 0.0, 0.0]), cell


class Replay(Animation):
    """Everything that moves, shown at t in [start, end]: each frame follows from t alone."""

    def __init__(
        self,
        moving: VGroup,
        show: Callable[[float], None],
        span: tuple[float, float],
        run_time: float,
    ) -> None:
        self.show, self.span = show, span
        super().__init__(moving, run_time=run_time, rate_func=linear)

    def interpolate_mobject(self, alpha: float) -> None:
        start, end = self.span
        self.show(start + (end - start) * float(self.rate_func(alpha)))

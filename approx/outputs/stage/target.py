"""What a network is compared with: a dashed curve or dots, and strips where it is not defined."""

from __future__ import annotations

import numpy as np
from manim import VMobject

from approx.core._types import Array
from approx.core.dataset import Dataset
from approx.core.target import Target
from approx.outputs.stage.geometry import Plot
from approx.outputs.stage.shapes import Band, Dot, Polyline, Reshape, Scatter, dashed, specks
from approx.panels.primitives import Curve, Dots
from approx.panels.target import excluded
from approx.style.theme import Style, Theme


def target_shape(target: Curve | Dots, plot: Plot, theme: Theme) -> VMobject:
    """The target as one shape, in front of what is filled; Create draws it from left to right.

    Few dots lie on the sum, too.
    """
    style = theme[target.role]
    if isinstance(target, Curve):
        return dashed(plot.clipped(target.x, target.y), style)
    above = 4 if target.few else 2
    return Scatter(plot.points(target.x, target.y), style, target.size).set_z_index(above)


def target_outline(target: Curve | Dots, plot: Plot) -> Array:
    """What labels keep away from, as one polyline."""
    if isinstance(target, Curve):
        return plot.clipped(target.x, target.y)
    return specks(plot.points(target.x, target.y))


def excluded_strips(plot: Plot, target: Target | Dataset, theme: Theme) -> list[Band]:
    """One per gap and pole; none where the target is looked at everywhere."""
    style = theme["outside"]
    return [
        Band(plot.points(b.x, b.lower), plot.points(b.x, b.upper), style.color, style.opacity)
        for b in excluded(target, plot.vertical)
    ]


class Tracer:
    """A number that runs along the axis: a dot on the target above it, and the way up to it."""

    def __init__(self, target: Curve, plot: Plot, theme: Theme) -> None:
        self.plot, known = plot, np.isfinite(target.x)
        low, high = plot.vertical.low, plot.vertical.high
        self.x, self.y = target.x[known], np.clip(target.y[known], low, high)
        style = theme["ink"]
        self.dot = Dot(self._end(0.0), style, 1.1)
        self.stem = Polyline(self._stem(0.0), Style(style.color, 1.2))
        self.shapes = self.dot, self.stem

    def run(self) -> list[Reshape]:
        """From the left end to the right one."""
        return [Reshape(self.dot, self._end), Reshape(self.stem, self._stem)]

    def _end(self, share: float) -> Array:
        at = float(self.x[0] + share * (self.x[-1] - self.x[0]))
        return self.plot.point(at, float(np.interp(at, self.x, self.y)))

    def _stem(self, share: float) -> Array:
        end = self._end(share)
        return np.array([[end[0], self.plot.box.bottom, 0.0], end])

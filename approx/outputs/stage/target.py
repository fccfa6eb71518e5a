"""What a network is compared with: a dashed curve or dots, and strips where it is not defined."""

from __future__ import annotations

from manim import VMobject

from approx.core._types import Array
from approx.core.dataset import Dataset
from approx.core.target import Target
from approx.outputs.stage.geometry import Plot
from approx.outputs.stage.shapes import Band, Scatter, dashed, specks
from approx.panels.primitives import Curve, Dots
from approx.panels.target import excluded
from approx.style.theme import Theme


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

"""What a network is compared with, in a film: a dashed curve, or dots."""

from __future__ import annotations

from manim import VMobject

from approx.core._types import Array
from approx.outputs.stage.geometry import Plot
from approx.outputs.stage.shapes import Scatter, dashed, specks
from approx.panels.primitives import Curve, Dots
from approx.style.theme import Theme


def drawn(target: Curve | Dots, plot: Plot, theme: Theme) -> VMobject:
    """The target as one shape, in front of what is filled; Create draws it from left to right.

    Few dots lie on the sum, too.
    """
    style = theme[target.role]
    if isinstance(target, Curve):
        return dashed(plot.clipped(target.x, target.y), style)
    above = 4 if target.few else 2
    return Scatter(plot.points(target.x, target.y), style, target.size).set_z_index(above)


def outline(target: Curve | Dots, plot: Plot) -> Array:
    """What labels keep away from, as one polyline."""
    if isinstance(target, Curve):
        return plot.clipped(target.x, target.y)
    return specks(plot.points(target.x, target.y))

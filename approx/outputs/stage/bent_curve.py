"""The network's curve beside its target; breakpoints of neurons go to where they bend it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import numpy as np
from manim import Animation, VGroup, VMobject

from approx.core._types import Array
from approx.outputs.stage.labels import Key, beside
from approx.outputs.stage.layout import Layout
from approx.outputs.stage.panel import PanelShapes
from approx.outputs.stage.shapes import Dot, Polyline, Reshape, within
from approx.outputs.stage.target import target_outline
from approx.outputs.stage.text import plated, write
from approx.panels.primitives import Panel
from approx.style.theme import Style, Theme

#: The axes are at most so high, as a share of their width.
HIGHEST = 0.9


class BentCurve:
    """Shapes over all of the frame's middle, none of them on the stage yet.

    Attributes:
        ground: axes, their names, and the key.
        curves: the target and the network.
    """

    def __init__(self, panel: Panel, names: dict[str, str], layout: Layout, theme: Theme) -> None:
        """Lay it out; `names` is what the key says."""
        self.theme, self.size, self.panel = theme, layout.small, panel
        box = layout.below_title.inset(top=0.5)
        spare = max(0.0, box.height - HIGHEST * box.width)
        self.shapes = PanelShapes(panel, box.inset(bottom=spare), theme, self.size)
        self.plot, self.line = self.shapes.plot, panel.curves[-1]
        at = self.plot.box.right, box.top + 0.1
        key = Key(names, at, theme, self.size, at[0] - layout.line.left)
        self.ground = VGroup(self.shapes.frame, *key.values())
        self.curves: list[VMobject] = [*self.shapes.dots, *self.shapes.curves]

    def on(self, x: float) -> Array:
        """The place on the network's curve, shape (3,)."""
        y = float(np.interp(x, self.line.x, self.line.y))
        span = self.plot.vertical
        return self.plot.point(x, min(max(y, span.low), span.high))

    def dots(self, starts: Mapping[int, Array]) -> dict[int, Dot]:
        """A dot in each neuron's colour, where its breakpoint is now."""
        return {
            k: Dot(at, Style(self.theme.neuron(k)), 1.1).set_z_index(5)
            for k, at in starts.items()
        }  # fmt: skip

    def arrive(
        self, dots: Mapping[int, Dot], starts: Mapping[int, Array], places: Mapping[int, float]
    ) -> list[Animation]:
        """Each dot on its straight way to where its neuron bends the curve, one after the other."""

        def way(start: Array, end: Array, t: float) -> Array:
            return (1 - t) * start + t * end

        many = len(dots)
        return [
            Reshape(
                dot, partial(way, starts[k], self.on(places[k])),
                rate_func=within(0.5 * j / many, 0.5 * j / many + 0.5),
            )
            for j, (k, dot) in enumerate(dots.items())
        ]  # fmt: skip

    def point_out(self, x: float, name: str, color: str) -> list[VMobject]:
        """A stem from the axis up to the curve, a ring there, and the neuron's name beside it."""
        end = self.on(x)
        foot = np.array([end[0], self.plot.box.bottom, 0.0])
        stem = Polyline(np.array([foot, end]), Style(color, 1.6))
        dot = Dot(end, Style(color), 1.7).set_z_index(5)
        label = write(name, self.size, color)
        lines = [self.plot.clipped(c.x, c.y) for c in self.panel.curves]
        lines += [target_outline(dots, self.plot) for dots in self.panel.dots]
        if not beside(label, [end], [*lines, stem.corners, dot.points], self.plot):
            return [stem, dot]
        return [stem, dot, plated(label, self.theme, 0.02).set_z_index(4)]

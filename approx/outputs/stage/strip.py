"""A strip under a graph, on the same x and a scale of its own: neurons, the error, the slope."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from manim import VGroup

from approx.core._types import Array
from approx.outputs.stage.axes import axes
from approx.outputs.stage.geometry import Plot, runs
from approx.outputs.stage.layout import Box
from approx.outputs.stage.shapes import Dot, Polyline, Polylines, dashed
from approx.outputs.stage.shapes import Stems as StemShape
from approx.outputs.stage.text import write
from approx.panels.primitives import Axis, Curve
from approx.panels.strips import ErrorStrip, SlopeStrip
from approx.style.languages import say
from approx.style.theme import Style, Theme

#: Of the height of both, and the room between them, in ems of the strip's heading.
GRAPH, BETWEEN = 0.69, 2.2
#: Room for tick labels left of both, in their ems.
WIDEST = 4.6


def over_and_under(box: Box, size: float) -> tuple[Box, Box]:
    """A graph's box and its strip's; `size` is the em of the heading between them."""
    return box.split(GRAPH, BETWEEN * size, rows=True)


def bare(plot: Plot) -> Plot:
    """The plot with unnamed ticks on x: the strip below it names them."""
    horizontal = plot.horizontal
    return replace(plot, horizontal=replace(horizontal, labels=("",) * len(horizontal.ticks)))


class Strip:
    """The place for what is looked at closely.

    Attributes:
        box: of the strip.
        small: the em of its words.
    """

    def __init__(self, box: Box, horizontal: Axis, theme: Theme, small: float) -> None:
        self.box, self.horizontal, self.theme, self.small = box, horizontal, theme, small

    def plot(self, vertical: Axis) -> Plot:
        """The strip with a scale."""
        return Plot(self.box, self.horizontal, vertical)

    def ground(self, plot: Plot) -> VGroup:
        """Grid, zero line and the names of both scales' ticks."""
        return axes(plot, self.theme, self.small, WIDEST)

    def heading(self, words: str, color: str | None = None) -> VGroup:
        """What the strip shows, above it."""
        at = (self.box.left, self.box.top + 0.45 * self.small)
        return VGroup(write(words, self.small, color or self.theme["ink"].color, at))

    def errors(self, plot: Plot, panel: ErrorStrip) -> Polylines | StemShape:
        """The difference as one shape."""
        d, style = panel.difference, self.theme["error"]
        if isinstance(d, Curve):
            shape = Polylines(Style(style.color, 2.0))
            return shape.place(runs(plot.clipped(d.x, d.y)))
        ends = plot.points(d.x, d.lower), plot.points(d.x, d.upper)
        return StemShape(*ends, Style(style.color, opacity=0.9))

    def largest(self, plot: Plot, panel: ErrorStrip) -> list[Dot]:
        """A dot at every place where the error is largest."""
        style = self.theme["error"]
        return [Dot(plot.point(m.x, m.high), style, 1.1) for m in panel.largest]

    def levels(self, plot: Plot, level: float, color: str) -> VGroup:
        """Two dashed lines: no error lies outside."""
        ends = np.array([plot.horizontal.low, plot.horizontal.high])
        style = Style(color, 1.3, (3.0, 2.0))
        return VGroup(*(dashed(plot.points(ends, np.full(2, y)), style) for y in (level, -level)))

    def best(self, plot: Plot, panel: ErrorStrip) -> VGroup:
        """The error of the best possible function."""
        assert panel.best is not None
        curve = plot.clipped(panel.best.x, panel.best.y)
        return VGroup(dashed(curve, self.theme["best"]))

    def best_name(self, language: str) -> VGroup:
        """'best possible', at the right end of the heading's line."""
        at = (self.box.right, self.box.top + 0.45 * self.small)
        color = self.theme["best"].color
        return VGroup(write(say("best.key", language), self.small, color, at, "right"))

    def staircase(self, plot: Plot, panel: SlopeStrip) -> Polyline:
        """The slopes: one step per breakpoint."""
        return Polyline(plot.points(panel.x, panel.slope), self.theme["sum"])

    def risers(self, plot: Plot, panel: SlopeStrip, colors: dict[float, str]) -> list[Polyline]:
        """The step at each breakpoint in its neuron's colour."""
        out = []
        for k in range(1, len(panel.x) - 1, 2):
            at = panel.x[k : k + 2]
            nearest = min(colors, key=lambda x: abs(x - float(at[0])), default=None)
            color = self.theme["ink"].color if nearest is None else colors[nearest]
            out.append(Polyline(plot.points(at, panel.slope[k : k + 2]), self.theme["sum"], color))
        return out

    def target_slope(self, plot: Plot, curve: Curve) -> VGroup:
        """The target's slope, dashed."""
        return VGroup(dashed(_kept(plot.clipped(curve.x, curve.y)), self.theme["target"]))


def _kept(corners: Array) -> Array:
    return corners if len(corners) > 1 else np.vstack([corners, corners])

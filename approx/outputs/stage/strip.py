"""A strip under a graph, on the same x and a scale of its own: neurons, the error, the slope."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from manim import VGroup

from approx.core._types import Array
from approx.outputs.stage.axes import axes
from approx.outputs.stage.geometry import Plot, runs
from approx.outputs.stage.layout import Box
from approx.outputs.stage.shapes import Dot, Polyline, Polylines, dashed
from approx.outputs.stage.shapes import Stems as StemShape
from approx.outputs.stage.text import plated, write
from approx.panels.primitives import Axis, Curve, Panel
from approx.style.theme import Style, Theme

#: Of the height of both, and the room between them, in ems of the strip's heading.
GRAPH, BETWEEN = 0.69, 2.2
#: Ticks of a strip that are closer, in ems of their labels, are not all named.
APART = 1.3
#: Room for tick labels left of both, in their ems.
WIDEST = 5.7


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
        """The strip with a scale; where ticks stand close, only the outermost have names."""
        ticks, labels = np.array(vertical.ticks), vertical.labels
        scale = self.box.height / (vertical.high - vertical.low)
        if len(ticks) > 2 and float(np.diff(ticks).min()) * scale < APART * self.small:
            labels = (labels[0], *[""] * (len(ticks) - 2), labels[-1])
        return Plot(self.box, self.horizontal, replace(vertical, labels=labels))

    def ground(self, plot: Plot) -> VGroup:
        """Grid, zero line and the names of both scales' ticks."""
        return axes(plot, self.theme, self.small, WIDEST)

    def rows(self, names: Sequence[str], smallest: float) -> VGroup:
        """Names of equally high rows, left of the strip, the first on top.

        Where rows are too low for text, only the first and the last one have theirs.
        """
        step = self.box.height / len(names)
        size = max(smallest, min(self.small, 0.8 * step))
        color, right = self.theme["quiet"].color, self.box.left - 0.5 * self.small
        few = {0, len(names) - 1} if step < APART * smallest else range(len(names))
        heights = [self.box.top - (row + 0.5) * step - 0.36 * size for row in range(len(names))]
        return VGroup(
            *(write(names[k], size, color, (right, heights[k]), "right") for k in sorted(few))
        )

    def heading(self, words: str, color: str | None = None, free: float = 0.0) -> VGroup:
        """What the strip shows, above it; `free` is the width at its right end for more words."""
        at = (self.box.left, self.box.top + 0.45 * self.small)
        label = write(words, self.small, color or self.theme["ink"].color, at)
        # What is longer than the strip ends where it ends.
        label.shift((min(0.0, self.box.right - free - float(label.get_right()[0])), 0, 0))
        # What rises from the strip to the graph passes behind it.
        return plated(label, self.theme).set_z_index(4)

    def heading_beside(self, texts: Sequence[str], name: str, color: str) -> VGroup:
        """The first of the texts that leaves room for a name at the strip's right end."""
        taken = write(name, self.small, color).width + self.small if name else 0.0
        room = self.box.width - taken
        fit = [text for text in texts if write(text, self.small, color).width <= room]
        return self.heading((fit or texts[-1:])[0], color)

    def errors(self, plot: Plot, panel: Panel) -> Polylines | StemShape:
        """The difference as one shape: a curve, or at points a line to each."""
        style = self.theme["error"]
        if panel.dots:
            (d,) = panel.dots
            ends = plot.points(d.x, np.zeros_like(d.y)), plot.points(d.x, d.y)
            return StemShape(*ends, Style(style.color, opacity=0.9))
        (curve,) = _with_role(panel, "error.curve")
        return Polylines(Style(style.color, 2.0)).place(runs(plot.clipped(curve.x, curve.y)))

    def largest(self, plot: Plot, panel: Panel) -> list[Dot]:
        """A dot at every place where the error is largest."""
        style = self.theme["error"]
        return [Dot(plot.point(m.x, m.high), style, 1.1) for m in panel.markers]

    def levels(self, plot: Plot, level: float, color: str) -> VGroup:
        """Two dashed lines: no error lies outside."""
        ends = np.array([plot.horizontal.low, plot.horizontal.high])
        style = Style(color, 1.3, (3.0, 2.0))
        return VGroup(*(dashed(plot.points(ends, np.full(2, y)), style) for y in (level, -level)))

    def best(self, plot: Plot, panel: Panel) -> VGroup:
        """The error of the best possible function, on the scale of the network's."""
        (curve,) = _with_role(panel, "best.curve")
        return VGroup(dashed(plot.clipped(curve.x, curve.y), self.theme["best"]))

    def best_name(self, name: str) -> VGroup:
        """'best possible' or 'best found', at the right end of the heading's line."""
        at = (self.box.right, self.box.top + 0.45 * self.small)
        color = self.theme["best"].color
        return VGroup(write(name, self.small, color, at, "right"))

    def treads(self, plot: Plot, panel: Panel) -> Polylines:
        """The slopes: a level line on every piece."""
        (curve,) = _with_role(panel, "tread")
        return Polylines(self.theme["sum"]).place(runs(plot.points(curve.x, curve.y)))

    def risers(self, plot: Plot, panel: Panel) -> list[Polyline]:
        """The step at each breakpoint in its neuron's colour."""
        style, ink = self.theme["sum"], self.theme["ink"].color
        return [
            Polyline(
                _kept(plot.points(riser.x, riser.y)),
                style,
                ink if riser.neuron is None else self.theme.neuron(riser.neuron),
            )
            for riser in _with_role(panel, "riser")
        ]

    def riser_times(self, panel: Panel) -> list[float]:
        """Where each riser stands among the treads, which are drawn equally long: 0 to 1."""
        (tread,) = _with_role(panel, "tread")
        known = np.isfinite(tread.x)
        starts = tread.x[known & np.r_[True, ~known[:-1]]]
        at = [float(riser.x[0]) for riser in _with_role(panel, "riser")]
        return [float(np.searchsorted(starts, x)) / len(starts) for x in at]

    def derivative(self, plot: Plot, panel: Panel) -> VGroup:
        """The target's slope, dashed; empty without one."""
        style = self.theme["target"]
        return VGroup(
            *(
                dashed(_kept(plot.points(curve.x, curve.y)), style)
                for curve in _with_role(panel, "target")
            )
        )


def _with_role(panel: Panel, role: str) -> list[Curve]:
    return [curve for curve in panel.curves if curve.role == role]


def _kept(corners: Array) -> Array:
    """Two corners at least: a line that only touches the frame is one."""
    return corners if len(corners) > 1 else np.vstack([corners, corners])

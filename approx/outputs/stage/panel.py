"""A panel on the stage: its axes with their names, and each curve and dot as a shape."""

from __future__ import annotations

import numpy as np
from manim import VGroup, VMobject

from approx.outputs.stage.axes import LINE, axes, axis_names, fewer_ticks
from approx.outputs.stage.geometry import Plot
from approx.outputs.stage.layout import Box
from approx.outputs.stage.shapes import Band, Dot, Polyline, Scatter, dashed
from approx.outputs.stage.text import write
from approx.panels.primitives import Curve, Panel
from approx.style.theme import Theme


class PanelShapes:
    """The shapes of a panel, none of them on the stage yet.

    Attributes:
        plot: the map from data to the frame.
        frame: axes, their numbers and names.
        curves, bands, dots, markers: shapes in the panel's order.

    Args:
        box: of the axes with everything around them.
        size: of the em of numbers and names.
    """

    def __init__(self, panel: Panel, box: Box, theme: Theme, size: float) -> None:
        self.panel, self.theme, self.size = panel, theme, size
        below = (2.7 if panel.horizontal.name else 1.5) * size
        above = (1.5 if panel.vertical.name else 0.4) * size
        up = fewer_ticks(panel.vertical, (box.height - below - above) / (LINE * size))
        labels = [write(name, size, theme["ink"].color).width for name in up.labels if name]
        wide = max(labels, default=0.0)
        left = wide + 0.8 * size
        inner = box.inset(left=left, bottom=below, top=above, right=0.3)
        across = fewer_ticks(panel.horizontal, inner.width / (2.6 * size))
        self.plot = Plot(inner, across, up)
        names = axis_names(self.plot, theme, size)
        self.frame = VGroup(axes(self.plot, theme, size, wide / size + 0.1), *names)
        self.bands = [self._band(k) for k in range(len(panel.bands))]
        self.curves = [self.curve(curve) for curve in panel.curves]
        self.dots = [
            Scatter(self.plot.points(dots.x, dots.y), theme[dots.role], dots.size)
            for dots in panel.dots
        ]
        self.markers = [
            Dot(self.plot.point(marker.x, marker.low), theme[marker.role], 1.2)
            for marker in panel.markers
        ]

    def _band(self, k: int) -> Band:
        band = self.panel.bands[k]
        style = self.theme[band.role]
        color = style.color if band.neuron is None else self.theme.neuron(band.neuron)
        low, high = (self.plot.points(band.x, y) for y in (band.lower, band.upper))
        return Band(low, high, color, style.opacity)

    def color(self, curve: Curve) -> str:
        if curve.neuron is not None:
            return self.theme.neuron(curve.neuron)
        return self.theme[curve.role].color

    def curve(self, curve: Curve) -> VMobject:
        """A curve of these axes, cut where it leaves them."""
        style, corners = self.theme[curve.role], self.plot.clipped(curve.x, curve.y)
        color = self.color(curve)
        if style.dash:
            return dashed(corners, style, color)
        return Polyline(corners, style, color)

    def name(self, curve: Curve, share: float, above: bool = True) -> VMobject:
        """A curve's name in its colour beside the place at that share of its width."""
        known = np.isfinite(curve.y)
        x = curve.x[known][int(share * (known.sum() - 1))]
        y = curve.y[known][int(share * (known.sum() - 1))]
        at = self.plot.point(float(x), float(y))
        gap = 0.5 * self.size if above else -1.2 * self.size
        text = write(curve.label, self.size, self.color(curve), (0.0, 0.0), "center")
        box = self.plot.box
        half = text.width / 2
        middle = min(max(float(at[0]), box.left + half), box.right - half)
        return write(
            curve.label, self.size, self.color(curve), (middle, float(at[1]) + gap), "center"
        )

    def all(self) -> VGroup:
        """Everything at once."""
        return VGroup(self.frame, *self.bands, *self.curves, *self.dots, *self.markers)

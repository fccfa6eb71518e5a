"""Number lines: one at rest, and one that can be turned, scaled and slid."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from manim import PI, Arc, VGroup

from approx.core._types import Array
from approx.outputs.stage.layout import Box
from approx.outputs.stage.shapes import STROKE, Polyline
from approx.outputs.stage.text import write
from approx.panels.primitives import Axis
from approx.style.theme import Style, Theme

#: Half a tick, the arrow's barbs, and the labels' distance, in ems of the labels.
TICK, BARB, AWAY = 0.3, 0.55, 1.05


class Ruler(VGroup):
    """A number line at rest, in the lower part of a box."""

    def __init__(self, box: Box, span: Axis, theme: Theme, size: float) -> None:
        super().__init__()
        self.box, self.span, self.level = box, span, box.bottom + 2.1 * size
        color = theme["quiet"].color
        self.add(Polyline(np.array([self.at(v) for v in (span.low, span.high)]), theme["axis"]))
        names = []
        for value, name in zip(span.ticks, span.labels, strict=True):
            at, up = self.at(value), np.array([0.0, 0.12, 0.0])
            self.add(Polyline(np.array([at - up, at + up]), theme["axis"]))
            names.append(write(name, size, color, (at[0], at[1] - 1.75 * size), "center"))
        # Where they would meet, every second or third tick is named, zero among them.
        apart = float(np.diff([self.at(value)[0] for value in span.ticks[:2]])[0])
        every = max(1, math.ceil((max(name.width for name in names) + size) / apart))
        zero = int(np.argmin(np.abs(span.ticks)))
        self.add(*names[zero % every :: every])

    def at(self, value: float) -> Array:
        """Where a number is, shape (3,)."""
        share = (value - self.span.low) / (self.span.high - self.span.low)
        return np.array([self.box.left + share * self.box.width, self.level, 0.0])


class NumberLine(VGroup):
    """The arrow and its numbers; labels stay upright, on the arrow's right-hand side.

    Where everything is comes from outside, so that every frame is an exact state.
    """

    def __init__(self, names: Sequence[str], style: Style, size: float, ground: str) -> None:
        super().__init__()
        self.size = size
        flat = np.zeros((2, 3))
        self.bar = Polyline(flat, style)
        self.barbs = Polyline(np.zeros((3, 3)), style)
        self.ticks = [Polyline(flat, style) for _ in names]
        self.labels = [write(name, size, style.color) for name in names]
        self.zero = next(
            (x for x, name in zip(self.labels, names, strict=True) if name == "0"), None
        )
        for label in self.labels:
            # A rim of the background keeps numbers readable where a line passes behind them.
            label.set_stroke(ground, width=2.2 * STROKE, background=True)
        # Placed from where they began: moved from where they are, they would drift with every move.
        self._outlines = [label.points - label.get_center() for label in self.labels]
        self.add(self.bar, self.barbs, *self.ticks, *self.labels)

    def place(self, places: Array, opacity: Array) -> NumberLine:
        """Move everything in place.

        Args:
            places: the arrow's tail and head, then each number's place, shape (2 + n, 3).
            opacity: of each number, shape (n,).
        """
        tail, head = places[:2]
        along = (head - tail) / np.linalg.norm(head - tail)
        aside = np.array([along[1], -along[0], 0.0])
        back, out = BARB * self.size * along, BARB * self.size * aside
        self.bar.place(places[:2])
        self.barbs.place(np.array([head - back + 0.6 * out, head, head - back - 0.6 * out]))
        rows = zip(self.ticks, self.labels, self._outlines, places[2:], opacity, strict=True)
        for tick, label, outline, place, seen in rows:
            half = TICK * self.size * aside
            tick.place(np.array([place - half, place + half]))
            tick.set_stroke(opacity=float(seen))
            center = place + AWAY * self.size * aside
            if label is self.zero:
                # Beside its tick: an axis and a graph run through zero, the graph on the left.
                center[0] += 0.62 * self.size * abs(along[0])
            label.points[:] = outline + center
            label.set_fill(opacity=float(seen))
            label.set_stroke(opacity=float(seen), background=True)
        return self

    @property
    def places(self) -> Array:
        """Where the numbers are now, shape (n, 3)."""
        return np.array([tick.corners.mean(axis=0) for tick in self.ticks])


def trails(center: Array, radius: float, theme: Theme) -> list[Arc]:
    """The arcs on which the ends of a number line swing, short of where numbers stand."""
    style, short = theme["axis"], 0.3
    arcs = [
        Arc(
            radius, start + short, PI - 2 * short, arc_center=center,
            stroke_color=style.color, stroke_width=STROKE * style.width,
        )
        for start in (0.0, PI)
    ]  # fmt: skip
    return [arc.add_tip(tip_length=0.16, tip_width=0.12) for arc in arcs]

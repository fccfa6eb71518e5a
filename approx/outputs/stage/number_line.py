"""A number line as a thing: an arrow with numbers on it that can be turned, scaled and slid."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import VGroup

from approx.core._types import Array
from approx.outputs.stage.shapes import STROKE, Polyline
from approx.outputs.stage.text import write
from approx.style.theme import Style

#: Half a tick, the arrow's barbs, and the labels' distance, in ems of the labels.
TICK, BARB, AWAY = 0.3, 0.55, 1.05


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

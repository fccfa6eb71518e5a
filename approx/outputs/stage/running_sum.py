"""The running sum on the stage: bright where it is done, in a neuron's colour where it turns."""

from __future__ import annotations

import math

import numpy as np
from manim import VGroup

from approx.core._types import Array
from approx.core.piecewise import PiecewiseLinear
from approx.outputs.stage.geometry import Plot, runs
from approx.outputs.stage.shapes import Dot, Polylines, Tip
from approx.panels.running_sum import RunningSum
from approx.style.theme import Style, Theme

#: Dots as large as a figure's need so much room from one to the next, in units of the frame.
CLOSE = 0.19


class RunningLine(VGroup):
    """The sum at any time: at `k + t` the first k neurons and a share t of the next are in it.

    What shoots out of the frame is cut there and ends in an arrowhead.
    """

    def __init__(self, sum_: RunningSum, plot: Plot, theme: Theme) -> None:
        super().__init__()
        self.steps, self.plot, self.theme = sum_.steps, plot, theme
        self.kept = Polylines(theme["sum"])
        self.turned = Polylines(Style(theme["sum"].color, theme["sum"].width))
        self.tips = [Tip(theme["sum"]) for _ in range(2)]
        low, high = sum_.sum.function.domain
        self.marked = [
            s.side != 0 and s.place is not None and low <= s.place <= high for s in self.steps
        ]
        self.places = [
            s.place if there and s.place is not None else low
            for s, there in zip(self.steps, self.marked, strict=True)
        ]
        size = self._dot_size()
        self.dots = [
            Dot(np.zeros(3), Style(theme.neuron(s.contribution.color)), size) for s in self.steps
        ]
        self.add(self.kept, self.turned, *self.tips, *self.dots)
        self.set_z_index(3)
        self.show(0.0)

    def _dot_size(self) -> float:
        """Large dots, or smaller ones where breakpoints lie close together."""
        marked = [x for x, there in zip(self.places, self.marked, strict=True) if there]
        gaps = np.diff(np.unique(marked)) * self.plot.box.width / np.ptp(self.steps[0].floor.domain)
        # Breakpoints at one place share their dot.
        apart = gaps[gaps > 0.02]
        return float(np.clip(apart.min(initial=1.0) / CLOSE, 0.6, 1.1))

    def show(self, at: float) -> None:
        """The sum at that time, in place; every frame follows from `at` alone."""
        number = max(math.ceil(at) - 1, 0)
        share = at - number
        step = self.steps[number]
        same, changed = step.parts(share)
        color = self.theme.neuron(step.contribution.color)
        if at <= 0 or at >= len(self.steps):  # nothing turns: all of it is bright
            whole = step.total(share)
            same, changed = (whole.x, whole.y), (np.zeros(0), np.zeros(0))
            color = self.theme["sum"].color
        self.kept.place(self._clipped(*same))
        turned = self._clipped(*changed)
        self.turned.place(turned)
        self.turned.set_stroke(color)
        self._point(turned or self._clipped(*same), color)
        self._mark(at, step.total(share))

    def _mark(self, at: float, total: PiecewiseLinear) -> None:
        """The breakpoints made so far, on the sum as it is now."""
        vertical = self.plot.vertical
        for k, (x, dot) in enumerate(zip(self.places, self.dots, strict=True)):
            y = float(total(np.array([x]))[0])
            inside = self.marked[k] and vertical.low <= y <= vertical.high
            dot.set_fill(opacity=min(max(3 * (at - k), 0.0), 1.0) if inside else 0.0)
            dot.place(self.plot.point(x, y))

    def _clipped(self, x: Array, y: Array) -> list[Array]:
        parts = runs(self.plot.clipped(x, y)) if len(x) > 1 else []
        return [part for part in parts if len(part) > 1]

    def _point(self, lines: list[Array], color: str) -> None:
        """Arrowheads where the line leaves the frame at its ends."""
        box = self.plot.box
        for tip in self.tips:
            tip.place()
            tip.set_fill(color)
        if not lines:
            return
        inner = box.inset(bottom=1e-6, top=1e-6)
        for tip, (before, end) in zip(
            self.tips, ((lines[-1][-2], lines[-1][-1]), (lines[0][1], lines[0][0])), strict=True
        ):
            if not inner.bottom < end[1] < inner.top and abs(end[1] - before[1]) > 1e-9:
                tip.place(before, end)

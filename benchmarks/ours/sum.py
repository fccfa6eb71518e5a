"""Four neurons add up, by the stage: `approx render abs benchmarks/ours/sum.py`."""

from __future__ import annotations

from functools import partial

import numpy as np
from manim import RIGHT, UP, Animation, FadeIn, LaggedStart, VGroup

from approx.outputs.stage.axes import axes
from approx.outputs.stage.geometry import Array, Plot, dashes
from approx.outputs.stage.layout import Box
from approx.outputs.stage.shapes import STROKE, Dot, Playback, Polyline, Polylines, Reshape
from approx.outputs.stage.story import Story
from approx.outputs.stage.text import write
from approx.panels.primitives import Axis
from approx.style.theme import Style
from benchmarks.ours.easing import ManimsEasing
from benchmarks.ours.numbers import Snug
from benchmarks.parts import shown

#: The breakpoints of the sum and of its contributions, and the ends.
X = np.unique([*shown.SUM_X, *(-shown.BIASES / shown.WEIGHTS)])
THIN, THICK = shown.THIN / STROKE, shown.THICK / STROKE


class Sum(ManimsEasing, Story):
    """Every frame is the usual film's."""

    def construct(self) -> None:
        ticks = tuple(map(float, range(-3, 4)))
        horizontal = Axis(*shown.SUM_X, ticks, tuple(f"{x:g}".replace("-", "−") for x in ticks))
        ticks = (*ticks, 4.0)
        vertical = Axis(*shown.SUM_Y, ticks, tuple(f"{y:g}".replace("-", "−") for y in ticks))
        self.plot = Plot(Box(-4.5, -3, 4.5, 3), horizontal, vertical)
        ground = axes(self.plot, self.theme, shown.TICK)
        title = write(
            "A sum of four ReLU neurons", shown.TITLE, shown.INK, (0, 0), "center"
        ).to_edge(UP, 0.3)
        self.play(FadeIn(ground), FadeIn(title), run_time=1)
        draws = [self.draw(partial(shown.neuron, k), self.style(k)) for k in range(4)]
        self.play(LaggedStart(*draws, lag_ratio=0.3), run_time=2)
        draw = self.draw(partial(shown.partial, 0), Style(shown.BRIGHT, THICK))
        self.play(draw, run_time=1)
        self.line = draw.mobject
        for k in range(4):
            self.play(self.reshape(lambda t, k=k: shown.partial(k, X) + t * shown.neuron(k, X)))
        self.play(self.reshape(lambda t: shown.swept(1 - t, X), run_time=1.5))
        self.play(self.reshape(lambda t: shown.swept(t, X), run_time=1.5))
        self.sweep()
        self.wait(0.5)

    def style(self, k: int) -> Style:
        return Style(shown.NEURONS[k], THIN)

    def draw(self, function, style: Style) -> Reshape:
        """Draw a line from the left to the right."""

        def drawn(share: float) -> Array:
            end = X[0] + share * (X[-1] - X[0])
            x = np.append(X[end > X], end)
            return self.plot.points(x, np.broadcast_to(function(x), x.shape))

        return Reshape(Polyline(np.zeros((1, 3)), style), drawn)

    def reshape(self, heights, run_time: float = 1.0) -> Animation:
        return Reshape(self.line, lambda t: self.plot.points(X, heights(t)), run_time)

    def sweep(self) -> None:
        """An input runs along the axis: a dot on every line, two numbers."""
        plot, total = self.plot, partial(shown.partial, 4)
        curves = [*(partial(shown.neuron, k) for k in range(4)), total]
        dots = [Dot(np.zeros(3), self.style(k), 0.08 / 0.085) for k in range(4)]
        dots.append(Dot(np.zeros(3), Style(shown.BRIGHT), 0.12 / 0.085))
        height = plot.box.height
        upright = np.array([plot.point(0, shown.SUM_Y[0]), plot.point(0, shown.SUM_Y[1])])
        vertical = Polylines(Style(shown.QUIET, THIN)).place(
            dashes(upright, 0.05, height * 0.5 / (height / 0.1 - 1))
        )
        names, numbers = VGroup(), []
        for row, (name, function) in enumerate((("x =", lambda at: at), ("y =", total))):
            named = write(name, shown.TEXT, shown.INK).move_to((5.3, 2.6 - 0.6 * row, 0))
            names.add(named)
            left = named.get_right() + 0.25 * RIGHT
            numbers.append((Snug(shown.TEXT, shown.INK, left[:2]), function))

        def show(x: float) -> None:
            for dot, curve in zip(dots, curves, strict=True):
                dot.place(plot.point(x, curve(x)))
            vertical.points[:, 0] = dots[0].points[:, 0].mean()
            for number, function in numbers:
                number.show(shown.text(function(x), 2))

        self.add(vertical, *dots, names, *(number for number, _ in numbers))
        moving = VGroup(vertical, *dots, *(number for number, _ in numbers))
        self.play(Playback(moving, show, shown.SUM_X, 3.0))

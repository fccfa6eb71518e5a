"""300 steps of gradient descent, by the stage: `approx render abs benchmarks/ours/training.py`."""

from __future__ import annotations

import numpy as np
from manim import RIGHT, UP, VGroup

from approx.outputs.stage.axes import axes
from approx.outputs.stage.geometry import Array, Plot
from approx.outputs.stage.layout import Box
from approx.outputs.stage.shapes import STROKE, Dot, Playback, Polyline
from approx.outputs.stage.story import Story
from approx.outputs.stage.text import write
from approx.panels.primitives import Axis
from approx.style.theme import Style
from benchmarks.ours.easing import ManimsEasing
from benchmarks.ours.numbers import Snug
from benchmarks.parts import shown


def axis(ends: tuple[float, float], ticks, labels=()) -> Axis:
    names = {float(x): f"{x:g}".replace("-", "−") for x in labels}
    return Axis(*ends, tuple(map(float, ticks)), tuple(names.get(float(x), "") for x in ticks))


class Training(ManimsEasing, Story):
    """Every frame is the usual film's."""

    def construct(self) -> None:
        self.run, last = shown.Run(), shown.STEPS - 1
        (x0, x1), (y0, y1) = shown.TRAIN_X, shown.TRAIN_Y
        xs, ys = range(x0, x1 + 1), range(y0, y1 + 1)
        self.left = Plot(Box(-6.4, -2.9, 0.2, 2.1), axis((x0, x1), xs, xs), axis((y0, y1), ys, ys))
        heights = [round(0.2 * k, 1) for k in range(7)]
        self.right = Plot(
            Box(1.85, -2.4, 6.35, 0.6),
            axis((0, shown.STEPS), range(0, 301, 50), range(0, 301, 100)),
            axis(shown.LOSS_Y, heights, heights[::2]),
        )
        title = write("Training a ReLU network", shown.TITLE, shown.INK, (0, 0), "center").to_edge(
            UP, 0.3
        )
        points = [
            Dot(at, Style(shown.BLUE), 0.05 / 0.085)
            for at in self.left.points(self.run.x, self.run.y)
        ]
        self.add(*(axes(plot, self.theme, shown.TICK) for plot in (self.left, self.right)))
        self.add(title, *points)
        one = np.zeros((1, 3))
        self.curve = Polyline(one, Style(shown.BRIGHT, shown.THICK / STROKE))
        self.track = Polyline(one, Style(shown.WARM, shown.THIN / STROKE))
        self.mark = Dot(one[0], Style(shown.WARM), 0.08 / 0.085)
        self.losses = self.right.points(
            np.arange(float(shown.STEPS)), np.minimum(self.run.loss, shown.LOSS_Y[1])
        )
        step, self.step = self.number("step", shown.INK, 2.2)
        loss, self.loss = self.number("loss", shown.WARM, 4.5)
        moving = VGroup(self.curve, self.track, self.mark, self.step, self.loss)
        self.add(self.curve, self.track, self.mark, step, self.step, loss, self.loss)
        seconds = shown.STEPS / self.camera.frame_rate
        self.play(
            Playback(moving, lambda t: self.show(min(int(t + 0.5), last)), (0, last + 1), seconds)
        )

    def number(self, name: str, color: str, x: float) -> tuple[VGroup, Snug]:
        word = write(name, shown.TEXT, color).move_to((x, 1.3, 0))
        left = word.get_right() + 0.25 * RIGHT
        return word, Snug(shown.TEXT, color, left[:2])

    def show(self, step: int) -> None:
        """The curve with its true corners, the loss so far, both numbers."""
        self.curve.place(self.corners(step))
        self.track.place(self.losses[: max(2, step + 1)])
        self.mark.place(self.losses[step])
        self.step.show(str(step))
        self.loss.show(shown.text(self.run.loss[step], 4))

    def corners(self, step: int) -> Array:
        w, b, *_ = self.run.parameters[step]
        low, high = shown.TRAIN_X
        bends = -b / w
        x = np.sort([low, *bends[(bends > low) & (bends < high)], high])
        return self.left.points(x, self.run.curve(step, x))

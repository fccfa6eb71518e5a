"""A story that takes no time: three beats, a line that folds, a dot; for tests of the machinery."""

from __future__ import annotations

import numpy as np
from manim import FadeIn

from approx.outputs.stage.shapes import Dot, Polyline, Reshape
from approx.outputs.stage.story import Beat, Story


class Tiny(Story):
    """Any subject; nothing of it is shown but its title."""

    def plan(self) -> list[Beat]:
        return [Beat("line", "A line."), Beat("fold", "It folds."), Beat("dot", "There.")]

    def tell_line(self) -> None:
        self.line = Polyline(self._corners(0.0), self.theme["sum"])
        self.add(self.title_text(), self.line)
        self.play(FadeIn(Dot(np.array([-3.0, -1.0, 0.0]), self.theme["error"])), run_time=0.3)

    def tell_fold(self) -> None:
        self.play(Reshape(self.line, self._corners), run_time=0.6)

    def tell_dot(self) -> None:
        self.play(FadeIn(Dot(np.array([3.0, 2.0, 0.0]), self.theme["target"])), run_time=0.2)

    def _corners(self, share: float) -> np.ndarray:
        return np.array([[-3.0, -1.0, 0], [0, 2 * share - 1.0, 0], [3.0, 2 - share, 0]])

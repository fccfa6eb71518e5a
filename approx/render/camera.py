"""A frame: what stands still and what moves, drawn over the background."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from manim import Camera as ManimCamera
from manim import Mobject

Rows = list[tuple[int, int]]


class Camera(ManimCamera):
    """Manim's camera, which draws what stands still once a play."""

    _static: Sequence[Mobject] | None = None
    _base: Any = None

    def show(self, static: Sequence[Mobject], moving: Sequence[Mobject]) -> Rows | None:
        """Draw both into `pixel_array`.

        Returns:
            the bands of rows that changed since the last call; None for all.
        """
        if self._static is not static:
            self.reset()
            self.capture_mobjects(static)
            self._static, self._base = static, self.pixel_array.copy()
        self.set_frame_to_background(self._base)
        self.capture_mobjects(moving)
        return None

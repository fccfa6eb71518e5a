"""x + f(x): slopes around 1, and a gradient that comes back through many layers.

Render with `approx render residual`, or by itself with `manim render scenes/residual.py`.
"""

from __future__ import annotations

from approx.outputs.stage.sheet import SheetStory
from approx.panels import residual as panels
from approx.panels.captions import residual as words
from approx.panels.sheet import Sheet


class Residual(SheetStory):
    """Any depth and width; without a subject, twenty layers of 64."""

    subject_name = "residual"

    def prepare(self) -> tuple[Sheet, list[tuple[str, str]]]:
        sheet = panels.sheet(self.topic, words.names(self.topic, self.language))
        return sheet, words.beats(self.topic, self.language)

"""Does a signal survive many layers? Weights too small, too large, Xavier, He; first breakpoints.

Render with `approx render initialisation`, or with `manim render scenes/initialisation.py`.
"""

from __future__ import annotations

from approx.outputs.stage.sheet import SheetStory
from approx.panels import initialisation as panels
from approx.panels.captions import initialisation as words
from approx.panels.sheet import Sheet


class Initialisation(SheetStory):
    """Any layers and activation; without a subject, ten layers of 512 ReLU."""

    subject_name = "initialisation"

    def prepare(self) -> tuple[Sheet, list[tuple[str, str]]]:
        sheet = panels.sheet(self.topic, words.names(self.language))
        return sheet, words.beats(self.topic, self.language)

"""How wrong is a prediction: cross-entropy, squared error, and why not accuracy.

Render with `approx render losses`, or by itself with `manim render scenes/losses.py`.
"""

from __future__ import annotations

from approx.outputs.stage.sheet import SheetStory
from approx.panels import prediction as panels
from approx.panels.captions import losses as words
from approx.panels.sheet import Sheet


class Losses(SheetStory):
    """Any predicted probabilities; without a subject, (0.1, 0.8, 0.07, 0.03), the second true."""

    subject_name = "losses"

    def prepare(self) -> tuple[Sheet, list[tuple[str, str]]]:
        losses = panels.build(self.topic)
        sheet = panels.sheet(losses, words.words(losses, self.language))
        return sheet, words.beats(losses, self.language)

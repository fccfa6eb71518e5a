"""Gradient descent, momentum and Adam, from one start down one valley.

Render with `approx render optimisers` or `approx render SUBJECT optimisers`.
"""

from __future__ import annotations

from approx.outputs.stage.sheet import SheetStory
from approx.panels import optimisers as panels
from approx.panels.captions import optimisers as words
from approx.panels.sheet import Sheet


class Optimisers(SheetStory):
    """Any network of one hidden layer; without a subject, the best parabola of four neurons."""

    def prepare(self) -> tuple[Sheet, list[tuple[str, str]]]:
        shown = panels.build(self.subject)
        sheet = panels.sheet(shown, words.names(shown, self.language))
        return sheet, words.beats(shown, self.language)

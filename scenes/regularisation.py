"""Too many neurons on noisy points: L2, L1, dropout, early stopping, and what held-out points say.

Render with `approx render regularisation` or `approx render points.csv regularisation`.
"""

from __future__ import annotations

from approx.outputs.stage.sheet import SheetStory
from approx.panels import regularisation as panels
from approx.panels.captions import regularisation as words
from approx.panels.sheet import Sheet


class Regularisation(SheetStory):
    """Any table of points; without a subject, 32 noisy ones."""

    subject_name = "regularisation"

    def heading(self) -> str:
        return words.title(self.subject, self.language)

    def prepare(self) -> tuple[Sheet, list[tuple[str, str]]]:
        shown = panels.build(self.subject)
        return panels.sheet(shown, words.names(self.language)), words.beats(shown, self.language)

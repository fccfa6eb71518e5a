"""What each layer of a deep network folds: its curve, and who made which breakpoint."""

from __future__ import annotations

from approx.outputs.figures import _stacked
from approx.outputs.figures._drawing import Drawing
from approx.outputs.figures._options import FigureOptions
from approx.panels import folds as panels
from approx.subjects import Subject

unsupported_reason = panels.unsupported_reason
#: Height of a panel, as a share of the page's width.
HEIGHT = 0.2


def draw(subject: Subject, options: FigureOptions) -> Drawing:
    folds = panels.build(subject, options.language)
    return _stacked.draw(
        options, panels.alt(folds, subject, options.language), subject.title(options.language),
        folds.sentence, folds.panels, [HEIGHT for _ in folds.panels], named=(),
    )  # fmt: skip

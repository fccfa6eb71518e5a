"""Points learned and points held out: the curve through them, and the loss at both."""

from __future__ import annotations

from approx.outputs.figures import _stacked
from approx.outputs.figures._drawing import Drawing
from approx.outputs.figures._options import FigureOptions
from approx.panels import generalisation as panels
from approx.subjects import Subject

unsupported_reason = panels.unsupported_reason
#: A function or table is then trained step by step, where no method is named.
NEEDS_RUN = True
#: Heights, as shares of the page's width: of the curve, and of the losses.
CURVES, LOSSES = 0.42, 0.3


def draw(subject: Subject, options: FigureOptions) -> Drawing:
    shown = panels.build(subject, options.language)
    return _stacked.draw(
        options, panels.alt(shown, subject, options.language), subject.title(options.language),
        shown.sentence, [shown.curves, shown.losses], [CURVES, LOSSES], named=(0, 1),
    )  # fmt: skip

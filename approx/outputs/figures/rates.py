"""The loss of a training run for three rates, and from five seeds, or those you choose."""

from __future__ import annotations

from approx.outputs.figures import _stacked
from approx.outputs.figures._drawing import Drawing
from approx.outputs.figures._options import FigureOptions
from approx.panels import rates as panels
from approx.subjects import Subject

unsupported_reason = panels.unsupported_reason
#: A function or table is then trained step by step, where no method is named.
NEEDS_RUN = True
#: Height of a panel, as a share of the page's width.
HEIGHT = 0.36


def draw(subject: Subject, options: FigureOptions) -> Drawing:
    rates = panels.build(subject, options.language, options.rates, options.seeds)
    every = range(len(rates.panels))
    return _stacked.draw(
        options, panels.alt(rates, subject, options.language), subject.title(options.language),
        rates.sentence, rates.panels, [HEIGHT for _ in every], named=every,
    )  # fmt: skip

"""The steps of a hidden layer: a line each, ReLU, output weights, and their sum."""

from __future__ import annotations

from approx.outputs.figures import _canvas as canvas
from approx.outputs.figures import _painting as painting
from approx.outputs.figures._drawing import Drawing
from approx.outputs.figures._options import FigureOptions
from approx.panels import build_up as panels
from approx.panels import target as targets
from approx.subjects import Subject

unsupported_reason = panels.unsupported_reason
#: From this width on, in ems, the four panels stand in one row.
WIDE = 42.0
#: Heights of the panels, as shares of the page's width: in one row, and in two.
ROW, TWO_ROWS = 0.24, 0.62


def draw(subject: Subject, options: FigureOptions) -> Drawing:
    language = options.language
    built = panels.build(subject, language)
    key = [
        (painting.sample(options, "neuron", number), name)
        for number, name in enumerate(built.names)
    ]
    page = canvas.Page(
        options, panels.alt(built, subject, language), subject.title(language),
        caption=targets.counted(subject.target, built.sentence, language), key=key,
    )  # fmt: skip
    if options.width / options.em >= WIDE:
        columns, height = [[panel] for panel in built.panels], ROW
    else:
        # Read row by row: the first two steps above the other two.
        one, two, three, four = built.panels
        columns, height = [[one, three], [two, four]], TWO_ROWS
    stacks = page.columns(columns, [[1.0] * len(column) for column in columns], height)
    for axes, column in zip(stacks, columns, strict=True):
        for ax, panel in zip(axes, column, strict=True):
            painting.paint(ax, options, panel)
    return page.figure

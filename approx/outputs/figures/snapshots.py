"""A training run in five frames: the network from the first step to the last, and its loss."""

from __future__ import annotations

from approx.outputs.figures import _canvas as canvas
from approx.outputs.figures import _painting as painting
from approx.outputs.figures._drawing import Drawing
from approx.outputs.figures._options import FigureOptions
from approx.panels import snapshots as panels
from approx.panels.primitives import Panel
from approx.subjects import Subject

unsupported_reason = panels.unsupported_reason
#: A function or table is then trained step by step, where no method is named.
NEEDS_RUN = True
#: Sizes of a frame and around it, in ems: two lines above it, numbers below and on the left.
TALL, NAME, NUMBERS, LEFT, GAP = 7.5, 2.7, 1.6, 2.6, 1.0
#: What the loss needs for the numbers of its own scale, in ems.
OWN = 2.2
#: From this width on, in ems, all frames stand in one row.
WIDE = 45.0


def draw(subject: Subject, options: FigureOptions) -> Drawing:
    language, em = options.language, options.em
    shown = panels.build(subject, language)
    page = canvas.Page(
        options, panels.alt(shown, subject, language), subject.title(language),
        caption=shown.sentence,
    )  # fmt: skip
    every = [*shown.frames, shown.loss]
    row = options.width / em >= WIDE and options.height is None
    columns = len(every) if row else 3
    lines = -(-len(every) // columns)
    around = (lines * (NAME + NUMBERS) + 0.6) * em
    room = page.body(lines * TALL * em + around)
    tall = (room.height - around) / lines
    wide = (room.width - (LEFT + (columns - 1) * GAP) * em) / columns
    for number, panel in enumerate(every):
        line, column = divmod(number, columns)
        own = panel is shown.loss
        left = room.left + (LEFT + column * GAP) * em + column * wide
        top = room.top - line * (tall + (NAME + NUMBERS) * em) - NAME * em
        box = canvas.Box(left, top - tall, wide, tall)
        _frame(page, panel, box.inside(left=OWN * em) if own else box, own or column == 0)
    return page.figure


def _frame(page: canvas.Page, panel: Panel, box: canvas.Box, numbers: bool) -> None:
    options = page.options
    ax = page.axes(panel, box)
    ax.tick_params(labelleft=numbers, pad=0.25 * options.font_size)
    canvas.ends_inward(ax)
    painting.paint(ax, options, panel, scale=0.75)
    ax.set_title(
        panel.title, size=options.small, pad=0.3 * options.font_size, loc="left",
        color=options.theme["ink"].color, linespacing=canvas.LEADING / canvas.LINE,
    )  # fmt: skip

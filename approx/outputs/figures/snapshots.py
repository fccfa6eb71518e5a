"""A training run in five frames: the network from the first step to the last, and its loss."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes

from approx.outputs.figures import _axes
from approx.outputs.figures import _canvas as canvas
from approx.outputs.figures import _painting as painting
from approx.outputs.figures._drawing import Drawing
from approx.outputs.figures._options import FigureOptions
from approx.outputs.figures._text import LEADING, LINE
from approx.panels import snapshots as panels
from approx.panels.primitives import Panel
from approx.subjects import Subject

unsupported_reason = panels.unsupported_reason
#: A function or table is then trained step by step, where no method is named.
NEEDS_RUN = True
#: Sizes of a frame and around it, in ems: two lines above it, numbers below and on the left.
TALL, NAME, NUMBERS, LEFT, GAP = 7.5, 2.7, 1.6, 2.6, 1.0
#: The page's margins, in ems.
EDGES = 3.0
#: What the loss needs for the numbers of its own scale, in ems.
OWN = 2.2
#: From this width on, in ems, all frames stand in one row.
WIDE = 45.0
#: Lines are as much thinner.
SMALL = 0.75


def draw(subject: Subject, options: FigureOptions) -> Drawing:
    shown = panels.build(subject, options.language)
    page = canvas.Page(
        options, panels.alt(shown, subject, options.language), subject.title(options.language),
        caption=shown.sentence,
    )  # fmt: skip
    every = [*shown.frames, shown.loss]
    for ax, panel in zip(place(page, every), every, strict=True):
        painting.paint(ax, options, panel, scale=SMALL)
    return page.figure


def place(
    page: canvas.Page, every: Sequence[Panel], lines: bool = True, ratio: float | None = None
) -> list[Axes]:
    """Axes of small panels in one row, or in two; the last has a scale of its own.

    Args:
        lines: whether the others have a grid.
        ratio: their height by their width; None for the usual height.
    """
    options, em = page.options, page.options.em
    row = options.width / em >= WIDE and options.height is None
    columns = len(every) if row else 3
    rows = -(-len(every) // columns)
    around = (rows * (NAME + NUMBERS) + 0.6) * em
    across = options.width / em - LEFT - (columns - 1) * GAP - EDGES
    high = TALL if ratio is None else ratio * across / columns
    room = page.body(rows * high * em + around)
    tall = (room.height - around) / rows
    wide = (room.width - (LEFT + (columns - 1) * GAP) * em) / columns
    found = []
    for number, panel in enumerate(every):
        line, column = divmod(number, columns)
        own = number == len(every) - 1
        left = room.left + (LEFT + column * GAP) * em + column * wide
        top = room.top - line * (tall + (NAME + NUMBERS) * em) - NAME * em
        box = canvas.Box(left, top - tall, wide, tall)
        box = box.inside(left=OWN * em) if own else box
        found.append(_frame(page, panel, box, own or column == 0, lines or own))
    return found


def _frame(page: canvas.Page, panel: Panel, box: canvas.Box, numbers: bool, lines: bool) -> Axes:
    options = page.options
    ax = page.axes(panel, box, lines)
    ax.tick_params(labelleft=numbers, pad=0.25 * options.font_size)
    _axes.ends_inward(ax)
    ax.set_title(
        panel.title, size=options.small, pad=0.3 * options.font_size, loc="left",
        color=options.theme["ink"].color, linespacing=LEADING / LINE,
    )  # fmt: skip
    return ax

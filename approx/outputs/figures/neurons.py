"""Every neuron of every layer as a function of the input."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from approx.outputs.figures import _axes, _plane_neurons
from approx.outputs.figures import _canvas as canvas
from approx.outputs.figures import _painting as painting
from approx.outputs.figures._drawing import Drawing
from approx.outputs.figures._options import FigureOptions
from approx.outputs.figures._text import width_of
from approx.panels import neurons as panels
from approx.panels import target as targets
from approx.panels.primitives import Panel
from approx.panels.wording import sentence, smooth_note
from approx.style.languages import localised, say
from approx.subjects import Subject
from approx.subjects.plane import Plane

#: Sizes of a cell and its distances, in ems: its name stands above it, numbers below and left.
NARROWEST, TALLEST, GAP_X, NAME, NUMBERS, LEFT = 6.8, 6.5, 1.2, 1.35, 1.5, 2.4
LAYER = 1.7
#: The line that says what is left out of a layer.
MORE = 1.5
#: Where cells would be lower than this, numbers stand below the last row alone, what is left out of
#: a layer beside its name, and this far apart the rows.
LOW, APART = 2.6, 0.5
MOST_COLUMNS = 8


TAKES = (Subject, Plane)


def unsupported_reason(subject: Subject | Plane) -> str | None:
    """Why maps of neurons do not fit; None when they do."""
    if isinstance(subject, Plane) and subject.logits.smooth:
        return "its neurons are smooth: they do not fold"
    return None


def draw(subject: Subject | Plane, options: FigureOptions) -> Drawing:
    if isinstance(subject, Plane):
        return _plane_neurons.draw(subject, options)
    language, em = options.language, options.em
    rows = panels.build(subject, language)
    note = targets.counted(subject.target, smooth_note(subject, language), language)
    a, b = targets.ends(subject.target)
    page = canvas.Page(
        options, say("alt.neurons", language, title=subject.title(language), a=a, b=b),
        subject.title(language), caption=sentence(note) if note else "",
    )  # fmt: skip
    ruler = page.figure.text(0, 0, "", size=options.small)
    names = [width_of(ruler, panel.title) for row in rows[:-1] for panel in row.panels]
    labels = {localised(x, options.language) for row in rows for x in row.panels[0].vertical.labels}
    margin = max(LEFT * em, *(width_of(ruler, label) + 0.6 * em for label in labels))
    ruler.remove()
    cell = max(NARROWEST * em, *names)
    columns = int((page.across - margin + GAP_X * em) / (cell + GAP_X * em))
    columns = max(1, min(columns, MOST_COLUMNS, max(len(row.panels) for row in rows)))
    lines = sum(-(-len(row.panels) // columns) for row in rows)
    named = 1.0 if rows[-1].panels[0].horizontal.name or options.xlabel else 0.0
    around = (lines * (NAME + NUMBERS) + len(rows) * LAYER + named) * em
    around += sum(MORE * em for row in rows if row.more)
    room = page.body(lines * TALLEST * em + around)
    is_low = room.height - around < lines * LOW * em
    below = APART if is_low else NUMBERS
    if is_low:
        around = (lines * (NAME + APART) + NUMBERS - APART + len(rows) * LAYER + named) * em
    tall = (room.height - around) / lines
    wide = (room.width - margin - (columns - 1) * GAP_X * em) / columns
    top = room.top
    for row in rows:
        name = page.write(row.title, room.left, top - 1.1 * em, options.font_size, weight="bold",
                          color=options.theme["quiet"].color)  # fmt: skip
        if row.more and is_low:
            page.write(row.more, room.left + width_of(name, row.title) + em, top - 1.1 * em,
                       options.small, color=options.theme["quiet"].color)  # fmt: skip
        top -= LAYER * em
        for line in _chunks(row.panels, columns):
            top -= NAME * em
            for column, panel in enumerate(line):
                left = room.left + margin + column * (wide + GAP_X * em)
                # The output has its row to itself: it may be wider.
                span = 2 if len(row.panels) == 1 and columns > 1 else 1
                across = wide * span + (span - 1) * GAP_X * em
                # The output alone names what goes in.
                plain = replace(panel, horizontal=replace(panel.horizontal, name=""))
                shown = panel if row is rows[-1] else plain
                box = canvas.Box(left, top - tall, across, tall)
                _cell(page, shown, box, column == 0, not is_low or row is rows[-1])
            top -= tall + below * em
        if row.more and not is_low:
            page.write(row.more, room.left, top - 0.75 * em, options.small,
                       color=options.theme["quiet"].color)  # fmt: skip
            top -= MORE * em
    return page.figure


def _chunks(panels: tuple[Panel, ...], columns: int) -> Iterator[tuple[Panel, ...]]:
    for start in range(0, len(panels), columns):
        yield panels[start : start + columns]


def _cell(
    page: canvas.Page, panel: Panel, box: canvas.Box, has_left: bool, has_below: bool
) -> None:
    """One neuron; with numbers at its left and below only where they are wanted."""
    options = page.options
    ax = page.axes(panel, box)
    ax.tick_params(labelleft=has_left, labelbottom=has_below)
    ax.tick_params(pad=0.25 * options.font_size)
    if has_below:
        _axes.ends_inward(ax)
    painting.paint(ax, options, panel, scale=0.75)
    color = next((c.neuron for c in panel.curves if c.neuron is not None), None)
    ax.set_title(
        panel.title, size=options.small, pad=0.3 * options.font_size, loc="left",
        color=painting.text_of(options.theme, color),
    )  # fmt: skip

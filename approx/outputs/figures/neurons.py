"""Every neuron of every layer as a function of the input."""

from __future__ import annotations

from collections.abc import Iterator

from matplotlib.figure import Figure

from approx.outputs.figures import _canvas as canvas
from approx.panels import neurons as panels
from approx.panels.primitives import Panel
from approx.panels.wording import sentence, smooth_note
from approx.style.languages import number, say
from approx.style.theme import Theme
from approx.subjects import Subject

COLUMNS = 4
CELL, GAP_X, GAP_Y = 1.02, 0.34, 0.52  # inches
TOP, BOTTOM, LAYER, FOOT = 0.95, 0.3, 0.42, 0.25


def draw(subject: Subject, theme: Theme, language: str) -> Figure:
    rows = panels.build(subject, language)
    lines = sum(-(-len(row.panels) // COLUMNS) for row in rows)
    note = smooth_note(subject, language)
    foot = FOOT if note else 0.0
    height = TOP + foot + BOTTOM + lines * (CELL + GAP_Y) + len(rows) * LAYER
    a, b = (number(end) for end in subject.domain)
    alt = say("alt.neurons", language, title=subject.title(language), a=a, b=b)
    figure = canvas.canvas(height, alt)
    canvas.heading(figure, theme, subject.title(language))
    top = height - TOP
    for row in rows:
        figure.text(
            0.36 / canvas.WIDTH, (top - 0.12) / height, row.title,
            size=canvas.BODY, weight="bold", color=theme["quiet"].color, va="center",
        )  # fmt: skip
        top -= LAYER
        for line in _chunks(row.panels):
            for column, panel in enumerate(line):
                # The output has its row to itself: it may be wider.
                _cell(figure, theme, panel, column, 2 if len(row.panels) == 1 else 1, top)
            top -= CELL + GAP_Y
    if note:
        canvas.footing(figure, sentence(note))
    return figure


def _chunks(panels: tuple[Panel, ...]) -> Iterator[tuple[Panel, ...]]:
    for start in range(0, len(panels), COLUMNS):
        yield panels[start : start + COLUMNS]


def _cell(figure: Figure, theme: Theme, panel: Panel, column: int, span: int, top: float) -> None:
    height = figure.get_size_inches()[1]
    left, right = 0.72, 0.3
    width = (canvas.WIDTH - left - right - (COLUMNS - 1) * GAP_X) / COLUMNS
    x = left + column * (width + GAP_X)
    width += (span - 1) * (width + GAP_X)
    box = (x / canvas.WIDTH, (top - CELL) / height, width / canvas.WIDTH, CELL / height)
    ax = canvas.axes(figure, theme, panel, box)
    if column:
        ax.tick_params(labelleft=False)
    ax.tick_params(labelsize=7.5, pad=3)
    canvas.paint(ax, theme, panel, scale=0.7)
    color = next((c.neuron for c in panel.curves if c.neuron is not None), None)
    ax.set_title(
        panel.title, size=canvas.SMALL, pad=3, loc="left",
        color=theme["ink"].color if color is None else theme.neuron(color),
    )  # fmt: skip

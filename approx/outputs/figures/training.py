"""A training run on one page: the trained curve, the loss and the breakpoints."""

from __future__ import annotations

from dataclasses import replace

from matplotlib.figure import Figure

from approx.outputs.figures import _canvas as canvas
from approx.outputs.figures import _run
from approx.panels import training as panels
from approx.panels.captions import training as words
from approx.style.theme import Theme
from approx.subjects import Subject

unsupported_reason = panels.unsupported_reason
#: Hinges are this faint.
FAINT = 0.6


def draw(subject: Subject, theme: Theme, language: str) -> Figure:
    run = panels.build(subject)
    figure = canvas.canvas(5.0, words.alt(run, language))
    canvas.heading(figure, theme, words.title(run, language))
    panel = panels.curves(run, words.key(run, language))
    ax = canvas.axes(figure, theme, panel, canvas.at_inches(figure, 0.72, 0.92, 3.95, 1.2))
    grid = len(ax.get_lines())
    canvas.paint(ax, theme, panel)
    for line, curve in zip(ax.get_lines()[grid:], panel.curves, strict=False):
        line.set_clip_on(True)  # hinges leave the axes
        line.set_alpha(FAINT if curve.role == "neuron" else 1.0)
    lines = {line.get_label(): line for line in ax.get_lines()}
    canvas.key(ax, theme, [lines[name] for name in panel.names], panel.names)
    bare = replace(run, steps=replace(run.steps, labels=("",) * len(run.steps.ticks)))
    _run.loss(
        figure, theme, bare, canvas.at_inches(figure, 4.75, 2.85, 0.5, 1.2), language, alone=False
    )
    low = canvas.at_inches(figure, 4.75, 0.92, 0.5, 2.75)
    _run.name_steps(
        _run.worldlines(figure, theme, run, low, language, alone=False), theme, language
    )
    canvas.footing(figure, words.verdict(run, language))
    return figure

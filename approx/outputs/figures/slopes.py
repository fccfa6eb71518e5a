"""The slope as a staircase: each neuron is one step, beside the target's derivative."""

from __future__ import annotations

from dataclasses import replace

from matplotlib.axes import Axes

from approx.outputs.figures import _axes, _stacked
from approx.outputs.figures._drawing import Drawing
from approx.outputs.figures._options import FigureOptions
from approx.panels import requirements
from approx.panels import slopes as panels
from approx.panels.primitives import Panel
from approx.subjects import Subject

unsupported_reason = requirements.lacks_breakpoints
#: Heights, as shares of the page's width: of the curves, and of the slopes.
CURVES, SLOPES = 0.26, 0.34


def draw(subject: Subject, options: FigureOptions) -> Drawing:
    built = panels.build(subject, options.language)
    return _stacked.draw(
        options, panels.alt(built, subject, options.language), subject.title(options.language),
        built.sentence, [built.curves, built.slopes], (CURVES, SLOPES), named=(0, 1),
    )  # fmt: skip


def panel(subject: Subject, language: str) -> Panel:
    return panels.build(subject, language).slopes


def paint_on(ax: Axes, subject: Subject, options: FigureOptions) -> None:
    shown = panel(subject, options.language)
    _axes.onto(ax, options, replace(shown, vertical=replace(shown.vertical, name="")))

"""The breakpoint of every neuron against the step of a training run."""

from __future__ import annotations

from dataclasses import replace

from matplotlib.axes import Axes

from approx.outputs.figures import _axes, _run
from approx.outputs.figures._drawing import Drawing
from approx.outputs.figures._options import FigureOptions
from approx.panels import training as panels
from approx.subjects import Subject

unsupported_reason = panels.unsupported_reason
#: A function or table is then trained step by step, where no method is named.
NEEDS_RUN = True


def draw(subject: Subject, options: FigureOptions) -> Drawing:
    return _run.page(subject, options, _run.worldlines, _run.worldlines_key, _run.paint_worldlines)


def paint_on(ax: Axes, subject: Subject, options: FigureOptions) -> None:
    run = panels.build(subject)
    panel = _run.worldlines(run, options.language)
    _axes.onto(ax, options, panel)
    _axes.ticks(ax.xaxis, panel.horizontal, options.language)
    _axes.ticks(ax.yaxis, panel.vertical, options.language)
    _run.paint_worldlines(ax, options, run, replace(panel, curves=(), bands=(), markers=()))

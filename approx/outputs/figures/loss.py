"""The loss of a training run against the step."""

from __future__ import annotations

from dataclasses import replace

from matplotlib.axes import Axes

from approx.outputs.figures import _canvas as canvas
from approx.outputs.figures import _run
from approx.outputs.figures._drawing import Drawing
from approx.outputs.figures._options import FigureOptions
from approx.panels import training as panels
from approx.subjects import Subject

unsupported_reason = panels.unsupported_reason
#: A function or table is then trained step by step, where no method is named.
NEEDS_RUN = True


def draw(subject: Subject, options: FigureOptions) -> Drawing:
    return _run.page(subject, options, _run.losses, _run.loss_key, _run.paint_loss)


def paint_on(ax: Axes, subject: Subject, options: FigureOptions) -> None:
    run = panels.build(subject)
    panel = _run.losses(run, options.language)
    canvas.onto(ax, options, panel)
    canvas.ticks(ax.xaxis, panel.horizontal, options.language)
    canvas.ticks(ax.yaxis, panel.vertical, options.language)
    _run.paint_loss(ax, options, run, replace(panel, curves=(), bands=(), markers=()))

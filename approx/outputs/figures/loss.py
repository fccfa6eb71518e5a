"""The loss of a training run against the step."""

from __future__ import annotations

from dataclasses import replace

from matplotlib.axes import Axes

from approx.outputs.figures import _axes, _plane_run, _run
from approx.outputs.figures import _canvas as canvas
from approx.outputs.figures import _painting as painting
from approx.outputs.figures._drawing import Drawing
from approx.outputs.figures._options import FigureOptions
from approx.panels import plane_run, snapshots
from approx.panels import training as panels
from approx.style.languages import say
from approx.subjects import Subject
from approx.subjects.from_run import untrained
from approx.subjects.plane import Plane
from approx.system.errors import InputError

TAKES = (Subject, Plane)
#: A function or table is then trained step by step, where no method is named.
NEEDS_RUN = True


def unsupported_reason(subject: Subject | Plane) -> str | None:
    """Why there is no loss to show; None when there is."""
    if isinstance(subject, Plane):
        return plane_run.unsupported_reason(subject)
    return untrained(subject)


def draw(subject: Subject | Plane, options: FigureOptions) -> Drawing:
    if isinstance(subject, Plane):
        return _plane_run.loss(subject, options)
    if panels.unsupported_reason(subject):  # no best possible, no breakpoints: the loss alone
        return _alone(subject, options)
    return _run.page(subject, options, _run.losses, _run.loss_key, _run.paint_loss)


def _alone(subject: Subject, options: FigureOptions) -> Drawing:
    """The loss of a run of several hidden layers."""
    language = options.language
    panel, sentence = snapshots.loss(subject, language)
    title = subject.title(language)
    page = canvas.Page(
        options, say("alt.loss", language, title=title, sentence=sentence), title, caption=sentence
    )
    (ax,) = page.stack([panel])
    painting.paint(ax, options, panel)
    return page.figure


def paint_on(ax: Axes, subject: Subject | Plane, options: FigureOptions) -> None:
    if isinstance(subject, Plane):
        raise InputError("the loss of two inputs is a figure of its own: subject.figure('loss')")
    if panels.unsupported_reason(subject):
        panel, _ = snapshots.loss(subject, options.language)
        _axes.onto(ax, options, panel)
        painting.paint(ax, options, panel)
        return
    run = panels.build(subject)
    panel = _run.losses(run, options.language)
    _axes.onto(ax, options, panel)
    _axes.ticks(ax.xaxis, panel.horizontal, options.language)
    _axes.ticks(ax.yaxis, panel.vertical, options.language)
    _run.paint_loss(ax, options, run, replace(panel, curves=(), bands=(), markers=()))

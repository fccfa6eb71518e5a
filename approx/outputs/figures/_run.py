"""Training runs: the axes that the figures loss, worldlines and training share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from approx.outputs.figures import _canvas as canvas
from approx.panels import training as panels
from approx.panels.captions import training as words
from approx.panels.captions.training import say
from approx.panels.primitives import Panel
from approx.panels.training import TrainingRun
from approx.style.theme import Theme
from approx.subjects import Subject

Place = tuple[float, float, float, float]


def page(subject: Subject, theme: Theme, language: str, axes: Callable[..., Axes]) -> Figure:
    """A figure of one of the axes below, between its title and its verdict."""
    run = panels.build(subject)
    figure = canvas.canvas(4.2, words.alt(run, language))
    canvas.heading(figure, theme, words.title(run, language))
    place = canvas.at_inches(figure, 0.86, 0.98, 0.5, 1.15)
    name_steps(axes(figure, theme, run, place, language), theme, language)
    canvas.footing(figure, words.verdict(run, language))
    return figure


def loss(
    figure: Figure, theme: Theme, run: TrainingRun, place: Place, language: str, alone: bool = True
) -> Axes:
    """The loss against the step, and the best possible's, which it names when it stands alone."""
    ax = _axes(figure, theme, panels.losses(run), place, say("training.loss.name", language))
    end = run.steps.high
    ax.plot(end, run.loss[-1], "o", color=theme["loss"].color, markersize=5, clip_on=False)
    if alone and run.level() is not None:
        style = theme["best"]
        (line,) = ax.plot([], [], color=style.color, **canvas.stroke(style))
        canvas.key(ax, theme, [line], [say("best.key", language)])
    return ax


def worldlines(
    figure: Figure, theme: Theme, run: TrainingRun, place: Place, language: str, alone: bool = True
) -> Axes:
    """Each neuron's breakpoint against the step; grey once it is dead."""
    ax = _axes(figure, theme, panels.worldlines(run), place, say("training.breakpoints", language))
    for inner, outer in zip(
        run.subject.domain, (run.breakpoints.low, run.breakpoints.high), strict=True
    ):
        ax.axhspan(inner, outer, color=theme["grid"].color, alpha=0.7, linewidth=0, zorder=1)
    entries: dict[str, Artist] = {}
    if run.dead.any():
        style = theme["dead"]
        (line,) = ax.plot([], [], color=style.color, **canvas.stroke(style))
        entries[say("training.grey", language)] = line
    if run.best is not None:
        places = run.best.function.breakpoints
        (dots,) = ax.plot(
            [run.steps.high] * len(places), places, "o", color=theme["best"].color, markersize=4.4,
            zorder=5, clip_on=False,
        )  # fmt: skip
        if alone:
            entries[say("best.key", language)] = dots
    if entries:
        canvas.key(ax, theme, [*entries.values()], [*entries])
    return ax


def _axes(figure: Figure, theme: Theme, panel: Panel, place: Place, name: str) -> Axes:
    ax = canvas.axes(figure, theme, panel, place)
    canvas.paint(ax, theme, panel)
    ax.set_title(name, size=canvas.SMALL, loc="left", pad=8, color=theme["quiet"].color)
    return ax


def name_steps(ax: Axes, theme: Theme, language: str) -> None:
    """The name of the horizontal axis, flush right."""
    style: dict[str, Any] = {"size": canvas.SMALL, "color": theme["quiet"].color}
    ax.set_xlabel(say("training.step", language), loc="right", **style)

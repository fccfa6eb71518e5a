"""Training runs: the axes that the figures loss, worldlines and training share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from matplotlib.artist import Artist
from matplotlib.axes import Axes

from approx.outputs.figures import _canvas as canvas
from approx.outputs.figures import _painting as painting
from approx.outputs.figures._drawing import Drawing
from approx.outputs.figures._options import FigureOptions
from approx.panels import training as panels
from approx.panels.captions import training as words
from approx.panels.captions.training import say
from approx.panels.primitives import Panel
from approx.panels.training import TrainingRun
from approx.panels.wording import best_name
from approx.subjects import Subject

Key = list[tuple[Artist, str]]


def page(
    subject: Subject,
    options: FigureOptions,
    panel_of: Callable[[TrainingRun, str], Panel],
    key_of: Callable[[TrainingRun, FigureOptions], Key],
    paint: Callable[[Axes, FigureOptions, TrainingRun, Panel], None],
) -> Drawing:
    """A figure of one of the axes below, between its title and its verdict."""
    run, language = panels.build(subject), options.language
    sheet = canvas.Page(
        options, words.alt(run, language), words.title(run, language),
        caption=words.verdict(run, language), key=key_of(run, options),
    )  # fmt: skip
    panel = panel_of(run, language)
    (ax,) = sheet.stack([panel])
    paint(ax, options, run, panel)
    return sheet.figure


def losses(run: TrainingRun, language: str) -> Panel:
    """The loss against the step, with the names of its axes."""
    return _named(panels.loss_panel(run), "training.loss.name", language)


def worldlines(run: TrainingRun, language: str) -> Panel:
    """Each neuron's breakpoint against the step, with the names of its axes."""
    return _named(panels.worldlines(run), "training.breakpoints", language)


def _named(panel: Panel, name: str, language: str) -> Panel:
    return replace(
        panel,
        horizontal=replace(panel.horizontal, name=say("training.step", language)),
        vertical=replace(panel.vertical, name=say(name, language)),
    )


def loss_key(run: TrainingRun, options: FigureOptions) -> Key:
    key = tested_key(run, options)
    if run.best is not None and run.level() is not None:
        key.append((painting.sample(options, "best"), best_name(run.best, options.language)))
    return key


def tested_key(run: TrainingRun, options: FigureOptions) -> Key:
    """Of the loss at held-out points, where there are any."""
    if run.tested is None:
        return []
    name = say("training.loss.tested", options.language)
    return [(painting.sample(options, "held_out.loss"), name)]


def worldlines_key(run: TrainingRun, options: FigureOptions) -> Key:
    key: Key = []
    if run.dead.any():
        key.append((painting.sample(options, "dead"), say("training.grey", options.language)))
    if run.best is not None:
        key.append((painting.sample(options, "best.place"), best_name(run.best, options.language)))
    return key


def paint_loss(ax: Axes, options: FigureOptions, run: TrainingRun, panel: Panel) -> None:
    painting.paint(ax, options, panel)
    color = options.theme["loss"].color
    ax.plot(run.steps.high, run.loss[-1], "o", color=color, markersize=5 * options.scale,
            clip_on=False)  # fmt: skip


def paint_worldlines(ax: Axes, options: FigureOptions, run: TrainingRun, panel: Panel) -> None:
    painting.paint(ax, options, panel)
    theme = options.theme
    for inner, outer in zip(
        run.subject.domain, (run.breakpoints.low, run.breakpoints.high), strict=True
    ):
        ax.axhspan(inner, outer, color=theme["grid"].color, alpha=0.7, linewidth=0, zorder=1)
    if run.best is not None:
        places, style = run.best.function.breakpoints, theme["best.place"]
        ax.plot(
            [run.steps.high] * len(places), places, color=style.color, marker=style.marker,
            linestyle="", markersize=style.width * options.scale, zorder=5, clip_on=False,
        )  # fmt: skip

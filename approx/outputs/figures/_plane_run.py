"""A training run in the plane: its loss, that of held-out points, and its regions on the way."""

from __future__ import annotations

from dataclasses import replace

from approx.outputs.figures import _canvas as canvas
from approx.outputs.figures import _painting as painting
from approx.outputs.figures import regions, snapshots
from approx.outputs.figures._drawing import Drawing
from approx.outputs.figures._options import FigureOptions
from approx.panels import plane as planes
from approx.panels import plane_run as panels
from approx.panels.captions.boundary import frame_title, loss_name, say
from approx.panels.primitives import Curve, Dots, Panel
from approx.panels.wording import sentence
from approx.style.languages import say as phrase
from approx.subjects.plane import Plane

#: Lines and dots of small maps are as much thinner.
SMALL = 0.5
#: Small maps are at least and at most so high, by their width.
LEAST, MOST = 0.6, 1.4


def loss(plane: Plane, options: FigureOptions) -> Drawing:
    """The loss against the step."""
    run, language = panels.build(plane), options.language
    curves = [Curve("loss", run.at, run.loss)]
    key = []
    if run.test is not None:
        curves.insert(0, Curve("target", run.at, run.test))
        key = [(painting.sample(options, "target"), say("boundary.test", language))]
    page = canvas.Page(
        options, planes.alt(plane, language), plane.title(language),
        caption=sentence(planes.quality(plane, language)), key=key,
    )  # fmt: skip
    steps = replace(run.steps, name=say("boundary.step", language))
    losses = replace(run.losses, name=loss_name(run, language))
    panel = Panel("", steps, losses, curves=tuple(curves))
    (ax,) = page.stack([panel])
    painting.paint(ax, options, panel)
    return page.figure


def training(plane: Plane, options: FigureOptions) -> Drawing:
    """Regions and boundary from the first step to the last, and the loss."""
    run, language = panels.build(plane), options.language
    places = panels.frames(run)
    sheets = [planes.build(run.at_place(place)) for place in places]
    sentence_ = panels.sentence(run, language)
    titles = [frame_title(run, place, language) for place in places]
    about = panels.alt(run, titles, language)
    page = canvas.Page(
        options, about, plane.title(language), caption=sentence_,
        key=regions.key(sheets[-1], options),
    )  # fmt: skip
    across, up = planes.axes(plane, most=3)
    bare = replace(across, name="")
    frames = [
        Panel(title, across if k == len(places) - 1 else bare, up) for k, title in enumerate(titles)
    ]
    at, loss = run.at[places], run.loss[places]
    steps = replace(run.steps, name=phrase("loss.step", language))
    losses = Panel(
        phrase("snapshots.losses", language), steps, run.losses,
        curves=(Curve("loss", run.at, run.loss),), dots=(Dots("error.dots", at, loss),),
    )  # fmt: skip
    wide, tall = (side.high - side.low for side in (across, up))
    ratio = min(max(tall / wide, LEAST), MOST)
    *small, last = snapshots.place(page, [*frames, losses], lines=False, ratio=ratio)
    for ax, sheet in zip(small, sheets, strict=True):
        regions.paint(ax, options, sheet, small=SMALL)
    painting.paint(last, options, losses, scale=snapshots.SMALL)
    return page.figure

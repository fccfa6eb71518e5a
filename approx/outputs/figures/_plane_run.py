"""The loss of a training run in the plane, with that of held-out points."""

from __future__ import annotations

from dataclasses import replace

from approx.outputs.figures import _canvas as canvas
from approx.outputs.figures import _painting as painting
from approx.outputs.figures._drawing import Drawing
from approx.outputs.figures._options import FigureOptions
from approx.panels import plane as planes
from approx.panels import plane_run as panels
from approx.panels.captions.boundary import say
from approx.panels.primitives import Curve, Panel
from approx.panels.wording import sentence
from approx.subjects.plane import Plane


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
    losses = replace(run.losses, name=say("boundary.loss", language))
    panel = Panel("", steps, losses, curves=tuple(curves))
    (ax,) = page.stack([panel])
    painting.paint(ax, options, panel)
    return page.figure

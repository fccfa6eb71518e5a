"""A training run on one page: the trained curve, the loss and the breakpoints."""

from __future__ import annotations

from approx.outputs.figures import _canvas as canvas
from approx.outputs.figures import _painting as painting
from approx.outputs.figures import _plane_run, _run
from approx.outputs.figures._drawing import Drawing
from approx.outputs.figures._options import FigureOptions
from approx.panels import plane_run
from approx.panels import training as panels
from approx.panels.captions import training as words
from approx.subjects import Subject
from approx.subjects.plane import Plane

TAKES = (Subject, Plane)
#: A function or table is then trained step by step, where no method is named.
NEEDS_RUN = True
#: Hinges are this faint.
FAINT = 0.6
#: From this width on, in ems, the run stands beside the curve and not below it.
WIDE = 45.0


def unsupported_reason(subject: Subject | Plane) -> str | None:
    """Why there is no run to show; None when there is."""
    if isinstance(subject, Plane):
        return plane_run.unsupported_reason(subject)
    return panels.unsupported_reason(subject)


def draw(subject: Subject | Plane, options: FigureOptions) -> Drawing:
    if isinstance(subject, Plane):
        return _plane_run.training(subject, options)
    run, language = panels.build(subject), options.language
    curve = panels.curves(run, words.key(run, language))
    page = canvas.Page(
        options, words.alt(run, language), words.title(run, language),
        caption=words.verdict(run, language),
        key=[*painting.named(options, curve), *_run.tested_key(run, options)],
    )  # fmt: skip
    left, right = [curve], [_run.losses(run, language), _run.worldlines(run, language)]
    if options.width / options.em >= WIDE:
        ((ax,), (top, low)) = page.columns([left, right], ((1.0,), (1.0, 1.0)), height=0.4)
    else:
        ax, top, low = page.stack([*left, *right], (1.4, 1.0, 1.0), height=1.15)
    grid = len(ax.get_lines())
    painting.paint(ax, options, curve)
    for line, part in zip(ax.get_lines()[grid:], curve.curves, strict=False):
        line.set_clip_on(True)  # hinges leave the axes
        line.set_alpha(FAINT if part.role == "neuron" else 1.0)
    _run.paint_loss(top, options, run, right[0])
    _run.paint_worldlines(low, options, run, right[1])
    return page.figure

"""The output as a sum of contributions, with its target and its error."""

from __future__ import annotations

from matplotlib.axes import Axes

from approx.outputs.figures import _canvas as canvas
from approx.outputs.figures._drawing import Drawing
from approx.outputs.figures._options import FigureOptions
from approx.panels import sum as panels
from approx.panels.formula import defined
from approx.panels.requirements import lacks_plain_sum
from approx.panels.wording import verdict
from approx.style.languages import say
from approx.subjects import Subject

unsupported_reason = lacks_plain_sum


def draw(subject: Subject, options: FigureOptions) -> Drawing:
    language = options.language
    whole = panels.build(subject)
    panel = panels.panel(whole, language)
    key = canvas.named(options, panel)
    missed = [] if subject.error.none or subject.target.own else [say("error", language)]
    page = canvas.Page(
        options, panels.alt(whole, language), panel.title, defined(subject.network, subject.domain),
        verdict(subject, language),
        [*key, *((canvas.patch(options, "error"), name) for name in missed)],
    )  # fmt: skip
    (ax,) = page.stack([panel])
    canvas.paint(ax, options, panel)
    return page.figure


def paint_on(ax: Axes, subject: Subject, options: FigureOptions) -> None:
    canvas.onto(ax, options, panels.panel(panels.build(subject), options.language))

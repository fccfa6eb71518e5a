"""What every neuron adds to the output, and under it the fit with its error."""

from __future__ import annotations

from matplotlib.axes import Axes

from approx.outputs.figures import _axes, _stacked
from approx.outputs.figures._drawing import Drawing
from approx.outputs.figures._options import FigureOptions
from approx.panels import contributions, fit, owners
from approx.panels import sum as panels
from approx.panels import target as targets
from approx.panels.formula import defined
from approx.panels.primitives import Panel
from approx.panels.requirements import lacks_plain_sum
from approx.panels.rounding import written
from approx.subjects import Subject

unsupported_reason = lacks_plain_sum
#: Heights, as shares of the page's width: of the contributions, the fit, and its error.
UPPER, LOWER, STRIP = 0.34, 0.26, 0.1


def draw(subject: Subject, options: FigureOptions) -> Drawing:
    language = options.language
    whole = panels.build(subject)
    below = fit.build(subject, language, strips=1)
    formula = owners.colored(defined(*written(subject)), subject)
    every = [contributions.build(whole, language).panel, below.curves, *below.strips]
    sentence = targets.counted(subject.target, below.sentence, language)
    return _stacked.draw(
        options, panels.alt(whole, language), subject.title(language), sentence, every,
        [UPPER, LOWER, STRIP][: len(every)], formula, named=(1,),
    )  # fmt: skip


def panel(subject: Subject, language: str) -> Panel:
    return contributions.build(panels.build(subject), language).panel


def paint_on(ax: Axes, subject: Subject, options: FigureOptions) -> None:
    _axes.onto(ax, options, fit.bare(panel(subject, options.language), subject))

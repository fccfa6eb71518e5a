"""The network beside its target, its breakpoints, and its error on its own scale."""

from __future__ import annotations

from matplotlib.axes import Axes

from approx.outputs.figures import _axes, _stacked
from approx.outputs.figures._drawing import Drawing
from approx.outputs.figures._options import FigureOptions
from approx.panels import fit as panels
from approx.panels.primitives import Panel
from approx.subjects import Subject

#: Heights, as shares of the page's width: of the curves, and of every strip.
CURVES, STRIP = 0.42, 0.1


def draw(subject: Subject, options: FigureOptions) -> Drawing:
    fit = panels.build(subject, options.language)
    every = [fit.curves, *fit.strips]
    alt = panels.alt(fit, subject, options.language)
    shares = [CURVES, *(STRIP for _ in fit.strips)]
    return _stacked.draw(options, alt, fit.curves.title, fit.sentence, every, shares)


def panel(subject: Subject, language: str) -> Panel:
    return panels.build(subject, language).curves


def paint_on(ax: Axes, subject: Subject, options: FigureOptions) -> None:
    _axes.onto(ax, options, panels.bare(panel(subject, options.language), subject))

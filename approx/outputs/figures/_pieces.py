"""A piecewise-linear function by itself, with its breakpoints."""

from __future__ import annotations

from matplotlib.figure import Figure

from approx.core.piecewise import PiecewiseLinear
from approx.outputs.figures import _canvas as canvas
from approx.panels import pieces as panels
from approx.style.theme import Theme


def draw(function: PiecewiseLinear, theme: Theme, language: str) -> Figure:
    panel = panels.panel(function, language)
    figure = canvas.canvas(3.6, panels.alt(function, language))
    canvas.heading(figure, theme, panel.title)
    ax = canvas.axes(figure, theme, panel, canvas.at_inches(figure, 0.72, 0.42, 0.42, 0.85))
    canvas.paint(ax, theme, panel)
    return figure

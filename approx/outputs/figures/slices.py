"""A function of two inputs along its two middle lines: exact curves of one input."""

from __future__ import annotations

from matplotlib.lines import Line2D

from approx.outputs.figures import _canvas as canvas
from approx.outputs.figures import _painting as painting
from approx.outputs.figures._drawing import Drawing
from approx.outputs.figures._options import FigureOptions
from approx.panels import plane as planes
from approx.panels import slices as panels
from approx.panels.wording import sentence
from approx.style.languages import say
from approx.style.shades import class_color
from approx.style.theme import Theme
from approx.subjects.plane import Plane

TAKES = Plane
unsupported_reason = panels.unsupported_reason


def draw(plane: Plane, options: FigureOptions) -> Drawing:
    language = options.language
    first, second = panels.build(plane, language)
    note = say("slices.note", language, n=first.breakpoints, m=second.breakpoints)
    key = painting.named(options, first.panel)
    if plane.several:
        key = [(_line(options, options.theme, k, len(plane.classes)), text)
               for k, text in enumerate(plane.classes)]  # fmt: skip
    alt = f"{plane.title(language)}. {sentence(note)} {planes.verdict(plane, language)}."
    page = canvas.Page(options, alt, plane.title(language), caption=sentence(note), key=key)
    upper, lower = page.stack([first.panel, second.panel], (1.0, 1.0), height=0.95)
    painting.paint(upper, options, first.panel)
    painting.paint(lower, options, second.panel)
    return page.figure


def _line(options: FigureOptions, theme: Theme, k: int, count: int) -> Line2D:
    style = theme["neuron"]
    color = class_color(theme, k, count)
    return Line2D([], [], color=color, linewidth=style.width * options.scale)

"""All outputs of a network, one above the other: the same picture of each."""

from __future__ import annotations

from collections.abc import Callable

from approx.outputs.figures import _stacked
from approx.outputs.figures._drawing import Drawing
from approx.outputs.figures._options import FigureOptions
from approx.panels import components as panels
from approx.panels.primitives import Panel
from approx.subjects import Subject
from approx.subjects.components import Components

#: Heights of all panels together, and of one at most, as shares of the page's width.
ALL, ONE = 1.2, 0.4
#: Of a page's height, about, that panels have.
SHARE = 0.62


def draw(
    components: Components, panel: Callable[[Subject, str], Panel], options: FigureOptions
) -> Drawing:
    language = options.language
    every = panels.named(components, [panel(one, language) for one in components])
    # Of a page whose height is fixed, titles and numbers take the rest.
    most = ALL if options.height is None else SHARE * options.height / options.width
    return _stacked.draw(
        options, panels.alt(components, language), components.title(language),
        panels.sentence(components, language), every,
        [min(ONE, most / len(every))] * len(every), named=(0,),
    )  # fmt: skip

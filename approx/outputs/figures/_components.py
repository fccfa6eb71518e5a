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


def draw(
    components: Components, panel: Callable[[Subject, str], Panel], options: FigureOptions
) -> Drawing:
    language = options.language
    every = panels.named(components, [panel(one, language) for one in components])
    return _stacked.draw(
        options, panels.alt(components, language), components.title(language),
        panels.sentence(components, language), every,
        [min(ONE, ALL / len(every))] * len(every), named=(0,),
    )  # fmt: skip

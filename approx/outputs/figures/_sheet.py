"""Figures of a topic's panels: columns of panels, their curves named in the key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from matplotlib.artist import Artist

from approx.outputs.figures import _canvas as canvas
from approx.outputs.figures import _painting as painting
from approx.outputs.figures._drawing import Drawing
from approx.outputs.figures._options import FigureOptions
from approx.panels.primitives import Color, Panel

#: From so many ems of width on, columns stand side by side.
WIDE = 28.0


def draw(
    options: FigureOptions,
    alt: str,
    title: str,
    caption: str,
    columns: Sequence[Sequence[Panel]],
    height: float = 0.45,
) -> Drawing:
    """A figure of panels in columns; narrow pages have them one below the other.

    Args:
        height: of a column, as a share of the page's width.
    """
    key: dict[str, Artist] = {}
    for panel in (panel for column in columns for panel in column):
        for curve in panel.curves:
            if curve.label and curve.label not in key:
                key[curve.label] = _sample(options, curve.role, curve.neuron)
    page = canvas.Page(
        options, alt, title, caption=caption, key=[(line, name) for name, line in key.items()]
    )
    if options.width / options.em < WIDE:
        stack = [panel for column in columns for panel in column]
        height = max(height, 0.4) * len(stack) * 0.9
        axes = [page.stack(stack, [1.0] * len(stack), height)]
        panels = [stack]
    else:
        axes = page.columns(columns, [[1.0] * len(column) for column in columns], height)
        panels = [list(column) for column in columns]
    for column, drawn in zip(panels, axes, strict=True):
        for panel, ax in zip(column, drawn, strict=True):
            painting.paint(ax, options, replace(panel, curves=tuple(
                replace(curve, label="") for curve in panel.curves)))  # fmt: skip
    return page.figure


def _sample(options: FigureOptions, role: str, neuron: Color | None) -> Artist:
    line = painting.sample(options, role)
    if neuron is not None:
        line.set_color(options.theme.neuron(neuron))
        if mark := painting.mark_of(role, neuron):
            line.set_marker(mark)
            line.set_markersize(4 * options.scale)
    return line

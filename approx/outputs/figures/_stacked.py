"""Panels one above the other whose curves are named beside them, or in the key where none fits."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.artist import Artist
from matplotlib.axes import Axes

from approx.outputs.figures import _canvas as canvas
from approx.outputs.figures import _labels
from approx.outputs.figures import _painting as painting
from approx.outputs.figures._drawing import Drawing
from approx.outputs.figures._options import FigureOptions
from approx.panels.formula import Fragment
from approx.panels.primitives import Curve, Dots, Panel

#: At which shares of a curve's width names would stand: the first, the second, …
WISHES = (0.82, 0.55, 0.3, 0.15)


def draw(
    options: FigureOptions,
    alt: str,
    title: str,
    caption: str,
    panels: Sequence[Panel],
    shares: Sequence[float],
    formula: Sequence[Fragment] = (),
    named: Sequence[int] = (0,),
) -> Drawing:
    """A figure of panels on one horizontal axis.

    Args:
        shares: every panel's height, as a share of the page's width.
        named: the numbers of the panels whose curves have their names beside them.
    """
    key: list[tuple[Artist, str]] = []
    while True:
        page = canvas.Page(options, alt, title, formula, caption, key)
        axes = page.stack(panels, shares, height=sum(shares))
        for ax, panel in zip(axes, panels, strict=True):
            painting.paint(ax, options, panel)
        keyed = {text for _, text in key}
        left_over = {
            part.label: part
            for number in named
            for part in names(axes[number], options, panels[number], keyed)
        }
        if not left_over:
            return page.figure
        # The key takes room from the axes: everything is placed again.
        key += [(painting.sample(options, part.role), text) for text, part in left_over.items()]


def names(ax: Axes, options: FigureOptions, panel: Panel, keyed: set[str]) -> list[Curve | Dots]:
    """Write names beside curves, each with a sample of its line; those without room come back."""
    every: tuple[Curve | Dots, ...] = (*panel.curves[::-1], *panel.dots)
    parts = [part for part in every if part.label]
    if len(parts) < 2:  # a curve alone is what the title names
        return []
    parts = [part for part in parts if part.label not in keyed]
    labels = [
        _labels.Label(
            part.label, painting.text_color(options.theme, part.role),
            _labels.along(part.x, part.y, wish, isinstance(part, Dots)),
            sample=painting.sample(options, part.role),
        )
        for part, wish in zip(parts, WISHES, strict=False)
    ]  # fmt: skip
    left_over = {label.text for label in _labels.place(ax, labels, options.small)}
    return [part for part in parts if part.label in left_over]

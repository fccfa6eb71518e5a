"""Axes of a panel: limits, ticks that have room, names; on a page, or on the user's own axes."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

from matplotlib.axes import Axes
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure

from approx.outputs.figures._options import FigureOptions
from approx.outputs.figures._painting import named, paint
from approx.outputs.figures._text import LEADING, LINE, sentence_lines, width_of
from approx.panels.axes import axis, fewer
from approx.panels.primitives import Axis, Panel
from approx.style.languages import localised
from approx.style.theme import DARK, LIGHT, Theme


def limited(panel: Panel, options: FigureOptions) -> Panel:
    """The main panel with the limits and names that the options bring."""
    vertical = panel.vertical
    if options.ylim is not None:
        vertical = replace(axis(*options.ylim), name=vertical.name)
    if options.ylabel is not None:
        vertical = replace(vertical, name=options.ylabel)
    return replace(panel, vertical=vertical)


def overhang(ax: Axes) -> tuple[float, float, float, float]:
    """How far ticks and names reach out of axes: left, bottom, right and top, in inches."""
    figure = ax.get_figure()
    assert isinstance(figure, Figure)
    outer, inner = ax.get_tightbbox(), ax.get_window_extent()
    assert outer is not None
    sides = (inner.x0 - outer.x0, inner.y0 - outer.y0, outer.x1 - inner.x1, outer.y1 - inner.y1)
    left, bottom, right, top = (max(0.0, float(side) / figure.dpi) for side in sides)
    return left, bottom, right, top


def dress(
    ax: Axes,
    options: FigureOptions,
    panel: Panel,
    lines: bool = True,
    size: tuple[float, float] = (3.0, 2.0),
    bottom: bool = True,
) -> None:
    """Give axes a panel's limits, ticks and names and, unless `lines` is False, a grid.

    Args:
        size: of the axes, in inches, about: what decides how many ticks have room.
        bottom: whether the ticks of the horizontal axis have their numbers.
    """
    theme = options.theme
    ruler = ax.text(0, 0, "", size=options.small)
    for along, span, room in (
        (ax.xaxis, panel.horizontal, size[0]), (ax.yaxis, panel.vertical, size[1]),
    ):  # fmt: skip
        across = along is ax.xaxis
        ticks(along, roomy(span, room, ruler, options, across), options.language)
    ruler.remove()
    ax.set_xlim(panel.horizontal.low, panel.horizontal.high)
    ax.set_ylim(panel.vertical.low, panel.vertical.high)
    ax.tick_params(labelbottom=bottom)
    quiet: dict[str, Any] = {"color": theme["quiet"].color}  # the sizes are those of the settings
    name = panel.horizontal.name if options.xlabel is None else options.xlabel
    if bottom and name:
        ax.set_xlabel(name, loc="right", labelpad=0.15 * options.font_size, **quiet)
    if panel.vertical.name:
        figure = ax.get_figure()
        assert isinstance(figure, Figure)
        lines_of_name = sentence_lines(figure, panel.vertical.name, options.small, size[0])
        ax.set_title(
            "\n".join(lines_of_name), loc="left", pad=0.45 * options.font_size, **quiet,
            linespacing=LEADING / LINE,
        )  # fmt: skip
    if not lines:
        ax.grid(False)
        return
    zero = theme["axis"]
    for line, span in ((ax.axhline, panel.vertical), (ax.axvline, panel.horizontal)):
        if span.low <= 0 <= span.high and not span.logarithmic:
            line(0, color=zero.color, linewidth=zero.width * options.scale, zorder=1.5)


def ends_inward(ax: Axes) -> None:
    """Numbers at the ends of the horizontal axis stay within it: the next axes are near.

    Where they have no room those between the ends have none, and then these neither: the last of
    all axes has them.
    """
    low, high = ax.get_xlim()
    near = 0.04 * (high - low)
    room = ax.get_window_extent().width
    every = list(zip(ax.get_xticks(), ax.get_xticklabels(), strict=True))
    names = [text for _, text in every if text.get_text()]
    space = 0.5 * names[0].get_window_extent().height if names else 0.0
    for left_over in (names[1:-1], names):
        shown = [text for text in names if text.get_visible()]
        if sum(text.get_window_extent().width + space for text in shown) > room:
            for text in left_over:
                text.set_visible(False)
    for place, text in every:
        if min(place - low, high - place) < near:
            text.set_horizontalalignment("left" if place - low < near else "right")


def roomy(span: Axis, room: float, ruler: Any, options: FigureOptions, across: bool) -> Axis:
    """The axis with as many ticks as its length holds without crowding."""
    while len(span.ticks) > 2:
        if across:
            widest = max(width_of(ruler, localised(x, options.language)) for x in span.labels)
            needed = widest + 0.9 * options.em
        else:
            needed = 1.7 * options.small / 72
        steps = (b - a for a, b in pairwise(span.ticks))
        if min(steps) / (span.high - span.low) * room >= needed:
            return span
        less = fewer(span)
        if len(less.ticks) >= len(span.ticks):
            return span
        span = less
    if across or len(span.ticks) < 2:
        return span
    first, last = span.ticks
    if (last - first) / (span.high - span.low) * room < 0.8 * options.small / 72:
        # Two numbers would touch: the one further from zero says the scale.
        names = ("", span.labels[1]) if abs(last) >= abs(first) else (span.labels[0], "")
        return replace(span, labels=names)
    return span


def ticks(along: Any, span: Axis, language: str = "en") -> None:
    """The panel's own ticks: matplotlib chooses none."""
    along.set_ticks(span.ticks, labels=[localised(text, language) for text in span.labels])


def onto(ax: Axes, options: FigureOptions, panel: Panel) -> None:
    """A panel on the user's axes: their ticks, grid and letters, our limits, colours and names."""
    panel = limited(panel, options)
    ax.set_xlim(panel.horizontal.low, panel.horizontal.high)
    ax.set_ylim(panel.vertical.low, panel.vertical.high)
    for name, own, write in (
        (panel.horizontal.name, options.xlabel, ax.set_xlabel),
        (panel.vertical.name, options.ylabel, ax.set_ylabel),
    ):
        if own or (name and own is None):
            # What the user writes on axes of theirs may be a formula, a table's header is none.
            write(own or name, parse_math=own is not None)
    paint(ax, options, panel)
    if entries := named(options, panel):
        key = ax.legend([handle for handle, _ in entries], [name for _, name in entries])
        for text in key.get_texts():
            text.set_parse_math(False)


def theme_on(ax: Axes) -> Theme:
    """The theme that can be read on the background of axes, or of their figure."""
    red, green, blue, alpha = to_rgba(ax.get_facecolor())
    if alpha == 0:
        red, green, blue, alpha = to_rgba(ax.figure.get_facecolor())
    dark = alpha > 0 and 0.299 * red + 0.587 * green + 0.114 * blue < 0.5
    return DARK if dark else LIGHT

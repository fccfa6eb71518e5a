"""Axes as the panels chose them: a quiet grid, zero lines, tick labels outside the plot."""

from __future__ import annotations

import numpy as np
from manim import Line, Rectangle, VGroup, VMobject

from approx.outputs.stage.geometry import Plot
from approx.outputs.stage.layout import Box
from approx.outputs.stage.shapes import STROKE, Polyline
from approx.outputs.stage.text import cut, width_of, write
from approx.panels.axes import fewer
from approx.panels.primitives import Axis
from approx.style.theme import Style, Theme

#: Room for labels left of the plot, in their ems: longer ones are all set smaller.
WIDEST = 2.4
#: Room for a label up an axis, in its ems.
LINE = 1.7
#: Baselines of the axes' names: above the axes, and below them under their ticks' numbers; in ems.
ABOVE, BELOW = 0.5, 2.5


def fewer_ticks(span: Axis, room: float) -> Axis:
    """The axis with as many ticks as there is room for; unnamed ones take none."""
    most = max(2, int(room))
    return fewer(span, most) if len(span.ticks) > most and any(span.labels) else span


def axes(plot: Plot, theme: Theme, size: float, widest: float = WIDEST) -> VGroup:
    """Grid, zero lines and tick labels; `size` is the labels' em, `widest` the room left of it."""
    box, group = plot.box, VGroup()
    color = theme["quiet"].color
    widest_name = max((width_of(name, size) for name in plot.horizontal.labels), default=0.0)
    h = fewer_ticks(plot.horizontal, box.width / (widest_name + 0.7 * size))
    v = fewer_ticks(plot.vertical, box.height / (LINE * size))
    for x, name in zip(h.ticks, h.labels, strict=True):
        at = plot.point(x, v.low)[0]
        group.add(_line((at, box.bottom), (at, box.top), theme["grid"]))
        number = write(name, size, color, (at, box.bottom - 1.25 * size), "center")
        # A long number at the end of the axis stays within the picture.
        beyond = float(number.get_right()[0]) - box.right - 0.8 * size if name else 0.0
        group.add(number.shift((-max(beyond, 0.0), 0.0, 0.0)))
    wide = max((write(name, size, color, (0.0, 0.0)).width for name in v.labels if name), default=0)
    size *= min(1.0, widest * size / max(wide, 1e-9))
    for y, name in zip(v.ticks, v.labels, strict=True):
        at = plot.point(h.low, y)[1]
        group.add(_line((box.left, at), (box.right, at), theme["grid"]))
        label = (box.left - 0.5 * size, at - 0.36 * size)
        group.add(write(name, size, color, label, "right"))
    if (zero := _zero(v)) is not None:
        at = plot.point(h.low, zero)[1]
        group.add(_line((box.left, at), (box.right, at), theme["axis"]))
    if (zero := _zero(h)) is not None:
        at = plot.point(zero, v.low)[0]
        group.add(_line((at, box.bottom), (at, box.top), theme["axis"]))
    return group


def room_for_labels(span: Axis, height: float, size: float) -> float:
    """The width that the names of an axis that goes up take left of it."""
    names = fewer_ticks(span, height / (LINE * size)).labels
    return max((width_of(name, size) for name in names), default=0.0) + 0.5 * size


def room_for_names(box: Box, horizontal: Axis, vertical: Axis, size: float) -> Box:
    """The box of axes without the room that their names take above and below it."""
    return box.inset(
        top=(ABOVE + 1.0) * size if vertical.name else 0.0,
        bottom=(BELOW - 1.25) * size if horizontal.name else 0.0,
    )


def axis_names(plot: Plot, theme: Theme, size: float, under: Box | None = None) -> list[VMobject]:
    """The axes' names, of y above and of x below on the right; what is longer is cut.

    Args:
        under: the box that has the numbers of x, if not the plot's.
    """
    box, color, names = plot.box, theme["quiet"].color, []
    low = (under or box).bottom
    across, up = plot.horizontal.name, plot.vertical.name
    if across:
        at = box.right, low - BELOW * size
        names.append(cut(across, size, color, box.width, at, "right"))
    if up:
        names.append(cut(up, size, color, box.width, (box.left, box.top + ABOVE * size)))
    return names


def small_frame(plot: Plot, theme: Theme) -> VGroup:
    """A small graph's border and zero line."""
    box = plot.box
    border = Rectangle(
        width=box.width, height=box.height, stroke_color=theme["grid"].color, stroke_width=2,
        fill_color=theme["background"].color, fill_opacity=1,
    ).move_to(((box.left + box.right) / 2, (box.bottom + box.top) / 2, 0))  # fmt: skip
    zero = plot.point(plot.horizontal.low, 0.0)[1]
    line = Line(
        (box.left, zero, 0), (box.right, zero, 0),
        stroke_color=theme["axis"].color, stroke_width=1.2, stroke_opacity=0.7,
    )  # fmt: skip
    return VGroup(border, line)


def zero_lines(plot: Plot, theme: Theme) -> VGroup:
    """The zero lines of a small picture, those that are in it."""
    return VGroup(*(Polyline(line, theme["axis"]) for line in plot.zero_lines()))


def _zero(axis: Axis) -> float | None:
    """Where the other axis crosses: at zero; on a logarithmic axis, which has none, at its end."""
    if axis.logarithmic:
        return axis.low
    return 0.0 if axis.low <= 0 <= axis.high else None


def _line(start: tuple[float, float], end: tuple[float, float], style: Style) -> Line:
    return Line(
        np.array([*start, 0.0]),
        np.array([*end, 0.0]),
        stroke_color=style.color,
        stroke_width=STROKE * style.width,
    )

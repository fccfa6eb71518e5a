"""One shape as Cairo draws it: its path, and what is done with it; as Manim has it, bit by bit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cairo
import numpy as np
from manim import VMobject
from manim.camera.camera import CAP_STYLE_MAP, LINE_JOIN_MAP
from numpy.typing import NDArray

from approx.core._types import Array
from approx.outputs.films.dirty_rects import Box

#: A shape's path is split where one curve does not begin where the one before ended.
CLOSE_RELATIVE, CLOSE = 1e-5, VMobject().tolerance_for_point_equality


@dataclass(slots=True)
class Paint:
    """One pass over a path: a fill (width 0) or a stroke."""

    source: cairo.Pattern
    width: float
    join: cairo.LineJoin
    cap: cairo.LineCap


@dataclass(slots=True)
class Shape:
    """A mobject as it was drawn last.

    Attributes:
        points, look: what the drawing follows from; equal ones give an equal picture.
        path: in the frame's units; None when nothing of it can be seen.
        paints: what is done with the path, in order.
        box: the pixels it can touch; None when none.
    """

    points: bytes
    look: tuple[Any, ...]
    path: cairo.Path | None
    paints: list[Paint]
    box: Box | None


def look_of(mobject: VMobject) -> tuple[Any, ...]:
    """What the picture follows from besides the points."""
    fill, stroke = mobject.get_fill_rgbas(), mobject.get_stroke_rgbas()
    behind = mobject.get_stroke_rgbas(background=True) if mobject.background_stroke_width else None
    graded = len(fill) > 1 or len(stroke) > 1 or (behind is not None and len(behind) > 1)
    return (
        fill.tobytes(),
        stroke.tobytes(),
        float(mobject.stroke_width),
        mobject.joint_type,
        mobject.cap_style,
        None if behind is None else (float(mobject.background_stroke_width), behind.tobytes()),
        np.asarray(mobject.get_sheen_direction()).tobytes() if graded else None,
    )


def paints_of(mobject: VMobject) -> list[Paint]:
    """Manim's order: the stroke behind, the fill, the stroke; what cannot be seen is left out."""
    join, cap = LINE_JOIN_MAP[mobject.joint_type], CAP_STYLE_MAP[mobject.cap_style]
    passes = (
        (mobject.get_stroke_width(True), lambda: mobject.get_stroke_rgbas(True)),
        (None, mobject.get_fill_rgbas),
        (mobject.get_stroke_width(), mobject.get_stroke_rgbas),
    )
    paints = []
    for width, colors in passes:
        if width is None or width > 0:
            rgbas = colors()
            if rgbas[:, 3].any():
                paints.append(Paint(_source(mobject, rgbas), 0.01 * (width or 0.0), join, cap))
    return paints


def _source(mobject: VMobject, rgbas: Array) -> cairo.Pattern:
    """A colour or a gradient; red and blue trade places, as in Manim's memory of a frame."""
    stops = [(blue, green, red, opacity) for red, green, blue, opacity in rgbas.tolist()]
    if len(stops) == 1:
        return cairo.SolidPattern(*stops[0])
    start, end = mobject.get_gradient_start_and_end_points()
    pattern = cairo.LinearGradient(*start[:2], *end[:2])
    for offset, stop in zip(np.linspace(0, 1, len(stops)).tolist(), stops, strict=True):
        pattern.add_color_stop_rgba(offset, *stop)
    return pattern


def trace(context: cairo.Context[Any], points: Array) -> None:
    """The path through cubic Bézier quadruples (4n, 3), split where they do not join."""
    context.new_path()
    pieces = points[: len(points) // 4 * 4, :2].reshape(-1, 8)
    if not len(pieces):
        return
    ends, begins, splits = pieces[:-1, 6:], pieces[1:, :2], []
    if not np.array_equal(ends, begins):  # most shapes are one line, to the last bit
        splits = (np.flatnonzero(~_near(ends, begins)) + 1).tolist()
    starts, stops = [0, *splits], [*splits, len(pieces)]
    first = pieces[starts, :2]
    closed = _near(first, pieces[np.array(stops) - 1, 6:]).tolist()
    curves, curve_to = pieces[:, 2:].tolist(), context.curve_to
    for start, stop, (x, y), shut in zip(starts, stops, first.tolist(), closed, strict=True):
        context.new_sub_path()
        context.move_to(x, y)
        for curve in curves[start:stop]:
            curve_to(*curve)
        if shut:
            context.close_path()


def _near(a: Array, b: Array) -> NDArray[np.bool_]:
    """Which points are the same to Manim, shape (n,)."""
    return (np.abs(a - b) <= CLOSE + CLOSE_RELATIVE * np.abs(b)).all(axis=1)


def set_line(context: cairo.Context[Any], paint: Paint) -> None:
    context.set_line_width(paint.width)
    context.set_line_join(paint.join)
    context.set_line_cap(paint.cap)


def draw(context: cairo.Context[Any], shape: Shape) -> None:
    context.new_path()
    context.append_path(shape.path)  # type: ignore[arg-type]
    for paint in shape.paints:
        context.set_source(paint.source)
        if paint.width:
            set_line(context, paint)
            context.stroke_preserve()
        else:
            context.fill_preserve()

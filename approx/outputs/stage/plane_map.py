"""A map of two inputs on the stage: its areas behind a cover, folds, border and points."""

from __future__ import annotations

import itertools

import numpy as np
from manim import VGroup, VMobject

from approx.core._types import Array
from approx.outputs.stage.axes import axes
from approx.outputs.stage.folded_sheet import marker, value_colors
from approx.outputs.stage.geometry import Plot
from approx.outputs.stage.layout import Box
from approx.outputs.stage.shapes import Polylines, cubics
from approx.outputs.stage.text import cut, write
from approx.panels import plane as planes
from approx.panels.one_pass import Forward
from approx.style.shades import class_color, class_shades, hexadecimal, shades
from approx.style.theme import Style, Theme
from approx.subjects.plane import Plane

#: A region with room for labels ends so far before the edge.
EDGE = 0.35
#: For a long name a map shrinks to this share; then the name is cut.
LEAST = 0.8
#: A long name stands so many heights of its letters below the map.
UNDER = 2.6
#: A function is drawn in so many cells in either direction, and shades on either side of the level.
CELLS, SHADES = 96, 12


class Map:
    """Everything of the map, to be added when it is its turn.

    Attributes:
        plot: from numbers to places.
        ground: axes and their names.
        areas: the regions in their colours, under a cover that :meth:`sweep` moves away.
        cover, line: what hides them from some x on, and the line there.
        folds, border, points: what is drawn over them.
    """

    def __init__(self, plane: Plane, room: Box, theme: Theme, small: float) -> None:
        self.plane, self.theme, self.level = plane, theme, planes.level(plane)
        sheet = planes.build(plane)
        # A long name of x takes its room from the other side, then from the map.
        name = write(planes.axes(plane)[0].name, small, theme["ink"].color).width + 0.4 * small
        side = min(room.width, room.height)
        side = min(side, max(room.width + EDGE - name, LEAST * side))
        middle = min((room.left + room.right) / 2, room.right + EDGE - name - side / 2)
        middle = max(middle, room.left + side / 2)
        box = Box(middle - side / 2, room.top - side, middle + side / 2, room.top)
        self.plot = Plot(box, *planes.axes(plane, most=5))
        self.ground = VGroup(
            axes(self.plot, theme, small),
            names_at_ends(self.plot, theme, small, room.left - 3 * small, room.right + EDGE),
        )
        colors = shades(theme, sheet.heights)
        if plane.several:
            colors = class_shades(theme, sheet.winners, len(plane.classes))
        self.areas = VGroup()
        for facet, color in zip(sheet.facets, colors, strict=True):
            fill = hexadecimal(color)
            area = VMobject(fill_color=fill, fill_opacity=1, stroke_color=fill, stroke_width=0.3)
            ring = np.vstack([facet[:, :2], facet[:1, :2]])
            area.points = cubics(self.plot.points(*ring.T))
            self.areas.add(area)
        self.cover = VMobject(
            fill_color=theme["background"].color, fill_opacity=1, stroke_width=0
        ).set_z_index(1)
        self.line = Polylines(Style(theme["ink"].color, 1.2)).set_z_index(2)
        crease = theme["crease"]
        self.folds = Polylines(Style(crease.color, 0.6 * crease.width)).set_z_index(1)
        self.folds.place([self.plot.points(*s.T) for c in sheet.creases for s in c.segments])
        self.border = Polylines(theme["boundary"]).set_z_index(2)
        self.border.place([self.plot.points(*s.T) for s in sheet.boundary])
        self.points = VGroup()
        if plane.data is not None:
            many = len(plane.data.classes)
            kinds = plane.data.numbers.tolist() if many else [None] * len(plane.data)
            places = self.plot.points(*plane.data.points.T)
            for at, kind, color in zip(places, kinds, value_colors(theme, plane), strict=True):
                shape = marker(theme, kind, many, 0.05, color)
                shape.points = shape.points + at
                self.points.add(shape.set_z_index(3))

    def sweep(self, x: float) -> None:
        """Uncover the areas up to x."""
        box = self.plot.box
        left = float(self.plot.point(x, self.plot.vertical.low)[0])
        corners = [(left, box.bottom), (box.right, box.bottom), (box.right, box.top),
                   (left, box.top), (left, box.bottom)]  # fmt: skip
        self.cover.points = cubics(np.array([(*corner, 0.0) for corner in corners]))
        self.line.place([np.array([(left, box.bottom, 0.0), (left, box.top, 0.0)])])

    def color(self, values: Forward) -> str:
        """Of a place with these values: its class's colour, or that above or below the level."""
        if self.plane.several:
            return class_color(self.theme, int(values.sums[-1].argmax()), len(self.plane.classes))
        return self.theme["above" if values.sums[-1][0] > self.level else "below"].color


def names_at_ends(
    plot: Plot, theme: Theme, small: float, left: float, right: float, below: bool = False
) -> VGroup:
    """The names of x and y at the ends of their axes, between two edges; a long x is cut.

    With room below, it stands under the numbers of its axis, cut where it is longer than that.
    """
    box, quiet = plot.box, theme["quiet"].color
    at = box.right + 0.4 * small, box.bottom - 0.3 * small
    across = cut(plot.horizontal.name, small, quiet, right - at[0], at)
    if below and write(plot.horizontal.name, small, quiet, at).width > right - at[0]:
        under = box.right, box.bottom - UNDER * small
        across = cut(plot.horizontal.name, small, quiet, box.width, under, "right")
    up = write(plot.vertical.name, small, quiet, (box.left, box.top + 0.5 * small), "center")
    over = max(0.0, left - float(up.get_left()[0]))
    return VGroup(across, up.shift((over, 0.0, 0.0)))


def target_map(plane: Plane, plot: Plot, theme: Theme) -> VGroup:
    """The function that a network should be, as a map in the colours of the network's own."""
    values = planes.target_heights(plane, CELLS) - planes.level(plane)
    size = float(np.abs(values).max()) or 1.0
    level = np.ceil(SHADES * np.abs(values) / size).clip(1, SHADES).astype(int)
    level = np.where(values > 0, level, -level)
    (x0, x1), (y0, y1) = plane.box
    x, y = np.linspace(x0, x1, CELLS + 1), np.linspace(y0, y1, CELLS + 1)
    rings: dict[int, list[Array]] = {}
    for row, low, high in zip(level, y[:-1], y[1:], strict=True):
        ends = np.r_[0, np.flatnonzero(np.diff(row)) + 1, CELLS]
        for a, b in itertools.pairwise(ends.tolist()):
            corners = [(x[a], low), (x[b], low), (x[b], high), (x[a], high), (x[a], low)]
            ring = cubics(plot.points(*np.array(corners).T))
            rings.setdefault(int(row[a]), []).append(ring)
    shapes = VGroup()
    for number, parts in rings.items():
        fill = hexadecimal(shades(theme, np.array([number / SHADES, 1.0]))[0])
        area = VMobject(fill_color=fill, fill_opacity=1, stroke_color=fill, stroke_width=0.3)
        area.points = np.vstack(parts)
        shapes.add(area)
    return shapes.set_z_index(-5)

"""The folded sheet on the stage, seen from any side: exact polygons in the painter's order."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from manim import VGroup, VMobject

from approx.core._types import Array
from approx.outputs.stage.layout import Box
from approx.outputs.stage.shapes import STROKE, Polyline, cubics
from approx.panels import plane as planes
from approx.panels.folded_sheet import Sheet
from approx.style.shades import class_color, class_shades, hexadecimal, rgb, shades
from approx.style.theme import Style, Theme
from approx.subjects.plane import Plane

#: Between two facets on the way from far to near there is room for what lies on the first.
STEP = 4
#: Around the place where the error is largest.
_ANGLE = np.linspace(0, 2 * np.pi, 33)
RING = 0.13 * np.column_stack([np.cos(_ANGLE), np.sin(_ANGLE), 0 * _ANGLE])
#: Everything on the sheet stands behind texts that come later.
FIRST = -100_000


@dataclass(frozen=True)
class View:
    """From where the sheet is seen.

    Attributes:
        turn: about the upright axis, in degrees.
        tilt: of the eye above the plane, in degrees; 90 is straight from above.
        lift: share of its height that the sheet has.
    """

    turn: float = 0.0
    tilt: float = 90.0
    lift: float = 0.0

    def towards(self, other: View, share: float) -> View:
        """On the way to another view."""
        mixed = (
            a + share * (b - a)
            for a, b in zip(vars(self).values(), vars(other).values(), strict=True)
        )
        return View(*mixed)


class FoldedSheet(VGroup):
    """Facets, folds, boundary and points of a sheet in a square box, placed by :meth:`show`.

    Attributes:
        facets, folds, border, dots: the shapes, each family in one group.
        ground: a level plane at zero.
        gap: where the error is largest, from the sheet to the function; unseen at first.
    """

    def __init__(self, sheet: Sheet, box: Box, theme: Theme, dot: float = 0.07) -> None:
        super().__init__()
        self.sheet, self.theme = sheet, theme
        self.side = min(box.width, box.height)
        self.middle = np.array([(box.left + box.right) / 2, (box.bottom + box.top) / 2, 0.0])
        classes = sheet.plane.classes
        if len(sheet.winners):
            self.colors = class_shades(theme, sheet.winners, len(classes))
        else:
            self.colors = shades(theme, sheet.heights)
        self.facets = VGroup(*(_area(hexadecimal(color)) for color in self.colors))
        self.folds, self.border = VGroup(), VGroup()
        for seam in sheet.seams:
            style = theme["boundary"] if seam.color is None else theme["crease"]
            color = style.color if seam.color is None else theme.neuron(seam.color)
            if len(sheet.winners) and seam.color is not None:
                color = theme["crease"].color
            line = Polyline(np.zeros((2, 3)), Style(color, style.width))
            (self.border if seam.color is None else self.folds).add(line)
        self.values = [] if sheet.plane.data is None else value_colors(theme, sheet.plane)
        self.dots = VGroup(*(self._dot(k, dot) for k in range(len(sheet.points))))
        self.ground = _area(theme["ink"].color, 0.14, 1.2)
        self.gap = Polyline(np.zeros((2, 3)), theme["error"]).set_stroke(opacity=0)
        self.add(self.facets, self.folds, self.border, self.dots, self.ground)
        if len(sheet.worst):
            self.add(self.gap)
        self.ground.set_opacity(0)
        self.corners = np.vstack(sheet.facets)
        self.room, self.stage, self.reach = box, self.middle, self.side
        self.size, self.shift = self.side, self.middle
        self.view = View()
        self.drop = 0.0
        self.show(self.view)

    def center_of_stage(self, box: Box) -> None:
        """Where the sheet stands once it has been lifted, and what it does not leave."""
        self.room = box
        self.stage = np.array([(box.left + box.right) / 2, (box.bottom + box.top) / 2, 0.0])
        self.reach = min(box.height / 1.02, box.width / 1.45)

    def _dot(self, k: int, size: float) -> VMobject:
        """A point of the data."""
        data = self.sheet.plane.data
        assert data is not None
        many = len(data.classes)
        kind = int(data.numbers[k]) if many else None
        shape = marker(self.theme, kind, many, size, self.values[k])
        shape.ring = shape.points.copy()
        return shape

    def project(self, points: Array) -> Array:
        """Frame points of points (x, y, z) of the sheet, shape (n, 3), seen as it is shown."""
        return np.asarray(self.shift + self.size * self._seen(points))

    def _seen(self, points: Array) -> Array:
        view = self.view
        turn, tilt = np.radians(view.turn), np.radians(view.tilt)
        x = points[:, 0] * np.cos(turn) - points[:, 1] * np.sin(turn)
        away = points[:, 0] * np.sin(turn) + points[:, 1] * np.cos(turn)
        up = away * np.sin(tilt) + points[:, 2] * view.lift * np.cos(tilt)
        return np.column_stack([x, up - self._centre * view.lift * np.cos(tilt), 0 * x])

    def _place(self) -> None:
        """How large the sheet is drawn and where: on its way to the stage, and never beyond it."""
        lift, room = self.view.lift, self.room
        seen = self._seen(np.vstack([self.corners, self._plate(0.0)]))
        low, high = seen.min(axis=0), seen.max(axis=0)
        wide, tall, _ = high - low
        size = (1 - lift) * self.side + lift * self.reach
        self.size = min(size, room.width / wide, room.height / tall)
        self.shift = (1 - lift) * self.middle + lift * self.stage
        lower, upper = self.shift + self.size * low, self.shift + self.size * high
        ends = np.array([(room.left, room.bottom, 0.0), (room.right, room.top, 0.0)])
        self.shift = self.shift + np.maximum(ends[0] - lower, 0) + np.minimum(ends[1] - upper, 0)

    @property
    def _centre(self) -> float:
        """The middle of the sheet's heights, which the picture is centred on."""
        z = np.concatenate([facet[:, 2] for facet in self.sheet.facets])
        return float(max(z.max(), 0.0) + min(z.min(), 0.0)) / 2

    def show(self, view: View) -> FoldedSheet:
        """Place everything as it is seen from there, in place."""
        sheet, self.view = self.sheet, view
        self._place()
        turn = np.radians(view.turn)
        ranks = FIRST + STEP * sheet.order(np.array([np.sin(turn), np.cos(turn)]))
        light = 1 - view.lift * (1 - sheet.light)
        ground = rgb(self.theme["background"].color)
        for shape, corners, rank, color, bright in zip(
            self.facets, sheet.facets, ranks.tolist(), self.colors, light.tolist(), strict=True
        ):
            ring = self.project(corners)
            shape.points = cubics(np.vstack([ring, ring[:1]]))
            shape.z_index = rank
            shape.fill_rgbas[:, :3] = ground + bright * (color - ground)
            shape.stroke_rgbas[:, :3] = shape.fill_rgbas[:, :3]
        border, folds = iter(self.border), iter(self.folds)
        for seam in sheet.seams:
            line = next(border if seam.color is None else folds)
            line.place(self.project(seam.ends))
            line.z_index = int(max(ranks[list(seam.facets)])) + (2 if seam.color is None else 1)
        for shape, place, facet in zip(self.dots, sheet.points, sheet.under, strict=True):
            shape.points = shape.ring + self.project(place[None])[0]
            shape.z_index = int(ranks[facet]) + 3
        if len(sheet.worst):
            ends = self.project(sheet.worst)
            self.gap.place(np.vstack([ends, np.full((1, 3), np.nan), ends[:1] + RING]))
            self.gap.z_index = FIRST + 3 * STEP * len(sheet.facets)
        self.ground.points = cubics(self.project(self._plate(self.drop)))
        below = STEP * len(sheet.facets)
        # Falling, it lies over everything; at zero it parts what is below from what is above.
        self.ground.z_index = FIRST + (below - 1 if not self.drop else 3 * below)
        return self

    def _plate(self, drop: float) -> Array:
        """The level plane so far above zero."""
        lift = self.view.lift
        half = 0.5 + 0.06 * lift
        plate = half * np.array([(-1, -1, 0), (1, -1, 0), (1, 1, 0), (-1, 1, 0), (-1, -1, 0.0)])
        plate[:, 2] = drop / max(lift, 1e-9)
        return plate

    def highest(self) -> float:
        """How far above zero the level plane stands over the sheet, or as far as there is room."""
        wanted = max(float(self.corners[:, 2].max()), 0.0) + 0.08
        low, high = (float(self.project(self._plate(drop))[:, 1].max()) for drop in (0.0, wanted))
        room = max(self.room.top - low, 0.0)
        return wanted * min(1.0, room / (high - low)) if high > low else wanted


def value_colors(theme: Theme, plane: Plane) -> list[str | None]:
    """The colours of points with values, as areas of these heights have them; none of classes."""
    data = plane.data
    assert data is not None
    if data.classes:
        return [None] * len(data)
    return [hexadecimal(color) for color in shades(theme, data.values - planes.level(plane))]


def marker(
    theme: Theme, kind: int | None, many: int, size: float, color: str | None = None
) -> VMobject:
    """A point of a class around the origin: of two hollow and full; of more in their colours.

    Args:
        kind: the number of the class; None for a point with a value.
        many: how many classes there are.
        size: its radius.
        color: of a point with a value.
    """
    ink = theme["ink"].color
    fill = theme["background"].color if kind == 0 else color or ink
    if many > 2 and kind is not None:
        fill = class_color(theme, kind, many)
    corners = 16 if kind is None else {1: 4, 2: 3, 3: 4}.get(kind, 16)
    shift = 0.0 if kind in (2, 3) else 0.5
    angle = 2 * np.pi * (np.arange(corners) + shift) / corners + np.pi / 2
    ring = size * np.column_stack([np.cos(angle), np.sin(angle), 0 * angle])
    shape = VMobject(fill_color=fill, fill_opacity=1, stroke_color=ink, stroke_width=STROKE * 0.7)
    shape.points = cubics(np.vstack([ring, ring[:1]]))
    return shape


def _area(color: str, opacity: float = 1.0, outline: float = 0.3) -> VMobject:
    """A filled polygon; its outline closes the seams between neighbours."""
    return VMobject(
        fill_color=color, fill_opacity=opacity, stroke_color=color, stroke_width=outline
    )

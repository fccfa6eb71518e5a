"""The folded sheet on the stage, seen from any side: exact polygons in the painter's order."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from manim import VGroup, VMobject

from approx.core._types import Array
from approx.outputs.stage.layout import Box
from approx.outputs.stage.shapes import STROKE, Polyline, cubics
from approx.panels.folded_sheet import Sheet
from approx.style.shades import class_color, class_shades, hexadecimal, rgb, shades
from approx.style.theme import Style, Theme

#: Between two facets on the way from far to near there is room for what lies on the first.
STEP = 4
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
        self.dots = VGroup(*(self._dot(k, dot) for k in range(len(sheet.points))))
        self.ground = _area(theme["ink"].color, 0.14, 1.2)
        self.add(self.facets, self.folds, self.border, self.dots, self.ground)
        self.ground.set_opacity(0)
        self.stage, self.reach = self.middle, self.side
        self.view = View()
        self.drop = 0.0
        self.show(self.view)

    def center_of_stage(self, box: Box) -> None:
        """Where the sheet stands once it has been lifted."""
        self.stage = np.array([(box.left + box.right) / 2, (box.bottom + box.top) / 2, 0.0])
        self.reach = min(box.height / 1.02, box.width / 1.45)

    def _dot(self, k: int, size: float) -> VMobject:
        """A point of the data."""
        data = self.sheet.plane.data
        assert data is not None
        many = len(data.classes)
        shape = marker(self.theme, int(data.numbers[k]) if many else None, many, size)
        shape.ring = shape.points.copy()
        return shape

    def project(self, points: Array, view: View) -> Array:
        """Frame points of points (x, y, z) of the sheet, shape (n, 3)."""
        turn, tilt = np.radians(view.turn), np.radians(view.tilt)
        x = points[:, 0] * np.cos(turn) - points[:, 1] * np.sin(turn)
        away = points[:, 0] * np.sin(turn) + points[:, 1] * np.cos(turn)
        up = away * np.sin(tilt) + points[:, 2] * view.lift * np.cos(tilt)
        flat = np.column_stack([x, up - self._centre * view.lift * np.cos(tilt), 0 * x])
        aside = view.lift
        middle = (1 - aside) * self.middle + aside * self.stage
        return np.asarray(middle + ((1 - aside) * self.side + aside * self.reach) * flat)

    @property
    def _centre(self) -> float:
        """The middle of the sheet's heights, which the picture is centred on."""
        z = np.concatenate([facet[:, 2] for facet in self.sheet.facets])
        return float(max(z.max(), 0.0) + min(z.min(), 0.0)) / 2

    def show(self, view: View) -> FoldedSheet:
        """Place everything as it is seen from there, in place."""
        sheet, self.view = self.sheet, view
        turn = np.radians(view.turn)
        ranks = FIRST + STEP * sheet.order(np.array([np.sin(turn), np.cos(turn)]))
        light = 1 - view.lift * (1 - sheet.light)
        ground = rgb(self.theme["background"].color)
        for shape, corners, rank, color, bright in zip(
            self.facets, sheet.facets, ranks.tolist(), self.colors, light.tolist(), strict=True
        ):
            ring = self.project(corners, view)
            shape.points = cubics(np.vstack([ring, ring[:1]]))
            shape.z_index = rank
            shape.fill_rgbas[:, :3] = ground + bright * (color - ground)
            shape.stroke_rgbas[:, :3] = shape.fill_rgbas[:, :3]
        border, folds = iter(self.border), iter(self.folds)
        for seam in sheet.seams:
            line = next(border if seam.color is None else folds)
            line.place(self.project(seam.ends, view))
            line.z_index = int(max(ranks[list(seam.facets)])) + (2 if seam.color is None else 1)
        for shape, place, facet in zip(self.dots, sheet.points, sheet.under, strict=True):
            shape.points = shape.ring + self.project(place[None], view)[0]
            shape.z_index = int(ranks[facet]) + 3
        plate = 0.56 * np.array([(-1, -1, 0), (1, -1, 0), (1, 1, 0), (-1, 1, 0), (-1, -1, 0.0)])
        plate[:, 2] = self.drop / max(view.lift, 1e-9) if self.drop else 0.0
        self.ground.points = cubics(self.project(plate, view))
        below = STEP * len(sheet.facets)
        # Falling, it lies over everything; at zero it parts what is below from what is above.
        self.ground.z_index = FIRST + (below - 1 if not self.drop else 3 * below)
        return self


def marker(theme: Theme, kind: int | None, many: int, size: float) -> VMobject:
    """A point of a class around the origin: of two hollow and full; of more in their colours.

    Args:
        kind: the number of the class; None for a point with a value.
        many: how many classes there are.
        size: its radius.
    """
    ink = theme["ink"].color
    fill = theme["background"].color if kind == 0 else ink
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

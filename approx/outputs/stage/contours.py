"""Contour lines on the stage: shaded areas, lines that leave a gap for their level, the bottom."""

from __future__ import annotations

import numpy as np
from manim import VGroup, VMobject

from approx.core._types import Array
from approx.outputs.stage.geometry import Plot
from approx.outputs.stage.shapes import Band, Polyline
from approx.outputs.stage.text import write
from approx.panels.descent import Descent, Ring, around
from approx.style.theme import Style, Theme

#: Between a level and the line it names.
ROOM = 0.07


class Contours:
    """The parts of a map of the loss.

    Attributes:
        areas: what each contour encloses, the outermost first: they darken towards the bottom.
        lines: of each contour, the innermost first.
        labels: their levels, each in a gap of its line.
        bottom: a small cross where the loss is least.
    """

    def __init__(self, descent: Descent, plot: Plot, theme: Theme, size: float) -> None:
        self.plot, self.theme, self.size = plot, theme, size
        style = theme["contour"]
        self.areas: list[VMobject] = []
        self.lines: list[VGroup] = []
        self.labels = VGroup()
        for ring in reversed(descent.rings):
            corners = plot.points(*ring.area.T)
            half = len(corners) // 2
            self.areas.append(
                Band(corners[: half + 1], corners[half:][::-1], style.color, style.opacity)
            )
        for ring in descent.rings:
            label = self._label(ring)
            lines = [plot.points(*line.T) for line in ring.lines]
            if label is not None:
                self.labels.add(label)
                at, room = label.get_center(), (label.width / 2 + ROOM, label.height / 2 + ROOM)
                lines = [part for line in lines for part in around(line, at, room)]
            self.lines.append(VGroup(*(Polyline(line, style) for line in lines)))
        self.bottom = self._cross(plot.point(*descent.land.minimum))

    def _label(self, ring: Ring) -> VMobject | None:
        """The level, where it touches no level before."""
        if ring.place is None:
            return None
        label = write(ring.label, self.size, self.theme["ink"].color)
        label.move_to(self.plot.point(*ring.place))
        box = self.plot.box
        inside = label.get_left()[0] > box.left + 0.08 and label.get_right()[0] < box.right - 0.08
        inside = inside and label.get_bottom()[1] > box.bottom + 0.08
        free = all(not _meet(label, other) for other in self.labels)
        return label if inside and free and label.get_top()[1] < box.top - 0.08 else None

    def _cross(self, at: Array) -> VGroup:
        style = Style(self.theme["best"].color, 1.8)
        arms = np.array([[0.11, 0.11, 0.0], [0.11, -0.11, 0.0]])
        return VGroup(*(Polyline(np.vstack([at - arm, at + arm]), style) for arm in arms))


def _meet(one: VMobject, other: VMobject, room: float = 0.12) -> bool:
    apart = np.abs(one.get_center() - other.get_center())
    return bool(
        apart[0] < (one.width + other.width) / 2 + room
        and apart[1] < (one.height + other.height) / 2 + room
    )

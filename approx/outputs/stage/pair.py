"""Stories on two axes of equal rank: a curve on one, what is measured of it on the other."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import VMobject

from approx.core._types import Array
from approx.core.piecewise import PiecewiseLinear
from approx.outputs.stage.geometry import Plot, crosses
from approx.outputs.stage.labels import Key, beside
from approx.outputs.stage.layout import Box
from approx.outputs.stage.story import Story
from approx.outputs.stage.text import plated, write
from approx.panels.primitives import Axis
from approx.style.theme import Style


class PairStory(Story):
    """Base of stories that stand on the layout's pair of boxes."""

    title_size = 0.5

    @property
    def small(self) -> float:
        """The em of tick labels and of what stands beside curves."""
        return 0.75 * self.layout.text

    def plot_in(self, place: int, horizontal: Axis, vertical: Axis) -> Plot:
        """Axes laid into the first (0) or second (1) box of the pair."""
        return Plot(self.layout.halves[place], horizontal, vertical)

    def key_over(self, plot: Plot, names: dict[str, str], name: str = "") -> Key:
        """A key in the heading row of the plot, flush right; left of it the vertical's name.

        Where that leaves no room, it is below the plot, left of the horizontal's name.
        """
        box = plot.box
        width = box.right - self.layout.line.left if box.left < 0 else box.width + 0.75
        if name:
            width = (
                box.width
                - write(name, self.small, self.theme["ink"].color).width
                - 1.5 * self.small
            )
        key = Key(names, (box.right, box.top + 0.32), self.theme, self.small, width)
        if key.fits or not name:
            return key
        at = box.left + 0.6 * box.width, box.bottom - 2.5 * self.small
        return Key(names, at, self.theme, self.small, 0.6 * box.width + 0.5 * self.small)

    def name_axes(self, plot: Plot, horizontal: str = "", vertical: str = "") -> list[VMobject]:
        """What the axes count: below the tick labels, and in the heading row; "" for nothing."""
        box, size, color = plot.box, self.small, self.theme["quiet"].color
        below = box.bottom - 2.5 * size
        names = [
            (vertical, (box.left, box.top + 0.32), "left"),
            (horizontal, (box.right, below), "right"),
        ]
        return [write(name, size, color, at, end) for name, at, end in names if name]

    def name_curve(
        self,
        text: str,
        style: Style,
        plot: Plot,
        anchors: Array,
        obstacles: Sequence[Array],
        side: tuple[int, int] | None = None,
    ) -> VMobject:
        """A label in the curve's colour beside the first of the places with room for it.

        It stands on a plate: what moves may pass behind. It is invisible where no place has
        room: no label ever stands on a curve.

        Args:
            side: right (1) or left (−1), above (1) or below (−1); any when None.
        """
        label = write(text, self.small, style.color)
        if side is not None:
            shift = (0.12 + label.width / 2) * side[0], (0.12 + label.height / 2) * side[1], 0.0
            free = [at + shift for at in anchors if _free(label, at + shift, obstacles, plot.box)]
            if free:
                return plated(label.move_to(free[0]), self.theme, 0.02)
        if beside(label, list(anchors), obstacles, plot):
            return plated(label, self.theme, 0.02)
        return label.set_opacity(0)


def _free(label: VMobject, center: Array, obstacles: Sequence[Array], bounds: Box) -> bool:
    """Whether the label would stand inside the bounds there, and touch nothing."""
    x, y, w, h = center[0], center[1], label.width / 2 + 0.06, label.height / 2 + 0.06
    box = Box(x - w, y - h, x + w, y + h)
    inside = bounds.left <= box.left and box.right <= bounds.right
    inside = inside and bounds.bottom <= box.bottom and box.top <= bounds.top
    return inside and not any(crosses(box, line) for line in obstacles)


def outline(label: VMobject) -> Array:
    """A label's box and its middle as a polyline, for other labels to keep away from."""
    ends = (-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1), (-1, 0), (1, 0)
    return np.array([label.get_corner((x, y, 0)) for x, y in ends])


def morph(start: PiecewiseLinear, end: PiecewiseLinear, share: float) -> tuple[Array, Array]:
    """Nodes on the way from one function to another: breakpoints slide, and split where needed.

    Every node of either function travels to a node of the other, the order kept, the ends to the
    ends; at both ends of the way the nodes are the functions' own, some of them doubled.
    """
    many = max(len(start.x), len(end.x))
    i, j = (np.rint(np.linspace(0, len(f.x) - 1, many)).astype(int) for f in (start, end))
    x = (1 - share) * start.x[i] + share * end.x[j]
    y = (1 - share) * start.y[i] + share * end.y[j]
    return x, y

"""A small network of one hidden layer whose neurons split as their number grows."""

from __future__ import annotations

import numpy as np
from manim import Circle, VGroup, VMobject

from approx.core._types import Array
from approx.outputs.stage.layout import Box
from approx.outputs.stage.shapes import Polylines
from approx.outputs.stage.text import mathematics
from approx.style.theme import Style, Theme

#: A node's radius where there is room, and of the room between two nodes.
RADIUS, SHARE = 0.15, 0.34


class GrowingNetwork(VGroup):
    """One input, n neurons, one output; `show` places it between two numbers of neurons."""

    def __init__(self, box: Box, theme: Theme) -> None:
        super().__init__()
        self.box = box
        middle = (box.bottom + box.top) / 2
        big = 0.24
        self.ends = np.array([[box.left + big, middle, 0.0], [box.right - big, middle, 0.0]])
        self.edges = Polylines(Style(theme["edge"].color, 0.8))
        self.nodes = VMobject(
            stroke_color=theme["sum"].color, stroke_width=2.4, fill_opacity=1,
            fill_color=theme["background"].color,
        )  # fmt: skip
        self.add(self.edges, self.nodes)
        for at, name in zip(self.ends, ("x", "y"), strict=True):
            color = theme["ink"].color
            ring = Circle(
                big, stroke_color=color, stroke_width=3,
                fill_color=theme["background"].color, fill_opacity=1,
            )  # fmt: skip
            self.add(ring.move_to(at), mathematics(name, 0.32, color, (at[0], at[1])))
        self.show(1, 1, 0.0)

    def show(self, start: int, end: int, share: float) -> None:
        """Every neuron of `end` comes out of one of `start`, in place."""
        many = max(start, end)
        places = [_rows(n)[np.rint(np.linspace(0, n - 1, many)).astype(int)] for n in (start, end)]
        rows = (1 - share) * places[0] + share * places[1]
        step = [self.box.height / max(n, 1) for n in (start, end)]
        radii = [min(RADIUS, SHARE * s) for s in step]
        radius = (1 - share) * radii[0] + share * radii[1]
        x = (self.box.left + self.box.right) / 2
        y = self.box.bottom + RADIUS + rows * (self.box.height - 2 * RADIUS)
        centers = np.column_stack([np.full(many, x), y, np.zeros(many)])
        self.edges.place([np.array([end_, c]) for c in centers for end_ in self.ends])
        ring: Array = Circle(radius).points
        self.nodes.points = (centers[:, None, :] + ring[None]).reshape(-1, 3)


def _rows(many: int) -> Array:
    """Heights in [0, 1]: a few stand close together, not at the ends."""
    span = min(1.0, 0.22 * (many - 1))
    rows: Array = np.linspace(0.5 - span / 2, 0.5 + span / 2, many)
    return rows

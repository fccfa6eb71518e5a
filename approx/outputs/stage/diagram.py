"""The network diagram on the stage: units and edges that can be dimmed and lit."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import DL, UR, Circle, Line, Rectangle, ShowPassingFlash, Transform, VGroup, VMobject

from approx.outputs.stage.layout import Box
from approx.outputs.stage.shapes import STROKE, Polyline, within
from approx.outputs.stage.text import Text, mathematics, plated, write
from approx.panels import diagram as panels
from approx.style.theme import Style, Theme

#: A unit is at most this large, and leaves at least this share of a row free.
LARGEST, FILL = 0.36, 0.36
#: A number on an edge takes at most this share of the room around it between the units.
WITHIN = 0.9
#: Shares of an edge by which all its column's numbers may move to where they have room.
SHIFTS = (0.0, 0.06, -0.06, 0.12, -0.12)
#: Room around a number, and around what is written on a plate.
APART, PLATE = 0.04, 0.1
#: The em of the smallest number worth writing.
SMALLEST = 0.2


class Diagram(VGroup):
    """The whole network; `units` and `edges` by the panels' own keys.

    Attributes:
        units: (column, index) -> group of circle, shape and bias.
        edges: (column of the end, start index, end index) -> group of line and label.
    """

    def __init__(
        self,
        diagram: panels.Diagram,
        box: Box,
        theme: Theme,
        size: float,
        across: bool = False,
        plain: bool = False,
        smallest: float = SMALLEST,
    ) -> None:
        """Lay the network into a box.

        Args:
            size: of the numbers' em, where there is room.
            across: columns are rows, the input above the output.
            plain: without numbers.
            smallest: the em of the smallest number worth writing.
        """
        super().__init__()
        self.smallest = smallest
        self.theme, self.columns, self.across, self.plain = theme, diagram.columns, across, plain
        step = (box.width if across else box.height) / max(diagram.rows, 2)
        self.radius = min(LARGEST, FILL * step)
        if across:
            self.radius = min(self.radius, box.height / (3.2 * diagram.columns - 1))
        if diagram.rows == 2:  # two units stand half the height apart, and must not touch
            self.radius = min(self.radius, (box.height - 0.9 * size) / 7)
        # Numbers shrink with the rows, and are left out where they would be too small to read.
        self.size = min(size, 0.4 * step)
        self.numbers = self.size >= self.smallest and not plain
        # A bias stands between its unit and the next, if there is room.
        self.biases = 2 * self.radius + 1.6 * self.smallest <= step and not plain
        # Circles and biases stay inside the box.
        self.inner = Box(
            box.left + self.radius,
            box.bottom + self.radius + (0.0 if plain else 0.9 * size),
            box.right - self.radius,
            box.top - self.radius,
        )
        self.units: dict[tuple[int, int], VGroup] = {}
        self.edges: dict[tuple[int, int, int], VGroup] = {}
        for edge in diagram.edges:
            self.edges[_key(edge)] = VGroup(self._line(edge))
        for unit in diagram.units:
            self.units[unit.column, unit.index] = self._unit(unit)
        self.add(*self.edges.values(), *self.units.values())
        if self.numbers:
            self._write_weights(diagram.edges)
        for left_out in diagram.left_out:
            self.add(self._left_out(left_out))

    def fade_hidden(self) -> None:
        """Show hidden units and all edges faintly, until `light` brings them out."""
        self.faint = {id(part): part.copy() for part in self._dimmable()}
        for part in self._dimmable():
            part.fade(0.75)
            for plate in part.get_family():  # it hides its line behind a faint number, too
                if isinstance(plate, Rectangle):
                    plate.set_fill(opacity=1)

    def _dimmable(self) -> list[VGroup]:
        hidden = [unit for (column, _), unit in self.units.items() if 0 < column < self.columns - 1]
        return [*self.edges.values(), *hidden]

    def _brighten(self, part: VGroup | None) -> list[Transform]:
        """Back to the colours it was built with; nothing for what is folded away."""
        return [] if part is None else [Transform(part, self.faint[id(part)])]

    def light(self, column: int, index: int) -> list[Transform]:
        """Bring out a hidden unit and the edges that lead into it."""
        into = [e for (c, _, end), e in self.edges.items() if (c, end) == (column, index)]
        parts = [*into, self.units.get((column, index))]
        return [change for part in parts for change in self._brighten(part)]

    def light_edge(self, column: int, start: int, end: int) -> list[Transform]:
        """Bring out the edge from unit `start` to unit `end` of `column`."""
        return self._brighten(self.edges.get((column, start, end)))

    def flow(self) -> list[ShowPassingFlash]:
        """A flash along all edges, column after column: from the input to the output."""
        out, last = [], self.columns - 1
        for (column, _, _), edge in self.edges.items():
            flash = edge[0].copy().set_stroke(self.theme["ink"].color, opacity=0.9)
            rate = within((column - 1) / last, column / last)
            out.append(ShowPassingFlash(flash, time_width=0.6, rate_func=rate))
        return out

    def _at(self, x: float, y: float) -> np.ndarray:
        inner = self.inner
        if self.across:
            x, y = 1 - y, 1 - x
        return np.array([inner.left + x * inner.width, inner.bottom + y * inner.height, 0.0])

    def _color(self, index: int | float | None) -> str:
        """The colour of a hidden unit; quiet for what belongs to none."""
        return self.theme["edge"].color if index is None else self.theme.neuron(index)

    def _ends(self, edge: panels.Edge) -> tuple[np.ndarray, np.ndarray]:
        """Where the line of an edge starts and ends: at the rims of its units."""
        start, end = self._at(edge.start.x, edge.start.y), self._at(edge.end.x, edge.end.y)
        direction = (end - start) / np.linalg.norm(end - start)
        return start + self.radius * direction, end - self.radius * direction

    def _line(self, edge: panels.Edge) -> Line:
        width = STROKE * self.theme["edge"].width * (0.35 + 0.95 * edge.strength)
        return Line(*self._ends(edge), stroke_color=self._color(edge.color), stroke_width=width)

    def _write_weights(self, edges: Sequence[panels.Edge]) -> None:
        """Numbers on the edges between two columns: all of them, in one size, or none."""
        parts = [part for unit in self.units.values() for part in (unit[1], *unit[2:])]
        taken = [_box(part) for part in parts]
        for column in range(1, self.columns):
            written = [edge for edge in edges if edge.label and edge.end.column == column]
            labels = self._free_labels(written, taken)
            for edge, label in zip(written, labels, strict=False):
                # In front of the lines, and of what flashes along them.
                self.edges[_key(edge)].add(plated(label, self.theme).set_z_index(1))
            taken += [_box(label) for label in labels]

    def _free_labels(self, edges: Sequence[panels.Edge], taken: Sequence[Box]) -> list[Text]:
        """The weights where none touches a number, a circle or another; empty without room."""
        size = self.size
        while size >= self.smallest:
            for shift in SHIFTS:
                labels: list[Text] = []
                for edge in edges:
                    label = self._label(edge, size, edge.at + shift)
                    others = [*taken, *map(_box, labels)]
                    if label is None or any(_box(label, APART).meets(box) for box in others):
                        break
                    labels.append(label)
                else:
                    return labels
            size *= 0.92
        return []

    def _label(self, edge: panels.Edge, size: float, share: float) -> Text | None:
        """A weight at a share of its edge; None where it is wider than the room there."""
        start, end = self._ends(edge)
        label = write(edge.label, size, self._color(edge.color))
        if label.width > WITHIN * 2 * min(share, 1 - share) * abs(end[0] - start[0]):
            return None
        return label.move_to(start + share * (end - start))

    def _unit(self, unit: panels.Unit) -> VGroup:
        center = self._at(unit.x, unit.y)
        plain = self.theme["sum" if unit.label == "Σ" else "ink"].color
        color = plain if unit.color is None else self.theme.neuron(unit.color)
        ground = Circle(
            self.radius,
            stroke_width=0,
            fill_color=self.theme["background"].color,
            fill_opacity=1,
        ).move_to(center)
        ring = Circle(
            self.radius, stroke_color=color, stroke_width=4.5, fill_color=color, fill_opacity=0.16
        ).move_to(center)
        group = VGroup(ground, ring)
        if unit.shape is not None:
            corners = np.zeros((len(unit.shape), 3))
            corners[:, :2] = center[:2] + (unit.shape - 0.5) * self.radius * 1.15
            group.add(Polyline(corners, Style(color, 1.7)))
        elif unit.label:
            source = {"Σ": "Sigma"}.get(unit.label, unit.label)
            group.add(mathematics(source, 1.25 * self.radius, color, (center[0], center[1])))
        if unit.below and not self.plain and (self.biases or unit.color is None):
            size = max(0.85 * self.size, self.smallest)
            at = (center[0], center[1] - self.radius - 1.1 * size)
            label = write(unit.below, size, color, at, "center")
            # The output stands at the edge: its bias reaches inwards.
            over = float(label.get_right()[0]) - self.inner.right - self.radius
            group.add(plated(label.shift((-max(0.0, over), 0, 0)), self.theme).set_z_index(1))
        return group

    def _left_out(self, left_out: panels.LeftOut) -> VMobject:
        center = self._at(left_out.x, left_out.y)
        at = (center[0], center[1] - 0.3 * self.size)
        size = max(0.8 * self.size, self.smallest)
        color, gap = self.theme["quiet"].color, self.inner.width / (self.columns - 1)
        label = write(f"… {left_out.text}", size, color, at, "center")
        if not self.across and label.width > gap - 2 * PLATE:
            label = write(left_out.short, size, color, at, "center")
        # In front of the edges, and of what flashes along them.
        return plated(label, self.theme).set_z_index(1)


def _key(edge: panels.Edge) -> tuple[int, int, int]:
    return edge.end.column, edge.start.index, edge.end.index


def _box(shape: VMobject, room: float = 0.0) -> Box:
    """The box around a shape, and room around that."""
    (left, bottom), (right, top) = shape.get_corner(DL)[:2], shape.get_corner(UR)[:2]
    box = Box(float(left), float(bottom), float(right), float(top))
    return box.inset(-room, -room, -room, -room)

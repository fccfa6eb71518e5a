"""A network diagram with a number in or beside every node, and words on its edges."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from types import MappingProxyType

import numpy as np
from manim import (
    Circle,
    FadeIn,
    FadeOut,
    Line,
    Rectangle,
    ShowPassingFlash,
    VGroup,
    VMobject,
    linear,
)

from approx.core._types import Array
from approx.outputs.stage.layout import Box
from approx.outputs.stage.shapes import STROKE, within
from approx.outputs.stage.text import Number, plated, width_of, write
from approx.panels.diagram import Diagram as DiagramPanel
from approx.panels.diagram import Edge, Unit
from approx.style.theme import Theme

#: In columns of at most so many nodes the numbers stand inside them.
INSIDE = 4
#: Ems of a number at the outer side of an input, of an output, and of one inside a node.
BEFORE, BEHIND, NUMBER = 3.0, 3.8, 2.75
#: Weights of edges that cross need so many times their width between two columns.
BESIDE = 1.6
#: The largest node, in the frame's units.
LARGEST = 0.52
#: The largest node with its number beside it.
EMPTY = 0.24

Node = tuple[int, int]


class ValueDiagram(VGroup):
    """Nodes by (column, index), edges by (column of the end, start, end)."""

    def __init__(
        self,
        panel: DiagramPanel,
        box: Box,
        theme: Theme,
        size: float,
        names: Mapping[Node, str] = MappingProxyType({}),
        smallest: float = 0.0,
        longest: tuple[str, str] = ("", ""),
    ) -> None:
        """Lay the network into a box.

        Args:
            size: of the numbers' em.
            names: of inputs and outputs, at the outer side; where numbers stand there, below, if
                there is room.
            longest: the longest numbers of inputs and outputs.
            smallest: em of a number in a node; where they do not fit then, all stand beside nodes.
        """
        super().__init__()
        color = theme["quiet"].color
        labels = {key: write(text, size, color) for key, text in names.items() if text}
        self.theme, self.size, self.columns = theme, size, panel.columns
        self.least = smallest / size
        before, behind = (width_of(text, size) for text in longest)
        step = box.height / max(panel.rows, 2)
        radius = min(LARGEST, 0.3 * box.width / panel.columns, 0.3 * step)
        self.inside = panel.rows <= INSIDE and 1.5 * radius >= NUMBER * smallest
        self.inside &= max(before, behind) * self.least <= 2 * radius
        self.radius = radius if self.inside else min(EMPTY, 0.26 * step)
        self.bounds = box
        self.aside = (
            max(BEFORE * size, before + 0.5 * size),
            max(BEHIND * size, behind + 0.5 * size),
        )
        if self.inside:
            self.aside = 0.0, 0.0
        ends = [[(k, w) for k, w in labels.items() if (k[0] > 0) == late] for late in (False, True)]
        self.below: set[Node] = set()
        rows = {(unit.column, unit.index): unit.y for unit in panel.units}
        for named in ends:
            places = sorted(rows[k] for k, _ in named)
            apart = min((b - a for a, b in itertools.pairwise(places)), default=1.0)
            if not self.inside and apart * box.height > 2 * self.radius + 2.4 * size:
                self.below |= {k for k, _ in named}
        edge, words = self.radius, 1.3 * size if self.inside or self.below else 0.3 * size
        left, right = (
            max(
                (w.width if k in self.below else aside + w.width + 0.12 for k, w in named),
                default=aside,
            )
            for aside, named in zip(self.aside, ends, strict=True)
        )
        left, right = max(left, self.aside[0]), max(right, self.aside[1])
        self.box = box.inset(edge + left, edge + words, edge + right + 0.1, edge + words)
        heights = [unit.y for unit in panel.units]
        self.span = min(heights), max(heights)
        self.nodes: dict[Node, Circle] = {}
        self.lines: dict[tuple[int, int, int], Line] = {}
        self.units: dict[Node, Unit] = {(u.column, u.index): u for u in panel.units}
        self.placed: dict[tuple[int, int, int], Edge] = {}
        for edge_ in panel.edges:
            key = (edge_.end.column, edge_.start.index, edge_.end.index)
            self.placed[key] = edge_
            self.lines[key] = self._line(edge_)
            self.add(self.lines[key])
        for node, unit in self.units.items():
            self.nodes[node] = self._node(unit)
            self.add(self.nodes[node])
        for left_out in panel.left_out:
            at = self._at(left_out.x, left_out.y)
            color = theme["quiet"].color
            self.add(write("…", size, color, (at[0], at[1] - 0.05 * size), "center"))
        for end, label in labels.items():
            self._name(end, label)
        self.numbers: dict[Node, Number] = {}
        for node in self.nodes:
            number = Number(size, theme["ink"].color, (0.0, 0.0))
            # A rim of the background keeps it readable where an edge passes behind it.
            number.set_stroke(theme["background"].color, width=2.2 * STROKE, background=True)
            number.set_z_index(3)
            self.numbers[node] = number
            self.add(number)

    def _at(self, x: float, y: float) -> Array:
        box, (low, high) = self.box, self.span
        y = (y - low) / (high - low) if high > low else 0.5
        return np.array([box.left + x * box.width, box.bottom + y * box.height, 0.0])

    def center(self, node: Node) -> Array:
        """The middle of a node, shape (3,)."""
        unit = self.units[node]
        return self._at(unit.x, unit.y)

    def node_color(self, node: Node) -> str:
        """A hidden neuron's own colour; ink for input and output."""
        number = self.units[node].color
        return self.theme["ink"].color if number is None else self.theme.neuron(number)

    def _node(self, unit: Unit) -> Circle:
        color = self.node_color((unit.column, unit.index))
        ring = Circle(
            self.radius, stroke_color=color, stroke_width=4,
            fill_color=self.theme["background"].color, fill_opacity=1,
        )  # fmt: skip
        return ring.move_to(self._at(unit.x, unit.y)).set_z_index(1)

    def _line(self, edge: Edge) -> Line:
        start, end = self._at(edge.start.x, edge.start.y), self._at(edge.end.x, edge.end.y)
        width = STROKE * self.theme["edge"].width
        aside = self.radius * (end - start) / np.linalg.norm(end - start)
        start, end = start + aside, end - aside
        return Line(start, end, stroke_color=self.theme["edge"].color, stroke_width=width)

    def _name(self, node: Node, label: VMobject) -> None:
        """A name below its node, or at its outer side and that of the number there."""
        if node in self.below:
            words = self.beside(node, label.text, self.theme["quiet"].color)
            # It keeps clear of the neurons beside it.
            way = 1.0 if node[0] else -1.0
            words.shift((way * max(0.0, words.width / 2 - self.radius), 0.0, 0.0))
            self.add(words)
            return
        side = 1.0 if node[0] else -1.0
        aside = side * (self.radius + self.aside[node[0] > 0] + 0.12 + label.width / 2)
        self.add(label.move_to(self.center(node) + np.array([aside, 0.0, 0.0])).set_z_index(2))

    def named(self, first: str, last: str) -> VGroup:
        """Names under the input and the output."""
        color = self.theme["quiet"].color
        ends = [key for key in self.nodes if key[0] in (0, self.columns - 1)]
        names = {0: first, self.columns - 1: last}
        return VGroup(*(self.beside(key, names[key[0]], color) for key in ends))

    def weights(self) -> VGroup:
        """The weights on the edges, where there is room and no edges cross."""
        plain = self._roomy(2.6) and self.columns == 3
        color = self.theme["ink"].color
        labels = [
            self.label(key, edge.label, color)
            for key, edge in self.placed.items()
            if edge.label and plain
        ]
        room = self.box.width / (self.columns - 1) - 2 * self.radius
        widest = max((label.width for label in labels), default=0.0)
        return VGroup(*labels) if BESIDE * widest <= room else VGroup()

    def biases(self) -> VGroup:
        """The biases beside their nodes, where there is room between these."""
        room = self._roomy(1.9 + 2 * self.radius / self.size)
        nodes = [node for node, unit in self.units.items() if unit.below and room]
        color = self.theme["quiet"].color
        return VGroup(*(self.outside(node, self.units[node].below, color) for node in nodes))

    def _roomy(self, ems: float) -> bool:
        """Whether numbers stand in the nodes, and rows are so far apart."""
        rows = max(sum(key[0] == column for key in self.units) for column in range(self.columns))
        return self.inside and self.box.height / max(rows - 1, 1) > ems * self.size

    # -- numbers ------------------------------------------------------------------------------

    def show(self, values: Mapping[Node, str]) -> None:
        """Write numbers into their nodes, in place; an empty text writes nothing."""
        for node, text in values.items():
            if (number := self.numbers.get(node)) is None:
                continue
            size = number.size
            points = number.outlines(text)
            if not len(points):
                number.show("")
                continue
            width = float(np.ptp(points[:, 0]))
            center = self.center(node)
            if self.inside:
                fits = max(min(1.0, 1.5 * self.radius / max(width, 1e-9)), self.least)
                start = center - fits * np.array([width / 2, 0.35 * size, 0.0])
            else:
                fits = 1.0
                side = self.radius + 0.12
                lift = -0.35 if node[0] in (0, self.columns - 1) else 0.28
                start = center + np.array([side if node[0] else -side - width, lift * size, 0.0])
            number.text, number.points = text, fits * points + start

    # -- edges --------------------------------------------------------------------------------

    def flash(
        self, columns: Iterable[int], color: str, backward: bool = False
    ) -> list[ShowPassingFlash]:
        """A flash along all edges into these columns, or back along them."""
        out = []
        for (column, _, _), line in self.lines.items():
            if column in set(columns):
                way = line.copy().set_stroke(color, width=1.8 * line.get_stroke_width())
                if backward:
                    way.put_start_and_end_on(line.get_end(), line.get_start())
                out.append(ShowPassingFlash(way, time_width=0.5, rate_func=linear))
        return out

    def label(self, key: tuple[int, int, int], text: str, color: str, shift: float = 0.0) -> VGroup:
        """Words on an edge, on a plate of the background's colour."""
        line, edge = self.lines[key], self.placed[key]
        words = write(text, self.size, color)
        at = line.get_start() + (edge.at + shift) * (line.get_end() - line.get_start())
        return self._plated(words.move_to(at))

    def beside(self, node: Node, text: str, color: str) -> VMobject:
        """Words under a node."""
        center = self.center(node)
        at = (float(center[0]), float(center[1]) - self.radius - 1.15 * self.size)
        return self._inside_bounds(write(text, self.size, color, at, "center"))

    def over(self, node: Node, text: str, color: str) -> VMobject:
        """Words over a node."""
        center = self.center(node)
        at = (float(center[0]), float(center[1]) + self.radius + 0.45 * self.size)
        return self._inside_bounds(write(text, self.size, color, at, "center"))

    def outside(self, node: Node, text: str, color: str) -> VMobject:
        """Words on the outer side of a node: over it in the upper half, else under it."""
        low, high = self.span
        upper = self.units[node].y >= (low + high) / 2 - 1e-9
        return (self.over if upper else self.beside)(node, text, color)

    def _inside_bounds(self, words: VMobject) -> VMobject:
        """Words moved sideways into the diagram's box, on a plate: edges pass behind."""
        over = max(0.0, float(words.get_right()[0]) - self.bounds.right)
        under = max(0.0, self.bounds.left - float(words.get_left()[0]))
        words.shift(np.array([under - over, 0.0, 0.0]))
        return plated(words, self.theme, 0.03).set_z_index(2)

    def _plated(self, words: VMobject) -> VGroup:
        plate = Rectangle(
            width=words.width + 0.14, height=words.height + 0.12, stroke_width=0,
            fill_color=self.theme["background"].color, fill_opacity=1,
        )  # fmt: skip
        return VGroup(plate.move_to(words), words).set_z_index(2)


def swap(old: Iterable[VMobject], new: Iterable[VMobject]) -> list[FadeIn | FadeOut]:
    """Words that go and words that come, one after the other.

    A plate is there before its words and until they are gone: no edge is seen through them.
    """
    leaving, coming = list(old), list(new)
    out: list[FadeIn | FadeOut] = []
    for words, change, late in ((leaving, FadeOut, 0.0), (coming, FadeIn, 0.2)):
        for k, word in enumerate(words):
            start = late + 0.55 * k / max(len(words) - 1, 1)
            parts = [word] if isinstance(word, VMobject) and len(word.points) else [*word]
            if change is FadeOut:
                parts.reverse()
            step = 0.25 / len(parts)
            for part in parts:
                out.append(change(part, rate_func=within(start, start + step)))
                start += step
    return out

"""The network as a diagram: columns of units, weighted edges, the middle folded when it is wide.

Coordinates are of a unit square, x to the right and y up; each output scales it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from approx.core._types import Array
from approx.core.network import Network
from approx.panels import owners
from approx.panels.largest import largest as matter_most
from approx.panels.largest import others
from approx.panels.plane import color_of
from approx.panels.primitives import Color
from approx.panels.rounding import FEWEST, Digits, digits_of
from approx.style.languages import say, weight
from approx.subjects import Subject
from approx.subjects.components import Components
from approx.subjects.plane import Plane
from approx.subjects.topic import Topic

#: A column shows at most this many units; wider ones keep the first and last few.
MOST_UNITS = 8
#: Between two columns, at most this many edges carry their weight as a number.
MOST_LABELS = 10
#: A circle is too small to show more: a smooth unit's function has thousands of points.
MOST_POINTS = 65


@dataclass(frozen=True)
class Unit:
    """A circle of the diagram.

    Attributes:
        column: 0 is the input, the last is the output.
        index: number within its layer, from 0.
        x, y: centre in the unit square.
        label: what stands in it ('x', 'Σ'), empty for hidden units, which show their shape.
        bias: written under it; empty when it is zero or there is none.
        name: of an input or an output, where they have names.
        color: number of the hidden unit over all layers; None for input and output.
        shape: the unit's own function, scaled to the unit square, shape (n, 2).
    """

    column: int
    index: int
    x: float
    y: float
    label: str = ""
    bias: str = ""
    color: Color | None = None
    shape: Array | None = None
    name: str = ""

    @property
    def below(self) -> str:
        """What is written under the circle where nothing stands beside it."""
        return f"{self.name} {self.bias}".strip()


@dataclass(frozen=True)
class Edge:
    """A weight, from one unit to another of the next column."""

    start: Unit
    end: Unit
    value: float
    label: str  # empty where there are too many to read
    at: float  # where along the edge the label stands, 0 to 1
    color: Color | None
    strength: float  # |weight| relative to the largest between these columns


@dataclass(frozen=True)
class LeftOut:
    """'24 more', where a column leaves units out; '+24' where that is too wide."""

    column: int
    x: float
    y: float
    text: str
    short: str


@dataclass(frozen=True)
class Diagram:
    """Units and edges of one network."""

    units: tuple[Unit, ...]
    edges: tuple[Edge, ...]
    left_out: tuple[LeftOut, ...]
    columns: int
    rows: int  # of the fullest column, left_out counted
    bundled: frozenset[int] = frozenset()  # columns whose edges to the right run as one bundle
    more: str = ""  # what the units that are left out make


def build(
    subject: Subject | Plane | Topic | Components,
    language: str = "en",
    largest: bool = False,
    colors: Callable[[int], Color] | None = None,
) -> Diagram:
    """The diagram of a subject's network; of several inputs, hidden units show no function.

    Args:
        largest: of wide columns show the units that matter most, in their order, and colour many
            units as curves are; else the first and the last units, a colour each.
        colors: from a hidden unit's number over all layers to its colour, instead.
    """
    network = subject.network
    assert network is not None
    named = subject.ends(language) if isinstance(subject, Topic) else None
    if isinstance(subject, Components):
        named = (subject.network.input_names, subject.network.output_names)
    curve = subject if isinstance(subject, Subject) else None
    colors = colors or (owners.colors(curve) if curve and largest else _number)
    digits = digits_of(curve) if curve else Digits()
    widths = [network.inputs, *network.hidden_widths, network.outputs]
    columns: list[list[Unit]] = []
    left_out: list[LeftOut] = []
    drawn: dict[int, list[int]] = {}
    offset = 0
    for column, width in enumerate(widths):
        x = column / (len(widths) - 1)
        hidden = 0 < column < len(widths) - 1
        shown = slots(width)
        if curve and largest and hidden and None in shown:
            kept = sorted(matter_most(curve, column - 1, len(shown) - 1))
            middle = len(kept) // 2
            shown = [*kept[:middle], None, *kept[middle:]]
            drawn[column - 1] = kept
        units = []
        for slot, y in zip(shown, heights(len(shown)), strict=True):
            if slot is None:
                n = width - len(shown) + 1
                texts = (say(f"more{kind}", language, n=n) for kind in ("", ".short"))
                left_out.append(LeftOut(column, x, y, *texts))
            elif hidden:
                color = colors(offset + slot)
                units.append(_hidden_unit(subject, column, slot, color, (x, y), digits))
            elif named:
                units.append(_named_unit(network, named, column, slot, (x, y)))
            else:
                label = "xy"[slot] if column == 0 else "Σ"
                bias = "" if column == 0 else _bias(float(network.biases[-1][slot]), digits.y)
                units.append(Unit(column, slot, x, y, label=label, bias=bias))
        columns.append(units)
        offset += width if hidden else 0
    edges = [
        edge
        for column in range(1, len(widths))
        for edge in _edges(
            network.weights[column - 1], columns[column - 1], columns[column], digits.weight
        )
    ]
    rows = max(len(slots(width)) for width in widths)
    every = tuple(unit for units in columns for unit in units)
    full = {out.column for out in left_out}
    inner = range(1, len(widths) - 2)
    bundled = frozenset(k for k in inner if largest and {k, k + 1} & full)
    more = others(curve, drawn, language) if curve and largest else ""
    return Diagram(every, tuple(edges), tuple(left_out), len(widths), rows, bundled, more)


def _number(number: int) -> Color:
    return number


def slots(width: int) -> list[int | None]:
    """The units a column shows, top to bottom; None stands for those left out."""
    if width <= MOST_UNITS:
        return list(range(width))
    keep = MOST_UNITS // 2 - 1
    return [*range(keep + 1), None, *range(width - keep, width)]


def heights(count: int) -> list[float]:
    if count == 1:
        return [0.5]
    # Two units do not stand at the very ends: the diagram stays as compact as its content.
    span = 0.5 if count == 2 else 1.0
    return [float(y) for y in np.linspace(0.5 + span / 2, 0.5 - span / 2, count)]


def _hidden_unit(
    subject: Subject | Plane | Topic | Components,
    column: int,
    index: int,
    color: Color,
    at: tuple[float, float],
    digits: Digits,
) -> Unit:
    assert subject.network is not None
    few = digits.bias(column - 1, subject.network.depth)
    bias = _bias(float(subject.network.biases[column - 1][index]), few)
    if not isinstance(subject, Subject):
        return Unit(
            column, index, *at, bias=bias, color=color_of(subject.network, column - 1, index)
        )
    shape = subject.analysis.neuron(column - 1, index)
    x = shape.x if len(shape.x) <= MOST_POINTS else np.linspace(*shape.domain, MOST_POINTS)
    return Unit(column, index, *at, bias=bias, color=color, shape=_icon(x, shape(x)))


def _named_unit(
    network: Network,
    ends: tuple[tuple[str, ...], tuple[str, ...]],
    column: int,
    index: int,
    at: tuple[float, float],
) -> Unit:
    """An input or output of a network that has several, with its name."""
    if column == 0:
        return Unit(column, index, *at, name=ends[0][index])
    bias = _bias(float(network.biases[-1][index]), FEWEST)
    return Unit(column, index, *at, label="Σ", bias=bias, name=ends[1][index])


def _icon(x: Array, y: Array) -> Array:
    """A function scaled to the unit square, for the inside of a circle; zero stays visible."""
    low, high = min(float(y.min()), 0.0), max(float(y.max()), 0.0)
    height = (high - low) or 1.0
    return np.column_stack([(x - x[0]) / np.ptp(x), (y - low) / height])


def _bias(value: float, digits: int) -> str:
    return "" if value == 0 else ("+" if value > 0 else "") + weight(value, digits)


def _edges(w: Array, left: list[Unit], right: list[Unit], digits: int) -> list[Edge]:
    """The edges between two columns, except those whose weight is zero."""
    pairs = [(a, b) for b in right for a in left if w[b.index, a.index] != 0]
    largest = float(np.abs(w).max()) or 1.0
    labelled = len(pairs) <= MOST_LABELS
    places = _label_places(pairs, fan_in=len(left) > len(right))
    edges = []
    for (a, b), at in zip(pairs, places, strict=True):
        value = float(w[b.index, a.index])
        color = b.color if len(right) >= len(left) and b.color is not None else a.color
        text = weight(value, digits) if labelled else ""
        edges.append(Edge(a, b, value, text, at, color, abs(value) / largest))
    return edges


def _label_places(pairs: list[tuple[Unit, Unit]], fan_in: bool) -> list[float]:
    """Where along each edge its label stands: near the fuller column, away from other edges."""
    # A column's gap is about this many times as wide as the diagram is high.
    stretch = np.array([1.6, 1.0])
    ends = [(stretch * (a.x, a.y), stretch * (b.x, b.y)) for a, b in pairs]
    several = len({id(a) for a, _ in pairs}) > 1 and len({id(b) for _, b in pairs}) > 1
    if not several:  # no edges cross: all labels at one distance, in a column of their own
        return [0.4 if fan_in else 0.6] * len(pairs)
    places: list[float] = []
    taken: list[Array] = []
    for k, (start, end) in enumerate(ends):
        best, chosen = -1.0, 0.5
        for share in (0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45):
            at = share if fan_in else 1 - share
            point = start + at * (end - start)
            room = [float(np.hypot(*(point - other))) / 2 for other in taken]
            room += [_distance(point, *other) for j, other in enumerate(ends) if j != k]
            if min(room) > best:
                best, chosen = min(room), at
        places.append(chosen)
        taken.append(start + chosen * (end - start))
    return places


def _distance(point: Array, start: Array, end: Array) -> float:
    """From a point to a segment."""
    along = end - start
    share = float(np.clip((point - start) @ along / (along @ along), 0, 1))
    return float(np.hypot(*(point - start - share * along)))

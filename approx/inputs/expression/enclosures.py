"""Bounds of a typed function's value, slope and bend on cells: its tape, run on intervals.

Every part of the tape carries three intervals (forward-mode differentiation on intervals; Moore
1966, Griewank and Walther 2008), for every cell and for both its ends as seen from inside.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from approx.core import intervals as iv
from approx.core._types import Array, Booleans, Index
from approx.core.enclosure import Enclose, Enclosure
from approx.core.intervals import ONE, ZERO, Interval, Jet
from approx.inputs.expression.function import parse
from approx.inputs.expression.operation_bounds import Rows, full, jet_of
from approx.inputs.expression.tape import Part, needed


def enclose_with(parts: Sequence[Part], zeros: Sequence[float] = ()) -> Enclose:
    """Bounds of the last part on cells.

    Args:
        zeros: places at which a quotient 0/0 may stand, such as 0 for sin(x)/x. They need not be
            right: a place counts for a quotient only if both its parts are exactly 0 there.
    """
    at_zeros = Zeros(parts, tuple(sorted(set(zeros))))

    def enclose(left: Array, right: Array) -> Enclosure:
        bounds = _enclosure(parts, left, right, at_zeros)
        for place in at_zeros.removed:
            bounds = _from(place, bounds, left, right, at_zeros)
        return bounds

    return enclose


def _enclosure(parts: Sequence[Part], left: Array, right: Array, zeros: Zeros) -> Enclosure:
    n = len(left)
    rows = Rows(np.r_[left, left, right], np.r_[right, left, right], zeros.of)
    value, slope, bend = (full(end, 3 * n) for end in _run(parts, rows)[len(parts) - 1])
    inner = [(low[:n], high[:n]) for low, high in (value, slope, bend)]
    first, last = ((value[0][k : k + n], value[1][k : k + n]) for k in (n, 2 * n))
    return Enclosure(inner[0], inner[1], inner[2], first, last)


def _from(place: float, bounds: Enclosure, left: Array, right: Array, zeros: Zeros) -> Enclosure:
    """What the cells that reach from near cells to a place with 0/0 tell of them too.

    Beside such a place a quotient of two small numbers has wide bounds; on a cell with the place
    inside it has not.
    """
    near = np.flatnonzero(np.maximum(np.abs(left - place), np.abs(right - place)) <= zeros.reach)
    if not len(near):
        return bounds
    ends = left[near], right[near]
    low, high = np.minimum(ends[0], place), np.maximum(ends[1], place)
    # The limits at a cell's ends are those of cells that reach there; the place has its own.
    lows = np.r_[low, *(np.minimum(end, place) for end in ends)]
    highs = np.r_[high, *(np.maximum(end, place) for end in ends)]
    wide = _enclosure(zeros.parts, lows, highs, zeros)
    count = len(near)
    value, slope, bend = (tuple(end[:count] for end in a) for a in wide[:3])
    first, last = (tuple(end[k:][:count] for end in wide.value) for k in (count, 2 * count))
    sharper = [
        _overlapping(a, near, (b[0], b[1]))
        for a, b in zip(bounds, (value, slope, bend, first, last), strict=True)
    ]
    return Enclosure(*sharper)


def _overlapping(a: Interval, places: Index, b: Interval) -> Interval:
    low, high = a[0].copy(), a[1].copy()
    low[places], high[places] = iv.overlap((low[places], high[places]), b)
    return low, high


def enclose_of(text: str) -> Enclose:
    """Bounds of the function that a text writes."""
    return enclose_with(parse(text).parts)


#: As a share of the domain, how far from a place with 0/0 that place is part of a cell.
NEAR = 0.05


@dataclass(frozen=True, eq=False)
class Zeros:
    """Places at which a quotient 0/0 may stand."""

    parts: Sequence[Part]
    places: tuple[float, ...]

    @cached_property
    def jets(self) -> dict[int, Jet]:
        """Of all parts at the places; (places,) each."""
        here = np.array(self.places)
        none = Zeros(self.parts, ())
        return _run(self.parts, Rows(np.r_[here, here, here], np.r_[here, here, here], none.of))

    @cached_property
    def removed(self) -> tuple[float, ...]:
        """The places where a quotient of the function is 0/0."""
        quotients = [self.parts[i] for i in needed(self.parts, len(self.parts) - 1)]
        quotients = [part for part in quotients if part.op == "/" and part.value is None]
        return tuple(sorted({place for part in quotients for place, _ in self.of(*part.args)}))

    @property
    def reach(self) -> float:
        """So far from such a place the cells that reach to it are asked."""
        return NEAR * (self.places[-1] - self.places[0])

    def of(self, first: int, second: int) -> list[tuple[float, bool]]:
        """The places where both parts are exactly 0, and whether their slopes are too."""
        if not self.places:
            return []
        value, slope = (
            np.logical_and(*(self._is_zero(i, order) for i in (first, second))) for order in (0, 1)
        )
        return [
            (place, bool(twice))
            for place, once, twice in zip(self.places, value, slope, strict=True)
            if once
        ]

    def _is_zero(self, part: int, order: int) -> Booleans:
        low, high = full(self.jets[part][order], 3 * len(self.places))
        return np.asarray((low == 0) & (high == 0))[: len(self.places)]


def _run(parts: Sequence[Part], rows: Rows) -> dict[int, Jet]:
    jets: dict[int, Jet] = {}
    with np.errstate(all="ignore"):
        for place in needed(parts, len(parts) - 1):
            part = parts[place]
            if part.value is not None:
                jets[place] = (iv.number(part.value), ZERO, ZERO)
            elif part.op == "x":
                jets[place] = ((rows.left, rows.right), ONE, ZERO)
            else:
                jets[place] = jet_of(parts, part, jets, rows)
    return jets

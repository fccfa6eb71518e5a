"""Bounds of a typed function's value, slope and bend on cells: its tape, run on intervals.

Every part of the tape carries three intervals (forward-mode differentiation on intervals; Moore
1966, Griewank and Walther 2008), for every cell and for both its ends as seen from inside.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from approx.core import intervals as iv
from approx.core._types import Array, Booleans, Index
from approx.core.enclosure import Enclose, Enclosure
from approx.core.intervals import ALL, ONE, ZERO, Interval, Jet
from approx.inputs.expression.function import parse
from approx.inputs.expression.operation_bounds import Rows, full, jet_of
from approx.inputs.expression.tape import Part, is_infinite, needed, values

Function = Callable[[Array], Array]


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


def within_bounds(
    f: Function, parts: Sequence[Part], zeros: Sequence[float], order: int = 0
) -> Function:
    """f, the last part's value or derivative, kept within its bounds beside places with 0/0.

    There rounding is all that is left of a difference of floats: of e^x − 1 over x, of 1 − cos x
    over x².
    """
    at = Zeros(parts, tuple(sorted(set(zeros))))
    distances = at.reach * 0.5 ** np.arange(HALVINGS, -1, -1.0)
    enclose = enclose_with(parts, zeros)
    known = []
    for place in at.removed:
        for side in (-1, 1):
            ends = np.full_like(distances, place), place + side * distances
            known.append((place, side, enclose(*ends[::side])[order]))

    def bounded(x: Array) -> Array:
        y = f(x)
        for place, side, (low, high) in known:
            away = side * (np.asarray(x) - place)
            near = (away > 0) & (away <= at.reach)
            k = np.searchsorted(distances, away[near])
            with np.errstate(invalid="ignore"):
                middle = (low[k] + high[k]) / 2
            y[near] = np.where(np.isnan(y[near]), middle, np.clip(y[near], low[k], high[k]))
        return y

    return bounded if known else f


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
    starts, stops = (np.r_[end, ends[0], ends[1]] for end in ends)
    value = iv.overlap(wide.value, _by_slope(place, wide, lows, highs, starts, stops))
    count = len(near)
    slope, bend = ((a[0][:count], a[1][:count]) for a in wide[1:3])
    first, last = (tuple(end[k:][:count] for end in value) for k in (count, 2 * count))
    value = value[0][:count], value[1][:count]
    sharper = [
        _overlapping(a, near, (b[0], b[1]))
        for a, b in zip(bounds, (value, slope, bend, first, last), strict=True)
    ]
    return Enclosure(*sharper)


def _by_slope(
    place: float, wide: Enclosure, lows: Array, highs: Array, left: Array, right: Array
) -> Interval:
    """Values on cells from the limit at the place and the slope between: sharper near it."""
    limit = iv.choose(lows == place, wide.first, wide.last)
    with np.errstate(all="ignore"):
        away = iv.subtract((left, right), iv.number(place))
        value = iv.add(limit, iv.multiply(wide.slope, away))
    return iv.choose((lows == place) | (highs == place), value, ALL)


def _overlapping(a: Interval, places: Index, b: Interval) -> Interval:
    low, high = a[0].copy(), a[1].copy()
    low[places], high[places] = iv.overlap((low[places], high[places]), b)
    return low, high


def enclose_of(text: str) -> Enclose:
    """Bounds of the function that a text writes."""
    return enclose_with(parse(text).parts)


def lacks_value(parts: Sequence[Part], x: Array) -> Booleans:
    """Whether the last part divides by a zero at x, as 1/floor(x) at 0.5; same shape.

    Also where what follows would make a number of 1/0, as heaviside. What has underflowed is no
    zero, and what `where` does not take does not matter.
    """
    places, root = np.ravel(x), len(parts) - 1
    thrice = np.tile(places, 3)
    bounds = _run(parts, Rows(thrice, thrice, Zeros(parts, ()).of))
    value = values(parts, [root], places)
    lost: list[Booleans] = [np.zeros(len(places), bool)] * len(parts)
    for place in needed(parts, root):
        part = parts[place]
        if part.op == "where" and part.value is None:
            condition, one, other = part.args
            taken = np.where(value[condition] != 0, lost[one], lost[other])
            lost[place] = lost[condition] | taken
        elif part.args:
            found = is_infinite(part, value[place], [value[i] for i in part.args])
            for i in part.args:
                found = found & _is_exact(bounds[i][0], len(places))
            lost[place] = np.logical_or.reduce([found, *(lost[i] for i in part.args)])
    return lost[root].reshape(np.shape(x))


def _is_exact(a: Interval, count: int) -> Booleans:
    low, high = full(a, 3 * count)
    return np.asarray(low == high)[:count]


#: So often that distance is halved, to places at which nothing but the limit is left.
HALVINGS = 1000
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
        return NEAR * (self.places[-1] - self.places[0]) if self.places else 0.0

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

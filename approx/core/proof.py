"""The largest distance of a piecewise-linear function from a target, with a proof.

A cell's error is bounded by the least of three bounds: the values' interval, lines from both ends
with the slope's interval, and the chord with the most that the bend can lift above it. Cells that
cannot hold a larger error than one that is known are closed, the rest cut (branch and bound with
interval arithmetic; Hansen and Walster 2004). No cell is judged by samples.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from approx.core import intervals as iv
from approx.core._types import Array, Booleans, Index
from approx.core.enclosure import Enclosure, line
from approx.core.intervals import EPS, INF, Interval
from approx.core.piecewise import PiecewiseLinear
from approx.core.target import Target

#: Cells are cut until the bracket is this narrow, relative to the error.
GAP = 5e-9
#: A bracket as narrow as this is called resolved, and is enough after so many cells.
RESOLVED, ENOUGH_CELLS = 1e-6, 2_000
#: So is one below this share of the values.
SMALL = 1e-9
#: An open cell is cut into so many: fewer rounds, as small arrays cost a call each.
CUT = 4
#: The first cells, and how often they are cut.
FIRST, ROUNDS = 64, 60
#: More cells than this are not bounded.
MOST_CELLS = 40_000
#: An error below this share of the values is their rounding; below TINY it has underflowed.
ROUNDING, TINY = 64 * EPS, 1e-307


@dataclass(frozen=True)
class Proof:
    """What is proved of the largest |f − target|.

    Attributes:
        lower, upper: it lies between them; upper is infinite where the target has no bound.
        at: where an error of at least `lower` is reached.
        unresolved: intervals on which it may be larger than `lower` by more than a millionth.
        cells: how many were bounded.
    """

    lower: float
    upper: float
    at: float
    unresolved: tuple[tuple[float, float], ...]
    cells: int


@dataclass(frozen=True)
class Cells:
    """Cells without a breakpoint inside, ascending within each round; (cells,) each."""

    left: Array
    right: Array
    piece: Index

    def where(self, kept: Booleans) -> Cells:
        return Cells(self.left[kept], self.right[kept], self.piece[kept])

    def cut(self, count: int) -> Cells:
        share = np.arange(1, count)[:, None] / count
        inner = self.left + (self.right - self.left) * share  # (count − 1, cells)
        left = np.vstack([self.left, inner]).ravel()
        right = np.vstack([inner, self.right]).ravel()
        # Shares of a few floats may coincide.
        return Cells(left, right, np.tile(self.piece, count)).where(left < right)


def prove(
    f: PiecewiseLinear,
    target: Target,
    places: ArrayLike = (),
    gap: float = GAP,
    most_cells: int = MOST_CELLS,
) -> Proof:
    """Bounds of the largest |f − target| over f's domain where the target is defined.

    One-sided limits count, the value at a single point that is none of them does not. The target
    must have an `enclose`.

    Args:
        places: cells begin there. Where the error is largest such a place saves most of the work.
        gap: cells are cut until the bracket is this narrow, relative to the error.
        most_cells: gives up narrowing beyond so many; the bracket stays true, only wider.

    >>> from approx.core.target import square
    >>> proof = prove(PiecewiseLinear([-1, 1], [1, 1]), square())
    >>> round(proof.lower, 12), proof.at
    (1.0, 0.0)
    """
    cells = _first_cells(f, target, np.asarray(places, dtype=float))
    size = float(np.abs(f.y).max())
    lower, at, upper, spent = 0.0, float(f.x[0]), 0.0, 0
    lost: list[tuple[Cells, Array]] = []
    for k in range(ROUNDS):
        with np.errstate(all="ignore"):
            bound, reached, place = _bounds(f, target, cells)
        spent += len(cells.left)
        if reached > lower:
            lower, at = reached, place
        enough = max(lower * (1 + gap), ROUNDING * max(size, lower), TINY)
        is_open = ~(bound <= enough)
        middle = cells.left + (cells.right - cells.left) / 2
        stuck = is_open & ((middle <= cells.left) | (middle >= cells.right))
        upper = max(upper, float(bound[~is_open].max(initial=0.0)))
        lost.append((cells.where(stuck), bound[stuck]))
        cells, bound = cells.where(is_open & ~stuck), bound[is_open & ~stuck]
        near = spent > ENOUGH_CELLS and bound.max(initial=0.0) <= _nearly(lower, size)
        is_last = k == ROUNDS - 1 or spent + CUT * len(cells.left) > most_cells
        if not len(cells.left) or near or is_last:
            break
        cells = cells.cut(CUT)
    lost.append((cells, bound))
    return _proof(lower, upper, at, lost, spent, _nearly(lower, size))


def _nearly(lower: float, size: float) -> float:
    """A bound that is as good as `lower`, for values of that size."""
    return max(lower * (1 + RESOLVED), SMALL * max(size, lower), TINY)


def _proof(
    lower: float,
    upper: float,
    at: float,
    lost: list[tuple[Cells, Array]],
    spent: int,
    nearly: float,
) -> Proof:
    bounds = np.concatenate([bound for _, bound in lost])
    left = np.concatenate([cells.left for cells, _ in lost])
    right = np.concatenate([cells.right for cells, _ in lost])
    upper = max(lower, upper, float(bounds.max(initial=0.0)))
    is_open = ~(bounds <= nearly)
    return Proof(lower, upper, at, joined(left[is_open], right[is_open]), spent)


def joined(left: Array, right: Array) -> tuple[tuple[float, float], ...]:
    """Intervals in order, neighbours joined."""
    out: list[tuple[float, float]] = []
    for i in np.argsort(left, kind="stable"):
        if out and left[i] <= out[-1][1]:
            out[-1] = (out[-1][0], max(out[-1][1], float(right[i])))
        else:
            out.append((float(left[i]), float(right[i])))
    return tuple(out)


def _first_cells(f: PiecewiseLinear, target: Target, places: Array) -> Cells:
    a, b = f.domain
    left, right = target.cells(np.union1d(f.x, places[(places > a) & (places < b)]))
    left, right = f.without_jumps(left, right)
    piece = np.searchsorted(f.x, left, side="right") - 1
    cells = Cells(left, right, np.clip(piece, 0, len(f.slopes) - 1))
    return cells.cut(max(2, -(-FIRST // max(1, len(left)))))


def _bounds(f: PiecewiseLinear, target: Target, cells: Cells) -> tuple[Array, float, float]:
    """(a bound of |f − target| for every cell, the largest reached at an end, where)."""
    assert target.enclose is not None
    enclosure = target.enclose(cells.left, cells.right)
    first = iv.subtract(line(f.x, f.y, f.slopes, cells.piece, cells.left), enclosure.first)
    last = iv.subtract(line(f.x, f.y, f.slopes, cells.piece, cells.right), enclosure.last)
    bound = _cell_bound(f, cells, enclosure, first, last)
    reached = np.array([_least_size(first), _least_size(last)])
    side, k = np.unravel_index(int(reached.argmax()), reached.shape)
    place = (cells.left, cells.right)[side][k]
    return bound, float(reached[side, k]), float(place)


def _least_size(e: Interval) -> Array:
    """The smallest |e| that an interval allows; 0 where it is not bounded."""
    known = np.isfinite(e[0]) & np.isfinite(e[1])
    return np.where(known, np.maximum(np.maximum(e[0], -e[1]), 0.0), 0.0)


def _cell_bound(
    f: PiecewiseLinear, cells: Cells, enclosure: Enclosure, first: Interval, last: Interval
) -> Array:
    lines = iv.hull(
        line(f.x, f.y, f.slopes, cells.piece, cells.left),
        line(f.x, f.y, f.slopes, cells.piece, cells.right),
    )
    slope = f.slopes[cells.piece]
    value = iv.subtract(lines, enclosure.value)
    turn = iv.subtract((slope, slope), enclosure.slope)
    bend = iv.negative(enclosure.bend)
    width = np.nextafter(cells.right - cells.left, INF)
    above = _highest(width, first[1], last[1], value[1], turn, bend)
    below = _highest(width, -first[0], -last[0], -value[0], iv.negative(turn), iv.negative(bend))
    return np.maximum(above, below)


def _highest(
    width: Array, first: Array, last: Array, value: Array, slope: Interval, bend: Interval
) -> Array:
    """No function with these ends, values, slopes and bends is higher on a cell of this width."""
    with np.errstate(all="ignore"):
        ends = np.maximum(first, last)
        # Lines from both ends as steep as allowed: where they cross.
        rise, fall = slope[1], slope[0]
        along = np.clip((last - first - fall * width) / (rise - fall), 0.0, width)
        peak = np.minimum(first + rise * along, last - fall * (width - along))
        rough = 8 * EPS * (np.abs(first) + np.abs(last) + np.abs(fall) * width)
        peak = np.fmax(np.where(np.isnan(peak), INF, peak), ends) + rough
        peak = np.where((rise <= 0) | (fall >= 0), ends, peak)
        # A bend of −c lifts c t (w − t)/2 above the chord; where the sum turns.
        lift, step = np.maximum(-bend[0], 0.0) * width * width / 2, last - first
        arch = (first + last) / 2 + lift / 4 + step / (4 * lift) * step  # no square underflows
        arch = np.where(lift > np.abs(step), arch, ends)
        arch = arch + 8 * EPS * (np.abs(first) + np.abs(last) + lift)
        arch = np.where(np.isfinite(lift), arch, INF)
        return np.asarray(np.fmin(np.fmin(peak, arch), value))

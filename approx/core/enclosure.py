"""What a proof asks of a function: bounds of its value, slope and bend on cells."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from approx.core._types import Array, Index
from approx.core.intervals import EPS, ZERO, Interval, Jet


class Enclosure(NamedTuple):
    """Bounds that hold everywhere inside (left, right), for many cells; (cells,) arrays each.

    Where a slope is finite the function is continuous there, and the slope at a kink is the hull
    of both sides'. A bend (second derivative) may be unbounded on one side only: above for |x|.

    Attributes:
        value, slope, bend: (low, high).
        first, last: the limits at the cell's left and right end, from inside.
    """

    value: Interval
    slope: Interval
    bend: Interval
    first: Interval
    last: Interval


#: Ends of cells (left, right), (cells,) each, to bounds on them.
Enclose = Callable[[Array, Array], Enclosure]


def wobble(enclosure: Enclosure, width: Array) -> Array:
    """How far a function may be from the chord of each cell, by the best of its bounds."""
    with np.errstate(all="ignore"):
        height, turn = (high - low for low, high in enclosure[:2])
        most = np.maximum(np.abs(enclosure.bend[0]), np.abs(enclosure.bend[1]))
        return np.fmin(np.fmin(height, turn * width / 4), most * width * width / 8)


def of_smooth(jet: Callable[[Interval], Jet]) -> Enclose:
    """Of a function without jumps, whose jet on an interval is given."""

    def enclose(left: Array, right: Array) -> Enclosure:
        n = len(left)
        with np.errstate(all="ignore"):
            value, slope, bend = jet((np.r_[left, left, right], np.r_[right, left, right]))
        first, last = ((value[0][k * n :][:n], value[1][k * n :][:n]) for k in (1, 2))
        return Enclosure(_first(value, n), _first(slope, n), _first(bend, n), first, last)

    return enclose


def _first(a: Interval, n: int) -> Interval:
    """Of the first n cells, also where it is one number for all of them."""
    low, high = (np.broadcast_to(end, 3 * n)[:n] for end in a)
    return low, high


def of_lines(x: Array, y: Array, slopes: Array) -> Enclose:
    """Of the piecewise-linear function with values y at x; no x may lie inside a cell."""

    def enclose(left: Array, right: Array) -> Enclosure:
        piece = np.clip(np.searchsorted(x, left, side="right") - 1, 0, len(slopes) - 1)
        first, last = line(x, y, slopes, piece, left), line(x, y, slopes, piece, right)
        value = np.minimum(first[0], last[0]), np.maximum(first[1], last[1])
        return Enclosure(value, (slopes[piece], slopes[piece]), ZERO, first, last)

    return enclose


def line(x: Array, y: Array, slopes: Array, piece: Index, at: Array) -> Interval:
    """The line of a piece at places: seen from both its ends, which rounding keeps apart."""
    rise, fall = slopes[piece] * (at - x[piece]), slopes[piece] * (at - x[piece + 1])
    one, other = y[piece] + rise, y[piece + 1] + fall
    rough = 4 * EPS * (np.abs(y[piece]) + np.abs(y[piece + 1]) + np.abs(rise) + np.abs(fall))
    # At its own ends the line is the value there.
    low = np.where(at == x[piece], y[piece], np.minimum(one, other) - rough)
    high = np.where(at == x[piece], y[piece], np.maximum(one, other) + rough)
    at_right = at == x[piece + 1]
    return np.where(at_right, y[piece + 1], low), np.where(at_right, y[piece + 1], high)

"""Formulas of a piecewise-linear function over all its pieces at once, at every scale.

Arrays as in :class:`approx.core.piecewise.PiecewiseLinear`: x and y of shape (n,), slopes of shape
(n - 1,). Products of two values are avoided or scaled: they vanish below 1e-162.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

from approx.core._types import Array, Booleans, Index
from approx.system.errors import InputError

#: Slopes and values may differ by this share of the largest.
ROUNDING = 1e-9
#: Two neighbouring numbers whose values differ by more than this share of the largest are a jump.
JUMP = 1e-11


def checked(x: ArrayLike, y: ArrayLike, slopes: ArrayLike | None) -> tuple[Array, Array, Array]:
    """New arrays x, y and slopes of a function.

    Args:
        slopes: None for the differences of y. That of a jump is 0.

    Raises:
        InputError: when they are none.
    """
    places, values = np.array(x, dtype=float), np.array(y, dtype=float)
    if places.ndim != 1 or places.shape != values.shape or len(places) < 2:
        raise InputError("x and y need the same length, at least 2")
    if not (np.isfinite(places).all() and np.isfinite(values).all()):
        raise InputError("x and y must be finite numbers")
    if not (places[1:] > places[:-1]).all():
        raise InputError("x must increase strictly")
    with np.errstate(over="ignore"):
        steps = np.diff(values) / np.diff(places) if slopes is None else np.array(slopes, float)
        length = places[-1] - places[0]
    if steps.shape == (len(places) - 1,):
        steps[jump_pieces(places, values, 0.0)] = 0.0
    if steps.shape != (len(places) - 1,):
        raise InputError(f"{len(places)} places x need {len(places) - 1} slopes")
    if not (np.isfinite(steps).all() and np.isfinite(length)):
        raise InputError("slopes and the length of the domain must be finite numbers")
    if slopes is not None and (fault := contradiction(places, values, steps)):
        raise InputError(fault)
    return places, values, steps


def jump_pieces(x: Array, y: Array, slopes: Array | float) -> Booleans:
    """Which pieces are jumps: between neighbouring float64, and the slope does not explain y.

    No number lies inside, so that the function is exact at every one.
    """
    narrow = np.asarray(x[1:] == np.nextafter(x[:-1], np.inf))
    if not narrow.any():
        return narrow
    with np.errstate(over="ignore"):
        rest = np.abs(np.diff(y) - slopes * np.diff(x))
    return np.asarray(narrow & (rest > JUMP * np.abs(y).max()))


def middles(x: Array) -> Array:
    """The middle of every piece; shape (n - 1,)."""
    return x[:-1] + np.diff(x) / 2


def contradiction(x: Array, y: Array, slopes: Array) -> str:
    """What is wrong with the first piece whose slope does not lead from value to value, or "".

    Values and places are off by roundings of the largest of them, times the largest slope.
    """
    with np.errstate(over="ignore"):
        misses = np.abs(np.diff(y) - slopes * np.diff(x))
        allowed = ROUNDING * (np.abs(y).max() + np.abs(slopes).max() * np.abs(x).max())
    # A subnormal number has fewer digits.
    wrong = np.flatnonzero((misses > allowed + np.finfo(float).tiny) & ~jump_pieces(x, y, slopes))
    if not len(wrong):
        return ""
    i = wrong[0]
    piece, values = f"from x = {x[i]:g} to {x[i + 1]:g}", f"{y[i]:g} and {y[i + 1]:g}"
    return f"the slope {slopes[i]:g} {piece} contradicts the values {values}"


def merged_slopes(x: Array, slopes: Array, starts: Index) -> Array:
    """The slopes of runs of pieces that become one, each the mean by length.

    Args:
        starts: the first piece of every run, ascending.
    """
    width, merged = np.diff(x), slopes[starts]
    largest, smallest = (f.reduceat(slopes, starts) for f in (np.maximum, np.minimum))
    if (unequal := largest != smallest).any():
        means = np.add.reduceat(slopes * width, starts) / np.add.reduceat(width, starts)
        merged = np.where(unequal, means, merged)
    return merged


def crossings(x: Array, y: Array, slopes: Array) -> Array:
    """Every x where y crosses, jumps over or touches zero, ascending; of a flat piece its ends."""
    at = np.flatnonzero(np.sign(y[:-1]) * np.sign(y[1:]) < 0)
    left, right = y[at], y[at + 1]
    # From the end whose value is smaller: its step is shorter, and so is its rounding.
    end = at + (np.abs(right) < np.abs(left))
    with np.errstate(all="ignore"):
        step = y[end] / slopes[at]
        # A slope may be too small for a number where the values are not.
        size = np.maximum(np.abs(left), np.abs(right))
        share = (y[end] / size) / (right / size - left / size)
        step = np.where(np.isfinite(step) & (slopes[at] != 0), step, share * (x[at + 1] - x[at]))
    inside = np.clip(x[end] - step, x[at], x[at + 1])
    return np.union1d(inside, x[y == 0])


def power_norm(x: Array, y: Array, order: int) -> float:
    """The L1 or L2 norm of a function that has no zero inside a piece."""
    size = float(np.abs(y).max())
    if size == 0:
        return 0.0
    left, right, h = y[:-1] / size, y[1:] / size, np.diff(x)
    if order == 1:
        return size * math.fsum(h * np.abs(left + right) / 2)
    return size * math.sqrt(math.fsum(h * (left**2 + left * right + right**2) / 3))

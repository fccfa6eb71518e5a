"""Interval arithmetic on arrays: every result contains all values, rounding included.

An interval is a pair (low, high) of arrays; [−inf, inf] says that nothing is known. IEEE 754 rounds
+ − × ÷ to the nearest, so one unit in the last place outwards is enough; library functions are
taken to be within eight (NumPy documents four). Where a value has none (NaN), as √ below 0, an
interval speaks of the rest. Moore (1966); Tucker (2011), Validated Numerics.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce

import numpy as np

from approx.core._types import Array, Booleans
from approx.core.activations.sigmoid import logistic

Interval = tuple[Array, Array]
Jet = tuple[Interval, Interval, Interval]  # value, slope, bend

INF = float("inf")
EPS = 2.0**-52
#: Library functions are within so many units in the last place.
ULPS = 8


def number(value: float) -> Interval:
    """The interval of one float64."""
    v: Array = np.float64(value)  # type: ignore[assignment]
    return v, v


ZERO, ONE, ALL = number(0.0), number(1.0), (number(-INF)[0], number(INF)[0])


def outwards(low: Array, high: Array, ulps: int = 0) -> Interval:
    """Rounded outwards; NaN becomes everything."""
    if ulps:
        low = np.where(np.isfinite(low), low - ulps * EPS * np.abs(low), low)
        high = np.where(np.isfinite(high), high + ulps * EPS * np.abs(high), high)
    unknown = np.isnan(low) | np.isnan(high)
    low = np.where(unknown, -INF, np.nextafter(low, -INF))
    return low, np.where(unknown, INF, np.nextafter(high, INF))


def add(a: Interval, b: Interval) -> Interval:
    """a + b; sums without rounding, as 0.3 − 0.3, stay exact."""
    if a is ZERO:
        return b
    if b is ZERO:
        return a
    ends = []
    for u, v, towards in ((a[0], b[0], -INF), (a[1], b[1], INF)):
        s = np.asarray(u + v)
        # No error is left exactly when both summands come back (Knuth's TwoSum).
        exact = (s - u == v) & (s - v == u)
        s = np.where(exact, s, np.nextafter(s, towards))
        ends.append(np.where(np.isnan(s), towards, s))
    return ends[0], ends[1]


def negative(a: Interval) -> Interval:
    return a if a is ZERO else (-a[1], -a[0])


def subtract(a: Interval, b: Interval) -> Interval:
    return add(a, negative(b))


def multiply(a: Interval, b: Interval) -> Interval:
    """a · b."""
    if a is ZERO or b is ZERO:
        return ZERO
    if a is ONE:
        return b
    if b is ONE:
        return a
    # NaN is 0 · inf, whose other end is counted with a finite factor or does not matter.
    p, q, r, s = a[0] * b[0], a[0] * b[1], a[1] * b[0], a[1] * b[1]
    low = np.nextafter(np.fmin(np.fmin(p, q), np.fmin(r, s)), -INF)
    high = np.nextafter(np.fmax(np.fmax(p, q), np.fmax(r, s)), INF)
    is_zero = ((a[0] == 0) & (a[1] == 0)) | ((b[0] == 0) & (b[1] == 0))
    return np.where(is_zero, 0.0, low), np.where(is_zero, 0.0, high)


def multiply_sharply(a: Interval, b: Interval) -> Interval:
    """a · b, where products without rounding, as 3 · 0.5, stay exact."""
    if a is ZERO or b is ZERO:
        return ZERO
    if a is ONE or b is ONE:
        return b if a is ONE else a
    short_a, short_b = [_is_short(u) for u in a], [_is_short(v) for v in b]
    lows, highs = [], []
    for u, is_short in zip(a, short_a, strict=True):
        for v, is_short_too in zip(b, short_b, strict=True):
            p, exact = u * v, is_short & is_short_too
            lows.append(np.where(exact, p, np.nextafter(p, -INF)))
            highs.append(np.where(exact, p, np.nextafter(p, INF)))
    low, high = reduce(np.fmin, lows), reduce(np.fmax, highs)
    # Zero times everything: no end of the other factor is finite.
    return np.where(np.isnan(low), 0.0, low), np.where(np.isnan(high), 0.0, high)


def _is_short(u: Array) -> Booleans:
    """Whether a number has at most 24 significant bits: then products of two are exact."""
    size = np.abs(u)
    in_range = (size < 1e30) & ((size > 1e-30) | (size == 0))
    return np.asarray((np.asarray(u, np.float32) == u) & in_range)


def inverse(a: Interval) -> Interval:
    """1/a; of an interval that ends at 0, one side without a bound; across 0, everything."""
    crosses = (a[0] <= 0) & (a[1] >= 0)
    high = 1 / np.where(crosses, 1.0, a[0])
    low = 1 / np.where(crosses, 1.0, a[1])
    is_one = (np.abs(a[0]) == 1) & (np.abs(a[1]) == 1)
    wide = outwards(low, high)
    low, high = np.where(is_one, low, wide[0]), np.where(is_one, high, wide[1])
    above, below = crosses & (a[0] == 0) & (a[1] > 0), crosses & (a[1] == 0) & (a[0] < 0)
    low, high = np.where(crosses, -INF, low), np.where(crosses, INF, high)
    low = np.where(above, np.nextafter(1 / np.where(above, a[1], 1.0), -INF), low)
    high = np.where(below, np.nextafter(1 / np.where(below, a[0], 1.0), INF), high)
    return low, high


def divide(a: Interval, b: Interval) -> Interval:
    """a / b; quotients that are exact and short, as 3/2, stay exact."""
    apart = (b[0] > 0) | (b[1] < 0)
    lows, highs = [], []
    for u in a:
        for v in b:
            q = u / v
            exact = (q * v == u) & _is_short(q) & _is_short(v)
            lows.append(np.where(exact, q, np.nextafter(q, -INF)))
            highs.append(np.where(exact, q, np.nextafter(q, INF)))
    low, high = reduce(np.fmin, lows), reduce(np.fmax, highs)
    apart &= np.isfinite(low) & np.isfinite(high)
    if np.all(apart):
        return low, high
    return choose(apart, (low, high), multiply(a, inverse(b)))


def scale(factor: float, a: Interval) -> Interval:
    return multiply(number(factor), a)


def shift(summand: float, a: Interval) -> Interval:
    return add(number(summand), a)


def hull(a: Interval, b: Interval) -> Interval:
    return np.minimum(a[0], b[0]), np.maximum(a[1], b[1])


def overlap(a: Interval, b: Interval) -> Interval:
    """What both allow; both must hold the value. Where they do not, one overflowed: their hull."""
    low, high = np.maximum(a[0], b[0]), np.minimum(a[1], b[1])
    return choose(low > high, hull(a, b), (low, high))


def choose(take: Booleans, a: Interval, b: Interval) -> Interval:
    if a is b:
        return a
    return np.where(take, a[0], b[0]), np.where(take, a[1], b[1])


def square(a: Interval) -> Interval:
    low, high = _sizes(a)
    below, above = low * low, high * high
    low = np.where(_is_short(low), below, np.nextafter(below, 0.0))
    return low, np.where(_is_short(high), above, np.nextafter(above, INF))


def _sizes(a: Interval) -> Interval:
    """Of |a|."""
    left, right = np.abs(a[0]), np.abs(a[1])
    return np.where((a[0] <= 0) & (a[1] >= 0), 0.0, np.minimum(left, right)), np.maximum(
        left, right
    )


def power(a: Interval, exponent: float) -> Interval:
    """a^c for a number c; for other than whole c, of what is not negative."""
    c = float(exponent)
    if c < 0:
        return inverse(power(a, -c))
    if c in (0.0, 1.0, 2.0):
        return (ONE, a, square(a))[int(c)]
    if c.is_integer():
        return _whole_power(a, c)
    low, high = outwards(np.maximum(a[0], 0.0) ** c, a[1] ** c, ULPS)
    high = np.where(a[1] == 0, 0.0, high)
    return np.where(a[1] < 0, -INF, np.maximum(low, 0.0)), high


def _whole_power(a: Interval, c: float) -> Interval:
    ends = a if c % 2 else _sizes(a)
    low, high = ends[0] ** c, ends[1] ** c
    wide = outwards(low, high, ULPS)
    # Powers of −1, 0 and 1 have no rounding.
    low, high = (
        np.where(np.abs(end) == np.abs(end) ** 2, plain, rounded)
        for end, plain, rounded in zip(ends, (low, high), wide, strict=True)
    )
    return (low, high) if c % 2 else (np.maximum(low, 0.0), high)


def rising(
    function: Callable[[Array], Array], low: float = -INF, high: float = INF, zero_at: float = 0.0
) -> Callable[[Interval], Interval]:
    """An increasing library function with values in [low, high]; exact at `zero_at`."""

    def value(a: Interval) -> Interval:
        p, q = function(a[0]), function(a[1])
        below, above = outwards(p, q, ULPS)
        below, above = np.where(a[0] == zero_at, p, below), np.where(a[1] == zero_at, q, above)
        return np.clip(below, low, high), np.clip(above, low, high)

    return value


def sine(a: Interval) -> Interval:
    return _wave(a, np.sin, np.pi / 2, -np.pi / 2)


def cosine(a: Interval) -> Interval:
    return _wave(a, np.cos, 0.0, np.pi)


def _wave(a: Interval, f: Callable[[Array], Array], top: float, bottom: float) -> Interval:
    p, q = f(a[0]), f(a[1])
    low, high = outwards(np.minimum(p, q), np.maximum(p, q), ULPS)
    is_zero = (a[0] == 0) & (a[1] == 0)
    low, high = np.where(is_zero, p, low), np.where(is_zero, q, high)
    slack = 1e-15 * (1 + np.maximum(np.abs(a[0]), np.abs(a[1])))

    def reaches(turn: float) -> Booleans:
        """Whether turn + 2πk may lie inside, for some whole k."""
        k = np.ceil((a[0] - slack - turn) / (2 * np.pi) - 1e-15)
        return ~(turn + 2 * np.pi * k > a[1] + slack)

    far = ~((np.abs(a[0]) < 1e12) & (np.abs(a[1]) < 1e12))
    low, high = np.maximum(low, -1.0), np.minimum(high, 1.0)
    is_single = a[0] == a[1]
    low = np.where((reaches(bottom) | far) & ~is_single, -1.0, low)
    return low, np.where((reaches(top) | far) & ~is_single, 1.0, high)


def tangent(a: Interval) -> Interval:
    k = np.round(a[0] / np.pi)
    pole = (a[1] - k * np.pi >= np.pi / 2 - 1e-9) | (a[0] - k * np.pi <= -np.pi / 2 + 1e-9)
    p, q = np.tan(a[0]), np.tan(a[1])
    low, high = outwards(p, q, ULPS)
    low, high = np.where(a[0] == 0, p, low), np.where(a[1] == 0, q, high)
    return choose(pole | ~(np.abs(a[0]) < 1e6), ALL, (low, high))


def sigmoid(a: Interval) -> Interval:
    low, high = outwards(logistic(a[0]), logistic(a[1]), ULPS)
    return np.clip(low, 0.0, 1.0), np.clip(high, 0.0, 1.0)


def hyperbolic_cosine(a: Interval) -> Interval:
    least, most = _sizes(a)
    low, high = outwards(np.cosh(least), np.cosh(most), ULPS)
    low, high = np.where(least == 0, 1.0, low), np.where(most == 0, 1.0, high)
    return np.maximum(low, 1.0), high


def nudged(a: Interval, inward: Interval) -> Interval:
    """Ends without those values that are not taken: next to them, or beyond at a jump.

    An infinite end stands for all that overflows, and the largest float for what is below it: both
    stay.

    Args:
        inward: (−1, 0 or 1 per entry for low, for high): on which side of that end values lie.
    """
    ends = []
    for end, side in zip(a, inward, strict=True):
        moved = np.where(side == 0, end, np.nextafter(end, np.where(side > 0, INF, -INF)))
        ends.append(np.where(np.isfinite(end) & np.isfinite(moved), moved, end))
    return ends[0], ends[1]

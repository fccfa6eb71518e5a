"""What every function of one argument does to intervals: its value, f' and f'' on an interval."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from approx.core import intervals as iv
from approx.core._types import Array, Booleans
from approx.core.intervals import ONE, Interval

#: (argument, value) to a derivative; the better known of the two is used.
Derivative = Callable[[Interval, Interval], Interval]


class SmoothRule(NamedTuple):
    value: Callable[[Interval], Interval]
    first: Derivative
    second: Derivative


def _clipped(
    function: Callable[[Interval], Interval], low: float = -iv.INF, high: float = iv.INF
) -> Callable[[Interval], Interval]:
    """Of a function with values on [low, high] only: the rest of an interval has none."""
    return lambda u: function((np.maximum(u[0], low), np.minimum(u[1], high)))


def _logarithm(function: Callable[[Array], Array], base: float) -> SmoothRule:
    factor = 1 / np.log(base) if base != np.e else 1.0
    # The factor is rounded; one more unit in the last place covers it.
    return SmoothRule(
        _clipped(iv.rising(function, zero_at=1.0), low=0.0),
        lambda u, w: _widened(iv.scale(factor, iv.inverse(u))),
        lambda u, w: _widened(iv.scale(-factor, iv.inverse(iv.square(u)))),
    )


def _widened(a: Interval) -> Interval:
    return iv.outwards(a[0], a[1], 2)


def _one_minus_square(u: Interval) -> Interval:
    return iv.subtract(ONE, iv.square(u))


def _one_plus_square(u: Interval) -> Interval:
    return iv.shift(1, iv.square(u))


def _arcsine_slope(u: Interval, w: Interval) -> Interval:
    return iv.power(_one_minus_square(u), -0.5)


def _arcsine_bend(u: Interval, w: Interval) -> Interval:
    return iv.multiply(u, iv.power(_one_minus_square(u), -1.5))


def _arccosine(u: Interval) -> Interval:
    return iv.outwards(np.arccos(np.minimum(u[1], 1.0)), np.arccos(np.maximum(u[0], -1.0)), iv.ULPS)


def _itself(u: Interval, w: Interval) -> Interval:
    return w


_SINE = SmoothRule(iv.sine, lambda u, w: iv.cosine(u), lambda u, w: iv.negative(w))
_LOG = _logarithm(np.log, np.e)

#: Functions of one argument that are smooth wherever their slope is finite.
SMOOTH: dict[str, SmoothRule] = {
    "acos": SmoothRule(
        _arccosine,
        lambda u, w: iv.negative(_arcsine_slope(u, w)),
        lambda u, w: iv.negative(_arcsine_bend(u, w)),
    ),
    "asin": SmoothRule(_clipped(iv.rising(np.arcsin), -1.0, 1.0), _arcsine_slope, _arcsine_bend),
    "atan": SmoothRule(
        iv.rising(np.arctan),
        lambda u, w: iv.inverse(_one_plus_square(u)),
        lambda u, w: iv.scale(-2, iv.multiply(u, iv.inverse(iv.square(_one_plus_square(u))))),
    ),
    "cbrt": SmoothRule(
        iv.rising(np.cbrt),
        lambda u, w: iv.inverse(iv.scale(3, iv.square(w))),
        lambda u, w: iv.multiply(iv.number(-2), iv.inverse(iv.scale(9, iv.power(w, 5)))),
    ),
    "cos": SmoothRule(iv.cosine, lambda u, w: iv.negative(iv.sine(u)), lambda u, w: iv.negative(w)),
    "cosh": SmoothRule(iv.hyperbolic_cosine, lambda u, w: iv.rising(np.sinh)(u), _itself),
    "exp": SmoothRule(iv.rising(np.exp, low=0.0), _itself, _itself),
    "expm1": SmoothRule(
        iv.rising(np.expm1, low=-1.0), lambda u, w: iv.shift(1, w), lambda u, w: iv.shift(1, w)
    ),
    "ln": _LOG,
    "log": _LOG,
    "log10": _logarithm(np.log10, 10.0),
    "log1p": SmoothRule(
        _clipped(iv.rising(np.log1p), low=-1.0),
        lambda u, w: iv.inverse(iv.shift(1, u)),
        lambda u, w: iv.negative(iv.inverse(iv.square(iv.shift(1, u)))),
    ),
    "log2": _logarithm(np.log2, 2.0),
    "sigmoid": SmoothRule(
        iv.sigmoid,
        lambda u, w: iv.multiply(w, iv.subtract(ONE, w)),
        lambda u, w: iv.multiply(
            iv.multiply(w, iv.subtract(ONE, w)), iv.subtract(ONE, iv.scale(2, w))
        ),
    ),
    "sin": _SINE,
    "sinh": SmoothRule(iv.rising(np.sinh), lambda u, w: iv.hyperbolic_cosine(u), _itself),
    "sqrt": SmoothRule(
        lambda u: iv.power(u, 0.5),
        lambda u, w: iv.scale(0.5, iv.inverse(w)),
        lambda u, w: iv.scale(-0.25, iv.inverse(iv.power(w, 3))),
    ),
    "tan": SmoothRule(
        iv.tangent,
        lambda u, w: _one_plus_square(w),
        lambda u, w: iv.scale(2, iv.multiply(w, _one_plus_square(w))),
    ),
    "tanh": SmoothRule(
        iv.rising(np.tanh, -1.0, 1.0),
        lambda u, w: _one_minus_square(w),
        lambda u, w: iv.scale(-2, iv.multiply(w, _one_minus_square(w))),
    ),
}

#: Functions of one argument that are constant between their jumps; none falls.
FLAT: dict[str, Callable[[Array], Array]] = {
    "ceil": np.ceil,
    "floor": np.floor,
    "heaviside": lambda u: np.heaviside(u, 0.5),
    "round": np.rint,
    "sign": np.sign,
}

#: Comparison -> whether u − v decides for it.
COMPARED: dict[str, Callable[[Array], Booleans]] = {
    "<": lambda d: d < 0,
    "<=": lambda d: d <= 0,
    ">": lambda d: d > 0,
    ">=": lambda d: d >= 0,
    "step": lambda d: d >= 0,
}

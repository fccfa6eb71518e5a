"""What every function of one argument does to intervals: its value, f' and f'' on an interval."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from approx.core import intervals as iv
from approx.core._types import Array, Booleans
from approx.core.intervals import ALL, ONE, Interval
from approx.inputs.expression.derivatives import erf, normal

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


def _is_unknown(u: Interval) -> Booleans:
    """Across a pole of the tangent, from +∞ to −∞, it falls."""
    return np.asarray((u[0] == -iv.INF) & (u[1] == iv.INF))


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


def _gauss(u: Interval) -> Interval:
    """exp(−u²)."""
    return iv.rising(np.exp, low=0.0)(iv.negative(iv.square(u)))


def _density(u: Interval) -> Interval:
    """exp(−u²/2)/√(2π); the factor is rounded, two more units in the last place cover it."""
    bell = iv.rising(np.exp, low=0.0)(iv.scale(-0.5, iv.square(u)))
    return _widened(iv.scale(1 / np.sqrt(2 * np.pi), bell))


_NORMAL = iv.rising(normal, 0.0, 1.0, zero_at=np.nan)


def _gelu(u: Interval) -> Interval:
    return iv.multiply(u, _NORMAL(u))


def _silu(u: Interval) -> Interval:
    return iv.multiply(u, iv.sigmoid(u))


def _silu_slope(u: Interval, w: Interval) -> Interval:
    s = iv.sigmoid(u)
    return iv.multiply(s, iv.shift(1, iv.multiply(u, iv.subtract(ONE, s))))


def _silu_bend(u: Interval, w: Interval) -> Interval:
    s = iv.sigmoid(u)
    tail = iv.shift(2, iv.multiply(u, iv.subtract(ONE, iv.scale(2, s))))
    return iv.multiply(_logistic_slope(u), tail)


def _logistic_slope(u: Interval) -> Interval:
    s = iv.sigmoid(u)
    return iv.multiply(s, iv.subtract(ONE, s))


#: |sinc|, |sinc'| and |sinc''| of sin(t)/t = ∫ cos(st) ds over s in [0, 1] are at most these.
_SINC_MOST = (1.0, 0.5, 1 / 3)
#: Below, sin(t)/t is summed as a series, with this many terms: the rest is below 1e-20.
_SINC_NEAR, _SINC_TERMS = 2.0, 15


def _sinc_series(t: Interval, order: int) -> Interval:
    """The derivative of sin(t)/t = Σ (−1)^k t^2k/(2k + 1)! on |t| <= 2, term by term.

    What is left out alternates and falls: it is smaller than the first term that is left out.
    """
    total, square = iv.number(0.0), iv.square(t)
    odd = order % 2
    first = (order + 1) // 2  # of lower terms nothing is left
    for k in range(_SINC_TERMS, first - 1, -1):
        factor = (-1.0) ** k / math.factorial(2 * k + 1) * math.perm(2 * k, order)
        coefficient = _widened(iv.number(factor))
        total = iv.add(coefficient, iv.multiply(square, total))
    rest = iv.number(1e-20)
    total = iv.add(total, (-rest[0], rest[1]))
    return iv.multiply(t, total) if odd else total


def _sinc(order: int) -> Callable[[Interval], Interval]:
    """The derivative of sin(πu)/(πu) of an order."""
    pi = _widened(iv.number(np.pi))

    def value(u: Interval) -> Interval:
        t = iv.multiply(pi, u)
        size = np.maximum(np.abs(t[0]), np.abs(t[1]))
        small = size <= _SINC_NEAR
        near = _sinc_series(iv.choose(small, t, iv.ZERO), order)
        away = (t[0] > 1) | (t[1] < -1)
        far_t = iv.choose(away, t, iv.ONE)
        far = iv.multiply(iv.sine(far_t), iv.inverse(far_t))
        first = iv.multiply(iv.subtract(iv.cosine(far_t), far), iv.inverse(far_t))
        second = iv.negative(iv.add(far, iv.scale(2, iv.multiply(first, iv.inverse(far_t)))))
        most = iv.outwards(*iv.number(_SINC_MOST[order]), 2)[1]
        rest = iv.choose(away, (far, first, second)[order], (-most, most))
        out = iv.overlap(iv.choose(small, near, rest), (-most, most))
        for _ in range(order):
            out = iv.multiply(pi, out)
        return out

    return value


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
    "acosh": SmoothRule(
        _clipped(iv.rising(np.arccosh, low=0.0, zero_at=1.0), low=1.0),
        lambda u, w: iv.power(iv.shift(-1, iv.square(u)), -0.5),
        lambda u, w: iv.negative(iv.multiply(u, iv.power(iv.shift(-1, iv.square(u)), -1.5))),
    ),
    "asinh": SmoothRule(
        iv.rising(np.arcsinh),
        lambda u, w: iv.power(_one_plus_square(u), -0.5),
        lambda u, w: iv.negative(iv.multiply(u, iv.power(_one_plus_square(u), -1.5))),
    ),
    "atanh": SmoothRule(
        _clipped(iv.rising(np.arctanh), -1.0, 1.0),
        lambda u, w: iv.inverse(_one_minus_square(u)),
        lambda u, w: iv.scale(2, iv.multiply(u, iv.inverse(iv.square(_one_minus_square(u))))),
    ),
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
    "erf": SmoothRule(
        iv.rising(erf, -1.0, 1.0),
        lambda u, w: _widened(iv.scale(2 / np.sqrt(np.pi), _gauss(u))),
        lambda u, w: _widened(iv.scale(-4 / np.sqrt(np.pi), iv.multiply(u, _gauss(u)))),
    ),
    "exp": SmoothRule(iv.rising(np.exp, low=0.0), _itself, _itself),
    "expm1": SmoothRule(
        iv.rising(np.expm1, low=-1.0), lambda u, w: iv.shift(1, w), lambda u, w: iv.shift(1, w)
    ),
    "gelu": SmoothRule(
        _gelu,
        lambda u, w: iv.add(_NORMAL(u), iv.multiply(u, _density(u))),
        lambda u, w: iv.multiply(iv.subtract(iv.number(2), iv.square(u)), _density(u)),
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
    "silu": SmoothRule(_silu, _silu_slope, _silu_bend),
    "sin": _SINE,
    "sinc": SmoothRule(_sinc(0), lambda u, w: _sinc(1)(u), lambda u, w: _sinc(2)(u)),
    "sinh": SmoothRule(iv.rising(np.sinh), lambda u, w: iv.hyperbolic_cosine(u), _itself),
    "softplus": SmoothRule(
        iv.rising(lambda u: np.logaddexp(0.0, u), low=0.0, zero_at=np.nan),
        lambda u, w: iv.sigmoid(u),
        lambda u, w: _logistic_slope(u),
    ),
    "sqrt": SmoothRule(
        lambda u: iv.power(u, 0.5),
        lambda u, w: iv.scale(0.5, iv.inverse(w)),
        lambda u, w: iv.scale(-0.25, iv.inverse(iv.power(w, 3))),
    ),
    "tan": SmoothRule(
        iv.tangent,
        lambda u, w: iv.choose(_is_unknown(w), ALL, _one_plus_square(w)),
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

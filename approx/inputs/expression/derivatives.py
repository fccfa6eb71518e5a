"""What every operation computes: its value, and its first and second derivative.

Derivatives are exact: a part carries (u, u', u'') and each rule maps the jets of its arguments to
its own (forward-mode differentiation to second order; Griewank and Walther 2008, ch. 13).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from approx.core._types import Array
from approx.core.activations.sigmoid import logistic as sigma

Jet = tuple[Array, Array, Array]  # value, first and second derivative, broadcastable
Derive = Callable[..., tuple[Array, Array]]


@dataclass(frozen=True)
class Rule:
    """One operation.

    Attributes:
        arity: how many arguments it takes.
        value: their values -> its value.
        derive: its value and the arguments' jets -> its first and second derivative.
    """

    arity: int
    value: Callable[..., Any]
    derive: Derive


def _chain(
    value: Callable[..., Any],
    first: Callable[[Array, Array], Any],
    second: Callable[[Array, Array], Any],
) -> Rule:
    """A function of one argument from f'(u, f(u)) and f''(u, f(u))."""

    def derive(w: Array, u: Jet) -> tuple[Array, Array]:
        slope = first(u[0], w)
        return slope * u[1], second(u[0], w) * u[1] * u[1] + slope * u[2]

    return Rule(1, value, derive)


def _flat(value: Callable[..., Any], arity: int = 1) -> Rule:
    """A function that is constant between its jumps."""
    return Rule(arity, value, lambda w, *_: (np.zeros_like(w, float), np.zeros_like(w, float)))


def _zero(u: Array, w: Array) -> Array:
    return np.zeros_like(w)


def _times(w: Array, u: Jet, v: Jet) -> tuple[Array, Array]:
    return u[1] * v[0] + u[0] * v[1], u[2] * v[0] + 2 * u[1] * v[1] + u[0] * v[2]


def _over(w: Array, u: Jet, v: Jet) -> tuple[Array, Array]:
    first = (u[1] - w * v[1]) / v[0]
    return first, (u[2] - 2 * first * v[1] - w * v[2]) / v[0]


def power_of_constant(exponent: float) -> Rule:
    """u^c; the coefficients c and c(c − 1) are kept from meeting infinity when they are zero."""
    c = exponent

    def first(u: Array, w: Array) -> Array:
        return np.asarray(c * np.power(u, c - 1)) if c else np.zeros_like(w)

    def second(u: Array, w: Array) -> Array:
        factor = c * (c - 1)
        return np.asarray(factor * np.power(u, c - 2)) if factor else np.zeros_like(w)

    return _chain(lambda u: np.power(u, c), first, second)


def _power(u: Array, v: Array) -> Array:
    # np.power accepts a negative base at the integers among the exponents: isolated points.
    return np.where(u < 0, np.nan, np.power(u, v))


def _power_derive(w: Array, u: Jet, v: Jet) -> tuple[Array, Array]:
    log, ratio = np.log(u[0]), u[1] / u[0]
    rate = v[1] * log + v[0] * ratio
    change = v[2] * log + 2 * v[1] * ratio + v[0] * (u[2] / u[0] - ratio**2)
    return w * rate, w * (rate**2 + change)


def _choose(take: Array, u: Jet, v: Jet) -> tuple[Array, Array]:
    return np.where(take, u[1], v[1]), np.where(take, u[2], v[2])


def _comparison(holds: Callable[[Array, Array], NDArray[np.bool_]]) -> Rule:
    """1 where it holds, 0 where not; what is not defined is neither."""

    def value(u: Array, v: Array) -> Array:
        return np.where(np.isnan(u) | np.isnan(v), np.nan, holds(u, v))

    return _flat(value, 2)


def _mod_derive(w: Array, u: Jet, v: Jet) -> tuple[Array, Array]:
    whole = np.floor(u[0] / v[0])
    return u[1] - whole * v[1], u[2] - whole * v[2]


def _atan2_derive(w: Array, u: Jet, v: Jet) -> tuple[Array, Array]:
    square = u[0] ** 2 + v[0] ** 2
    first = (u[1] * v[0] - u[0] * v[1]) / square
    turn = u[2] * v[0] - u[0] * v[2] - 2 * first * (u[0] * u[1] + v[0] * v[1])
    return first, turn / square


def _hypot_derive(w: Array, u: Jet, v: Jet) -> tuple[Array, Array]:
    first = (u[0] * u[1] + v[0] * v[1]) / w
    second = (u[1] ** 2 + u[0] * u[2] + v[1] ** 2 + v[0] * v[2] - first**2) / w
    return first, second


_SQRT2, _SQRT_TAU = np.sqrt(2.0), np.sqrt(2 * np.pi)


def erf(u: Array) -> Array:
    from scipy.special import erf  # loaded when it is used

    return np.asarray(erf(u))


def normal(u: Array) -> Array:
    """Φ(u), the share of a normal distribution below u."""
    from scipy.special import ndtr

    return np.asarray(ndtr(u))


def normal_density(u: Array) -> Array:
    return np.asarray(np.exp(-u * u / 2) / _SQRT_TAU)


def _sinc(u: Array) -> Array:
    """sin(πu)/(πu), NumPy's."""
    return np.asarray(np.sinc(u))


def _sinc_first(u: Array, w: Array) -> Array:
    t = np.pi * u
    near = np.abs(t) < 1e-2  # −t/3 + t³/30, where the quotient loses digits
    wide = np.where(near, 1.0, t)
    return np.asarray(np.pi * np.where(near, -t / 3 + t**3 / 30, (np.cos(t) - w) / wide))


def _sinc_second(u: Array, w: Array) -> Array:
    t = np.pi * u
    near = np.abs(t) < 1e-2
    wide = np.where(near, 1.0, t)
    far = -w - 2 * (np.cos(t) - w) / (wide * wide)
    return np.asarray(np.pi**2 * np.where(near, -1 / 3 + t * t / 10 - t**4 / 168, far))


_LN2, _LN10 = np.log(2.0), np.log(10.0)

#: Functions that a user may call, by name.
FUNCTIONS: dict[str, Rule] = {
    "abs": _chain(np.abs, lambda u, w: np.sign(u), _zero),
    "acos": _chain(
        np.arccos, lambda u, w: -1 / np.sqrt(1 - u * u), lambda u, w: -u / (1 - u * u) ** 1.5
    ),
    "asin": _chain(
        np.arcsin, lambda u, w: 1 / np.sqrt(1 - u * u), lambda u, w: u / (1 - u * u) ** 1.5
    ),
    "acosh": _chain(
        np.arccosh,
        lambda u, w: (u * u - 1) ** -0.5,
        lambda u, w: -u * (u * u - 1) ** -1.5,
    ),
    "asinh": _chain(
        np.arcsinh, lambda u, w: (1 + u * u) ** -0.5, lambda u, w: -u * (1 + u * u) ** -1.5
    ),
    "atanh": _chain(
        np.arctanh, lambda u, w: 1 / (1 - u * u), lambda u, w: 2 * u / (1 - u * u) ** 2
    ),
    "atan": _chain(np.arctan, lambda u, w: 1 / (1 + u * u), lambda u, w: -2 * u / (1 + u * u) ** 2),
    "atan2": Rule(2, np.arctan2, _atan2_derive),
    "cbrt": _chain(np.cbrt, lambda u, w: 1 / (3 * w * w), lambda u, w: -2 / (9 * w**5)),
    "ceil": _flat(np.ceil),
    "cos": _chain(np.cos, lambda u, w: -np.sin(u), lambda u, w: -w),
    "cosh": _chain(np.cosh, lambda u, w: np.sinh(u), lambda u, w: w),
    "erf": _chain(
        erf,
        lambda u, w: 2 / np.sqrt(np.pi) * np.exp(-u * u),
        lambda u, w: -4 / np.sqrt(np.pi) * u * np.exp(-u * u),
    ),
    "exp": _chain(np.exp, lambda u, w: w, lambda u, w: w),
    "expm1": _chain(np.expm1, lambda u, w: np.exp(u), lambda u, w: np.exp(u)),
    "floor": _flat(np.floor),
    "gelu": _chain(
        lambda u: u * normal(u),
        lambda u, w: normal(u) + u * normal_density(u),
        lambda u, w: (2 - u * u) * normal_density(u),
    ),
    "heaviside": _flat(lambda u: np.heaviside(u, 0.5)),
    "hypot": Rule(2, np.hypot, _hypot_derive),
    "ln": _chain(np.log, lambda u, w: 1 / u, lambda u, w: -1 / (u * u)),
    "log": _chain(np.log, lambda u, w: 1 / u, lambda u, w: -1 / (u * u)),
    "log10": _chain(np.log10, lambda u, w: 1 / (_LN10 * u), lambda u, w: -1 / (_LN10 * u * u)),
    "log1p": _chain(np.log1p, lambda u, w: 1 / (1 + u), lambda u, w: -1 / (1 + u) ** 2),
    "log2": _chain(np.log2, lambda u, w: 1 / (_LN2 * u), lambda u, w: -1 / (_LN2 * u * u)),
    "max": Rule(2, np.maximum, lambda w, u, v: _choose(u[0] >= v[0], u, v)),
    "min": Rule(2, np.minimum, lambda w, u, v: _choose(u[0] <= v[0], u, v)),
    "mod": Rule(2, np.mod, _mod_derive),
    "relu": _chain(lambda u: np.maximum(u, 0.0), lambda u, w: np.where(u > 0, 1.0, 0.0), _zero),
    "round": _flat(np.rint),
    "sigmoid": _chain(sigma, lambda u, w: w * (1 - w), lambda u, w: w * (1 - w) * (1 - 2 * w)),
    "sign": _flat(np.sign),
    "silu": _chain(
        lambda u: u * sigma(u),
        lambda u, w: sigma(u) * (1 + u * (1 - sigma(u))),
        lambda u, w: sigma(u) * (1 - sigma(u)) * (2 + u * (1 - 2 * sigma(u))),
    ),
    "sin": _chain(np.sin, lambda u, w: np.cos(u), lambda u, w: -w),
    "sinc": _chain(_sinc, _sinc_first, _sinc_second),
    "sinh": _chain(np.sinh, lambda u, w: np.cosh(u), lambda u, w: w),
    "softplus": _chain(
        lambda u: np.logaddexp(0.0, u),
        lambda u, w: sigma(u),
        lambda u, w: sigma(u) * (1 - sigma(u)),
    ),
    "sqrt": _chain(np.sqrt, lambda u, w: 0.5 / w, lambda u, w: -0.25 / w**3),
    "step": _comparison(np.greater_equal),
    "tan": _chain(np.tan, lambda u, w: 1 + w * w, lambda u, w: 2 * w * (1 + w * w)),
    "tanh": _chain(np.tanh, lambda u, w: 1 - w * w, lambda u, w: -2 * w * (1 - w * w)),
    "where": Rule(
        3,
        lambda c, u, v: np.where(np.isnan(c), np.nan, np.where(c, u, v)),
        lambda w, c, u, v: _choose(c[0] != 0, u, v),
    ),
}

#: Other spellings that lecturers use.
ALIASES = {
    "absolute": "abs",
    "arccos": "acos",
    "arccosh": "acosh",
    "arcsin": "asin",
    "arcsinh": "asinh",
    "arctan": "atan",
    "arctan2": "atan2",
    "arctanh": "atanh",
    "clamp": "clip",
    "expit": "sigmoid",
    "fabs": "abs",
    "fmax": "max",
    "fmin": "min",
    "logistic": "sigmoid",
    "lg": "log10",
    "maximum": "max",
    "minimum": "min",
    "power": "pow",
    "remainder": "mod",
    "rint": "round",
    "sgn": "sign",
    "swish": "silu",
}

CONSTANTS = {"e": float(np.e), "pi": float(np.pi), "tau": 2 * float(np.pi)}

OPERATORS: dict[str, Rule] = {
    "+": Rule(2, np.add, lambda w, u, v: (u[1] + v[1], u[2] + v[2])),
    "-": Rule(2, np.subtract, lambda w, u, v: (u[1] - v[1], u[2] - v[2])),
    "*": Rule(2, np.multiply, _times),
    "/": Rule(2, np.divide, _over),
    "^": Rule(2, _power, _power_derive),
    "neg": Rule(1, np.negative, lambda w, u: (-u[1], -u[2])),
}

COMPARISONS: dict[str, Rule] = {
    "<": _comparison(np.less),
    "<=": _comparison(np.less_equal),
    ">": _comparison(np.greater),
    ">=": _comparison(np.greater_equal),
}

#: What holds where a comparison does not.
OPPOSITE = {"<": ">=", "<=": ">", ">": "<=", ">=": "<"}

RULES = FUNCTIONS | OPERATORS | COMPARISONS

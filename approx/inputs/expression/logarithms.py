"""u^c · ln u on intervals: its limit at 0 is 0, though ln u has no bound there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce

import numpy as np

from approx.core import intervals as iv
from approx.core._types import Array
from approx.core.intervals import ALL, ONE, ZERO, Interval, Jet
from approx.inputs.expression.interval_jets import chain, negated, product
from approx.inputs.expression.tape import Part

_LOGARITHMS = {"ln": np.e, "log": np.e, "log2": 2.0, "log10": 10.0}


def power_of_logarithm(parts: Sequence[Part], part: Part, jets: Mapping[int, Jet]) -> Jet | None:
    """Bounds of a product of powers of b and ln b, and of what else it holds; None for others.

    x·log(x), −x·log(x), 3·x²·log2(x), √x·ln x, x·ln|x|; and x·ln x for the exponent of x^x.
    """
    logarithms: list[tuple[int | None, int, str]]
    factors = [i for arg in part.args for i in _flattened(parts, arg)]
    if part.op == "^":  # the exponent of exp(v · ln u)
        factors, logarithms = _flattened(parts, part.args[1]), [(None, part.args[0], "ln")]
    else:
        logarithms = [(i, parts[i].args[0], parts[i].op) for i in factors if _is_log(parts, i)]
    for place, base, name in logarithms:
        rest = [i for i in factors if i != place]
        for other in rest:
            c, sign = _exponent(parts, other, base, jets)
            if c > 0:
                rest.remove(other)
                value, first, second = logarithmic(jets[base][0], c)
                jet = product(sign, chain(jets[base], value, first, second))
                wide = iv.outwards(*iv.number(1 / np.log(_LOGARITHMS[name])), 2)
                if _LOGARITHMS[name] != np.e:
                    jet = product(jet, (wide, ZERO, ZERO))
                return reduce(product, (jets[i] for i in rest), jet)
    return None


def _flattened(parts: Sequence[Part], place: int) -> list[int]:
    """The factors of a product."""
    part = parts[place]
    if part.value is None and part.op == "*":
        return [i for arg in part.args for i in _flattened(parts, arg)]
    return [place]


def _is_log(parts: Sequence[Part], place: int) -> bool:
    return parts[place].value is None and parts[place].op in _LOGARITHMS


def _exponent(
    parts: Sequence[Part], place: int, base: int, jets: Mapping[int, Jet]
) -> tuple[float, Jet]:
    """(c, s) where a factor is s · base^c with s = ±1; c = 0 for another factor."""
    part, plus_one = parts[place], (ONE, ZERO, ZERO)
    if place == base:
        return 1.0, plus_one
    if part.op == "neg":
        c, sign = _exponent(parts, part.args[0], base, jets)
        return c, negated(sign)
    if part.op == "^" and part.args[0] == base:
        return parts[part.args[1]].value or 0.0, plus_one
    if part.op == "sqrt" and part.args[0] == base:
        return 0.5, plus_one
    if parts[base].op == "abs" and parts[base].args[0] == place:
        low, high = jets[place][0]
        known = iv.choose((low >= 0) | (high <= 0), ZERO, ALL)
        value = np.where(low >= 0, 1.0, -1.0), np.where(high <= 0, -1.0, 1.0)
        return 1.0, (value, known, known)
    return 0.0, plus_one


def logarithmic(u: Interval, c: float) -> tuple[Interval, Interval, Interval]:
    """Bounds of u^c · ln u for c > 0, and of its two derivatives, on u >= 0."""
    inside = np.maximum(u[0], 0.0), u[1]
    value = iv.choose(u[1] < 0, ALL, _value(inside, c))
    return (
        value,
        _derivative(inside, c - 1, c, 1.0),
        _derivative(inside, c - 2, c * (c - 1), 2 * c - 1),
    )


def _value(u: Interval, c: float) -> Interval:
    def at(t: Array) -> Interval:
        product_there = iv.multiply(iv.power((t, t), c), iv.rising(np.log, zero_at=1.0)((t, t)))
        return iv.choose(t == 0, ZERO, product_there)

    (low, high), (p, q) = at(u[0]), at(u[1])
    # It falls from 0 to −1/(c e) at e^(−1/c), then rises.
    turn = np.exp(-1 / c)
    least = -(1 + 16 * iv.EPS) / (c * np.e)
    turns = (u[0] <= turn * (1 + 1e-14)) & (u[1] >= turn * (1 - 1e-14))
    return np.where(turns, least, np.minimum(low, p)), np.maximum(high, q)


def _derivative(u: Interval, exponent: float, factor: float, summand: float) -> Interval:
    """u^e (f · ln u + s)."""
    ln = _value(u, exponent) if exponent > 0 else iv.rising(np.log, zero_at=1.0)(u)
    logarithm = iv.scale(factor, ln) if factor else ZERO
    if exponent > 0:
        return iv.add(logarithm, iv.scale(summand, iv.power(u, exponent)))
    return iv.multiply(iv.power(u, exponent), iv.add(logarithm, iv.number(summand)))

"""u^c · ln u on intervals: its limit at 0 is 0, though ln u has no bound there."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import reduce

import numpy as np

from approx.core import intervals as iv
from approx.core._types import Array
from approx.core.intervals import ALL, ONE, ZERO, Interval, Jet
from approx.inputs.expression.interval_jets import chain, negated, product
from approx.inputs.expression.tape import Part

#: Bounds of the quotient of two parts that are 0 at one place; None for others.
Over = Callable[[int, int], Jet | None]
#: How two jets are multiplied.
Times = Callable[[Jet, Jet], Jet]
_LOGARITHMS = {"ln": np.e, "log": np.e, "log2": 2.0, "log10": 10.0}
#: Powers of a logarithm, (ln b)^k, that are known.
_COUNTS = range(1, 9)


def power_of_logarithm(
    parts: Sequence[Part], part: Part, jets: Mapping[int, Jet], over: Over, times: Times = product
) -> Jet | None:
    """Bounds of a product of powers of ln b, what tends to 0 with b, and what else it holds.

    x·log(x), −x·log(x), 3·x²·log2(x), √x·ln x, x·ln|x|, x·log(x)², sin(x)·ln x; and x·ln x for the
    exponent of x^x. None for other products.

    Args:
        over: of what tends to 0 with b the quotient by b, without its 0/0.
    """
    factors, negative = _flattened(parts, part.args[1:] if part.op == "^" else part.args)
    powers: dict[int, list[tuple[str, int]]] = {}
    if part.op == "^":  # the exponent of exp(v · ln u)
        powers[part.args[0]] = [("ln", 1)]
    for i in factors:
        if known := _logarithm(parts, i):
            powers.setdefault(known[0], []).append(known[1:])
    for base, logarithms in powers.items():
        rest = [i for i in factors if (_logarithm(parts, i) or (None,))[0] != base]
        for other in rest:
            c, share = _exponent(parts, other, base, jets, over)
            if c > 0:
                rest.remove(other)
                jet = product(share, _power_of(jets[base], c, logarithms))
                jet = reduce(times, (jets[i] for i in rest), jet)
                return negated(jet) if negative else jet
    return None


def _power_of(u: Jet, c: float, logarithms: Sequence[tuple[str, int]]) -> Jet:
    """u^c times powers of logarithms of u: the k-th power of u^(c/k) · ln u, for all k together."""
    count = sum(k for _, k in logarithms)
    jet = chain(u, *logarithmic(u[0], c / count))
    if count > 1:
        first = iv.scale(count, iv.power(jet[0], count - 1))
        second = iv.scale(count * (count - 1), iv.power(jet[0], count - 2))
        jet = chain(jet, iv.power(jet[0], count), first, second)
    for name, k in logarithms:
        if _LOGARITHMS[name] != np.e:
            wide = iv.outwards(*iv.number(1 / np.log(_LOGARITHMS[name])), 2)
            jet = product(jet, (iv.power(wide, k), ZERO, ZERO))
    return jet


def _flattened(parts: Sequence[Part], places: Sequence[int]) -> tuple[list[int], bool]:
    """The factors of a product of products, and whether it is their negative."""
    factors, negative = [], False
    for place in places:
        part = parts[place]
        if part.value is None and part.op in ("*", "neg"):
            inner, odd = _flattened(parts, part.args)
            factors += inner
            negative ^= odd ^ (part.op == "neg")
        else:
            factors.append(place)
    return factors, negative


def _logarithm(parts: Sequence[Part], place: int) -> tuple[int, str, int] | None:
    """(base, name, k) of a power of a logarithm, (ln b)^k; None of what is none."""
    part, count = parts[place], 1.0
    if part.op == "^" and part.value is None:
        count = parts[part.args[1]].value or 0.0
        part = parts[part.args[0]]
    if part.value is not None or part.op not in _LOGARITHMS or count not in _COUNTS:
        return None
    return part.args[0], part.op, int(count)


def _exponent(
    parts: Sequence[Part], place: int, base: int, jets: Mapping[int, Jet], over: Over
) -> tuple[float, Jet]:
    """(c, s) where a factor is s · base^c with a bounded s; c = 0 for another factor."""
    part, plus_one = parts[place], (ONE, ZERO, ZERO)
    if place == base:
        return 1.0, plus_one
    if parts[base].op == "neg" and parts[base].args[0] == place:
        return 1.0, negated(plus_one)
    if part.op == "^" and part.args[0] == base:
        return parts[part.args[1]].value or 0.0, plus_one
    if part.op == "sqrt" and part.args[0] == base:
        return 0.5, plus_one
    is_size = parts[base].value is None and parts[base].op == "abs"
    inner = parts[base].args[0] if is_size else base
    sign = _sign(jets[inner][0]) if is_size else plus_one
    if place == inner:
        return 1.0, sign
    quotient = over(place, inner)
    return (0.0, plus_one) if quotient is None else (1.0, product(sign, quotient))


def _sign(u: Interval) -> Jet:
    """u/|u|, either where u may be 0."""
    low, high = u
    known = iv.choose((low >= 0) | (high <= 0), ZERO, ALL)
    return (np.where(low >= 0, 1.0, -1.0), np.where(high <= 0, -1.0, 1.0)), known, known


def logarithmic(u: Interval, c: float) -> tuple[Interval, Interval, Interval]:
    """Bounds of u^c · ln u for c > 0, and of its two derivatives, on u >= 0."""
    inside = np.maximum(u[0], 0.0), u[1]
    first = _derivative(inside, c - 1, c, 1.0)
    second = _derivative(inside, c - 2, c * (c - 1), 2 * c - 1)
    value, first, second = (iv.choose(u[1] < 0, ALL, a) for a in (_value(inside, c), first, second))
    return value, first, second


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

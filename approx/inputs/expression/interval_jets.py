"""Value, slope and bend as intervals, under arithmetic and the chain rule."""

from __future__ import annotations

from approx.core import intervals as iv
from approx.core.intervals import ONE, Interval, Jet
from approx.inputs.expression.function_bounds import SMOOTH


def chain(u: Jet, value: Interval, first: Interval, second: Interval) -> Jet:
    """A function of u from bounds of its value and derivatives by u."""
    bend = iv.add(
        iv.multiply(second, iv.square(u[1])) if u[1] is not ONE else second,
        iv.multiply(first, u[2]),
    )
    return value, iv.multiply(first, u[1]), bend


def smooth(op: str, u: Jet) -> Jet:
    rule = SMOOTH[op]
    w = rule.value(u[0])
    return chain(u, w, rule.first(u[0], w), rule.second(u[0], w))


def plus(u: Jet, v: Jet) -> Jet:
    return iv.add(u[0], v[0]), iv.add(u[1], v[1]), iv.add(u[2], v[2])


def minus(u: Jet, v: Jet) -> Jet:
    return iv.subtract(u[0], v[0]), iv.subtract(u[1], v[1]), iv.subtract(u[2], v[2])


def product(u: Jet, v: Jet, is_square: bool = False) -> Jet:
    if is_square:
        return chain(u, iv.square(u[0]), iv.scale(2, u[0]), iv.number(2))
    cross = iv.scale(2, iv.multiply(u[1], v[1]))
    bend = iv.add(iv.add(iv.multiply(u[2], v[0]), iv.multiply(u[0], v[2])), cross)
    slope = iv.add(iv.multiply(u[1], v[0]), iv.multiply(u[0], v[1]))
    return iv.multiply_sharply(u[0], v[0]), slope, bend


def negated(u: Jet) -> Jet:
    return iv.negative(u[0]), iv.negative(u[1]), iv.negative(u[2])

"""What every operation does to intervals of value, slope and bend, jumps and kinks included.

Three rows are computed for every cell: the open cell, its left and its right end as seen from
inside. At an end, the slope on the cell tells on which side of its value there an argument lies,
so floor(x) on (1, 2) is 1 at both ends.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from approx.core import intervals as iv
from approx.core._types import Array, Booleans
from approx.core.intervals import ALL, INF, ONE, ZERO, Interval, Jet
from approx.inputs.expression.function_bounds import COMPARED, FLAT, SMOOTH
from approx.inputs.expression.interval_jets import (
    chain,
    minus,
    negated,
    plus,
    product,
    smooth,
)
from approx.inputs.expression.logarithms import power_of_logarithm
from approx.inputs.expression.tape import Part, is_whole


def full(a: Interval, size: int) -> Interval:
    return np.array(np.broadcast_to(a[0], size)), np.array(np.broadcast_to(a[1], size))


@dataclass(frozen=True)
class Rows:
    """Cells, then their left ends, then their right ends; (3 · cells,).

    Attributes:
        zeros_of: for two parts, the places where both are 0, and whether their slopes are too.
    """

    left: Array
    right: Array
    zeros_of: Callable[[int, int], Sequence[tuple[float, bool]]]

    @cached_property
    def are_limits(self) -> Booleans:
        """Which rows are single places, where a quantity tends to what is said of it."""
        n = len(self.left) // 3
        return np.asarray(np.r_[self.left[:n] == self.right[:n], np.ones(2 * n, bool)])

    def product(self, u: Jet, v: Jet) -> Jet:
        """The product, of whose limit nothing is known where one part tends to 0, one to ±∞."""
        value, slope, bend = product(u, v)
        if not (np.isinf(u[0]).any() or np.isinf(v[0]).any()):
            return value, slope, bend
        lost = (_is_zero(u[0]) & _is_unbounded(v[0])) | (_is_zero(v[0]) & _is_unbounded(u[0]))
        return iv.choose(self.are_limits & lost, ALL, value), slope, bend

    def sides(self, slope: Interval) -> tuple[Array, Array]:
        """For (low, high) of a quantity of that slope: the side on which its values lie.

        1 for above the end only, −1 for below, 0 for at it.
        """
        low, high = full(slope, len(self.left))
        n = len(low) // 3
        low, high = low[:n], high[:n]
        is_strict = np.where((low > 0) | (high < 0), 1.0, 0.0)
        # From the left end into the cell a quantity moves as its slope says, from the right
        # end against it. In a cell of no width nothing is known.
        down, up = np.sign(low), np.sign(high)
        point = self.left[:n] == self.right[:n]
        is_strict, down, up = (
            np.where(point, 0.0, is_strict),
            np.where(point, -1.0, down),
            np.where(point, 1.0, up),
        )
        return np.r_[is_strict, down, -up], np.r_[-is_strict, up, -down]


def jet_of(parts: Sequence[Part], part: Part, jets: dict[int, Jet], rows: Rows) -> Jet:
    op, args = part.op, [jets[i] for i in part.args]
    if op in SMOOTH:
        return smooth(op, args[0])
    if op in FLAT:
        return _flat(op, args[0], rows)
    if op in COMPARED:
        return _compared(op, args[0], args[1], rows)
    if op in _BY_FORM:
        return _BY_FORM[op](parts, part, jets, rows)
    return _BY_VALUE[op](*args, rows)


def _product(parts: Sequence[Part], part: Part, jets: dict[int, Jet], rows: Rows) -> Jet:
    u, v = (jets[i] for i in part.args)
    if part.args[0] == part.args[1]:
        return product(u, v, is_square=True)
    plain = rows.product(u, v)
    special = power_of_logarithm(
        parts, part, jets, lambda i, j: _removed_quotient(i, j, jets, rows), rows.product
    )
    if special is None:
        return plain
    # Near the base's zero the one is sharp, elsewhere the other.
    value, slope, bend = (iv.overlap(a, b) for a, b in zip(plain, special, strict=True))
    return value, slope, bend


def _divided(u: Jet, v: Jet, below: Interval) -> Jet:
    """U/v, where `below` holds v."""
    w, by = iv.divide(u[0], below), iv.inverse(below)
    if v[1] is ZERO and v[2] is ZERO:
        return w, iv.multiply(u[1], by), iv.multiply(u[2], by)
    first = iv.multiply(iv.subtract(u[1], iv.multiply(w, v[1])), by)
    bent = iv.subtract(u[2], iv.scale(2, iv.multiply(first, v[1])))
    return w, first, iv.multiply(iv.subtract(bent, iv.multiply(w, v[2])), by)


def _quotient(parts: Sequence[Part], part: Part, jets: dict[int, Jet], rows: Rows) -> Jet:
    first, second = part.args
    return _quotient_of(first, second, jets, rows)


def _removed_quotient(first: int, second: int, jets: dict[int, Jet], rows: Rows) -> Jet | None:
    """The quotient of two parts that are both 0 at a place; None for others."""
    return _quotient_of(first, second, jets, rows) if rows.zeros_of(first, second) else None


def _quotient_of(first: int, second: int, jets: dict[int, Jet], rows: Rows) -> Jet:
    u, v = jets[first], jets[second]
    # Only at 0 does it matter on which side of its end the divisor lies.
    below = v[0]
    if v[1] is not ZERO:
        inner = iv.nudged(below, rows.sides(v[1]))
        low, high = (np.where(end == 0, near, end) for end, near in zip(below, inner, strict=True))
        below = low, high
    jet, zero_below = _divided(u, v, below), _has_zero(v[0])
    if not zero_below.any():
        return jet
    # At an end, 0/0 may tend to anything; at a single place it does.
    lost = np.array(np.broadcast_to(_has_zero(u[0]) & zero_below, len(rows.left)))
    lost[: len(lost) // 3] &= (rows.left == rows.right)[: len(lost) // 3]
    jet = _pick(lost, (ALL, ALL, ALL), jet)
    for place, twice in rows.zeros_of(first, second):
        removed = _twice_removed(u, v) if twice else _removed(u, v)
        jet = _pick(_meets(place, u[0], v[0], rows), removed, jet)
    return jet


def _meets(place: float, u: Interval, v: Interval, rows: Rows) -> Booleans:
    """Where a cell or end holds a place with 0/0, and both tend to 0 there: not so ceil(x)/x²."""
    n = len(rows.left) // 3
    low, high = (full(end, 3 * n) for end in (u, v))
    zero = np.logical_and.reduce([end == 0 for end in (*low, *high)])
    at_left, at_right = rows.left[:n] == place, rows.right[:n] == place
    cell = (rows.left[:n] <= place) & (place <= rows.right[:n])
    cell &= np.where(at_left, zero[n : 2 * n], True) & np.where(at_right, zero[2 * n :], True)
    at_end = zero[n:] & (rows.left[n:] == place)
    return np.asarray(np.r_[cell, at_end])


def _has_zero(a: Interval) -> Booleans:
    return np.asarray((a[0] <= 0) & (a[1] >= 0))


def _is_zero(a: Interval) -> Booleans:
    return np.asarray((a[0] == 0) & (a[1] == 0))


def _is_unbounded(a: Interval) -> Booleans:
    return np.asarray(np.isinf(a[0]) | np.isinf(a[1]))


def _pick(take: Booleans, one: Jet, other: Jet) -> Jet:
    a, b, c = (iv.choose(take, p, q) for p, q in zip(one, other, strict=True))
    return a, b, c


def _removed(u: Jet, v: Jet) -> Jet:
    """u/v on a cell with a place z where both are 0.

    u = (x − z) U, and U is a mean of u' between z and x; U' is half a mean of u''.
    """
    by = iv.inverse(v[1])
    w = iv.multiply(u[1], by)
    turned = iv.subtract(iv.scale(0.5, u[2]), iv.multiply(w, iv.scale(0.5, v[2])))
    return _known_unless(_has_zero(v[1]), (w, iv.multiply(turned, by), ALL))


def _twice_removed(u: Jet, v: Jet) -> Jet:
    """The same where both slopes are 0 too, as in (1 − cos x)/x²."""
    w = iv.multiply(u[2], iv.inverse(v[2]))
    return _known_unless(_has_zero(v[2]), (w, ALL, ALL))


def _known_unless(lost: Booleans, jet: Jet) -> Jet:
    """The jet, and nothing where it is lost: there, not even 0 times anything is 0."""
    return _pick(lost, (ALL, ALL, ALL), jet)


def _power(parts: Sequence[Part], part: Part, jets: dict[int, Jet], rows: Rows) -> Jet:
    base, exponent = (jets[i] for i in part.args)
    c = parts[part.args[1]].value
    if c is not None:
        first = iv.scale(c, iv.power(base[0], c - 1)) if c else ZERO
        second = iv.scale(c * (c - 1), iv.power(base[0], c - 2)) if c * (c - 1) else ZERO
        value, slope, bend = chain(base, iv.power(base[0], c), first, second)
        if c >= 0:
            return value, slope, bend
        # Across a pole both sides may fall, and the function rises.
        pole = _has_zero(base[0])
        return value, iv.choose(pole, ALL, slope), iv.choose(pole, ALL, bend)
    if is_whole(parts, part.args[1]):
        return _whole_power(base, exponent)
    # u^v = exp(v · ln u), on u >= 0.
    inner = power_of_logarithm(parts, part, jets, lambda i, j: None, rows.product)
    return smooth("exp", inner or rows.product(exponent, smooth("ln", base)))


def _whole_power(u: Jet, n: Jet) -> Jet:
    """u^n for an n that is whole, and constant where its bounds meet."""
    low, high = full(n[0], max(np.size(n[0][0]), np.size(u[0][0])))
    single = low == high
    least = np.where(single, low, 0.0)
    corners = [np.power(end, least) for end in u[0]]
    inside = (u[0][0] < 0) & (u[0][1] > 0) & (np.mod(least, 2) == 0)
    smallest = np.where(inside & (least > 0), 0.0, np.minimum(*corners))
    wide = iv.outwards(smallest, np.maximum(*corners), iv.ULPS)
    unit = (np.abs(u[0][0]) == 1) & (u[0][0] == u[0][1])
    value = iv.choose(unit, (smallest, np.maximum(*corners)), wide)
    unbounded = (least < 0) & (u[0][0] <= 0) & (u[0][1] >= 0)
    value = iv.choose(unbounded, ALL, value)
    # Between two exponents the size lies between those of the ends, of either sign.
    size = np.maximum(np.abs(u[0][0]), np.abs(u[0][1]))
    least_size = np.where(_has_zero(u[0]), 0.0, np.minimum(np.abs(u[0][0]), np.abs(u[0][1])))
    both = [np.power(s, end) for s in (size, least_size) for end in (low, high)]
    most = np.nextafter(np.maximum.reduce(both) * (1 + 16 * iv.EPS), INF)
    most = np.where(np.isnan(most), INF, most)
    positive = u[0][0] >= 0
    hull = np.where(positive, 0.0, -most), most
    hull = iv.choose(unit & (u[0][0] == 1), ONE, hull)
    constant = u[1] is ZERO
    slope = iv.choose(single, ZERO, ALL) if constant else ALL
    if not constant:
        # u^n with one n has the slope n u^(n − 1) u', in the power's own bounds where u is not 0.
        first = iv.multiply(n[0], iv.multiply(value, iv.inverse(u[0])))
        slope = iv.choose(single, iv.multiply(first, u[1]), ALL)
    return iv.choose(single, value, hull), slope, (slope if constant else ALL)


def _difference(u: Jet, v: Jet, rows: Rows) -> Interval:
    """u − v without the values that it does not take."""
    value, slope, _ = minus(u, v)
    return iv.nudged(full(value, len(rows.left)), rows.sides(slope))


def _compared(op: str, u: Jet, v: Jet, rows: Rows) -> Jet:
    low, high = _difference(u, v, rows)
    holds = COMPARED[op]
    low_holds, high_holds = holds(low), holds(high)
    yes, no = low_holds & high_holds, ~(low_holds | high_holds)
    one = iv.choose(yes | no, ZERO, ALL)
    return (np.where(yes, 1.0, 0.0), np.where(no, 0.0, 1.0)), one, one


def _where(condition: Jet, u: Jet, v: Jet, rows: Rows) -> Jet:
    take_u, take_v = condition[0][0] == 1, condition[0][1] == 0
    either: Jet = (iv.hull(u[0], v[0]), ALL, ALL)
    return _pick(take_u, u, _pick(take_v, v, either))


def _flat(op: str, u: Jet, rows: Rows) -> Jet:
    low, high = (FLAT[op](end) for end in iv.nudged(full(u[0], len(rows.left)), rows.sides(u[1])))
    one = iv.choose(low == high, ZERO, ALL)
    return (low, high), one, one


def _absolute(u: Jet, rows: Rows) -> Jet:
    low, high = u[0]
    least = np.where(low > 0, low, np.where(high < 0, -high, 0.0))
    return _with_kink(u, (least, np.maximum(-low, high)), -1.0, rows)


def _relu(u: Jet, rows: Rows) -> Jet:
    return _with_kink(u, (np.maximum(u[0][0], 0.0), np.maximum(u[0][1], 0.0)), 0.0, rows)


def _with_kink(u: Jet, value: Interval, left_slope: float, rows: Rows) -> Jet:
    """A function of slope `left_slope` below 0 and 1 above; its bend has no upper bound at 0."""
    low, high = iv.nudged(full(u[0], len(rows.left)), rows.sides(u[1]))
    slope = np.where(low > 0, 1.0, left_slope), np.where(high < 0, left_slope, 1.0)
    # Closed ends count: of what is never below 0, the slope is 1 where it is more.
    slope = np.where((low >= 0) & (high > 0), 1.0, slope[0]), slope[1]
    slope = slope[0], np.where((high <= 0) & (low < 0), left_slope, slope[1])
    bend = np.zeros_like(low), np.where((low < 0) & (high > 0), INF, 0.0)
    return chain(u, value, slope, bend)


def _largest(u: Jet, v: Jet, rows: Rows) -> Jet:
    low, high = _difference(u, v, rows)
    both: Jet = (
        (np.maximum(u[0][0], v[0][0]), np.maximum(u[0][1], v[0][1])),
        iv.hull(u[1], v[1]),
        (np.minimum(u[2][0], v[2][0]), iv.number(INF)[1]),
    )
    return _pick(low >= 0, u, _pick(high <= 0, v, both))


def _smallest(u: Jet, v: Jet, rows: Rows) -> Jet:
    return negated(_largest(negated(u), negated(v), rows))


def _remainder(u: Jet, v: Jet, rows: Rows) -> Jet:
    """u − v · floor(u/v), which lies between 0 and v."""
    count = _flat("floor", _divided(u, v, v[0]), rows)
    jet = minus(u, rows.product(v, count))
    zero_to_v = np.minimum(v[0][0], 0.0), np.maximum(v[0][1], 0.0)
    crosses = (v[0][0] <= 0) & (v[0][1] >= 0)
    value = iv.choose(crosses, jet[0], iv.overlap(jet[0], zero_to_v))
    return value, jet[1], jet[2]


def _angle(u: Jet, v: Jet, rows: Rows) -> Jet:
    """atan2(u, v): of a box without the origin and the cut, largest and smallest in its corners."""
    size = len(rows.left)
    p = iv.nudged(full(u[0], size), rows.sides(u[1])) if u[1] is not ZERO else full(u[0], size)
    q = full(v[0], size)
    corners = [np.arctan2(y, x) for y in p for x in q]
    value = iv.outwards(np.minimum.reduce(corners), np.maximum.reduce(corners), iv.ULPS)
    lost = _has_zero(p) & (q[0] <= 0) & ~((p[0] == 0) & (p[1] == 0) & (q[1] < 0))
    lost |= _has_zero(u[0]) & _has_zero(v[0])
    square = iv.add(iv.square(u[0]), iv.square(v[0]))
    by = iv.inverse(square)
    first = iv.multiply(iv.subtract(iv.multiply(u[1], v[0]), iv.multiply(u[0], v[1])), by)
    turn = iv.subtract(iv.multiply(u[2], v[0]), iv.multiply(u[0], v[2]))
    grown = iv.add(iv.multiply(u[0], u[1]), iv.multiply(v[0], v[1]))
    turn = iv.subtract(turn, iv.scale(2, iv.multiply(first, grown)))
    whole = iv.outwards(*iv.number(np.pi), 2)
    everything: Jet = ((-whole[1], whole[1]), ALL, ALL)
    return _pick(lost, everything, (value, first, iv.multiply(turn, by)))


def _length(u: Jet, v: Jet, rows: Rows) -> Jet:
    """hypot(u, v); its slope is never steeper than (u', v') is long."""
    w = iv.power(iv.add(iv.square(u[0]), iv.square(v[0])), 0.5)
    steepest = iv.power(iv.add(iv.square(u[1]), iv.square(v[1])), 0.5)[1]
    by = iv.inverse(w)
    along = iv.add(iv.multiply(u[0], u[1]), iv.multiply(v[0], v[1]))
    first = iv.overlap(iv.multiply(along, by), (-steepest, steepest))
    second = iv.add(iv.square(u[1]), iv.square(v[1]))
    second = iv.add(second, iv.add(iv.multiply(u[0], u[2]), iv.multiply(v[0], v[2])))
    return w, first, iv.multiply(iv.subtract(second, iv.square(first)), by)


#: Operations that look at the form of their arguments, not only at the values.
_BY_FORM: dict[str, Callable[[Sequence[Part], Part, dict[int, Jet], Rows], Jet]] = {
    "*": _product,
    "/": _quotient,
    "^": _power,
}

_BY_VALUE: dict[str, Callable[..., Jet]] = {
    "+": lambda u, v, rows: plus(u, v),
    "-": lambda u, v, rows: minus(u, v),
    "neg": lambda u, rows: negated(u),
    "abs": _absolute,
    "relu": _relu,
    "max": _largest,
    "min": _smallest,
    "mod": _remainder,
    "atan2": _angle,
    "hypot": _length,
    "where": _where,
}

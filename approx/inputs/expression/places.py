"""Where a function may break: read off its operations, then solved for on the domain.

Every operation breaks only where some quantity crosses known levels: a quotient where the
denominator is 0, floor where its argument is whole, tan at π/2 + kπ. These places are solved for
exactly when the quantity is a x + b, and by bisection to the last bit otherwise.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from approx.core._types import Array
from approx.inputs.expression.derivatives import OPERATORS, Jet
from approx.inputs.expression.tape import Part, is_whole, jets, needed, values

#: Points at which a function is evaluated; every second one is drawn.
GRID = 2001
#: More breaks than this are not listed: the function is then too fast to draw anyway.
MOST_PLACES = 500
#: Places nearer than this share of the domain count as one: no picture shows them apart.
TOGETHER = 1e-7
#: Unless both are solved for exactly and further apart than rounding: what lies between counts.
EXACTLY = 1e-12


@dataclass(frozen=True)
class _Levels:
    """The quantity op(arguments), or the first argument, and the levels at which it breaks.

    Attributes:
        args: places on the tape of one or two arguments.
        op: how two arguments make the quantity.
        at: single levels.
        lattice: (offset, period) of levels without end.
    """

    args: tuple[int, ...]
    op: str = ""
    at: tuple[float, ...] = (0.0,)
    lattice: tuple[float, float] | None = None


def _levels_at(*at: float) -> Callable[[tuple[int, ...]], list[_Levels]]:
    return lambda args: [_Levels(args[:1], at=at)]


def _levels_every(offset: float, period: float) -> Callable[[tuple[int, ...]], list[_Levels]]:
    return lambda args: [_Levels(args, at=(), lattice=(offset, period))]


def _levels_of_difference(args: tuple[int, ...]) -> list[_Levels]:
    return [_Levels(args, "-")]


#: Operation -> the levels at which it breaks, by its arguments; ^ is in :func:`_levels`.
_LEVELS: dict[str, Callable[[tuple[int, ...]], list[_Levels]]] = {
    **dict.fromkeys(("abs", "cbrt", "heaviside", "hypot", "ln", "log"), _levels_at(0.0)),
    **dict.fromkeys(("log10", "log2", "relu", "sign", "sqrt"), _levels_at(0.0)),
    **dict.fromkeys(("acos", "asin", "atanh"), _levels_at(-1.0, 1.0)),
    "acosh": _levels_at(1.0),
    "log1p": _levels_at(-1.0),
    **dict.fromkeys(("ceil", "floor"), _levels_every(0.0, 1.0)),
    "round": _levels_every(0.5, 1.0),
    "tan": _levels_every(float(np.pi) / 2, float(np.pi)),
    **dict.fromkeys(("max", "min", "step", "<", "<=", ">", ">="), _levels_of_difference),
    "mod": lambda args: [_Levels(args, "/", (), (0.0, 1.0)), _Levels(args[1:])],
    "atan2": lambda args: [_Levels(args[:1]), _Levels(args[1:])],
    "/": lambda args: [_Levels(args[1:])],
}


def _levels(parts: Sequence[Part], part: Part) -> list[_Levels]:
    if part.op == "^":
        levels = [_Levels(part.args[:1])] if _breaks_at_zero(parts, part) else []
    else:
        levels = _LEVELS[part.op](part.args) if part.op in _LEVELS else []
    return [level for level in levels if any(parts[i].value is None for i in level.args)]


def _breaks_at_zero(parts: Sequence[Part], part: Part) -> bool:
    exponent = parts[part.args[1]].value
    if exponent is None:
        return parts[part.args[0]].value is None
    return exponent < 0 or not is_whole(parts, part.args[1])


def candidates(parts: Sequence[Part], domain: tuple[float, float]) -> tuple[Array, bool]:
    """Places inside the domain where the last part may break, ascending.

    Returns:
        The places, and whether there were too many of them to list.
    """
    a, b = domain
    x = np.linspace(a, b, GRID)
    solutions, crowded = [np.zeros(0)], False
    exact = [np.zeros(0)]
    root = len(parts) - 1
    jets_at_x = jets(parts, [root], x)
    affine = _affine(parts)
    levels = {level for i in needed(parts, root) for level in _levels(parts, parts[i])}
    for level in sorted(levels, key=lambda level: (level.args, level.op)):
        solved = _solve_affine(level, affine, domain)
        if solved is None:
            solved = _solve(level, x, _quantity(level, jets_at_x), _evaluator(parts, level))
        else:
            exact.append(solved[:MOST_PLACES])
        crowded |= len(solved) > MOST_PLACES
        solutions.append(solved[:MOST_PLACES])
    edges = _edges(parts, x, jets_at_x[root][0])
    places = np.unique(np.concatenate([*solutions, edges]))
    places = places[(places > a) & (places < b)]
    crowded |= len(places) > MOST_PLACES
    known = np.concatenate(exact)
    # What bisection finds beside an end of the domain is that end.
    room = np.where(np.isin(places, known), EXACTLY, TOGETHER) * (b - a)
    places = places[np.minimum(places - a, b - places) > room]
    places = _apart(places, known, b - a)
    return places[:MOST_PLACES], crowded or len(places) > MOST_PLACES


def _affine(parts: Sequence[Part]) -> list[tuple[float, float] | None]:
    """(slope, intercept) of every part that is a line by its form."""
    lines: list[tuple[float, float] | None] = []
    for part in parts:
        args = [lines[i] for i in part.args]
        line: tuple[float, float] | None = None
        if part.value is not None:
            line = (0.0, part.value)
        elif part.op == "x":
            line = (1.0, 0.0)
        elif part.op == "neg" and args[0]:
            line = (-args[0][0], -args[0][1])
        elif len(args) == 2 and args[0] and args[1]:
            line = _combined(part.op, args[0], args[1])
        lines.append(line)
    return lines


def _combined(
    op: str, u: tuple[float, float], v: tuple[float, float]
) -> tuple[float, float] | None:
    if op == "+":
        return (u[0] + v[0], u[1] + v[1])
    if op == "-":
        return (u[0] - v[0], u[1] - v[1])
    if op == "*" and u[0] * v[0] == 0:
        return (u[0] * v[1] + u[1] * v[0], u[1] * v[1])
    if op == "/" and v[0] == 0 and v[1] != 0:
        return (u[0] / v[1], u[1] / v[1])
    return None


def _solve_affine(
    level: _Levels, lines: Sequence[tuple[float, float] | None], domain: tuple[float, float]
) -> Array | None:
    line = lines[level.args[0]]
    if level.op:
        second = lines[level.args[1]]
        line = _combined(level.op, line, second) if line and second else None
    if line is None or not np.isfinite(line).all():
        return None
    slope, intercept = line
    if slope == 0:
        return np.zeros(0)
    ends = sorted(slope * end + intercept for end in domain)
    with np.errstate(all="ignore"):
        return np.asarray((_levels_between(level, *ends) - intercept) / slope)


def _levels_between(level: _Levels, low: float, high: float) -> Array:
    wanted = [t for t in level.at if low <= t <= high]
    if level.lattice is None:
        return np.array(wanted)
    offset, period = level.lattice
    first, last = np.ceil((low - offset) / period), np.floor((high - offset) / period)
    if not last - first < 2 * MOST_PLACES:  # also NaN and infinity
        last = first + 2 * MOST_PLACES
    return np.array([*wanted, *(offset + period * np.arange(first, last + 1))])


def _quantity(level: _Levels, jets_of: Mapping[int, Jet]) -> Jet:
    args = [jets_of[i] for i in level.args]
    if not level.op:
        return args[0]
    rule = OPERATORS[level.op]
    with np.errstate(all="ignore"):
        w: Array = rule.value(*(u[0] for u in args))
        first, second = rule.derive(w, *args)
    return w, first, second


def _evaluator(parts: Sequence[Part], level: _Levels) -> Callable[[Array, bool], Array]:
    def evaluate(x: Array, slope: bool) -> Array:
        if slope:
            y = _quantity(level, jets(parts, level.args, x))[1]
        else:
            at = values(parts, level.args, x)
            y = at[level.args[0]]
            if level.op:
                with np.errstate(all="ignore"):
                    y = OPERATORS[level.op].value(*(at[i] for i in level.args))
        return np.array(np.broadcast_to(y, x.shape), dtype=float)

    return evaluate


def _solve(
    level: _Levels, x: Array, quantity: Jet, evaluate: Callable[[Array, bool], Array]
) -> Array:
    """Crossings of the levels, and places where a level is only touched."""
    g = np.broadcast_to(quantity[0], x.shape)
    turn = np.broadcast_to(quantity[1], x.shape)
    low, high, target = _brackets(level, x, g)
    crossings = _bisect(lambda t: evaluate(t, False) - target, low, high)
    with np.errstate(all="ignore"):
        turns = np.flatnonzero(turn[:-1] * turn[1:] < 0)
    turns = turns[: 2 * MOST_PLACES]
    extrema = _bisect(lambda t: evaluate(t, True), x[turns], x[turns + 1])
    flat = np.r_[False, turn == 0, False]
    flat = flat[1:-1] & ~(
        flat[:-2] & flat[2:]
    )  # of what is level for long, as an underflow, the ends
    extrema = np.r_[extrema, x[flat][: 2 * MOST_PLACES]]
    touched = _touches(level, evaluate(extrema, False), g)
    return np.concatenate([crossings, extrema[touched]])


def _brackets(level: _Levels, x: Array, g: Array) -> tuple[Array, Array, Array]:
    """Ends of grid cells that a level lies in, and that level."""
    low, high, target = [np.zeros(0)], [np.zeros(0)], [np.zeros(0)]
    finite = np.isfinite(g)
    count = 0
    for i in np.flatnonzero(finite[:-1] & finite[1:] & (g[:-1] != g[1:])):
        inside = _levels_between(level, *sorted((float(g[i]), float(g[i + 1]))))
        if len(inside):
            low.append(np.full(len(inside), x[i]))
            high.append(np.full(len(inside), x[i + 1]))
            target.append(inside)
            count += len(inside)
        if count > 2 * MOST_PLACES:
            break
    return np.concatenate(low), np.concatenate(high), np.concatenate(target)


def _halve(
    low: Array, high: Array, is_low: Callable[[Array], NDArray[np.bool_]]
) -> tuple[Array, Array]:
    """The brackets after bisection to the last bit; `is_low` gives the side of their middles."""
    for _ in range(80):
        middle = low + (high - low) / 2
        if not ((middle > low) & (middle < high)).any():
            break
        keep = is_low(middle)
        low, high = np.where(keep, middle, low), np.where(keep, high, middle)
    return low, high


def _bisect(f: Callable[[Array], Array], low: Array, high: Array) -> Array:
    """Roots to the last bit, one per bracket, or a nearby round number that is as good."""
    if not len(low):
        return low
    width = float((high - low).max())
    sign = np.sign(f(low))
    left, right = _halve(low, high, lambda t: np.sign(f(t)) == sign)
    nearer = np.where(np.abs(f(right)) < np.abs(f(left)), right, left)
    root = np.where(sign == 0, low, nearer)
    digits = 6 - math.floor(math.log10(width))
    tidy = np.asarray(np.round(root, digits), dtype=float)
    return np.where(np.abs(f(tidy)) <= np.abs(f(root)), tidy, root)


def _touches(level: _Levels, value: Array, g: Array) -> Array:
    finite = np.abs(g[np.isfinite(g)])
    near = 1e-12 * max(1.0 if level.lattice else 0.0, float(finite.max(initial=0.0)))
    touched = np.zeros(value.shape, bool)
    for t in level.at:
        touched |= np.abs(value - t) <= near
    if level.lattice:
        offset, period = level.lattice
        away = (value - offset) / period
        touched |= np.abs(away - np.round(away)) * period <= near
    return touched


def _edges(parts: Sequence[Part], x: Array, f: Array) -> Array:
    """Where the function stops being a number, whatever the reason."""
    defined = np.broadcast_to(~np.isnan(f), x.shape)
    flips = np.flatnonzero(defined[:-1] != defined[1:])[: 2 * MOST_PLACES]
    left, root = defined[flips], len(parts) - 1

    def as_left(t: Array) -> NDArray[np.bool_]:
        is_number = ~np.isnan(np.broadcast_to(values(parts, [root], t)[root], t.shape))
        return np.asarray(is_number == left)

    low, high = _halve(x[flips], x[flips + 1], as_left)
    return np.where(left, low, high)


def _apart(places: Array, exact: Array, width: float) -> Array:
    """One of every cluster that rounding has split, by its shortest name; those of `exact` apart.

    >>> _apart(np.array([0.1, 0.1 + 1e-9, 0.5, 0.5 + 1e-9]), np.array([0.5, 0.5 + 1e-9]), 1.0)
    array([0.1, 0.5, 0.5])
    """
    found: list[float] = []
    for group in np.split(places, np.flatnonzero(np.diff(places) > TOGETHER * width) + 1):
        known = group[np.isin(group, exact)]
        known = known[np.diff(known, prepend=-np.inf) > EXACTLY * width]
        if len(known) > 1:
            found += known.tolist()
        elif len(group):
            found.append(min(group.tolist(), key=lambda t: len(repr(t))))
    return np.array(found)

"""What a function does on a domain: where it is defined, breaks, or is unbounded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from approx.core._types import Array
from approx.inputs.expression.enclosures import enclose_with, lacks_value
from approx.inputs.expression.function import Expression
from approx.inputs.expression.places import GRID, TOGETHER, candidates

Interval = tuple[float, float]
Kind = Literal["pole", "wild", "jump", "kink", "edge", "hole"]

#: Distances from poles that are tried, as shares of the domain.
DISTANCES = (0.02, 0.05, 0.1)
#: The first distance is taken with which the values reach over at most so many times the range of
#: their middle half: 1/x and tan come as near as 2 %, 1/x² as 5 %, 1/x³ as 10 %.
TALLEST = 25.0
#: With more poles than this the distance shrinks, as the room between them does.
CROWDED = 3.0

#: Shares of the way from one place to the next, at which it is asked whether there are values.
_INSIDE = np.array([0.11, 0.29, 0.5, 0.71, 0.89])
#: Steps towards a place, as shares of the way to its neighbour, each as much nearer.
_STEPS = 10.0 ** np.array([-1.0, -1.75, -2.5, -3.25, -4.0])
#: A place that takes more characters than this to write has been rounded.
_EXACT = 15


@dataclass(frozen=True)
class Place:
    """Where the function breaks.

    Attributes:
        x: where.
        kind: "pole" (no bound), "wild" (no limit), "jump", "kink" (a derivative jumps), "edge"
            (defined on one side only) or "hole" (both sides meet; the value does not).
        left, right: one-sided limits; NaN where it is not defined, infinite where it has no bound.
    """

    x: float
    kind: Kind
    left: float
    right: float


@dataclass(frozen=True)
class Gap:
    """A part of the domain on which the function is not defined, and whose ends belong to it."""

    left: float
    right: float
    closed: tuple[bool, bool]


@dataclass(frozen=True)
class Survey:
    """What a picture of the function has to respect.

    Attributes:
        places: where the function breaks, ascending; the ends of the domain only if it has a
            pole or no limit there.
        gaps: where it is not defined.
        defined: the rest, as closed intervals.
        parts: those, at a distance from poles and places without a limit.
        room: that distance; 0 where there are none.
        ends: one-sided limits at the domain's two ends.
        crowded: whether there were too many places to list.
        fast: whether it changes more between two drawn points than a picture can show.
        reach: its largest |value| on the parts; infinite when it overflows.
    """

    places: tuple[Place, ...]
    gaps: tuple[Gap, ...]
    defined: tuple[tuple[float, float], ...]
    parts: tuple[tuple[float, float], ...]
    room: float
    ends: tuple[float, float]
    crowded: bool
    fast: bool
    reach: float


@np.errstate(all="ignore")
def survey(f: Expression, domain: tuple[float, float]) -> Survey:
    """Where f breaks and is defined on the domain [a, b]."""
    a, b = domain
    inner, crowded = candidates(f.parts, domain)
    at = np.r_[a, inner, b]
    f = _Defined.on(f, at)
    x = np.linspace(a, b, GRID)
    y, slope = f(x), f(x, 1)
    finite = np.sort(y[np.isfinite(y)])
    # The middle nine tenths: a pole's neighbours say nothing about the size of the rest.
    cut = len(finite) // 20
    scale = float(np.ptp(finite[cut : len(finite) - cut])) if len(finite) else 0.0
    value = f(at)
    left, right = (_Side.of(f, at, value, side, scale) for side in (-1, +1))
    gaps, defined = _gaps(f, at, _belongs(at, value, left, right))
    places = [
        place
        for i in range(len(at))
        if (place := _judge(i, at, value, left, right, scale)) is not None
    ]
    places = _proved(f, places, b - a)
    cuts = [p.x for p in places if p.kind in ("pole", "wild")]
    room, drawn = _drawn(f, domain, defined, cuts, x)
    away = _inside(drawn, x)
    # 1/0 at a single place is not drawn: the limits beside it are.
    single = np.isinf(y) & np.isin(x, at)
    reach = float(np.abs(y[away & ~np.isnan(y) & ~single]).max(initial=0.0))
    return Survey(
        tuple(places),
        gaps,
        defined,
        drawn,
        room,
        (float(right.limit[0]), float(left.limit[-1])),
        crowded,
        _fast(y, slope, away, b - a),
        reach,
    )


@dataclass(frozen=True)
class _Defined(Expression):
    """An expression without the numbers that 1/0 makes on whole intervals.

    Attributes:
        lost: closed intervals between places, on whose inside it divides by zero; (n, 2).
    """

    lost: Array = field(default_factory=lambda: np.zeros((0, 2)))

    @classmethod
    def on(cls, f: Expression, at: Array) -> _Defined:
        left, right = at[:-1], at[1:]
        lost = lacks_value(f.parts, left[:, None] + (right - left)[:, None] * _INSIDE).all(axis=1)
        return cls(f.text, f.parts, np.column_stack([left, right])[lost])

    def __call__(self, x: ArrayLike, order: int = 0) -> Array:
        points = np.asarray(x, dtype=float)
        y = super().__call__(points, order)
        for low, high in self.lost:
            inside = (points >= low) & (points <= high)
            at_end = (points == low) | (points == high)
            inside[at_end] = lacks_value(self.parts, points[at_end])
            y = np.where(inside, np.nan, y)
        return y


def _proved(f: Expression, places: list[Place], width: float) -> list[Place]:
    """The places; no pole where f is proved to be bounded: a peak, however narrow, is a kink."""
    at = np.array([place.x for place in places if place.kind == "pole"])
    if not len(at):
        return places
    near = TOGETHER * width
    low, high = enclose_with(f.parts)(at - near, at + near).value
    known, value = np.isfinite(low) & np.isfinite(high), f(at)
    bounded = dict(zip(at[known].tolist(), value[known].tolist(), strict=True))
    return [
        Place(place.x, "kink", bounded[place.x], bounded[place.x]) if place.x in bounded else place
        for place in places
    ]


def _drawn(
    f: Expression, domain: Interval, defined: Sequence[Interval], cuts: Sequence[float], x: Array
) -> tuple[float, tuple[Interval, ...]]:
    """The distance kept from every cut, and the intervals that are left to draw.

    Args:
        defined: where the function has values, ascending.
        cuts: its poles, and places without a limit.
        x: ascending points all over the domain.
    """
    a, b = domain
    y = f(x)
    finite = y[np.isfinite(y)]
    if not cuts or not finite.size:
        return 0.0, tuple(defined)
    near = (b - a) * min(1.0, CROWDED / (len(cuts) + 1))
    middle = float(np.subtract(*np.quantile(finite, (0.75, 0.25))))
    for share in DISTANCES:
        # Two digits, so that what is left out can be named.
        room = float(f"{share * near:.2g}")
        drawn = _away(defined, cuts, room)
        inner = y[_inside(drawn, x)]
        inner = np.r_[inner[np.isfinite(inner)], f(np.array(drawn).ravel())] if drawn else inner
        if len(inner) and float(np.ptp(inner)) <= TALLEST * middle:
            break
    return room, drawn


def _away(defined: Sequence[Interval], cuts: Sequence[float], room: float) -> tuple[Interval, ...]:
    intervals = []
    for low, high in defined:
        inner = [t for t in cuts if low < t < high]
        for left, right in zip([low, *inner], [*inner, high], strict=True):
            lo = left + room if left in cuts else left
            hi = right - room if right in cuts else right
            if lo < hi:
                intervals.append((lo, hi))
    return tuple(intervals)


def _inside(intervals: Sequence[Interval], x: Array) -> NDArray[np.bool_]:
    is_inside = np.zeros(x.shape, bool)
    for low, high in intervals:
        is_inside |= (x >= low) & (x <= high)
    return is_inside


@dataclass(frozen=True)
class _Side:
    """One side of every place: the limit there, and how sure it is."""

    limit: Array  # (places,), NaN where undefined, infinite at a pole
    doubt: Array  # (places,), bound of the limit's error
    wild: NDArray[np.bool_]  # (places,), no limit
    slope: Array  # (places,), of f close by
    bend: Array  # (places,), second derivative close by
    step: Array  # (places,), how close

    @classmethod
    def of(cls, f: Expression, at: Array, value: Array, side: int, scale: float) -> _Side:
        width = at[-1] - at[0]
        room = np.diff(at) / 2
        room = np.minimum(np.r_[0.0, room] if side < 0 else np.r_[room, 0.0], width / 100)
        step = np.maximum(room[:, None] * _STEPS, 64 * np.spacing(np.abs(at))[:, None])
        x = at[:, None] + side * step
        near, v = step[:, -1], f(x)
        slope, bend = f(x[:, -1], 1), f(x[:, -1], 2)
        v[room == 0] = np.nan
        last = v[:, -1]
        with np.errstate(all="ignore"):
            change = np.diff(v, axis=1)
            first, second = np.abs(change[:, :2]).max(axis=1), np.abs(change[:, 2:]).max(axis=1)
            large = second > 1e-3 * np.maximum(np.abs(last), scale)
            # A limit makes the changes die away; a logarithm's never do.
            growing = (np.diff(np.abs(v), axis=1) > 0).all(axis=1)
            pole = np.isinf(last) | (growing & large & (second >= 0.95 * first))
            turning = ~((change > 0).all(axis=1) | (change < 0).all(axis=1))
            ahead = side * near * slope
            limit = last - np.where(np.abs(ahead) <= second, ahead, 0.0)
            wild = turning & large & (second > 0.3 * first) & ~pole
            # Slow changes, such as 1/log(x) at 0, go on for longer than the last one suggests.
            doubt = second * np.where(second > 0.3 * first, 10, 4) + 1e-9 * np.fmax(
                np.abs(last), scale
            )
            limit = np.where(np.abs(limit - value) <= doubt, value, limit)
            limit = np.where(pole, np.copysign(np.inf, last), limit)
        return cls(limit, doubt, wild, slope, bend, near)


def _judge(
    i: int, at: Array, value: Array, left: _Side, right: _Side, scale: float
) -> Place | None:
    low, high = float(left.limit[i]), float(right.limit[i])
    at_end = i in (0, len(at) - 1)
    kind: Kind
    if np.isinf(low) or np.isinf(high):
        kind = "pole"
    elif (left.wild[i] or right.wild[i]) and not (at_end and np.isfinite(value[i])):
        kind = "wild"
    elif at_end or (np.isnan(low) and np.isnan(high)):
        return None
    elif np.isnan(low) or np.isnan(high):
        kind = "edge"
    else:
        doubt = left.doubt[i] + right.doubt[i]
        if abs(low - high) > doubt:
            kind = "jump"
        elif not abs(value[i] - (low + high) / 2) <= doubt:
            kind = "hole"
        elif _smooth(i, left, right, scale / (at[-1] - at[0])):
            return None
        else:
            kind = "kink"
    return Place(float(at[i]), kind, low, high)


def _smooth(i: int, left: _Side, right: _Side, slope: float) -> bool:
    """Whether the first two derivatives meet, as far as can be seen from close by."""
    with np.errstate(all="ignore"):
        bend = abs(left.bend[i]) + abs(right.bend[i])
        moved = 2 * (left.step[i] + right.step[i]) * bend
        tame = moved <= 1e-2 * (abs(left.slope[i]) + slope)
        first = abs(left.slope[i] - right.slope[i]) <= moved + 1e-9 * slope
        return bool(
            tame and first and abs(left.bend[i] - right.bend[i]) <= 1e-2 * bend + 1e-9 * slope
        )


def _belongs(at: Array, value: Array, left: _Side, right: _Side) -> NDArray[np.bool_]:
    """Whether the function has a value at every place.

    A rounded place may lie just outside the domain of f: then the limit from inside counts.
    """
    rounded = np.array([len(repr(t)) > _EXACT for t in at.tolist()])
    return np.isfinite(value) | (rounded & (np.isfinite(left.limit) | np.isfinite(right.limit)))


def _gaps(
    f: Expression, at: Array, belongs: NDArray[np.bool_]
) -> tuple[tuple[Gap, ...], tuple[tuple[float, float], ...]]:
    """Pieces between neighbouring places on which f is a number nowhere, joined; and the rest."""
    inside = f(at[:-1, None] + np.diff(at)[:, None] * _INSIDE)
    missing: NDArray[np.bool_] = np.asarray(np.isnan(inside).all(axis=1))
    starts = np.r_[0, np.flatnonzero(np.diff(missing)) + 1]
    ends = np.r_[starts[1:], len(missing)]
    runs = [
        (float(at[i]), float(at[j]), bool(missing[i])) for i, j in zip(starts, ends, strict=True)
    ]
    value = dict(zip(at.tolist(), belongs.tolist(), strict=True))
    gaps = tuple(Gap(lo, hi, (not value[lo], not value[hi])) for lo, hi, gone in runs if gone)
    return gaps, tuple((lo, hi) for lo, hi, gone in runs if not gone)


def _fast(y: Array, slope: Array, away: NDArray[np.bool_], width: float) -> bool:
    """Whether the odd points of the grid are far from the lines between the even ones."""
    drawn: Array = y[away & np.isfinite(y)]
    if not drawn.size:
        return bool(np.isfinite(y).any())  # nothing but neighbourhoods of poles
    span = float(np.ptp(drawn))
    with np.errstate(all="ignore"):
        off = np.abs(y[1:-1:2] - (y[:-2:2] + y[2::2]) / 2)
        jumpy = _share(off[away[1:-1:2]] > 0.2 * span)
        # A grid in step with the function sees a constant, but not a constant slope.
        steep = np.abs(slope) * (width / (GRID // 2)) > max(span, 1e-300)
        aliased = _share(steep[away])
    return jumpy > 0.05 or aliased > 0.5


def _share(true: NDArray[np.bool_]) -> float:
    """How much of it is true; of nothing, nothing."""
    return float(np.count_nonzero(true) / max(1, true.size))

"""From a typed function and an interval to a target, with one line for everything awkward."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from approx.errors import InputError
from approx.expression.function import Expression, parse
from approx.expression.places import GRID, MOST_PLACES
from approx.expression.survey import Gap, Place, Survey, survey
from approx.target import Target

Array = NDArray[np.float64]

#: Larger values are refused: neither a picture nor a fit of them means anything.
LARGEST = 1e6
#: Places that one warning lists.
_LISTED = 6


@dataclass(frozen=True, eq=False)
class Reading:
    """A typed function on an interval.

    Attributes:
        target: on the interval, or on the one part of it where the function is defined.
        expression: the function itself, with its derivatives.
        survey: where it breaks, and where it is not defined.
        warnings: one line each, for standard error.
    """

    target: Target
    expression: Expression
    survey: Survey
    warnings: tuple[str, ...]

    @np.errstate(all="ignore")
    def curves(self, points: int = GRID // 2 + 1) -> list[tuple[Array, Array]]:
        """Graph of the function as polylines that join nothing a pole, jump or gap parts.

        Args:
            points: over the whole interval; every curve has at least 16.

        Returns:
            (x, y) per curve, left to right; at its ends y is the one-sided limit, and near a pole
            the curve stops where it leaves :meth:`window`.
        """
        low, high = self.window()
        slack = 2 * (high - low)
        return [
            curve
            for part in self.survey.defined
            for curve in _curves(self, part, points, (low - slack, high + slack))
        ]

    def samples(self, points: int) -> tuple[Array, Array]:
        """X and y for fitting: evenly spread over the target's domain, finite ones only."""
        x = np.linspace(*self.target.domain, points)
        y = self.target(x)
        known = np.isfinite(y)
        return x[known], y[known]

    @property
    def whole(self) -> bool:
        """Whether the target is bounded and defined on all of its domain."""
        a, b = self.target.domain
        inside = [p for p in self.survey.places if a <= p.x <= b]
        unbounded = any(p.kind in ("pole", "wild") for p in inside)
        return not unbounded and not any(a < (g.left + g.right) / 2 < b for g in self.survey.gaps)

    @np.errstate(all="ignore")
    def window(self) -> tuple[float, float]:
        """The y range worth drawing: all values, but for the neighbourhood of poles."""
        y = np.concatenate([self.target.function(x) for x in _calm(self.survey)])
        y = y[np.isfinite(y)]
        if not len(y):  # poles everywhere: the middle of what there is
            y = np.quantile(self.samples(GRID)[1], [0.1, 0.9])
        low, high = float(y.min()), float(y.max())
        if low == high:
            return low - 1, high + 1
        return low, high


@np.errstate(all="ignore")
def target_of(text: str, domain: tuple[float, float]) -> Reading:
    """The target that a typed function is on an interval, and what has to be said about it.

    Raises:
        InputError: when the text cannot be read, or the function is finite nowhere on the
            interval, or its values are too large to draw.
    """
    expression = parse(text)
    Target(expression, expression.label, domain)  # checks the domain before it is sampled
    seen = survey(expression, domain)
    where = f"[{domain[0]:g}, {domain[1]:g}]"
    if not seen.defined or not np.isfinite(expression(np.linspace(*domain, GRID))).any():
        raise InputError(f"f is not finite anywhere on {where}")
    if seen.reach > LARGEST:
        reach = f"{seen.reach:.4g}" if np.isfinite(seen.reach) else "more than 1e308"
        raise InputError(f"values reach {reach}; scale the function below 1e6")
    lone = seen.defined[0] if len(seen.defined) == 1 else domain
    target = Target(
        _mended(expression, seen, domain, 0),
        expression.label,
        lone,
        breaks=tuple(p.x for p in seen.places if p.kind != "hole"),
        second=_mended(expression, seen, domain, 2),
    )
    return Reading(target, expression, seen, tuple(_warnings(seen, domain)))


def _mended(
    f: Expression, seen: Survey, domain: tuple[float, float], order: int
) -> Callable[[Array], Array]:
    """f, or a derivative, with its limit where a single point is missing or out of line."""
    holes = [(p.x, _limit(f, p, domain, order)) for p in seen.places if p.kind == "hole"]
    if order == 0:
        holes += [*zip(domain, seen.ends, strict=True)]
        holes += [(p.x, v) for p in seen.places if p.kind == "edge" for v in (p.left, p.right)]
        # Only where the value is not its limit: floor at a whole right end, x·log(x) at 0.
        holes = [(t, v) for t, v in holes if np.isfinite(v) and float(f(t)) != v]

    def mended(x: Array) -> Array:
        y = f(x, order)
        for t, v in holes:
            y = np.where(x == t, v, y)
        return y

    return mended


def _limit(f: Expression, place: Place, domain: tuple[float, float], order: int) -> float:
    """What f tends to at a hole: its mean from both sides, extrapolated (Richardson 1911)."""
    step = 1e-3 * (domain[1] - domain[0]) / np.array([1.0, 2.0, 4.0])
    mean = (f(place.x - step, order) + f(place.x + step, order)) / 2
    once = (4 * mean[1:] - mean[:-1]) / 3
    limit = float((16 * once[1] - once[0]) / 15)
    tidy = round(limit, 8)
    return tidy if abs(tidy - limit) <= 1e-9 * max(1.0, abs(limit)) else limit


def _warnings(seen: Survey, domain: tuple[float, float]) -> list[str]:
    lines = []
    if seen.gaps:
        gaps = " and ".join(map(_gap, seen.gaps[:_LISTED]))
        parts = " and ".join(_interval(part, seen) for part in seen.defined[:_LISTED])
        lines.append(f"f is not defined on {gaps}; drawn on {parts}")
    if poles := [p.x for p in seen.places if p.kind == "pole"]:
        lines.append(f"{_count('pole', poles)} near x = {_listed(poles)}; the curve is cut there")
    if wild := [p.x for p in seen.places if p.kind == "wild"]:
        lines.append(f"f has no limit near x = {_listed(wild)}; the curve is cut there")
    if jumps := [p.x for p in seen.places if p.kind == "jump"]:
        lines.append(f"{_count('jump', jumps)} at x = {_listed(jumps)}; no smoothing")
    if holes := [p for p in seen.places if p.kind == "hole"]:
        places = _listed([p.x for p in holes])
        limits = _listed([(p.left + p.right) / 2 for p in holes])
        lines.append(f"f has no value of its own at x = {places}; its limit {limits} is drawn")
    if seen.fast:
        drawn = f"{GRID // 2 + 1:,}".replace(",", " ")
        lines.append(f"f changes too fast to sample: {drawn} points cannot show it")
    elif seen.crowded:
        lines.append(f"f breaks at more than {MOST_PLACES} places; only the first are marked")
    return lines


def _count(word: str, places: Sequence[float]) -> str:
    return word if len(places) == 1 else f"{len(places)} {word}s"


def _listed(numbers: Sequence[float]) -> str:
    shown = ", ".join(f"{t + 0.0:.4g}" for t in numbers[:_LISTED])
    more = len(numbers) - _LISTED
    return f"{shown} and {more} more" if more > 0 else shown


def _interval(part: tuple[float, float], seen: Survey) -> str:
    missing = {gap.left for gap in seen.gaps if gap.closed[0]}
    missing |= {gap.right for gap in seen.gaps if gap.closed[1]}
    left, right = ("(" if part[0] in missing else "["), (")" if part[1] in missing else "]")
    return f"{left}{part[0]:.4g}, {part[1]:.4g}{right}"


def _gap(gap: Gap) -> str:
    left, right = ("[" if gap.closed[0] else "("), ("]" if gap.closed[1] else ")")
    return f"{left}{gap.left:.4g}, {gap.right:.4g}{right}"


def _calm(seen: Survey) -> list[Array]:
    """Points of every defined part, away from poles."""
    width = seen.defined[-1][1] - seen.defined[0][0]
    poles = [p.x for p in seen.places if p.kind in ("pole", "wild")]
    found = []
    for low, high in seen.defined:
        x = np.linspace(low, high, max(16, round(GRID * (high - low) / width)))
        for pole in poles:
            x = x[np.abs(x - pole) > 0.02 * width]
        found.append(x)
    return found


def _curves(
    reading: Reading, part: tuple[float, float], points: int, shown: tuple[float, float]
) -> list[tuple[Array, Array]]:
    low, high = part
    seen = reading.survey
    width = seen.defined[-1][1] - seen.defined[0][0]
    inner = [p for p in seen.places if low < p.x < high]
    cuts = [p for p in inner if p.kind in ("pole", "wild", "jump")]
    ends = [low, *(p.x for p in cuts), high]
    found = []
    for a, b in pairwise(ends):
        count = max(16, round(points * (b - a) / width))
        x = np.union1d(np.linspace(a, b, count), [p.x for p in inner if a < p.x < b])
        y = reading.target.function(x)
        y[0], y[-1] = _end(reading, a, +1), _end(reading, b, -1)
        keep = np.isfinite(y) & (y > shown[0]) & (y < shown[1])
        found += [(x[i:j], y[i:j]) for i, j in _runs(keep)]
    return found


def _end(reading: Reading, t: float, side: int) -> float:
    """The limit of the function at t from one side."""
    for place in reading.survey.places:
        if place.x == t:
            return place.right if side > 0 else place.left
    return float(reading.target.function(np.array(t)))


def _runs(keep: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """First and one past the last index of every run of two and more."""
    edges = np.flatnonzero(np.diff(np.r_[False, keep, False]))
    return [(int(i), int(j)) for i, j in edges.reshape(-1, 2) if j - i > 1]

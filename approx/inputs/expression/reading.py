"""From a typed function and an interval to a target, with one line for everything awkward."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from approx.core._types import Array
from approx.core.enclosure import Enclose
from approx.core.intervals import EPS
from approx.core.target import Target
from approx.inputs.expression.enclosures import Function, enclose_with, within_bounds
from approx.inputs.expression.function import Expression, parse
from approx.inputs.expression.places import GRID, MOST_PLACES
from approx.inputs.expression.survey import Gap, Place, Survey, survey
from approx.system.errors import InputError

#: Values larger than this, or all smaller, are refused: sums of them leave float64.
LARGEST, SMALLEST = 1e302, 1e-302
#: Places that one warning lists.
_LISTED = 6
#: A limit's bounds are those of a cell of this share of the domain, and meet at this share of them.
BESIDE, MEETING = 1e-6, 1e-9


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
def target_of(text: str, domain: tuple[float, float]) -> Reading:
    """A typed function as a target on an interval, with its warnings.

    Raises:
        InputError: when the text cannot be read, or the function is finite nowhere on the
            interval, or breaks at more places than can be listed, or its values are too large to
            draw.
    """
    expression = parse(text)
    Target(expression, expression.label, domain)  # checks the domain before it is sampled
    whole = survey(expression, domain)
    where = f"[{domain[0]:g}, {domain[1]:g}]"
    if not whole.defined or not np.isfinite(expression(np.linspace(*domain, GRID))).any():
        raise InputError(f"f is not finite anywhere on {where}")
    # A function that is defined on one part only is read as if that part were the interval.
    lone = whole.defined[0] if len(whole.defined) == 1 else domain
    seen = whole if lone == domain else survey(expression, lone)
    _check(seen, where)
    zeros = (*lone, *(p.x for p in seen.places))
    enclose = enclose_with(expression.parts, zeros)

    def mended(order: int) -> Function:
        bounded = within_bounds(lambda x: expression(x, order), expression.parts, zeros, order)
        return _mended(bounded, seen, lone, order, enclose)

    target = Target(
        mended(0),
        expression.label,
        lone,
        breaks=tuple(p.x for p in seen.places if p.kind != "hole"),
        first=mended(1),
        second=mended(2),
        enclose=enclose,
        defined_on=seen.parts,
        poles=tuple(p.x for p in seen.places if p.kind == "pole"),
    )
    return Reading(target, expression, seen, (*_gap_warnings(whole), *_warnings(seen)))


def _check(seen: Survey, where: str) -> None:
    torn = any(place.kind != "kink" for place in seen.places)
    if seen.crowded and torn:
        raise InputError(
            f"f breaks at more than {MOST_PLACES} places on {where}; choose a shorter interval"
        )
    if not seen.parts:
        raise InputError(f"f has poles all over {where}; choose a shorter interval")
    if seen.reach > LARGEST:
        reach = f"{seen.reach:.4g}" if np.isfinite(seen.reach) else "more than 1e308"
        raise InputError(f"values reach {reach}; scale the function below 1e302")
    if 0 < seen.reach < SMALLEST:
        raise InputError(
            f"no value is larger than {seen.reach:.4g}; scale the function above 1e-302"
        )


def _mended(
    f: Function, seen: Survey, domain: tuple[float, float], order: int, enclose: Enclose
) -> Function:
    """f, or a derivative, with its limit where a single point is missing or out of line."""
    holes = [(p.x, _limit(f, p, domain)) for p in seen.places if p.kind == "hole"]
    if order == 0:
        step = BESIDE * (domain[1] - domain[0])
        # A jump without a value, as |x|/x at 0, gets the limit from the left.
        wanted = [(p.x, -step, p.left) for p in seen.places if p.kind == "jump"]
        wanted = [(t, side, v) for t, side, v in wanted if not np.isfinite(f(np.array(t)))]
        wanted += zip(domain, (step, -step), seen.ends, strict=True)
        edges = [p for p in seen.places if p.kind == "edge"]
        wanted += [(p.x, side, v) for p in edges for side, v in ((-step, p.left), (step, p.right))]
        limits = [(t, _proved(enclose, t, side, v)) for t, side, v in wanted if np.isfinite(v)]
        # Only where the value is not its limit: floor at a whole right end, x·log(x) at 0.
        holes += [(t, v) for t, v in limits if float(f(np.array(t))) != v]

    # Beside a place that is rounded a condition may hold on the wrong side, and 1/0 be taken.
    room = 8 * EPS * max(abs(end) for end in domain)

    def mended(x: Array) -> Array:
        y = f(x)
        for t, v in holes:
            y = np.where((x == t) | (np.isinf(y) & (np.abs(x - t) <= room)), v, y)
        return y

    return mended


def _proved(enclose: Enclose, t: float, step: float, surveyed: float) -> float:
    """The limit at t from the side of the step: the bounds' where they meet, else as surveyed."""
    ends = np.array([t, t + step])
    bounds = enclose(ends.min(keepdims=True), ends.max(keepdims=True))
    low, high = (float(end[0]) for end in (bounds.first if step > 0 else bounds.last))
    meet = (
        np.isfinite([low, high]).all()
        and high - low <= MEETING * max(abs(low), abs(high)) + SMALLEST
    )
    return (low + high) / 2 if meet else surveyed


def _limit(f: Function, place: Place, domain: tuple[float, float]) -> float:
    """What f tends to at a hole: its mean from both sides, extrapolated (Richardson 1911)."""
    step = 1e-3 * (domain[1] - domain[0]) / np.array([1.0, 2.0, 4.0])
    mean = (f(place.x - step) + f(place.x + step)) / 2
    once = (4 * mean[1:] - mean[:-1]) / 3
    limit = float((16 * once[1] - once[0]) / 15)
    tidy = round(limit, 8)
    return tidy if abs(tidy - limit) <= 1e-9 * max(1.0, abs(limit)) else limit


def _gap_warnings(seen: Survey) -> list[str]:
    if not seen.gaps:
        return []
    gaps = _joined([_gap(gap) for gap in seen.gaps])
    return [f"f is not defined on {gaps}; drawn on {_joined(_intervals(seen))}"]


def _warnings(seen: Survey) -> list[str]:
    lines = []
    cut = f"the curve is cut there, and errors leave out {seen.room:g} on either side"
    if poles := [p.x for p in seen.places if p.kind == "pole"]:
        lines.append(f"{_count('pole', poles)} near x = {_listed(poles)}; {cut}")
    if wild := [p.x for p in seen.places if p.kind == "wild"]:
        lines.append(f"f has no limit near x = {_listed(wild)}; {cut}")
    if jumps := [p.x for p in seen.places if p.kind == "jump"]:
        lines.append(f"{_count('jump', jumps)} at x = {_listed(jumps)}; no smoothing")
    if holes := [p for p in seen.places if p.kind == "hole"]:
        places = _listed([p.x for p in holes])
        limits = _listed([(p.left + p.right) / 2 for p in holes])
        lines.append(f"f has no value at x = {places}; its limit {limits} is drawn")
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


def _joined(intervals: Sequence[str]) -> str:
    more = len(intervals) - _LISTED
    shown = [*intervals[:_LISTED], *([f"{more} more"] if more > 0 else [])]
    return " and ".join(shown)


def _intervals(seen: Survey) -> list[str]:
    missing = {gap.left for gap in seen.gaps if gap.closed[0]}
    missing |= {gap.right for gap in seen.gaps if gap.closed[1]}
    return [
        f"{'(' if lo in missing else '['}{lo:.4g}, {hi:.4g}{')' if hi in missing else ']'}"
        for lo, hi in seen.defined
    ]


def _gap(gap: Gap) -> str:
    left, right = ("[" if gap.closed[0] else "("), ("]" if gap.closed[1] else ")")
    return f"{left}{gap.left:.4g}, {gap.right:.4g}{right}"

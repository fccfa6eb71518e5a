"""The best sup-norm approximation with n free breakpoints, and a bound below which none exists.

On a polyline within δ of the target the greedy tube is exact, so the best error lies within δ of
the polyline's. δ falls from a share of the range to a share of the error; every round bisects only
inside the bracket that the round before has left. The polish then gives the last digits.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from approx.core.error import measure
from approx.core.piecewise import PiecewiseLinear
from approx.core.proof import prove
from approx.core.smooth_pieces import half_largest_jump
from approx.core.target import Target
from approx.limits.polish import polish
from approx.limits.polyline import Polyline, Polylines, polylines
from approx.limits.rates import equidistributed, rate, uniform
from approx.limits.tube import Link, joined

#: The first and the last polyline's distance from the target: shares of its range, of the error.
FIRST, COARSE, FINE = 1 / 20, 0.01, 3.5e-4
#: How narrow the bracket of a polyline's best error becomes, relative to it.
NARROW = 1e-3
#: Above this many breakpoints the tube is narrowed further instead of polished.
POLISHED, NARROWER = 64, 1e-5
#: A bound is tried this far below an error: less is lost to the rounding of the tube.
MARGIN = 1e-6
#: Errors within this share of each other are equal.
TIE = 1e-10
#: The polish takes so many steps at most; from a tube's answer five are usual.
MOST_STEPS = 20
#: Of a target that turns more often than this in a piece, what a step promises seldom comes true.
OSCILLATING, FEW_STEPS = 8, 4
#: Errors below the first share of the largest value may be rounding; a target whose chords are off
#: by less than the second is straight.
ROUNDING, STRAIGHT = 2e-14, 4e-15


#: A function and its measured error.
Candidate = tuple[PiecewiseLinear, float]


@dataclass(frozen=True)
class Best:
    """The best function found, its error, and what is known below it."""

    function: PiecewiseLinear
    error: float
    lower: float  # no function of so few breakpoints is closer
    proved: bool  # whether `lower` is a proof up to rounding


@dataclass(frozen=True)
class _Bracket:
    """A polyline's best error lies in (fails, enough]; the links reach `enough`."""

    polyline: Polyline
    fails: float
    enough: float
    links: list[Link]


@lru_cache(maxsize=1024)
def best_sup(target: Target, breakpoints: int) -> Best:
    """The best function of so many breakpoints at most; its error never grows with them.

    Where a tube that is hardly wider needs fewer links, there may be a plateau: then the best
    function of so few is found, too, and taken when nothing proves that there is a better one.
    """
    lines, least = polylines(target), half_largest_jump(target)
    coarse = _bracket(target, lines, breakpoints + 1)
    share = FINE if breakpoints <= POLISHED else 2 * FINE
    fine = lines.within(max(share * coarse.enough, share * least, 1e-290))
    found = _found(target, breakpoints, coarse, fine)
    if _shorter(coarse.polyline, coarse.enough, breakpoints + 1) is None:
        return found
    shorter = _shorter(fine, found.error * (1 + NARROW), breakpoints + 1)
    if shorter is None:
        return found
    before = best_sup(target, shorter - 1)
    if breakpoints > POLISHED and before.error <= found.error * (1 + NARROW):
        # Without a polish errors are known to a share of NARROW: a plateau has one function.
        lower = min(found.lower, before.error)
        return Best(before.function, before.error, lower, found.proved)
    bound = _bound(fine, before.error, breakpoints + 1, least)
    if before.error > found.error * (1 + (TIE if bound is None else MARGIN)):
        return found
    lower = max(found.lower, bound or 0.0)
    return Best(before.function, before.error, min(lower, before.error), found.proved)


def _shorter(polyline: Polyline, width: float, pieces: int) -> int | None:
    """Fewer pieces that may be as good: a tube that is hardly wider holds fewer links."""
    wider = polyline.tube.links(width + 2 * polyline.deviation, pieces)
    return len(wider) if wider is not None and len(wider) < pieces else None


def _on(fine: Polyline, target: Target, coarse: _Bracket, pieces: int) -> _Bracket:
    """The coarse polyline's bracket, on the fine one."""
    off = coarse.polyline.deviation + fine.deviation
    low, high = max(half_largest_jump(target), coarse.fails - off), coarse.enough + off
    links = fine.tube.links(high, pieces)
    while links is None:  # rounding, at the edge
        high *= 1.01
        links = fine.tube.links(high, pieces)
    return _Bracket(fine, low, high, links)


@lru_cache(maxsize=64)
def interpolant_if_exact(target: Target) -> PiecewiseLinear | None:
    """The target itself, where it is straight between its declared breaks; else None.

    Straight up to the rounding of its values: what that leaves is no error.
    """
    x = target.pieces()
    y = target(x)
    if half_largest_jump(target) or not target.whole or not np.isfinite(y).all():
        return None
    f, rounding = PiecewiseLinear(x, y), STRAIGHT * float(np.abs(y).max())
    places = target.spread(np.linspace(0, 1, 65))
    if not np.abs(f(places) - target(places)).max() <= rounding:
        return None
    report = measure(f, target)
    return f.simplified() if report.sup <= rounding and not report.unresolved else None


def _order(candidate: Candidate) -> tuple[float, int]:
    return candidate[1], len(candidate[0].x)


@lru_cache(maxsize=256)
def interpolants(target: Target, breakpoints: int) -> tuple[Candidate, Candidate]:
    """With equal breakpoints and by curvature, as a comparison shows: the best is never above."""
    even, curvature = uniform(target, breakpoints), equidistributed(target, breakpoints)
    return (even, _sup(even, target)), (curvature, _sup(curvature, target))


def _bracket(target: Target, lines: Polylines, pieces: int) -> _Bracket:
    """The best error of so many pieces, on a polyline within a hundredth of it."""
    least = half_largest_jump(target)
    about = rate(target, pieces - 1)
    # Theory is a good guess for many pieces; a wrong one costs a few more rounds.
    delta = min(lines.spread * FIRST, about * COARSE) if about > 1e-12 * lines.size else 0.0
    delta = max(delta or lines.spread * FIRST, 1e-290)
    fails, enough = least, float("inf")
    while True:
        polyline = lines.within(delta)
        tube, off = polyline.tube, polyline.deviation
        top = min(tube.ceiling, enough)
        links = tube.links(top, pieces)
        while links is None:  # rounding, at the edge
            top *= 1.01
            links = tube.links(top, pieces)
        start = _Bracket(polyline, fails, top, links)
        found = _narrowed(start, pieces, COARSE, off / 2, about)
        fails = max(least, found.fails - off)
        enough = found.enough + off
        good = off <= COARSE * found.enough
        if good or found.enough <= ROUNDING * lines.size or off > delta:
            return found
        delta = min(max(COARSE * found.enough, delta / 64), delta / 2)


def _narrowed(
    bracket: _Bracket, pieces: int, narrow: float, until: float = 0.0, about: float = 0.0
) -> _Bracket:
    """Bisected to a share of the error, or to a width; begins at a guess, if there is one."""
    polyline, fails, enough, links = (
        bracket.polyline,
        bracket.fails,
        bracket.enough,
        bracket.links,
    )
    tube, rounding = polyline.tube, 1e-15 * float(np.abs(polyline.tube.low).max())
    if fails and (path := tube.links(fails * (1 + 1e-12), pieces)) is not None:
        return _Bracket(polyline, fails, fails * (1 + 1e-12), path)
    guess = about
    while enough - fails > max(narrow * enough, until, rounding):
        tried = guess if fails < guess < enough else (fails + enough) / 2
        path, index = tube.reach(tried, pieces)
        guess = 0.0
        if path is not None:
            enough, links = tried, path
            guess = about * (1 - 2 * narrow) if tried == about else 0.0
        else:
            fails = tried
            # Lengths of pieces go with the root of the error, and the points with the pieces.
            guess = tried * min(len(tube.x) / max(index, 1), 2.0) ** 2 * (1 + narrow / 2)
    return _Bracket(polyline, fails, enough, links)


def _found(target: Target, breakpoints: int, coarse: _Bracket, fine: Polyline) -> Best:
    """The best of the interpolants and of what the tubes give, and a bound close below it."""
    least, pieces = half_largest_jump(target), breakpoints + 1
    known, bound, floor = min(interpolants(target, breakpoints), key=_order), None, least
    for f, below in _answers(target, breakpoints, coarse, fine):
        known, floor = _shorter_of_equals([known, (f, _sup(f, target))]), max(floor, below)
        if (bound := _bound(fine, known[1], pieces, least)) is not None:
            break
    f, lower = known[0], floor if bound is None else bound
    error = measure(f, target).sup
    proved = fine.proved or error <= least * (1 + 1e-9)
    return Best(f, error, min(lower, error), proved)


def _sup(f: PiecewiseLinear, target: Target) -> float:
    """No smaller than the sup error, and hardly larger; faster than measuring everything."""
    if target.enclose is not None:
        proof = prove(f, target, gap=1e-6)
        if proof.upper <= proof.lower * (1 + 1e-5):
            return proof.upper
    return measure(f, target).sup


def _answers(
    target: Target, breakpoints: int, coarse: _Bracket, polyline: Polyline
) -> Iterator[tuple[PiecewiseLinear, float]]:
    """Ever better functions, each with a lower bound of every error.

    Polished, the coarse tube's answer is usually the best; the fine tube then only proves it. It
    is narrowed itself where the polish got stuck, or would take longer.
    """
    least, pieces, domain = half_largest_jump(target), breakpoints + 1, target.domain
    off = polyline.deviation if polyline.known else math.inf
    polished = breakpoints <= POLISHED
    steps = FEW_STEPS if coarse.polyline.turns > OSCILLATING * pieces else MOST_STEPS
    if polished:
        floor = coarse.fails - max(off, coarse.polyline.deviation)
        yield _polished(joined(coarse.links, domain), target, steps), max(least, floor)
    fine = _on(polyline, target, coarse, pieces)
    if polished:
        fine = _narrowed(fine, pieces, NARROW)
        yield _polished(joined(fine.links, domain), target, steps), max(least, fine.fails - off)
    fine = _narrowed(fine, pieces, NARROWER if polished else NARROW / 5)
    yield joined(fine.links, domain), max(least, fine.fails - off)


def _polished(f: PiecewiseLinear, target: Target, steps: int) -> PiecewiseLinear:
    """After sequential linear programs, with breakpoints that belong on a break exactly there."""
    f = polish(f, target, steps)
    near = snapped(f, target)
    return f if near is f else polish(near, target, steps)


def _bound(fine: Polyline, error: float, pieces: int, least: float) -> float | None:
    """A bound close below an error; None where the tube has room for something better."""
    if error <= least * (1 + 1e-9):
        return least
    if error == 0:
        return 0.0
    if not fine.known:
        return None
    epsilon = error * (1 - MARGIN) - fine.deviation
    if epsilon <= least:
        return least
    if fine.tube.links(epsilon, pieces) is not None:
        return None
    return max(least, epsilon - fine.deviation)


def _shorter_of_equals(candidates: list[Candidate]) -> Candidate:
    """The smallest error; on a plateau the function of fewer breakpoints."""
    error = min(error for _, error in candidates)
    equal = [pair for pair in candidates if pair[1] <= error * (1 + TIE)]
    return min(equal, key=lambda pair: (len(pair[0].x), pair[1]))


def snapped(f: PiecewiseLinear, target: Target) -> PiecewiseLinear:
    """With breakpoints that all but sit on a break exactly there; the polish then leaves them."""
    x, y = f.x.copy(), f.y.copy()
    for t in target.pieces()[1:-1]:
        at = int(np.abs(x - t).argmin())
        if 0 < at < len(x) - 1 and abs(x[at] - t) < 1e-5 * (x[-1] - x[0]):
            y[at] += float(target(t) - target(x[at]))
            x[at] = t
    return PiecewiseLinear(x, y) if (np.diff(x) > 0).all() else f


def pieces_for(target: Target, error: float, most: int) -> tuple[int, int | None]:
    """(no fewer pieces, so many pieces suffice or None) for a sup error of at most `error`.

    None stands for more than `most`; both are bounds up to the polyline's distance.
    """
    fine = polylines(target).within(FINE * error)
    if not fine.known:
        return 1, None
    needed = fine.tube.links(error * (1 + 1e-12) + fine.deviation, most)
    narrow = error * (1 + 1e-12) - fine.deviation
    enough = fine.tube.links(narrow, most) if narrow > half_largest_jump(target) else None
    return (most + 1 if needed is None else len(needed)), (None if enough is None else len(enough))

"""The best sup-norm approximation with n free breakpoints, and a bound below which none exists."""

from __future__ import annotations

import math

import numpy as np

from approx.core._types import Array
from approx.core.error import measure
from approx.core.piecewise import PiecewiseLinear
from approx.core.smooth_pieces import breaks, half_largest_jump, merged
from approx.core.target import Target
from approx.limits.polish import polish
from approx.limits.tube import Tube, joined

#: Points per piece of the tube that finds the arrangement of the breakpoints, and least of all.
POINTS, FEWEST = 20, 400
#: The lower bound's tube is this close to the target, as a share of the error.
SHARE = 2.5e-4
#: But has no more points than this.
MOST = 20_000
#: A path of fewer links in a tube wider by this share is a start too: it may be a plateau.
NEAR = 1e-3
#: A jump's two sides are this share of the domain apart in a tube.
SIDE = 1e-9
#: Errors within this share of each other are equal.
TIE = 1e-10


def best_sup(target: Target, breakpoints: int) -> tuple[PiecewiseLinear, float, float, bool]:
    """(function, its error, lower bound, whether that is a proof) for so many breakpoints at most.

    The tube is global: it finds the arrangement; the polish is local and makes it exact. Then a
    finer tube must be too narrow for so few links just below the error; if it is not, its path
    is the better start.
    """
    tube, _ = sampled_tube(target, max(FEWEST, POINTS * (breakpoints + 1)))
    _, enough, path = tube.narrowest(breakpoints + 1, least=half_largest_jump(target))
    starts = [joined(path, target.domain)]
    shorter = tube.links(enough * (1 + NEAR), breakpoints + 1)
    if shorter is not None and len(shorter) < len(path):
        starts.append(joined(shorter, target.domain))
    f, error = _better(target, starts)
    for _ in range(3):
        lower, certified, start = lower_bound(target, error, breakpoints)
        if start is None:
            break
        f, error = _better(target, [start], (f, error))
    return f, error, lower, certified


def _better(
    target: Target,
    starts: list[PiecewiseLinear],
    before: tuple[PiecewiseLinear, float] | None = None,
) -> tuple[PiecewiseLinear, float]:
    """The smallest error among the starts polished, the starts, and the best so far."""
    candidates = [] if before is None else [before]
    for start in starts:
        tried = [start, polish(start, target)]
        if len(target.pieces()) > 2:
            tried += [polish(snapped(f, target), target) for f in tried]
            # The target's own values are exact where it is straight between breakpoints.
            tried.append(PiecewiseLinear(tried[-1].x, target(tried[-1].x)))
        candidates += [(f, measure(f, target).sup) for f in tried]
    error = min(error for _, error in candidates)
    # On a plateau the shorter of equals.
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


def lower_bound(
    target: Target, error: float, breakpoints: int
) -> tuple[float, bool, PiecewiseLinear | None]:
    """(no function of so few breakpoints is closer than this, proved?, a better start or None).

    A polyline within δ of the target has a best error within δ of the target's. It is a proof,
    up to rounding, where δ = M h²/8 with |f''| <= M; otherwise δ is estimated in the cells'
    middles. A jump's half is always a bound.
    """
    least = half_largest_jump(target)
    scale = float(np.abs(target(np.linspace(*target.domain, 65))).max())
    if error <= least * (1 + 1e-9) or error <= 1e-13 * scale:
        return (least if least else 0.0), least > 0 or error == 0, None
    certified = target.curvature is not None and len(target.pieces()) == 2
    if certified:
        tube, deviation = _uniform_tube(target, error)
    else:
        tube, deviation = sampled_tube(target, min(MOST, max(4000, 100 * (breakpoints + 1))))
        deviation *= 1.1
    epsilon = error * (1 - 1e-6) - deviation
    if epsilon <= least:
        return least, certified, None
    if tube.links(epsilon, breakpoints + 1) is None:
        return max(least, epsilon - deviation), certified, None
    fails, _, path = tube.narrowest(breakpoints + 1, least)
    return max(least, fails - deviation), certified, joined(path, target.domain)


def _uniform_tube(target: Target, error: float) -> tuple[Tube, float]:
    """A tube with equal cells and δ = M h²/8, a share of the error."""
    a, b = target.domain
    bound = target.curvature
    assert bound is not None
    cells = math.ceil((b - a) * math.sqrt(bound / (8 * SHARE * error)))
    x = np.linspace(a, b, min(max(cells, 200), MOST) + 1)
    y = target(x)
    return Tube(x, y, y), bound * float(np.diff(x).max()) ** 2 / 8


def sampled_tube(target: Target, points: int) -> tuple[Tube, float]:
    """A tube of about `points` points, denser where the target curves, and its deviation.

    The deviation is how far the polyline is from the target in the middle of its cells: an
    estimate of the largest distance, not a bound.
    """
    target_breaks = breaks(target)
    jumps = [b for b in target_breaks if b.jump]
    a, b = target.domain
    side = SIDE * (b - a)
    fixed = np.r_[a, b, [t.x for t in target_breaks], [t.x - side for t in jumps]]
    fixed = np.r_[fixed, [t.x + side for t in jumps]]
    fixed = np.unique(fixed[(fixed >= a) & (fixed <= b)])
    even = merged(np.linspace(a, b, max(points // 8, 64)), fixed)
    inside = [(t.x - side * 1.5, t.x + side * 1.5) for t in jumps]
    x, y, deviation = _refined(target, even, points, inside)
    low, high = y.copy(), y.copy()
    for t in jumps:
        at = int(np.searchsorted(x, t.x))
        low[at], high[at] = max(t.left, t.right), min(t.left, t.right)
    return Tube(x, low, high), deviation


def _refined(
    target: Target, x: Array, points: int, closed: list[tuple[float, float]]
) -> tuple[Array, Array, float]:
    """Halve the cells that deviate most, but none inside `closed`, until there are enough."""
    y = target(x)
    smallest = 1e-12 * (x[-1] - x[0])
    for _ in range(200):
        middle = (x[:-1] + x[1:]) / 2
        value = target(middle)
        deviation = np.abs(value - (y[:-1] + y[1:]) / 2)
        deviation[np.diff(x) < smallest] = 0.0
        for left, right in closed:
            deviation[(middle > left) & (middle < right)] = 0.0
        largest = float(deviation.max())
        if len(x) >= points or largest == 0:
            break
        split = deviation > largest / 2
        x, y = np.r_[x, middle[split]], np.r_[y, value[split]]
        order = np.argsort(x)
        x, y = x[order], y[order]
    return x, y, largest

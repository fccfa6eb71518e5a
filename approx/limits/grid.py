"""Where a target is looked at: breaks with their one-sided limits, points where it curves."""

from __future__ import annotations

import numpy as np

from approx.core._types import Array
from approx.core.smooth_pieces import breaks
from approx.core.target import Target
from approx.limits.tube import Tube

#: A jump's two sides are this share of the domain apart in a tube.
SIDE = 1e-9


def merged(points: Array, fixed: Array) -> Array:
    """Both together, in order, without the points that all but coincide with a fixed one."""
    gap = 10 * SIDE * (points[-1] - points[0])
    apart = np.abs(points[:, None] - fixed).min(axis=1) > gap
    return np.union1d(points[apart], fixed)


def floor(target: Target) -> float:
    """Half the largest jump: no continuous function has a smaller sup error."""
    return max((b.jump / 2 for b in breaks(target)), default=0.0)


def sampled_tube(target: Target, points: int) -> tuple[Tube, float]:
    """A tube of about `points` points, denser where the target curves, and its deviation.

    The deviation is how far the polyline is from the target in the middle of its cells: an
    estimate of the largest distance, not a bound.
    """
    found = breaks(target)
    jumps = [b for b in found if b.jump]
    a, b = target.domain
    side = SIDE * (b - a)
    fixed = np.r_[a, b, [t.x for t in found], [t.x - side for t in jumps]]
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

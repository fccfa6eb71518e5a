"""No small step of breakpoints and values lowers the sup error: sequential linear programs.

Around a given function the error at its extrema is linear in the values and, to first order, in
the breakpoints; the linear program that lowers the largest of them is solved within a trust region
(Fletcher 1987, Practical Methods of Optimization, ch. 14).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from approx.core._types import Array, Index
from approx.core.piecewise import PiecewiseLinear
from approx.core.smooth_pieces import Break, breaks
from approx.core.target import Target
from approx.limits.interior_point import solve

#: Samples per piece, and at least over all, that find the extrema; golden sections place them.
SAMPLES, ALL_SAMPLES = 64, 512
SECTIONS = 40
GOLDEN = (np.sqrt(5) - 1) / 2
#: A breakpoint moves at most this share of its shorter neighbouring piece in one step.
RADIUS = 0.3
STEPS = 60
#: The target's slope at a breakpoint is taken over this share of its shorter neighbouring piece.
NEAR = 1e-4
#: Stops when the linear program promises less than this share.
GAIN = 1e-12


@dataclass(frozen=True)
class Extrema:
    """Places where the error can be largest."""

    x: Array  # (places,)
    error: Array  # (places,), function − target
    breakpoint: Index  # (places,), the breakpoint that the place moves with, or −1

    @property
    def sup(self) -> float:
        return float(np.abs(self.error).max())


def polish(function: PiecewiseLinear, target: Target, steps: int = STEPS) -> PiecewiseLinear:
    """The function after sequential linear programming; never worse, as many breakpoints."""
    target_breaks = breaks(target)
    x, y = function.x.copy(), function.y.copy()
    extrema = extrema_of(target, target_breaks, x, y)
    radius = RADIUS
    for _ in range(steps):
        if extrema.sup <= 1e-15 * max(float(np.abs(y).max()), 1e-300):
            break
        step = _program(target, x, y, extrema, radius)
        if step is None:
            break
        dx, dy, promised = step
        gain = extrema.sup - promised
        if gain <= GAIN * extrema.sup:
            break
        moved = extrema_of(target, target_breaks, x + dx, y + dy)
        won = extrema.sup - moved.sup
        if won > 0.1 * gain:
            x, y, extrema = x + dx, y + dy, moved
            radius = min(2 * radius, RADIUS) if won > 0.7 * gain else radius
        else:
            radius /= 3
            if radius < 1e-13:
                break
    return PiecewiseLinear(x, y)


def _program(
    target: Target, x: Array, y: Array, extrema: Extrema, radius: float
) -> tuple[Array, Array, float] | None:
    """The best step within the trust region: (dx, dy, the error it promises)."""
    n, places = len(x), len(extrema.x)
    width = np.diff(x)
    # A breakpoint on a break of the target stays: to either side the derivatives differ.
    free = 1 + np.flatnonzero(~np.isin(x[1:-1], target.pieces()))
    room = radius * np.minimum(width[free - 1], width[free])
    by_breakpoint, by_value = linearised(target, x, y, extrema)
    scale = extrema.sup
    # Unknowns: breakpoint steps per room, then value steps and the error in units of the sup.
    change = np.c_[by_breakpoint[:, free] * room / scale, by_value]
    if not (np.isfinite(change).all() and np.isfinite(extrema.error).all()):
        return None  # slopes beyond float64: no step can be trusted
    unknowns = len(free) + n + 1
    ones, box = np.ones((places, 1)), np.eye(len(free), unknowns)
    error, last = extrema.error / scale, np.zeros(unknowns)
    last[-1] = 1.0
    found = solve(
        last,
        linear=last,
        matrix=np.vstack([np.c_[change, -ones], np.c_[-change, -ones], box, -box]),
        bound=np.r_[-error, error, np.ones(2 * len(free))],
    )
    if found is None:
        return None
    dx = np.zeros(n)
    dx[free] = found[: len(free)] * room
    return dx, found[len(free) : -1] * scale, float(found[-1]) * scale


def linearised(target: Target, x: Array, y: Array, extrema: Extrema) -> tuple[Array, Array]:
    """Derivatives of the error at the places by breakpoints and values, shape (places, n) each."""
    n, places = len(x), len(extrema.x)
    row = np.arange(places)
    piece = np.clip(np.searchsorted(x, extrema.x, side="right") - 1, 0, n - 2)
    share = (extrema.x - x[piece]) / np.diff(x)[piece]
    slope = (np.diff(y) / np.diff(x))[piece]
    by_breakpoint, by_value = np.zeros((places, n)), np.zeros((places, n))
    by_value[row, piece], by_value[row, piece + 1] = 1 - share, share
    by_breakpoint[row, piece], by_breakpoint[row, piece + 1] = -slope * (1 - share), -slope * share
    # A breakpoint's own place moves with it: the function keeps its value there.
    at = extrema.breakpoint >= 0
    breakpoint = extrema.breakpoint[at]
    by_breakpoint[at] = 0.0
    by_value[at] = 0.0
    width = np.diff(x)
    near = NEAR * np.minimum(np.r_[width[0], width], np.r_[width, width[-1]])[breakpoint]
    left, right = np.maximum(x[breakpoint] - near, x[0]), np.minimum(x[breakpoint] + near, x[-1])
    with np.errstate(all="ignore"):  # beside a jump both may be one number
        by_breakpoint[row[at], breakpoint] = -(target(right) - target(left)) / (right - left)
    by_value[row[at], breakpoint] = 1.0
    return by_breakpoint, by_value


def extrema_of(target: Target, target_breaks: list[Break], x: Array, y: Array) -> Extrema:
    """The breakpoints, the breaks from both sides, and the extrema inside the pieces."""
    inner = _inside(target, x, y)
    f = PiecewiseLinear(x, y)
    fixed = np.array([b.x for b in target_breaks for _ in range(2)])
    limit = np.array([value for b in target_breaks for value in (b.left, b.right)])
    return Extrema(
        np.r_[x, fixed, inner],
        np.r_[y - target(x), f(fixed) - limit, f(inner) - target(inner)],
        np.r_[np.arange(len(x)), np.full(len(fixed) + len(inner), -1)],
    )


def _inside(target: Target, x: Array, y: Array) -> Array:
    """Local extrema of f − target strictly inside the pieces."""
    slope = np.diff(y) / np.diff(x)
    samples = max(SAMPLES, ALL_SAMPLES // (len(x) - 1))
    points = x[:-1, None] + np.diff(x)[:, None] * np.linspace(0, 1, samples)
    error = y[:-1, None] + slope[:, None] * (points - x[:-1, None]) - target(points)
    piece, left, right, sign = _brackets(points, error)

    def height(z: Array) -> Array:
        return np.asarray(sign * (y[piece] + slope[piece] * (z - x[piece]) - target(z)))

    low, high = right - GOLDEN * (right - left), left + GOLDEN * (right - left)
    at_low, at_high = height(low), height(high)
    for _ in range(SECTIONS):
        falls = at_low > at_high
        left, right = np.where(falls, left, low), np.where(falls, high, right)
        new = np.where(falls, right - GOLDEN * (right - left), left + GOLDEN * (right - left))
        at_new = height(new)
        low, high = np.where(falls, new, high), np.where(falls, low, new)
        at_low, at_high = np.where(falls, at_new, at_high), np.where(falls, at_low, at_new)
    places = (left + right) / 2
    # In the end cells the search may have run into the breakpoint, which is a place of its own.
    width = np.diff(x)[piece]
    inside = (places - x[piece] > 1e-6 * width) & (x[piece + 1] - places > 1e-6 * width)
    return places[inside]


def _brackets(points: Array, error: Array) -> tuple[Index, Array, Array, Array]:
    """(piece, left, right, +1 for a maximum or −1): intervals that hold an extremum.

    Three samples show one in the middle; the end cells can hide one and are always searched.
    """
    step = np.diff(error, axis=1)
    sign = np.sign(-np.diff(step, axis=1))
    piece, k = np.nonzero(step[:, :-1] * step[:, 1:] <= 0)
    every = np.arange(len(points))
    return (
        np.r_[piece, every, every],
        np.r_[points[piece, k], points[:, 0], points[:, -2]],
        np.r_[points[piece, k + 2], points[:, 1], points[:, -1]],
        np.r_[sign[piece, k], sign[:, 0], sign[:, -1]],
    )

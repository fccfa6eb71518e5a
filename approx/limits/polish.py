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

#: Samples per piece that find the extrema, which golden sections then place.
SAMPLES = 64
SECTIONS = 40
GOLDEN = (np.sqrt(5) - 1) / 2
#: A breakpoint moves at most this share of its shorter neighbouring piece in one step.
RADIUS = 0.3
STEPS = 60
#: Stops when the linear program promises less than this share.
GAIN = 1e-12


@dataclass(frozen=True)
class _Extrema:
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
    extrema = _extrema(target, target_breaks, x, y)
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
        moved = _extrema(target, target_breaks, x + dx, y + dy)
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
    target: Target, x: Array, y: Array, extrema: _Extrema, radius: float
) -> tuple[Array, Array, float] | None:
    """The best step within the trust region: (dx, dy, the error it promises)."""
    from scipy.optimize import linprog
    from scipy.sparse import csr_array, hstack, vstack

    n, places = len(x), len(extrema.x)
    width = np.diff(x)
    room = radius * np.r_[0.0, np.minimum(width[:-1], width[1:]), 0.0]
    # A breakpoint on a break of the target stays: to either side the derivatives differ.
    room[np.isin(x, target.pieces())] = 0.0
    by_breakpoint, by_value = _linearised(target, x, y, extrema)
    scale = extrema.sup
    # Unknowns: breakpoint steps per room, then value steps and the error in units of the sup.
    change = np.c_[by_breakpoint[:, 1:-1] * room[1:-1] / scale, by_value]
    if not (np.isfinite(change).all() and np.isfinite(extrema.error).all()):
        return None  # slopes beyond float64: no step can be trusted
    ones = np.ones((places, 1))
    system = vstack(
        [
            hstack([csr_array(change), csr_array(-ones)]),
            hstack([csr_array(-change), csr_array(-ones)]),
        ]
    )
    cost = np.zeros(change.shape[1] + 1)
    cost[-1] = 1.0
    bounds = [(-1, 1)] * (n - 2) + [(None, None)] * n + [(0, None)]
    result = linprog(
        cost,
        A_ub=system,
        b_ub=np.r_[-extrema.error, extrema.error] / scale,
        bounds=bounds,
        method="highs",
        options={"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10},
    )
    if result.status != 0:
        return None
    dx = np.r_[0.0, result.x[: n - 2] * room[1:-1], 0.0]
    return dx, result.x[n - 2 : 2 * n - 2] * scale, float(result.x[-1]) * scale


def _linearised(target: Target, x: Array, y: Array, extrema: _Extrema) -> tuple[Array, Array]:
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
    near = 1e-6 * (x[-1] - x[0])
    left, right = np.maximum(x[breakpoint] - near, x[0]), np.minimum(x[breakpoint] + near, x[-1])
    by_breakpoint[row[at], breakpoint] = -(target(right) - target(left)) / (right - left)
    by_value[row[at], breakpoint] = 1.0
    return by_breakpoint, by_value


def _extrema(target: Target, target_breaks: list[Break], x: Array, y: Array) -> _Extrema:
    """The breakpoints, the breaks from both sides, and the extrema inside the pieces."""
    inner = _inside(target, x, y)
    f = PiecewiseLinear(x, y)
    fixed = np.array([b.x for b in target_breaks for _ in range(2)])
    limit = np.array([value for b in target_breaks for value in (b.left, b.right)])
    return _Extrema(
        np.r_[x, fixed, inner],
        np.r_[y - target(x), f(fixed) - limit, f(inner) - target(inner)],
        np.r_[np.arange(len(x)), np.full(len(fixed) + len(inner), -1)],
    )


def _inside(target: Target, x: Array, y: Array) -> Array:
    """Local extrema of f − target strictly inside the pieces."""
    slope = np.diff(y) / np.diff(x)
    points = x[:-1, None] + np.diff(x)[:, None] * np.linspace(0, 1, SAMPLES)
    error = y[:-1, None] + slope[:, None] * (points - x[:-1, None]) - target(points)
    piece, left, right, sign = _brackets(points, error)

    def height(z: Array) -> Array:
        return np.asarray(sign * (y[piece] + slope[piece] * (z - x[piece]) - target(z)))

    inner_left, inner_right = right - GOLDEN * (right - left), left + GOLDEN * (right - left)
    for _ in range(SECTIONS):
        higher = height(inner_left) > height(inner_right)
        left, right = np.where(higher, left, inner_left), np.where(higher, inner_right, right)
        inner_left, inner_right = right - GOLDEN * (right - left), left + GOLDEN * (right - left)
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

"""Starts for the best L2 approximation: dynamic programming over breakpoints and heights.

A piece from (x_i, p) to (x_j, q) costs ∫(t − line)², which three running moments of t give for
every pair: ∫t² − 2pA − 2qB + h(p² + pq + q²)/3, A and B the products of t with the two hats. Pieces
that meet share a height, so the best path over (breakpoint, height) is a global answer on the grid.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.polynomial.legendre import leggauss

from approx.core._types import Array, Index
from approx.core.smooth_pieces import breaks
from approx.core.target import Target
from approx.limits.rates import breakpoints_by_curvature, rate

#: Grid points per piece with bounds on their number; breakpoint vectors handed back.
PER_PIECE, FEWEST, MOST, STARTS = 5, 64, 120, 6
#: So many more whose last breakpoint lies elsewhere.
OTHERS = 2
#: Numbers of pieces that the program is run for.
RUNS = (4, 9, 17, 25)
#: Heights around the target, in units of the expected rms error; and all over its range.
FAN = np.array([-4.0, -2.0, -1.0, -0.5, 0.0, 0.5, 1.0, 2.0, 4.0])
GLOBAL, ROOM = 16, 0.3
#: Both sides of a jump are this share of the domain apart.
STEEP = 1e-9
GAUSS, PANELS = 8, 16


def starts(target: Target, pieces: int) -> list[Array]:
    """The best few breakpoint vectors (with the ends) of so many pieces at most, on the grid.

    The last ones, at most OTHERS, lie elsewhere: the best on the grid need not be the best.

    One run serves all smaller numbers; its heights suit its own best, so there are a few sizes.
    """
    return _run(target, next((n for n in RUNS if n >= pieces), pieces))[pieces - 1]


@lru_cache(maxsize=16)
def _run(target: Target, pieces: int) -> list[list[Array]]:
    """The vectors of 1, 2, … pieces."""
    grid = _grid(target, pieces)
    heights = _heights(target, grid, pieces)
    cost = _costs(target, grid, heights)
    k = heights.shape[1]
    best = np.full(len(grid) * k, np.inf)
    best[:k] = 0.0
    came: list[Index] = []
    found: list[list[Array]] = []
    for _ in range(pieces):
        after, arg = np.full((len(grid), k), np.inf), np.zeros((len(grid), k), dtype=np.intp)
        for j in range(1, len(grid)):
            total = best[: j * k, None] + cost[j - 1]
            arg[j] = total.argmin(axis=0)
            after[j] = total[arg[j], np.arange(k)]
        best = after.ravel()
        came.append(arg)
        vectors = dict.fromkeys(path for _, path in sorted(_paths(after[-1], came, k)))
        paths = [*list(vectors)[:STARTS], *_others(total, came, k)]
        found.append([grid[list(path)] for path in paths])
    return found


def _others(total: Array, came: list[Index], k: int) -> list[tuple[int, ...]]:
    """The best paths whose last breakpoint lies elsewhere, at a local minimum of their errors.

    Args:
        total: squared errors by (last breakpoint, its height) and the height at the right end.
    """
    by_height = total.min(axis=1).reshape(-1, k)
    by_place = by_height.min(axis=1)
    beside = np.r_[np.inf, by_place, np.inf]
    is_low = np.isfinite(by_place) & (by_place < beside[:-2]) & (by_place < beside[2:])
    lows = np.flatnonzero(is_low)
    lows = lows[np.argsort(by_place[lows], kind="stable")][1 : OTHERS + 1]
    last = len(came[-1]) - 1
    return [
        _path(int(low) * k + int(by_height[low].argmin()), came[:-1], k, [last]) for low in lows
    ]


def _path(state: int, came: list[Index], k: int, path: list[int]) -> tuple[int, ...]:
    """The path to a state, from the left; `path` is what follows it, from the right."""
    path.append(state // k)
    for arg in reversed(came):
        state = int(arg[state // k, state % k])
        path.append(state // k)
    return tuple(reversed(path))


def _paths(last: Array, came: list[Index], k: int) -> list[tuple[float, tuple[int, ...]]]:
    """(squared error, breakpoints) of the paths to the right end, for its best heights."""
    out = []
    for end in np.argsort(last)[:STARTS]:
        if not np.isfinite(last[end]):
            continue
        state = (len(came[-1]) - 1) * k + int(end)
        out.append((float(last[end]), _path(state, came, k, [])))
    return out


def _grid(target: Target, pieces: int) -> Array:
    """Places for breakpoints: by curvature, evenly, the breaks, and both sides of every jump."""
    a, b = target.domain
    m = int(np.clip(PER_PIECE * pieces, FEWEST, MOST))
    curved = breakpoints_by_curvature(target, m // 2, "l2")
    even = np.linspace(a, b, m // 2 + 2)
    jumps = np.array([t.x for t in breaks(target) if t.jump])
    side = STEEP * (b - a)
    points = np.r_[curved, even, np.setdiff1d(target.pieces(), jumps)]
    if len(jumps):
        apart = np.abs(points[:, None] - jumps).min(axis=1) > 2 * side
        points = np.r_[points[apart], jumps - side / 2, jumps + side / 2]
    points = np.unique(np.clip(points, a, b))
    # Points that nearly coincide would only repeat each other, but for a jump's pair.
    kept = np.r_[True, np.diff(points) > 0.5 * side]
    return np.asarray(points[kept])


def _heights(target: Target, grid: Array, pieces: int) -> Array:
    """Heights to choose from at every grid point, shape (grid, fan)."""
    values = target(grid)
    low, high = float(values.min()), float(values.max())
    spread = high - low
    scale = min(rate(target, pieces - 1, "l2") / np.sqrt(grid[-1] - grid[0]), spread / 4)
    fan = np.linspace(low - ROOM * spread, high + ROOM * spread, GLOBAL)
    around = values[:, None] + (scale or spread / 4) * FAN
    return np.asarray(np.c_[around, np.tile(fan, (len(grid), 1))])


def _costs(target: Target, grid: Array, heights: Array) -> list[Array]:
    """Per right end j: the squared error from any (i, height) to any height there."""
    m0, m1, m2 = _moments(target, grid)
    c = (grid[0] + grid[-1]) / 2
    k = heights.shape[1]
    costs = []
    for j in range(1, len(grid)):
        h = (grid[j] - grid[:j])[:, None, None]
        d0, d1, d2 = (m[j] - m[:j] for m in (m0, m1, m2))
        # ∫t² for every left end, and the products with the hats of both ends.
        at_right = (d1 - (grid[:j] - c) * d0) / (grid[j] - grid[:j])
        at_left = d0 - at_right
        p, q = heights[:j, :, None], heights[j][None, None]
        cost = (
            d2[:, None, None]
            - 2 * p * at_left[:, None, None]
            - 2 * q * at_right[:, None, None]
            + h / 3 * (p * p + p * q + q * q)
        )
        costs.append(cost.reshape(j * k, k))
    return costs


def _moments(target: Target, grid: Array) -> tuple[Array, Array, Array]:
    """∫t, ∫t (x − c) and ∫t² from the left end to every grid point."""
    node, weight = leggauss(GAUSS)
    edges = np.union1d(grid, target.pieces())
    cuts = np.arange(PANELS) / PANELS
    edges = np.append((edges[:-1, None] + np.diff(edges)[:, None] * cuts).ravel(), edges[-1])
    h = np.diff(edges)[:, None]
    x = (edges[:-1, None] + h * (node + 1) / 2).ravel()
    w = (h * weight / 2).ravel()
    y = target(x)
    cell = np.clip(np.searchsorted(grid, x, side="right") - 1, 0, len(grid) - 2)
    c = (grid[0] + grid[-1]) / 2
    sums = (np.bincount(cell, w * v, len(grid) - 1) for v in (y, y * (x - c), y * y))
    zero, first, second = (np.r_[0.0, np.cumsum(s)] for s in sums)
    return zero, first, second

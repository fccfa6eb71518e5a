"""The best L2 approximation with n free breakpoints: every piece its own least-squares line.

Where breakpoints are free and used, the residual is orthogonal to both hats of every piece, so the
best continuous function consists of the pieces' own least-squares lines, and adjacent lines meet
(Barrow, Chui, Smith, Ward 1978, Math. Comp. 32:1131; Baines 1994, Math. Comp. 62:645). Newton
solves the n meeting equations from several starts: breakpoints equidistributed by curvature, and
the best ones on a grid by dynamic programming. Few breakpoints are searched for globally.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.polynomial.legendre import leggauss

from approx.core._types import Array, Index
from approx.core.piecewise import PiecewiseLinear
from approx.core.smooth_pieces import breaks, half_largest_jump, merged
from approx.core.target import Target
from approx.limits.l2_program import starts
from approx.limits.polyline import polylines
from approx.limits.rates import breakpoints_by_curvature

#: Gauss points per panel and least number of panels over all pieces.
GAUSS, PANELS = 20, 24
NODE, WEIGHT = leggauss(GAUSS)
NEWTON, DESCENT = 60, 60
#: Grid cells per piece of the dynamic program, with bounds on their number.
CELLS, FEWEST, MOST = 16, 400, 800
#: An error within this share of the unconnected lines' is the best.
GAP = 1e-3
#: So many smaller numbers of breakpoints are solved for as starts.
INSERTIONS = 3
#: A breakpoint pair around a jump is this share of the domain wide: steeper is always better.
STEEP = 1e-9


#: Up to so many breakpoints are searched for globally.
GLOBAL = 8
#: So many of its starts go downhill.
DOWNHILL = 4
#: Where a polyline this close to the target, as a share of its range, has points, panels end.
GRADED = 0.01


@dataclass(frozen=True)
class _Lines:
    """The least-squares line of every piece, by its values at both ends."""

    left: Array  # (pieces,)
    right: Array  # (pieces,)

    @property
    def gaps(self) -> Array:
        """How far adjacent lines miss each other at the breakpoints, shape (breakpoints,)."""
        return self.right[:-1] - self.left[1:]


@lru_cache(maxsize=1024)
def best_l2(target: Target, breakpoints: int) -> tuple[PiecewiseLinear, float]:
    """(function, lower bound): the best of all searches and their starts, and a true bound.

    Few breakpoints are searched for globally, over breakpoints and heights on a grid. The bound
    holds for all functions of so few breakpoints, continuous or not, up to rounding. On its grid
    it is loose: 0.97 of the error at 3 breakpoints and 0.8 at 32 for smooth targets.
    """
    program = Program(target, breakpoints + 1)
    # The search below puts breakpoints in, too; beside a jump both are needed.
    searched = breakpoints <= GLOBAL and not half_largest_jump(target)
    insertions = 0 if searched else INSERTIONS
    candidates = [_best_breakpoints(target, program, breakpoints, insertions)]
    steep = _around_jumps(target, program, breakpoints)
    candidates += [] if steep is None else [projected(target, steep)]
    if breakpoints <= GLOBAL:
        candidates += _searched(target, breakpoints)
    if breakpoints:
        # One fewer is allowed, too; of many, where one more hardly helps, half as many.
        fewer = breakpoints - 1 if breakpoints <= GLOBAL else breakpoints // 2
        candidates.append(projected(target, best_l2(target, fewer)[0].x))
    closest = min(candidates, key=lambda fit: fit.error)
    return closest.function, program.lower(breakpoints + 1)


def _searched(target: Target, breakpoints: int) -> list[Fit]:
    """From the global search's starts, and from the best of one fewer with one put in, downhill."""
    places = starts(target, breakpoints + 1)
    if breakpoints:
        fewer = projected(target, best_l2(target, breakpoints - 1)[0].x)
        places += [fit.x for fit in _inserted(target, fewer)]
    rough = sorted((projected(target, x) for x in places), key=lambda fit: fit.error)
    fits = []
    for fit in rough[:DOWNHILL]:
        downhill = descend(target, fit.x)
        fits += [projected(target, x) for x in (downhill, newton(target, downhill))]
    return fits


def _best_breakpoints(target: Target, program: Program, breakpoints: int, insertions: int) -> Fit:
    """The best function found from all starts: curvature, the grid, and one breakpoint fewer.

    Lines that meet and are as close as the best ones that need not meet are the answer. Where
    those do not meet (two breakpoints for a symmetric bump), the best function of one fewer, with
    a breakpoint put in and moved downhill, gives a start that is never worse.
    """
    x, apart = program.breakpoints(breakpoints + 1)
    starts = [x, breakpoints_by_curvature(target, breakpoints, "l2")]
    fits = [projected(target, x) for start in starts for x in (start, newton(target, start))]
    closest = min(fits, key=lambda fit: fit.error)
    if closest.error <= apart * (1 + GAP) or not breakpoints or not insertions:
        return closest
    fewer = _best_breakpoints(target, program, breakpoints - 1, insertions - 1)
    downhill = [projected(target, descend(target, fit.x)) for fit in _inserted(target, fewer)]
    fits = [closest, *downhill, *(projected(target, newton(target, fit.x)) for fit in downhill)]
    return min(fits, key=lambda fit: fit.error)


def _inserted(target: Target, fit: Fit) -> list[Fit]:
    """With one breakpoint more, at the two best of three places per piece (the middle can be
    a saddle).
    """
    places = (fit.x[:-1, None] + np.diff(fit.x)[:, None] * np.array([0.3, 0.5, 0.7])).ravel()
    tried = [projected(target, np.sort(np.r_[fit.x, t])) for t in places]
    return sorted(tried, key=lambda fit: fit.error)[:2]


def descend(target: Target, start: Array) -> Array:
    """Breakpoints (with the ends) at a local minimum of the error: L-BFGS on log widths.

    With the values always optimal, the squared error changes with a breakpoint by twice the slope
    change there times the residual's product with the left hat (variable projection; Golub,
    Pereyra 1973).
    """
    from scipy.optimize import minimize

    a, b = start[0], start[-1]
    unit = projected(target, start).error ** 2

    def breakpoints(u: Array) -> Array:
        share = np.exp(u - u.max())
        return np.asarray(a + (b - a) * np.r_[0.0, np.cumsum(share)] / share.sum())

    def objective(u: Array) -> tuple[float, Array]:
        x = breakpoints(u)
        if not (np.diff(x) > 1e-12 * (b - a)).all():
            return np.inf, np.zeros_like(u)
        fit = projected(target, x)
        # The breakpoint after piece i moves by width_i·(1 − …): share out over the widths.
        tail = np.r_[np.cumsum(fit.gradient[::-1])[::-1], 0.0]
        share = np.diff(x) / (b - a)
        by_width = (tail - share @ tail) * share * (b - a)
        return fit.error**2 / unit, by_width / unit

    if unit == 0 or len(start) < 3:
        return start
    result = minimize(
        objective, np.log(np.diff(start)), jac=True, method="L-BFGS-B", options={"maxiter": DESCENT}
    )
    return breakpoints(result.x)


def newton(target: Target, start: Array) -> Array:
    """Breakpoints (with the ends) whose least-squares lines meet, as far as damped Newton gets."""
    from scipy.linalg import LinAlgError, solve_banded

    x = start.copy()
    lines = _lines(target, x)
    for _ in range(NEWTON if len(x) > 2 else 0):
        worst = float(np.abs(lines.gaps).max())
        if worst <= 1e-14 * float(np.abs(lines.left).max()):
            break
        try:
            with np.errstate(divide="ignore", invalid="ignore"):
                step = solve_banded((1, 1), _jacobian(target, x, lines), -lines.gaps)
        except (LinAlgError, ValueError):
            break
        if not np.isfinite(step).all():
            break
        share, width = 1.0, np.diff(x)
        while share > 1e-6:
            moved = x.copy()
            moved[1:-1] += share * step
            if (np.diff(moved) > 0.2 * width).all():
                tried = _lines(target, moved)
                if np.abs(tried.gaps).max() < worst * (1 - 1e-4 * share):
                    break
            share /= 2
        else:
            break
        x, lines = moved, tried
    return x


def _jacobian(target: Target, x: Array, lines: _Lines) -> Array:
    """Derivatives of the gaps by the breakpoints: tridiagonal, in scipy's banded form.

    A line's value R at its right end moves with that end q by (4(f(q) − R))/h + slope, and with
    its left end p by 2(f(p) − L)/h; mirrored for its value L at the left end.
    """
    h, f = np.diff(x), target(x)
    slope = (lines.right - lines.left) / h
    off_left, off_right = (f[:-1] - lines.left) / h, (f[1:] - lines.right) / h
    bands = np.zeros((3, len(x) - 2))
    bands[1] = slope[:-1] - slope[1:] + 4 * (off_right[:-1] + off_left[1:])
    bands[0, 1:] = 2 * off_right[1:-1]
    bands[2, :-1] = 2 * off_left[1:-1]
    return bands


def _lines(target: Target, x: Array) -> _Lines:
    points, weights, piece = _quadrature(target, x)
    h, count = np.diff(x), len(x) - 1
    y = target(points)
    u = (2 * points - x[piece] - x[piece + 1]) / h[piece]
    mean = np.asarray(np.bincount(piece, weights * y, count) / h, dtype=float)
    half = np.bincount(piece, weights * y * u, count) / h * 3
    return _Lines(mean - half, mean + half)


def _quadrature(target: Target, x: Array) -> tuple[Array, Array, Index]:
    """Gauss points, weights and the piece of each; no panel crosses a breakpoint or a break."""
    cuts = -(-PANELS // (len(x) - 1))
    edges = (x[:-1, None] + np.diff(x)[:, None] * np.linspace(0, 1, cuts + 1)[:-1]).ravel()
    edges = np.union1d(np.r_[edges, x], graded(target))
    h = np.diff(edges)[:, None]
    points = (edges[:-1, None] + h * (NODE + 1) / 2).ravel()
    piece = np.clip(np.searchsorted(x, points, side="right") - 1, 0, len(x) - 2)
    return points, (h * WEIGHT / 2).ravel(), piece


@lru_cache(maxsize=16)
def graded(target: Target) -> Array:
    """The target's breaks, and places that keep panels short where it is steep or singular."""
    lines = polylines(target)
    fine = lines.within(GRADED * max(lines.spread, 1e-290)).tube.x
    # Where its first cells do, so do panels.
    return np.union1d(np.setdiff1d(fine, lines.first), target.pieces())


@dataclass(frozen=True)
class Fit:
    """The best function with given breakpoints."""

    x: Array  # (breakpoints + 2,), the ends included
    y: Array  # (breakpoints + 2,)
    error: float  # L2
    gradient: Array  # (breakpoints,), of the squared error by the breakpoints

    @property
    def function(self) -> PiecewiseLinear:
        return PiecewiseLinear(self.x, self.y)


def projected(target: Target, x: Array) -> Fit:
    """The best function with these breakpoints: the hats' normal equations (condition 4)."""
    from scipy.linalg import solve_banded

    points, weights, piece = _quadrature(target, x)
    h, n = np.diff(x), len(x)
    y, share = target(points), (points - x[piece]) / h[piece]
    # Centred first: the projection of a large constant would round.
    centre = float(weights @ y) / float(weights.sum())
    y = y - centre
    right = np.bincount(piece, weights * y * (1 - share), n)
    right += np.bincount(piece + 1, weights * y * share, n)
    bands = np.zeros((3, n))
    bands[1, :-1] += h / 3
    bands[1, 1:] += h / 3
    bands[0, 1:] = bands[2, :-1] = h / 6
    value = solve_banded((1, 1), bands, right)
    residual = value[piece] * (1 - share) + value[piece + 1] * share - y
    jumps = np.diff(np.diff(value) / h)
    left_hat = np.bincount(piece + 1, weights * residual * share, n)
    return Fit(
        x,
        value + centre,
        float(np.sqrt(weights @ residual**2)),
        2 * jumps * left_hat[1:-1],
    )


def _around_jumps(target: Target, program: Program, breakpoints: int) -> Array | None:
    """Breakpoints with a steep pair at every jump; None without jumps or with too few for them."""
    jumps = [b.x for b in breaks(target) if b.jump]
    if not jumps or breakpoints < 2 * len(jumps):
        return None
    a, b = target.domain
    x, _ = program.breakpoints(breakpoints - len(jumps) + 1)
    pairs = [t + side * STEEP * (b - a) / 2 for t in jumps for side in (-1, 1)]
    return np.union1d(x[~np.isin(x, jumps)], pairs)


class Program:
    """The best breakpoints on a grid when the pieces need not meet: a start, and a lower bound.

    Dynamic programming over pieces (Bellman 1961, Commun. ACM 4:284), O(pieces × grid²).
    """

    def __init__(self, target: Target, pieces: int) -> None:
        cells = min(max(FEWEST, CELLS * pieces), MOST)
        a, b = target.domain
        self.grid = merged(np.linspace(a, b, cells + 1), target.pieces())
        self.cost = self._costs(target)

    def _costs(self, target: Target) -> Array:
        """Squared error of the least-squares line between any two grid points; inf if reversed."""
        grid = self.grid
        node, weight = leggauss(6)
        h = np.diff(grid)[:, None]
        x = grid[:-1, None] + h * (node + 1) / 2
        w, y = h * weight / 2, target(x)
        # On [−1, 1] and around the mean, so that the running moments cancel little.
        u = (2 * x - grid[0] - grid[-1]) / (grid[-1] - grid[0])
        y = y - (w * y).sum() / w.sum()

        def between(values: Array) -> Array:
            running = np.r_[0.0, np.cumsum((w * values).sum(axis=1))]
            return np.asarray(running[None, :] - running[:, None])

        ahead = np.triu(np.ones((len(grid), len(grid)), bool), 1)
        mass = np.where(ahead, between(np.ones_like(u)), 1.0)
        mu, my = between(u) / mass, between(y) / mass
        uu = np.where(ahead, between(u * u) - mass * mu**2, 1.0)
        uy, yy = between(u * y) - mass * mu * my, between(y * y) - mass * my**2
        return np.where(ahead, np.maximum(yy - uy**2 / uu, 0.0), np.inf)

    def breakpoints(self, pieces: int) -> tuple[Array, float]:
        """The breakpoints, with the ends, of the best function of so many pieces, and its error."""
        best, came = self.cost[0], []
        for _ in range(pieces - 1):
            total = best[:, None] + self.cost
            came.append(total.argmin(axis=0))
            best = np.take_along_axis(total, came[-1][None], axis=0)[0]
        path = [len(self.grid) - 1]
        for step in reversed(came):
            path.append(int(step[path[-1]]))
        return np.asarray(self.grid[[0, *reversed(path)]]), float(np.sqrt(best[-1]))

    def lower(self, pieces: int) -> float:
        """No function of so many pieces is closer, wherever its breakpoints are.

        Pieces cost no less than the whole cells inside them; cells with a breakpoint count as 0.
        """
        best = self.cost[0]
        for _ in range(pieces - 1):
            free = np.r_[np.inf, np.minimum(best[:-1], np.inf)]
            total = free[:, None] + self.cost
            best = np.minimum(total.min(axis=0), free)
        # A last piece inside one cell costs nothing.
        return float(np.sqrt(max(best[-1], 0.0)))

"""The best L2 approximation with n free breakpoints: every piece its own least-squares line.

Where breakpoints are free and used, the residual is orthogonal to both hats of every piece, so the
best continuous function consists of the pieces' own least-squares lines, and adjacent lines meet
(Barrow, Chui, Smith, Ward 1978, Math. Comp. 32:1131; Baines 1994, Math. Comp. 62:645). Newton
solves the n meeting equations from several starts: breakpoints equidistributed by curvature, and
the best ones on a grid by dynamic programming. Few breakpoints are searched for globally.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.polynomial.legendre import leggauss

from approx.core._types import Array, Index
from approx.core.error import measure
from approx.core.piecewise import PiecewiseLinear
from approx.core.smooth_pieces import breaks, merged
from approx.core.target import Target
from approx.limits.l2_program import starts
from approx.limits.polyline import polylines
from approx.limits.rates import breakpoints_by_curvature

#: Gauss points per panel and least number of panels over all pieces.
GAUSS, PANELS = 20, 24
NODE, WEIGHT = leggauss(GAUSS)
NEWTON, DESCENT = 60, 60
LEAST_SHARE = 1 / 256  # a smaller share of a Newton step is no progress: at a jump lines never meet
#: Grid cells of the dynamic program: few while they are so many per piece, else most.
CELLS, FEWEST, MOST = 16, 400, 800
#: An error within this share of the unconnected lines' is the best.
GAP = 1e-3
#: Places in a piece at which a breakpoint is put in; so many likely ones are tried.
PLACES, LIKELY = (0.3, 0.5, 0.7), 12
#: A piece below this share of the domain is not cut.
NARROWEST = 1e-10
#: Errors within this share of each other are measured exactly, to say which is smaller.
CLOSE = 1e-4
#: A breakpoint pair around a jump is this share of the domain wide: steeper is always better.
STEEP = 1e-9
#: Up to so many breakpoints are searched for globally, always and where no start is close.
ALWAYS, GLOBAL = 8, 24
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

    The best function of one breakpoint fewer is one of the starts, and allowed itself, so the error
    never grows with the breakpoints. Few are searched for globally, over breakpoints and heights
    on a grid. The bound holds for all functions of so few breakpoints, continuous or not, up to
    rounding. On its grid it is loose: 0.97 of the error at 3 breakpoints and 0.8 at 32 for smooth
    targets.
    """
    for n in range(ALWAYS, breakpoints):
        best_l2(target, n)  # one after the other, not within one another
    program = program_of(target, breakpoints + 1)
    x, apart = program.breakpoints(breakpoints + 1)
    places = [x, breakpoints_by_curvature(target, breakpoints, "l2")]
    candidates = [projected(target, x) for start in places for x in (start, newton(target, start))]
    candidates.append(projected(target, np.linspace(*target.domain, breakpoints + 2)))
    candidates += [projected(target, x) for x in _around_jumps(target, program, breakpoints)]
    lower = program.lower(breakpoints + 1)
    if not breakpoints:
        return min(candidates, key=lambda fit: fit.error).function, lower
    fewer = best_l2(target, breakpoints - 1)[0]
    before = projected(target, fewer.x)
    if breakpoints <= ALWAYS:
        candidates += _searched(target, breakpoints, before)
    else:
        candidates += _continued(target, before, apart, candidates)
    closest = min(candidates, key=lambda fit: fit.error)
    # Where they are nearly equal, the quadrature's error does not decide.
    close = closest.error > before.error * (1 - CLOSE)
    if close and not measure(closest.function, target).l2 < measure(fewer, target).l2:
        return fewer, lower
    return closest.function, lower


def _searched(target: Target, breakpoints: int, fewer: Fit) -> list[Fit]:
    """From the global search's starts, and from the best of one fewer with one put in, downhill."""
    places = [*starts(target, breakpoints + 1), *(fit.x for fit in _inserted(target, fewer))]
    rough = sorted((projected(target, x) for x in places), key=lambda fit: fit.error)
    fits: list[Fit] = []
    for fit in rough[:DOWNHILL]:
        downhill = descend(target, fit.x)
        fits += [projected(target, x) for x in (downhill, newton(target, downhill))]
    return fits


def _continued(target: Target, fewer: Fit, apart: float, known: list[Fit]) -> list[Fit]:
    """From the best of one fewer with one put in.

    Lines that meet and are as close as the best ones that need not meet are the answer. Where none
    are (jumps, more waves than pieces), few are searched for globally; of many it goes downhill.
    """
    start = _inserted(target, fewer)[0]
    fits = [start, projected(target, newton(target, start.x))]
    if min(fit.error for fit in (*known, *fits)) > apart * (1 + GAP):
        breakpoints = len(start.x) - 2
        if breakpoints <= GLOBAL:
            return fits + _searched(target, breakpoints, fewer)
        downhill = projected(target, descend(target, start.x))
        fits += [downhill, projected(target, newton(target, downhill.x))]
    return fits


def _inserted(target: Target, fit: Fit) -> list[Fit]:
    """With one breakpoint more, at the two best of three places per piece (the middle can be
    a saddle): of those whose hat alone lowers the squared error most.
    """
    points, weights, piece = _quadrature(target, fit.x)
    width, count = np.diff(fit.x), len(fit.x) - 1
    share, off = (points - fit.x[piece]) / width[piece], fit.function(points) - target(points)
    gains = np.empty((len(PLACES), count))
    for gain, place in zip(gains, PLACES, strict=True):
        hat = np.minimum(share / place, (1 - share) / (1 - place))
        size = np.bincount(piece, weights * hat * hat, count)
        gain[:] = np.bincount(piece, weights * off * hat, count) ** 2 / size
    # At a jump pieces would get narrower until their ends coincide.
    gains[:, width < NARROWEST * (fit.x[-1] - fit.x[0])] = -1.0
    likely = np.argsort(-gains, axis=None, kind="stable")[:LIKELY]
    rows, columns = np.unravel_index(likely, gains.shape)
    places = fit.x[columns] + width[columns] * np.array(PLACES)[rows]
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
        # The ends as they are: one rounding beyond, the target may have no value.
        return np.asarray(np.r_[a, a + (b - a) * np.cumsum(share)[:-1] / share.sum(), b])

    def apart(x: Array) -> bool:
        return bool((np.diff(x) > 1e-12 * (b - a)).all())

    def objective(u: Array) -> tuple[float, Array]:
        x = breakpoints(u)
        if not apart(x):
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
    found = breakpoints(result.x)
    # Into a jump breakpoints may go until they coincide.
    return found if apart(found) else start


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
        while share > LEAST_SHARE:
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


def _around_jumps(target: Target, program: Program, breakpoints: int) -> Iterator[Array]:
    """Breakpoints with a steep pair at the largest jump, at the two largest, and so on.

    A pair takes the places of the jump itself and of the breakpoint nearest to it.
    """
    jumps = sorted((b for b in breaks(target) if b.jump), key=lambda b: -b.jump)
    half = STEEP * target.length / 2
    for count in range(1, min(len(jumps), breakpoints // 2) + 1):
        x, _ = program.breakpoints(breakpoints - count + 1)
        pairs = []
        for jump in jumps[:count]:
            x = np.delete(x, 1 + np.argmin(np.abs(x[1:-1] - jump.x)))
            pairs += [jump.x - half, jump.x + half]
        yield np.union1d(x, pairs)


def program_of(target: Target, pieces: int) -> Program:
    """The program for so many pieces; one serves many numbers of them."""
    return _program(target, FEWEST if CELLS * pieces <= FEWEST else MOST)


@lru_cache(maxsize=8)
def _program(target: Target, cells: int) -> Program:
    return Program(target, cells)


class Program:
    """The best breakpoints on a grid when the pieces need not meet: a start, and a lower bound.

    Dynamic programming over pieces (Bellman 1961, Commun. ACM 4:284), O(pieces × grid²); what it
    has found for fewer pieces is kept.
    """

    def __init__(self, target: Target, cells: int) -> None:
        a, b = target.domain
        self.grid = merged(np.linspace(a, b, cells + 1), target.pieces())
        self.cost = self._costs(target)
        # Up to every grid point: the best of 1, 2, … pieces and where the last begins; bounds.
        self._best, self._below = [self.cost[0]], [self.cost[0]]
        self._came: list[Index] = []

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
        # Between two grid points so close that their moments cancel, a line misses nothing.
        apart = uu > 0
        fitted = np.where(apart, uy**2 / np.where(apart, uu, 1.0), yy)
        return np.where(ahead, np.maximum(yy - fitted, 0.0), np.inf)

    def breakpoints(self, pieces: int) -> tuple[Array, float]:
        """The breakpoints, with the ends, of the best function of so many pieces, and its error."""
        while len(self._best) < pieces:
            total = self._best[-1][:, None] + self.cost
            self._came.append(total.argmin(axis=0))
            self._best.append(np.take_along_axis(total, self._came[-1][None], axis=0)[0])
        path = [len(self.grid) - 1]
        for step in reversed(self._came[: pieces - 1]):
            path.append(int(step[path[-1]]))
        error = float(np.sqrt(self._best[pieces - 1][-1]))
        return np.asarray(self.grid[[0, *reversed(path)]]), error

    def lower(self, pieces: int) -> float:
        """No function of so many pieces is closer, wherever its breakpoints are.

        Pieces cost no less than the whole cells inside them; cells with a breakpoint count as 0.
        """
        while len(self._below) < pieces:
            free = np.r_[np.inf, self._below[-1][:-1]]
            total = free[:, None] + self.cost
            self._below.append(np.minimum(total.min(axis=0), free))
        # A last piece inside one cell costs nothing.
        return float(np.sqrt(max(self._below[pieces - 1][-1], 0.0)))

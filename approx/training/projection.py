"""Variable projection: values at the breakpoints are solved for, only breakpoints are searched.

(Golub, Pereyra 1973, SIAM J. Numer. Anal. 10:413; Kaufman 1975.) In the hat basis everything is
made of 2×2 moments per piece, so that a step costs little more than evaluating the target, and
the linear problem has condition 4; the neurons' own Gram matrix has 7e7 at 64 neurons.

A grid is the breakpoints, ascending, between the ends −1 and 1 of the scaled domain.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import ClassVar

import numpy as np
from numpy.polynomial.legendre import leggauss

from approx.core._types import Array
from approx.core.target import Target
from approx.system.errors import InputError
from approx.training.least_squares import damped_step, solve_normal
from approx.training.problem import Problem

#: Damping at the start, its factors after success and failure, and its least value.
DAMPING, EASE, TIGHTEN, LEAST = 1e-3, 0.2, 5.0, 1e-14
#: A step that lowers the squared error by a smaller share is the last, if the one before did.
STALLED = 1e-4
#: A breakpoint moves at most this share of the way to the next.
REACH = 0.45
#: Breakpoints stay this far apart: at a jump, steeper would always be better.
STEEP = 2e-9
#: Gauss points over the whole domain, and least per piece.
POINTS, FEWEST = 160, 6
#: Weight of the ridge, which decides the value at a breakpoint without data.
RIDGE = 1e-12
#: More points than this are condensed into as many while breakpoints are searched.
MANY = 4096
#: How far a curve may go, where the points lie in [−1, 1]: half their range beyond it.
ROOM = 2.0
#: Breakpoints are not put nearer to one another than this by given points.
APART = 1e-6


@dataclass(frozen=True, eq=False)
class Integral:
    """The integral of squared differences over the domain.

    Attributes:
        target: on [−1, 1].
        close: losses that differ by a smaller share count as equal.
    """

    target: Target
    close: ClassVar[float] = 0.0

    def at(self, grid: Array) -> tuple[Array, Array, Array]:
        """(places, weights, wanted values)."""
        x, weights = quadrature(self.target, grid, POINTS)
        y = self.target(x)
        finite = np.isfinite(y)
        if not finite.all():
            raise InputError(f"the target is not finite at x = {x[~finite][0]:g} of [-1, 1]")
        return x, weights, y

    def breaks(self) -> Array:
        """Where the wanted function is known to have breakpoints or jumps, inside the domain."""
        return self.target.pieces()[1:-1]

    def ridge(self, grid: Array) -> Array:
        """What decides, by a trace of it, values that nothing else does; shape (grid, grid)."""
        return np.eye(len(grid))

    def allows(self, values: Array, before: Array | None = None) -> bool:
        """Whether a function may have these values on its grid, coming from those before."""
        return True

    @property
    def coarse(self) -> Integral:
        """Nearly the same, at fewer places, to search with."""
        return self


@dataclass(frozen=True, eq=False)
class Points:
    """Points in [−1, 1]², the same places whatever the grid.

    Attributes:
        x, y: shape (points,), ascending in x.
        weights: of the squared differences, the same shape; None for 1 each.
    """

    x: Array
    y: Array
    weights: Array | None = None
    #: Less than the noise of most points.
    close: ClassVar[float] = 0.01

    def at(self, grid: Array) -> tuple[Array, Array, Array]:
        return self.x, np.ones_like(self.x) if self.weights is None else self.weights, self.y

    def breaks(self) -> Array:
        return np.zeros(0)

    def ridge(self, grid: Array) -> Array:
        """The slopes' energy: a breakpoint without points lies on the line between its neighbours.

        Its trace is the length of the grid.
        """
        stiff = 1 / np.maximum(np.diff(grid), APART)
        matrix = tridiagonal(stiff, -stiff, stiff)
        return np.asarray(matrix * (len(grid) / np.trace(matrix)))

    def allows(self, values: Array, before: Array | None = None) -> bool:
        """Whether a curve with these values on its grid stays near the points' range.

        Two breakpoints between two near points could be steeper and steeper, and far off elsewhere.
        """
        most = ROOM if before is None else max(ROOM, float(np.abs(before).max()))
        return float(np.abs(values).max()) <= most * (1 + 1e-9)

    @cached_property
    def coarse(self) -> Points:
        """At most MANY points with the same squared error, but for the pieces' ends and a constant.

        A straight line's squared error at some points depends on their number, means, variances
        and covariance only: two points, weighted, have the same.
        """
        if len(self.x) <= MANY:
            return self
        starts = np.linspace(0, len(self.x), MANY // 2, endpoint=False).astype(np.intp)
        count = np.diff(np.r_[starts, len(self.x)])

        def mean(values: Array) -> Array:
            return np.asarray(np.add.reduceat(values, starts) / count)

        x, y = mean(self.x), mean(self.y)
        off = self.x - np.repeat(x, count)
        spread = np.sqrt(mean(off * off))
        rise = mean(off * self.y) / np.maximum(spread, 1e-300)
        return Points(
            np.stack([x - spread, x + spread], axis=1).ravel(),
            np.stack([y - rise, y + rise], axis=1).ravel(),
            np.repeat(count / 2, 2),
        )

    def quantiles(self, n: int) -> Array:
        """N breakpoints with as many points in each piece, shape (n,)."""
        return np.asarray(np.quantile(self.x, (np.arange(n) + 0.5) / n))

    def worst_first(self, n: int) -> Array:
        """The grid of n breakpoints, each put where a point was farthest from the best so far."""
        grid = np.array([-1.0, 1.0])
        for _ in range(n):
            values = project(self, grid).values
            off = np.abs(np.interp(self.x, grid, values) - self.y)
            after = np.clip(np.searchsorted(grid, self.x), 1, len(grid) - 1)
            room = np.minimum(self.x - grid[after - 1], grid[after] - self.x)
            off[room <= 2 * APART] = -1.0
            k = int(np.argmax(off))
            if off[k] >= 0:
                grid = np.insert(grid, after[k], self.x[k])
            else:  # every point has a breakpoint
                widest = int(np.argmax(np.diff(grid)))
                grid = np.insert(grid, widest + 1, grid[widest : widest + 2].mean())
        return grid


Measure = Integral | Points


def quadrature(target: Target, grid: Array, points: int) -> tuple[Array, Array]:
    """Gauss points in every piece between grid and breaks, and their weights, shape (n,) each.

    Args:
        points: how many over the whole domain, but at least FEWEST in a piece.
    """
    left, right = target.cells(grid)
    node, weight = _gauss(max(FEWEST, -(-points // len(left))))
    half = (right - left)[:, None] / 2
    return (left[:, None] + half * (node + 1)).ravel(), (half * weight).ravel()


@lru_cache
def _gauss(points: int) -> tuple[Array, Array]:
    node, weight = leggauss(points)
    return np.asarray(node, dtype=float), np.asarray(weight, dtype=float)


def measure_of(problem: Problem) -> Measure:
    """The integral where the target is known, the samples where it is not."""
    if problem.target is not None:
        return Integral(problem.target)
    return Points(problem.x[0], problem.y[0])


@dataclass(frozen=True, eq=False)
class Projection:
    """The best function with given breakpoints, and what a step needs.

    Attributes:
        grid: the breakpoints between the ends, shape (n + 2,).
        values: on the grid, shape (n + 2,).
        loss: the squared error, summed.
        pull: half the derivative of the loss by each breakpoint, shape (n,).
        normal: Kaufman's Gauss–Newton matrix, shape (n, n).
    """

    grid: Array
    values: Array
    loss: float
    pull: Array
    normal: Array

    @property
    def breakpoints(self) -> Array:
        return self.grid[1:-1]

    @property
    def slopes(self) -> Array:
        """Of the pieces, shape (n + 1,)."""
        return np.asarray(np.diff(self.values) / np.diff(self.grid))

    @property
    def slope_changes(self) -> Array:
        """At the breakpoints, shape (n,)."""
        return np.diff(self.slopes)


def project(measure: Measure, grid: Array) -> Projection:
    """The best function with these breakpoints."""
    x, w, y = measure.at(grid)
    n = len(grid)
    piece = np.clip(np.searchsorted(grid, x, side="right") - 1, 0, n - 2)
    u = (x - grid[piece]) / np.diff(grid)[piece]
    left, right = w * (1 - u), w * u

    def total(values: Array) -> Array:
        return np.bincount(piece, values, n - 1).astype(np.float64, copy=False)

    moments = total(left * (1 - u)), total(left * u), total(right * u)
    gram = tridiagonal(*moments)
    gram += RIDGE * np.trace(gram) / n * measure.ridge(grid)
    values = solve_normal(gram, _both_sides(total(left * y), total(right * y)))
    off = values[piece] * (1 - u) + values[piece + 1] * u - y
    slope = np.diff(values) / np.diff(grid)
    # A breakpoint's own move changes the function by −slope × its hat, on either side.
    pull = -_both_sides(slope * total(left * off), slope * total(right * off))
    mixed = tridiagonal(*(slope * m for m in moments))
    normal = tridiagonal(*(slope**2 * m for m in moments)) - mixed.T @ solve_normal(gram, mixed)
    loss = float(total(w * off * off).sum())
    return Projection(grid, values, loss, pull[1:-1], normal[1:-1, 1:-1])


def _both_sides(left: Array, right: Array) -> Array:
    """Per point of the grid, what the pieces on both sides add."""
    total = np.zeros(len(left) + 1)
    total[:-1] += left
    total[1:] += right
    return total


def tridiagonal(left: Array, both: Array, right: Array) -> Array:
    """The matrix that the pieces' 2×2 matrices [[left, both], [both, right]] add up to."""
    n = len(left) + 1
    matrix = np.zeros((n, n))
    matrix.flat[:: n + 1] = _both_sides(left, right)
    matrix.flat[1 :: n + 1] = matrix.flat[n :: n + 1] = both
    return matrix


def start_grid(problem: Problem, start: Array) -> Array:
    """The grid of the start's breakpoints; those outside the domain are put into it."""
    hidden = problem.shape.views(start)[0]
    with np.errstate(divide="ignore", invalid="ignore"):
        breakpoints = -hidden[:, 1] / hidden[:, 0]
    return between_ends(np.clip(np.nan_to_num(breakpoints), -1, 1))


def between_ends(breakpoints: Array) -> Array:
    """The grid of these breakpoints; where they are not apart, they are spread evenly instead."""
    grid = np.r_[-1.0, np.sort(breakpoints), 1.0]
    return grid if (np.diff(grid) > APART).all() else np.linspace(-1, 1, len(grid))


def search(measure: Measure, grid: Array, steps: int) -> list[Projection]:
    """Damped Gauss–Newton on the breakpoints: the start and every improvement, the best last."""
    path = [project(measure, grid)]
    damping, stalled = DAMPING, False
    for _ in range(steps if len(grid) > 2 else 0):
        now = path[-1]
        step = _improved(measure, now, damping)
        if step is None:
            break
        better, damping = step
        path.append(better)
        damping = max(damping * EASE, LEAST)
        slow = now.loss - better.loss <= STALLED * now.loss
        if slow and stalled:
            break
        stalled = slow
    return path


def _improved(measure: Measure, now: Projection, damping: float) -> tuple[Projection, float] | None:
    """The first better function as the damping grows, and that damping; None without one."""
    diagonal = np.diag(now.normal)
    floor = 1e-12 * float(diagonal.sum()) + 1e-300
    width = np.diff(now.grid)
    reach = REACH * np.minimum(width[:-1], width[1:])
    for _ in range(12):
        step = damped_step(now.normal, now.pull, damping * (diagonal + floor) + floor)
        if step is not None:
            share = min(1.0, float((reach / np.maximum(np.abs(step), 1e-300)).min()))
            grid = now.grid.copy()
            grid[1:-1] -= share * step
            if (np.diff(grid) > STEEP).all():
                moved = project(measure, grid)
                if moved.loss < now.loss and measure.allows(moved.values, now.values):
                    return moved, damping
        damping *= TIGHTEN
    return None

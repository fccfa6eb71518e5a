"""The best breakpoints on a grid when pieces need not meet: a start for L2 and its lower bound.

Dynamic programming over pieces (Bellman 1961, Commun. ACM 4:284), O(pieces × grid²).
"""

from __future__ import annotations

import numpy as np
from numpy.polynomial.legendre import leggauss

from approx.core._types import Array
from approx.core.target import Target
from approx.limits.grid import merged

#: Grid cells per piece, with bounds on their number.
CELLS, FEWEST, MOST = 16, 400, 800


class Program:
    """The best breakpoints on a grid when the pieces need not meet, by dynamic programming."""

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

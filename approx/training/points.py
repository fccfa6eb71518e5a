"""Given points for variable projection: many are condensed, and curves may not run wild."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

import numpy as np

from approx.core._types import Array
from approx.training.variable_projection import project, tridiagonal

#: More points than this are condensed into as many while knots are searched for.
MANY = 4096
#: How far a curve may go, where the points lie in [−1, 1]: half their range beyond it.
ROOM = 2.0
#: Knots are not put nearer to one another than this, on [−1, 1].
APART = 1e-6


@dataclass(frozen=True, eq=False)
class Points:
    """Points in [−1, 1]², the same places whatever the knots.

    Attributes:
        x, y: shape (points,), ascending in x.
        weights: of the squared differences, the same shape; None for 1 each.
    """

    x: Array
    y: Array
    weights: Array | None = None
    #: Less than the noise of most points.
    close: ClassVar[float] = 0.01

    def at(self, knots: Array) -> tuple[Array, Array, Array]:
        return self.x, np.ones_like(self.x) if self.weights is None else self.weights, self.y

    def breaks(self) -> Array:
        return np.zeros(0)

    def ridge(self, knots: Array) -> Array:
        """The slopes' energy: a knot without points then lies on the line between its neighbours.

        Its trace is the number of knots.
        """
        stiff = 1 / np.maximum(np.diff(knots), APART)
        matrix = tridiagonal(stiff, -stiff, stiff)
        return np.asarray(matrix * (len(knots) / np.trace(matrix)))

    def tame(self, values: Array, before: Array | None = None) -> bool:
        """Whether a curve with these values at its knots stays near the points' range.

        Two knots between two near points could be steeper and steeper, and far off elsewhere.
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
        """N knots between the ends, with as many points in each piece."""
        inner = np.quantile(self.x, (np.arange(n) + 0.5) / n)
        return np.concatenate([[-1.0], inner, [1.0]])

    def worst_first(self, n: int) -> Array:
        """N knots between the ends, each put where a point was farthest from the best so far."""
        knots = np.array([-1.0, 1.0])
        for _ in range(n):
            values = project(self, knots).values
            off = np.abs(np.interp(self.x, knots, values) - self.y)
            after = np.clip(np.searchsorted(knots, self.x), 1, len(knots) - 1)
            room = np.minimum(self.x - knots[after - 1], knots[after] - self.x)
            off[room <= 2 * APART] = -1.0
            k = int(np.argmax(off))
            if off[k] >= 0:
                knots = np.insert(knots, after[k], self.x[k])
            else:  # every point has a knot
                widest = int(np.argmax(np.diff(knots)))
                knots = np.insert(knots, widest + 1, knots[widest : widest + 2].mean())
        return knots

"""Polylines close to a target: a tube around one says which sup errors can be reached.

Cells are cut until the target's bounds (value, slope and bend on a cell) keep it within δ of the
chord, so steep and singular places get the points that they need. Where a target has no bounds, as
a Python function, the distance is estimated at a few places of the cell.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from approx.core._types import Array
from approx.core.enclosure import wobble
from approx.core.smooth_pieces import breaks, merged
from approx.core.target import Target
from approx.limits.tube import Tube

#: Cells at first, and points at most.
FIRST, MOST = 64, 60_000
#: With more points than these, bounds that give up somewhere are not asked again.
MANY = 20_000
#: A cell is cut into so many at most; polylines are made for powers of this distance.
CUT, STEP = 8, 1.25
#: Cells are not cut below this share of the domain: nearer to 0 digits are lost.
NARROWEST = 1e-280
#: A jump's two sides are this share of the domain apart.
SIDE = 1e-9
#: Where the distance from the chord is only sampled, and what the largest of them is taken times.
PLACES, ESTIMATE = np.array([[0.2], [0.5], [0.8]]), 1.1


@dataclass(frozen=True)
class Polyline:
    """A tube's points, and how far the target is from it at most.

    Attributes:
        deviation: that distance; estimated where the target's bounds say nothing.
        proved: whether it is proved.
        known: whether there was a bound, or a Python function's estimate, for every cell. If not,
            no error is proved to be the best.
    """

    tube: Tube
    deviation: float
    proved: bool
    known: bool = True

    @property
    def turns(self) -> int:
        """How often it turns from rising to falling or back."""
        step = np.sign(np.diff(self.tube.low))
        return int(np.count_nonzero(np.diff(step[step != 0])))


class Polylines:
    """Of one target; each is kept.

    Attributes:
        first: the points at first, shape (points,).
        spread: the target's range, on them.
        size: its largest value, on them.
        sampled: whether its bounds gave up after MANY points, as beside 1/sin(x) − 1/x at 0, and
            nothing is proved by them: then a few places of every cell say where points are needed.
    """

    def __init__(self, target: Target) -> None:
        self.target = target
        self.jumps = [b for b in breaks(target) if b.jump]
        a, b = target.domain
        side = SIDE * (b - a)
        beside = [t.x + s * side for t in self.jumps for s in (-1, 1)]
        fixed = np.r_[target.pieces(), [x for x in beside if a < x < b]]
        start = merged(np.linspace(a, b, FIRST + 1), fixed)
        y = target(start)
        self.spread = float(np.ptp(y))
        self.size = float(np.abs(y).max())
        self.first = start
        self.sampled = False
        self._known: dict[int, Polyline] = {}

    def within(self, delta: float) -> Polyline:
        """The polyline whose cells are cut until the deviation is delta, if that is possible."""
        # Steps of a fifth only, so that asking for nearly the same finds the same.
        k = math.ceil(-math.log(max(delta, 1e-16 * self.size, 1e-290)) / math.log(STEP))
        if k not in self._known:
            polyline = self._refined(self.first, STEP**-k)
            if not polyline.known and not self.sampled and len(polyline.tube.x) > MANY:
                self.sampled = True
                polyline = self._refined(self.first, STEP**-k)
            self._known[k] = polyline
        return self._known[k]

    def _refined(self, x: Array, delta: float) -> Polyline:
        left, right, points, worst, known = x[:-1], x[1:], [x], 0.0, not self.sampled
        count = len(x)
        while len(left):
            deviation = self._deviation(left, right)
            # The deviation falls with the square of the width, where the target is smooth.
            with np.errstate(over="ignore"):
                parts = np.clip(np.ceil(np.sqrt(deviation / delta)), 1, CUT).astype(int)
            least = 2 * CUT * np.spacing(np.maximum(np.abs(left), np.abs(right)))
            parts[right - left <= np.maximum(least, NARROWEST * (x[-1] - x[0]))] = 1
            if count + (parts - 1).sum() > MOST:
                parts[:] = 1
            last = parts == 1
            lost = last & ~np.isfinite(deviation)
            if lost.any():
                deviation[lost], known = self._estimated(left[lost], right[lost]), False
            worst = max(worst, float(deviation[last].max(initial=0.0)))
            edges = [(left[:0],) * 2]
            for n in range(2, CUT + 1):
                lo, hi = left[parts == n], right[parts == n]
                inner = lo + (hi - lo) * np.arange(1, n)[:, None] / n
                points.append(inner.ravel())
                count += inner.size
                edges.append((np.vstack([lo, inner]).ravel(), np.vstack([inner, hi]).ravel()))
            left, right = (np.concatenate([e[side] for e in edges]) for side in (0, 1))
        proved = known and self.target.enclose is not None and not self.jumps
        return Polyline(self._tube(np.sort(np.concatenate(points))), worst, proved, known)

    def _deviation(self, left: Array, right: Array) -> Array:
        """How far the target is from the chord of each cell at most."""
        width = right - left
        if self.target.enclose is not None and not self.sampled:
            deviation = wobble(self.target.enclose(left, right), width)
            deviation = np.where(np.isnan(deviation), np.inf, deviation)
        else:
            deviation = self._estimated(left, right)
        for jump in self.jumps:  # there the tube has both walls
            side = 1.5 * SIDE * (self.first[-1] - self.first[0])
            deviation[(left >= jump.x - side) & (right <= jump.x + side)] = 0.0
        return np.asarray(deviation)

    def _estimated(self, left: Array, right: Array) -> Array:
        """The same, from a few places."""
        ends = self.target(left), self.target(right)
        inside = self.target(left + PLACES * (right - left))
        chord = ends[0] + PLACES * (ends[1] - ends[0])
        return np.asarray(ESTIMATE * np.abs(inside - chord).max(axis=0))

    def _tube(self, x: Array) -> Tube:
        y = self.target(x)
        low, high = y.copy(), y.copy()
        for jump in self.jumps:
            at = int(np.searchsorted(x, jump.x))
            low[at], high[at] = max(jump.left, jump.right), min(jump.left, jump.right)
        return Tube(x, low, high)


@lru_cache(maxsize=16)
def polylines(target: Target) -> Polylines:
    """The target's; targets are compared by identity."""
    return Polylines(target)

"""The fewest straight links that run through a tube: which sup errors n knots can reach.

A continuous function with m pieces and sup error at most ε is a path of m links inside the tube
f ± ε. Going greedily, each link as far right as any straight line gets, needs the fewest
(Imai, Iri 1986, J. Inf. Process. 9:159; Suri 1986, CVGIP 35:99). The furthest line touches one
wall and then leaves through the other; the stretch between both places is the window in which
the next link begins.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from approx.piecewise import PiecewiseLinear

Array = NDArray[np.float64]

#: Walls in this order everywhere; the upper one is kept mirrored, so that both lie below.
LOWER, UPPER = 0, 1
SIGN = (1.0, -1.0)


class Link(NamedTuple):
    """A straight line through (x, y), its right contact with a wall."""

    slope: float
    x: float
    y: float

    def at(self, x: float) -> float:
        return self.y + self.slope * (x - self.x)

    def mirrored(self) -> Link:
        return Link(-self.slope, self.x, -self.y)


@dataclass(frozen=True)
class Tube:
    """What is to be followed, as a polyline; at a jump the walls start from different heights.

    Attributes:
        x: abscissas, strictly increasing, shape (n,).
        low: what the lower wall lies ε under, shape (n,); at a jump the larger one-sided limit.
        high: what the upper wall lies ε over, shape (n,); at a jump the smaller one.
    """

    x: Array
    low: Array
    high: Array

    def links(self, epsilon: float, most: int) -> list[Link] | None:
        """The fewest links inside the tube of half-width epsilon, or None if more than `most`."""
        if ((self.low - self.high) > 2 * epsilon).any():
            return None
        x = self.x.tolist()
        # Both walls as "stay above": lower as it is, upper mirrored.
        walls = ((self.low - epsilon).tolist(), (-self.high - epsilon).tolist())
        slack = 4e-16 * (float(np.abs(self.low).max()) + epsilon)
        begin, window = [0, 0], None
        found: list[Link] = []
        while len(found) < most:
            side, index, link = _furthest(x, walls, begin, window, slack)
            found.append(link)
            if side is None:
                return found
            window = (
                side,
                *_exit(x, walls[side], link if side == LOWER else link.mirrored(), index),
            )
            begin = [index, index]
            begin[1 - side] = bisect_left(x, link.x)
        return None

    def narrowest(
        self, most: int, least: float = 0.0, rtol: float = 1e-6
    ) -> tuple[float, float, list[Link]]:
        """The smallest ε for which `most` links suffice: (not enough, enough, those links)."""
        scale = float(np.abs(self.low).max())
        fails = least
        enough = float(self.low.max() - self.high.min()) / 2 * (1 + 1e-9) + 1e-300
        path = self.links(enough, most)
        assert path is not None, "a constant lies in the tube of half the range"
        while enough - fails > rtol * enough and enough > 1e-15 * scale:
            middle = (fails + enough) / 2
            shorter = self.links(middle, most)
            if shorter is None:
                fails = middle
            else:
                enough, path = middle, shorter
        return fails, enough, path


def joined(links: list[Link], domain: tuple[float, float]) -> PiecewiseLinear:
    """The function whose pieces are the links; its breakpoints are where they cross."""
    a, b = domain
    x, y = [a], [links[0].at(a)]
    for one, other in pairwise(links):
        if one.slope == other.slope:
            continue
        crossing = other.x + (one.at(other.x) - other.y) / (other.slope - one.slope)
        if x[-1] < crossing < b:
            x.append(crossing)
            y.append(one.at(crossing))
    return PiecewiseLinear([*x, b], [*y, links[-1].at(b)])


def _exit(x: list[float], wall: list[float], link: Link, index: int) -> tuple[float, float]:
    """Where the link goes through the wall, between the points index − 1 and index."""
    before, after = link.at(x[index - 1]) - wall[index - 1], link.at(x[index]) - wall[index]
    share = min(max(before / (before - after), 0.0), 1.0) if before != after else 0.0
    return (
        x[index - 1] + share * (x[index] - x[index - 1]),
        wall[index - 1] + share * (wall[index] - wall[index - 1]),
    )


def _furthest(
    x: list[float],
    walls: tuple[list[float], list[float]],
    begin: list[int],
    window: tuple[int, float, float] | None,
    slack: float,
) -> tuple[int | None, int, Link]:
    """The line that gets furthest: (wall it fails at, index there, line); None at the end."""
    fan = _Fan(slack)
    if window is not None:
        pending = bisect_left(x, window[1])
    for index in range(min(begin), len(x)):
        if window is not None and index >= pending:
            fan.add(*window)
            window = None
        for side in (LOWER, UPPER):
            if index >= begin[side] and not fan.add(side, x[index], walls[side][index]):
                limit = fan.limits[side]
                assert limit is not None
                return side, index, limit if side == LOWER else limit.mirrored()
    for side in (LOWER, UPPER):
        limit = fan.limits[side]
        if limit is not None:
            return None, len(x), limit if side == LOWER else limit.mirrored()
    raise AssertionError("a last link touches at least one wall")


class _Fan:
    """All lines that keep to both walls so far, by the two extreme ones (O'Rourke 1981).

    Per wall, in that wall's own coordinates (the upper mirrored): the upper hull of its points
    and the lowest line to the right that the lines can still be, which a point above it breaks.
    """

    def __init__(self, slack: float) -> None:
        self.slack = slack
        self.limits: list[Link | None] = [None, None]
        self.hull_x: tuple[list[float], list[float]] = ([], [])
        self.hull_y: tuple[list[float], list[float]] = ([], [])
        self.start = [0, 0]  # hull points before it can never be touched again

    def add(self, side: int, x: float, y: float) -> bool:
        """Also stay above (x, y) of this wall; False if no line can."""
        limit = self.limits[side]
        if limit is not None and y > limit.y + limit.slope * (x - limit.x) + self.slack:
            return False
        other = self.limits[1 - side]
        if other is None or -y < other.y + other.slope * (x - other.x):
            self._tighten(1 - side, x, -y)
        hx, hy, start = self.hull_x[side], self.hull_y[side], self.start[side]
        while len(hx) - start >= 2 and (hy[-1] - hy[-2]) * (x - hx[-1]) <= (y - hy[-1]) * (
            hx[-1] - hx[-2]
        ):
            hx.pop()
            hy.pop()
        hx.append(x)
        hy.append(y)
        return True

    def _tighten(self, side: int, x: float, y: float) -> None:
        """Turn the limit of this wall down to (x, y), a point of the other: touch the hull."""
        hx, hy, j = self.hull_x[side], self.hull_y[side], self.start[side]
        if j >= len(hx) or hx[j] >= x:
            return
        slope = (y - hy[j]) / (x - hx[j])
        while j + 1 < len(hx) and hx[j + 1] < x:
            steeper = (y - hy[j + 1]) / (x - hx[j + 1])
            if steeper > slope:
                break
            slope, j = steeper, j + 1
        self.start[side] = j
        self.limits[side] = Link(slope, x, y)

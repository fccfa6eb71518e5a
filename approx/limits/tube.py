"""The fewest straight links that run through a tube: which sup errors n breakpoints can reach.

A continuous function with m pieces and sup error at most ε is a path of m links inside the tube
f ± ε. Going greedily, each link as far right as any straight line gets, needs the fewest
(Imai, Iri 1986, J. Inf. Process. 9:159; Suri 1986, CVGIP 35:99). The furthest line touches one
wall and then leaves through the other; the stretch between both places is the window in which
the next link begins.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from approx.core._types import Array
from approx.core.piecewise import PiecewiseLinear

#: Walls in this order everywhere; the upper one is kept mirrored, so that both lie below.
LOWER, UPPER = 0, 1
#: So many points are passed at once, where the line keeps to the walls: then the corners of their
#: hulls are enough.
BLOCK = 128
#: Every so many points of a tube say, up to this share, how narrow all of it can be.
COARSER, ROUGHLY = 8, 0.02


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

    @property
    def ceiling(self) -> float:
        """A half-width in which a constant is enough: half the range."""
        return float(self.low.max() - self.high.min()) / 2 * (1 + 1e-9) + 1e-300

    def links(self, epsilon: float, most: int) -> list[Link] | None:
        """The fewest links inside the tube of half-width epsilon, or None if more than `most`."""
        path, _ = self.reach(epsilon, most)
        return path

    def reach(self, epsilon: float, most: int) -> tuple[list[Link] | None, int]:
        """The fewest links, or None if more than `most`, and the point that so many get to."""
        if ((self.low - self.high) > 2 * epsilon).any():
            return None, 0
        x = self.x.tolist()
        # Both walls as "stay above": lower as it is, upper mirrored.
        walls = ((self.low - epsilon).tolist(), (-self.high - epsilon).tolist())
        slack = 4e-16 * (float(np.abs(self.low).max()) + epsilon)
        begin, window = [0, 0], None
        path: list[Link] = []
        while len(path) < most:
            side, index, link = _furthest(x, walls, begin, window, slack, self.corners)
            if side is not None and index >= BLOCK * _first_passed(x, begin, window):
                # All points of the block in which it ends, for its true end.
                passed = self.corners[: index // BLOCK]
                side, index, link = _furthest(x, walls, begin, window, slack, passed)
            path.append(link)
            if side is None:
                return path, index
            window = (
                side,
                *_exit(x, walls[side], link if side == LOWER else link.mirrored(), index),
            )
            begin = [index, index]
            begin[1 - side] = bisect_left(x, link.x)
        return None, min(begin)

    @cached_property
    def corners(self) -> list[list[tuple[int, int]]]:
        """Of every block of points the (wall, index) of both walls' upper hulls, from the left.

        A line above these is above all points of the block, at any half-width.
        """
        x, blocks = self.x.tolist(), range(len(self.x) // BLOCK)
        hulls = [_hulls(x, wall.tolist(), blocks) for wall in (self.low, -self.high)]
        both = (
            sorted([(i, LOWER) for i in low] + [(i, UPPER) for i in high])
            for low, high in zip(*hulls, strict=True)
        )
        return [[(side, index) for index, side in block] for block in both]

    def narrowest(
        self, most: int, least: float = 0.0, rtol: float = 1e-6
    ) -> tuple[float, float, list[Link]]:
        """The smallest ε for which `most` links suffice: (not enough, enough, those links)."""
        scale = max(float(np.abs(self.low).max()), 1e-280)
        fails = least
        enough = self.ceiling
        path = self.links(enough, most)
        assert path is not None, "a constant lies in the tube of half the range"
        guesses = self._guesses(most, least) if rtol < ROUGHLY else []
        while enough - fails > rtol * enough and enough > 1e-15 * scale:
            tried = guesses.pop() if guesses else (fails + enough) / 2
            if not fails < tried < enough:
                continue
            shorter = self.links(tried, most)
            if shorter is None:
                fails = tried
            else:
                enough, path = tried, shorter
        return fails, enough, path

    def _guesses(self, most: int, least: float) -> list[float]:
        """Just above and just below what is enough for fewer points of the tube."""
        if len(self.x) <= COARSER * most:
            return []
        coarse = Tube(self.x[::COARSER], self.low[::COARSER], self.high[::COARSER])
        _, about, _ = coarse.narrowest(most, least, ROUGHLY)
        return [about * (1 + 2 * ROUGHLY), about * (1 - 2 * ROUGHLY)]


def _hulls(x: list[float], y: list[float], blocks: range) -> list[list[int]]:
    """The indices of every block's upper hull (Andrew 1979)."""
    hulls = []
    for block in blocks:
        hull: list[int] = []
        for i in range(block * BLOCK, (block + 1) * BLOCK):
            while len(hull) >= 2 and (y[hull[-1]] - y[hull[-2]]) * (x[i] - x[hull[-1]]) <= (
                y[i] - y[hull[-1]]
            ) * (x[hull[-1]] - x[hull[-2]]):
                hull.pop()
            hull.append(i)
        hulls.append(hull)
    return hulls


def joined(links: list[Link], domain: tuple[float, float]) -> PiecewiseLinear:
    """The function whose pieces are the links; its breakpoints are where they cross."""
    a, b = domain
    x, y = [a], [links[0].at(a)]
    for left, right in pairwise(links):
        if left.slope == right.slope:
            continue
        crossing = right.x + (left.at(right.x) - right.y) / (right.slope - left.slope)
        if x[-1] < crossing < b:
            x.append(crossing)
            y.append(left.at(crossing))
    return PiecewiseLinear([*x, b], [*y, links[-1].at(b)])


def _exit(x: list[float], wall: list[float], link: Link, index: int) -> tuple[float, float]:
    """Where the link goes through the wall, between the points index − 1 and index."""
    before, after = link.at(x[index - 1]) - wall[index - 1], link.at(x[index]) - wall[index]
    share = min(max(before / (before - after), 0.0), 1.0) if before != after else 0.0
    return (
        x[index - 1] + share * (x[index] - x[index - 1]),
        wall[index - 1] + share * (wall[index] - wall[index - 1]),
    )


Window = tuple[int, float, float]


def _furthest(
    x: list[float],
    walls: tuple[list[float], list[float]],
    begin: list[int],
    window: Window | None,
    slack: float,
    corners: Sequence[Sequence[tuple[int, int]]] = (),
) -> tuple[int | None, int, Link]:
    """The line that gets furthest: (wall it fails at, index there, line); None at the end.

    The lines that keep to both walls so far are known by the two extreme ones (O'Rourke 1981). Per
    wall, in that wall's own coordinates (the upper mirrored), there is the upper hull of its points
    from the first that can still be touched, and the lowest line to the right that the lines can
    still be; a point above it ends them. Hundreds of thousands of points go through here: what is
    kept of a wall lies in local variables, of the wall whose turn it is in the first ones.
    """
    hull_x, hull_y, start, slope, at, height = _empty()
    other_x, other_y, other_start, other_slope, other_at, other_height = _empty()
    now = LOWER
    for side, index, u, v in _points(x, walls, begin, window, corners):
        if side != now:
            now = side
            hull_x, other_x, hull_y, other_y = other_x, hull_x, other_y, hull_y
            start, other_start, slope, other_slope = other_start, start, other_slope, slope
            at, other_at, height, other_height = other_at, at, other_height, height
        if v > height + slope * (u - at) + slack:
            return side, index, _in_the_plane(side, Link(slope, at, height))
        w = -v
        if w < other_height + other_slope * (u - other_at):
            # The other wall's limit turns down to this point and touches that wall's hull.
            j, count = other_start, len(other_x)
            if j < count and other_x[j] < u:
                turned = (w - other_y[j]) / (u - other_x[j])
                while j + 1 < count and other_x[j + 1] < u:
                    steeper = (w - other_y[j + 1]) / (u - other_x[j + 1])
                    if steeper > turned:
                        break
                    turned, j = steeper, j + 1
                other_start, other_slope, other_at, other_height = j, turned, u, w
        while len(hull_x) - start >= 2 and (hull_y[-1] - hull_y[-2]) * (u - hull_x[-1]) <= (
            v - hull_y[-1]
        ) * (hull_x[-1] - hull_x[-2]):
            hull_x.pop()
            hull_y.pop()
        hull_x.append(u)
        hull_y.append(v)
    limits = [(now, Link(slope, at, height)), (1 - now, Link(other_slope, other_at, other_height))]
    for side, limit in sorted(limits):
        if limit.y < math.inf:
            return None, len(x), _in_the_plane(side, limit)
    raise AssertionError("a last link touches at least one wall")


def _empty() -> tuple[list[float], list[float], int, float, float, float]:
    """Of a wall without points: its hull (x, y), where that begins, its limit (slope, x, y)."""
    return [], [], 0, 0.0, 0.0, math.inf


def _in_the_plane(side: int, line: Link) -> Link:
    return line if side == LOWER else line.mirrored()


def _points(
    x: list[float],
    walls: tuple[list[float], list[float]],
    begin: list[int],
    window: Window | None,
    corners: Sequence[Sequence[tuple[int, int]]],
) -> Iterator[tuple[int, int, float, float]]:
    """All that lines must stay above, from the left: (wall, index, x, y in the wall's own way).

    Of blocks whose corners are given, and which all of the link passes, only those.
    """
    pending = len(x) if window is None else bisect_left(x, window[1])
    first = _first_passed(x, begin, window)
    last = max(first, len(corners))
    if first == last:
        yield from _all_points(x, walls, begin, window, pending, range(min(begin), len(x)))
        return
    before, after = range(min(begin), first * BLOCK), range(last * BLOCK, len(x))
    yield from _all_points(x, walls, begin, window, pending, before)
    for block in corners[first:last]:
        for side, index in block:
            yield side, index, x[index], walls[side][index]
    yield from _all_points(x, walls, begin, None, pending, after)


def _first_passed(x: list[float], begin: list[int], window: Window | None) -> int:
    """The first block whose points the link must all keep to, both walls."""
    start = max(begin) if window is None else max(*begin, bisect_left(x, window[1]) + 1)
    return -(-start // BLOCK)


def _all_points(
    x: list[float],
    walls: tuple[list[float], list[float]],
    begin: list[int],
    window: Window | None,
    pending: int,
    indices: range,
) -> Iterator[tuple[int, int, float, float]]:
    low, high = walls
    for index in indices:
        if index >= pending and window is not None:
            side, u, v = window
            yield side, index, u, v
            window = None
        if index >= begin[LOWER]:
            yield LOWER, index, x[index], low[index]
        if index >= begin[UPPER]:
            yield UPPER, index, x[index], high[index]

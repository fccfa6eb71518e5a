"""Polygons that share their vertices, and how a line cuts them: pure counting, no coordinates.

A vertex is a number, a polygon a loop of such numbers. A cut edge gets one new vertex, whichever
polygon asks, so neighbours stay glued and a subdivision of the box can neither gap nor overlap
(edge subdivision: Berzins 2023, arXiv:2306.07212).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Signs = NDArray[np.int8]


@dataclass(frozen=True, eq=False)
class Polygons:
    """Convex polygons, one after the other, each counterclockwise.

    Attributes:
        corners: vertex numbers of all polygons, shape (corners,).
        counts: how many corners each polygon has, shape (polygons,).
    """

    corners: Ints  # (corners,)
    counts: Ints  # (polygons,)

    def __len__(self) -> int:
        return len(self.counts)

    @cached_property
    def starts(self) -> Ints:
        """Where each polygon's corners begin, shape (polygons,)."""
        return np.asarray(np.cumsum(self.counts) - self.counts)

    @cached_property
    def owner(self) -> Ints:
        """The polygon of each corner, shape (corners,)."""
        return np.repeat(np.arange(len(self)), self.counts)

    @cached_property
    def following(self) -> Ints:
        """The vertex after each corner, going round its polygon, shape (corners,)."""
        after = np.arange(1, len(self.corners) + 1)
        after[self.starts + self.counts - 1] = self.starts
        return np.asarray(self.corners[after])

    def edges(self) -> tuple[Ints, Ints]:
        """Every edge once: its two vertices (e, 2), and the polygons on its sides (e, 2).

        At the rim of the whole, where there is no second polygon, the second one is -1.
        """
        a, b = self.corners, self.following
        key = _edge_key(a, b, int(a.max()) + 1)
        order = np.argsort(key, kind="stable")
        first = np.flatnonzero(np.diff(key[order], prepend=-1))
        shared = np.diff(first, append=len(order)) > 1
        sides = np.full((len(first), 2), -1, dtype=np.int64)
        sides[:, 0] = self.owner[order[first]]
        sides[shared, 1] = self.owner[order[first[shared] + 1]]
        return np.stack([a[order[first]], b[order[first]]], axis=1), sides

    def cut(self, sign: Signs) -> Cut | None:
        """Cut every polygon that has vertices of both signs; None when there is none.

        Args:
            sign: of a function linear on each polygon, -1, 0 or 1 per vertex, shape (vertices,).
        """
        at_corner = sign[self.corners]
        crossed = np.maximum.reduceat(at_corner, self.starts) > 0
        crossed &= np.minimum.reduceat(at_corner, self.starts) < 0
        if not crossed.any():
            return None
        inside = np.repeat(crossed, self.counts)
        part = Polygons(self.corners[inside], self.counts[crossed])
        fine, ends = part.refined(sign)
        at_corner = np.r_[sign, np.zeros(len(ends), np.int8)][fine.corners]
        above, below = at_corner >= 0, at_corner <= 0
        which = np.flatnonzero(crossed)
        return Cut(
            Polygons(
                np.concatenate([self.corners[~inside], fine.corners[above], fine.corners[below]]),
                np.concatenate(
                    [
                        self.counts[~crossed],
                        np.add.reduceat(above, fine.starts, dtype=np.int64),
                        np.add.reduceat(below, fine.starts, dtype=np.int64),
                    ]
                ),
            ),
            np.concatenate([np.flatnonzero(~crossed), which, which]),
            ends,
        )

    def refined(self, sign: Signs) -> tuple[Polygons, Ints]:
        """The same polygons with a vertex on every edge whose ends have opposite signs.

        Returns them and the ends (m, 2) of those edges; the new vertices are numbered from
        len(sign), in that order.
        """
        a, b = self.corners, self.following
        split = sign[a] * sign[b] < 0
        vertices = len(sign)
        keys, which = np.unique(_edge_key(a[split], b[split], vertices), return_inverse=True)
        place = np.arange(len(a)) + np.cumsum(split) - split
        corners = np.empty(len(a) + len(which), dtype=np.int64)
        corners[place] = a
        corners[place[split] + 1] = vertices + which
        counts = self.counts + np.add.reduceat(split, self.starts, dtype=np.int64)
        return Polygons(corners, counts), np.stack(np.divmod(keys, vertices), axis=1)


@dataclass(frozen=True, eq=False)
class Cut:
    """What a cut makes of its polygons.

    Attributes:
        polygons: the pieces and the untouched ones.
        parent: which polygon each comes from, shape (polygons,).
        ends: ends of the edge on which each new vertex lies, shape (new, 2).
    """

    polygons: Polygons
    parent: Ints
    ends: Ints


def _edge_key(a: Ints, b: Ints, vertices: int) -> Ints:
    """One number per edge, the same in both directions."""
    return np.asarray(np.minimum(a, b) * vertices + np.maximum(a, b))

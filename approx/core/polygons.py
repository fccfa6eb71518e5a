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

from approx.core._types import Booleans, Integers

#: Where vertices lie to a line, as bits that can be or-ed over a polygon.
Sides = NDArray[np.uint8]
ON, ABOVE, BELOW = 0, 1, 2
BOTH = ABOVE | BELOW


@dataclass(frozen=True, eq=False)
class Polygons:
    """Convex polygons, one after the other, each counterclockwise.

    Attributes:
        corners: vertex numbers of all polygons, shape (corners,).
        counts: how many corners each polygon has, shape (polygons,).
        cliffs: number of the cliff on which the edge after each corner lies, -1 where on none,
            shape (corners,); None without cliffs. Polygons on its two sides share no vertex there.
    """

    corners: Integers  # (corners,)
    counts: Integers  # (polygons,)
    cliffs: Integers | None = None

    def __len__(self) -> int:
        return len(self.counts)

    @cached_property
    def starts(self) -> Integers:
        """Where each polygon's corners begin, shape (polygons,)."""
        return np.asarray(np.cumsum(self.counts) - self.counts)

    @cached_property
    def owner(self) -> Integers:
        """The polygon of each corner, shape (corners,)."""
        return np.repeat(np.arange(len(self)), self.counts)

    @cached_property
    def following(self) -> Integers:
        """The vertex after each corner, going round its polygon, shape (corners,)."""
        after = np.arange(1, len(self.corners) + 1)
        after[self.starts + self.counts - 1] = self.starts
        return np.asarray(self.corners[after])

    def edges(self) -> tuple[Integers, Integers]:
        """Every edge once: its two vertices (e, 2), and the polygons on its sides (e, 2).

        At the rim of the whole, where there is no second polygon, the second one is -1. Edges on
        cliffs are left out (:func:`approx.core.cliffs.across`).
        """
        a, b, owner = self.corners, self.following, self.owner
        if self.cliffs is not None:
            a, b, owner = (column[self.cliffs < 0] for column in (a, b, owner))
        key = _edge_key(a, b, int(a.max()) + 1)
        order = np.argsort(key, kind="stable")
        first = np.flatnonzero(np.diff(key[order], prepend=-1))
        shared = np.diff(first, append=len(order)) > 1
        sides = np.full((len(first), 2), -1, dtype=np.int64)
        sides[:, 0] = owner[order[first]]
        sides[shared, 1] = owner[order[first[shared] + 1]]
        return np.stack([a[order[first]], b[order[first]]], axis=1), sides

    def cut(self, side: Sides) -> Cut:
        """Cut every polygon with vertices on both sides of a line.

        Args:
            side: of each vertex, ON, ABOVE or BELOW the line, shape (vertices,).
        """
        sides = self.sides(side)
        crossed = sides == BOTH
        if not crossed.any():
            return Cut(self, None, np.empty((0, 2), dtype=np.int64), sides == ABOVE)
        touched = np.repeat(crossed, self.counts)
        fine, ends = self._some(crossed, touched).refined(side)
        at_corner = np.concatenate([side, np.full(len(ends), ON, np.uint8)])[fine.corners]
        contacts = np.add.reduceat(at_corner == ON, fine.starts, dtype=np.int64)
        for polygon in np.flatnonzero(contacts > 2):
            span = slice(fine.starts[polygon], fine.starts[polygon] + fine.counts[polygon])
            at_corner[span] = _two_contacts(at_corner[span])
        above, below = fine.only(at_corner != BELOW), fine.only(at_corner != ABOVE)
        whole = self._some(~crossed, ~touched)
        which, rest = np.flatnonzero(crossed), np.flatnonzero(~crossed)
        parent = np.concatenate([rest, which, which])
        on_top = np.zeros(len(parent), dtype=bool)
        on_top[: len(rest)] = sides[rest] == ABOVE
        on_top[len(rest) : len(rest) + len(which)] = True
        return Cut(_together(whole, above, below), parent, ends, on_top)

    def only(self, keep: Booleans) -> Polygons:
        """The polygons with the corners in `keep` alone; each must keep one."""
        cliffs = self.cliffs
        if cliffs is not None:  # behind the last corner of those kept, the edge is a new one
            following = np.arange(1, len(keep) + 1)
            following[self.starts + self.counts - 1] = self.starts
            cliffs = np.where(keep[following], cliffs, -1)[keep]
        counts = np.add.reduceat(keep, self.starts, dtype=np.int64)
        return Polygons(self.corners[keep], counts, cliffs)

    def _some(self, polygons: Booleans, corners: Booleans) -> Polygons:
        """These polygons, which have these corners."""
        cliffs = None if self.cliffs is None else self.cliffs[corners]
        return Polygons(self.corners[corners], self.counts[polygons], cliffs)

    def sides(self, side: Sides) -> Sides:
        """All sides on which each polygon has vertices, shape (polygons,)."""
        return np.asarray(np.bitwise_or.reduceat(side[self.corners], self.starts))

    def refined(self, side: Sides) -> tuple[Polygons, Integers]:
        """The same polygons with a vertex on every edge that crosses the line.

        Returns them and the ends (m, 2) of those edges; the new vertices are numbered from
        len(side), in that order.
        """
        a, b = self.corners, self.following
        split = side[a] | side[b] == BOTH
        vertices = len(side)
        keys, which = np.unique(_edge_key(a[split], b[split], vertices), return_inverse=True)
        place = np.arange(len(a)) + np.cumsum(split) - split
        corners = np.empty(len(a) + len(which), dtype=np.int64)
        corners[place] = a
        corners[place[split] + 1] = vertices + which
        counts = self.counts + np.add.reduceat(split, self.starts, dtype=np.int64)
        cliffs = self.cliffs
        if cliffs is not None:  # both parts of an edge lie where it lay
            fine = np.empty_like(corners)
            fine[place] = cliffs
            fine[place[split] + 1] = cliffs[split]
            cliffs = fine
        return Polygons(corners, counts, cliffs), np.stack(np.divmod(keys, vertices), axis=1)


@dataclass(frozen=True, eq=False)
class Cut:
    """What a cut makes of its polygons.

    Attributes:
        polygons: the untouched ones, the pieces above, the pieces below.
        parent: which polygon each comes from, shape (polygons,); None where the line cuts none.
        ends: ends of the edge on which each new vertex lies, shape (new, 2).
        above: whether each lies above the line, shape (polygons,); not when it lies on it.
    """

    polygons: Polygons
    parent: Integers | None
    ends: Integers
    above: Booleans


def _together(*parts: Polygons) -> Polygons:
    cliffs = [part.cliffs for part in parts if part.cliffs is not None]
    return Polygons(
        np.concatenate([part.corners for part in parts]),
        np.concatenate([part.counts for part in parts]),
        np.concatenate(cliffs) if cliffs else None,
    )


def _two_contacts(side: Sides) -> Sides:
    """A cut polygon's sides, shape (corners,), with ON only where the line enters and leaves.

    In exact arithmetic no more of its corners lie on the line; those that rounding puts there go
    with the corner after them, or the halves would share more than their seam.
    """
    off = np.flatnonzero(side != ON)
    after = side[off[np.searchsorted(off, np.arange(len(side))) % len(off)]]
    before = np.roll(side, 1)
    contact = (side == ON) & (before != ON) & (before != after)
    return np.where(contact, np.uint8(ON), after)


def _edge_key(a: Integers, b: Integers, vertices: int) -> Integers:
    """One number per edge, the same in both directions."""
    return np.asarray(np.minimum(a, b) * vertices + np.maximum(a, b))

"""Where a step makes a sheet of polygons jump: its polygons part there, and who faces whom.

Along a cliff the two sides hold values of their own, so they share no vertex, and later lines may
cut one side and not the other. Who faces whom is then found along the cliff itself.
"""

from __future__ import annotations

import numpy as np

from approx.core._types import Array, Booleans, Integers
from approx.core.polygons import Polygons

#: Shorter than this share of the largest coordinate a stretch of a cliff is rounding.
SHORTEST = 1e-13


def parted(loops: Polygons, on: Booleans) -> tuple[Polygons, Integers, Integers]:
    """The polygons with cliffs wherever the neurons of a layer of steps differ between them.

    Args:
        on: whether each neuron is positive, shape (polygons, width).

    Returns:
        The polygons with their new vertices, the vertex that each of those was, and a polygon
        that has it, both of shape (new vertices,).
    """
    _, pattern = np.unique(on, axis=0, return_inverse=True)
    pattern = pattern.ravel()
    at_corner, owner = pattern[loops.owner], loops.owner
    key = loops.corners * (int(pattern.max()) + 1) + at_corner
    _, first, corners = np.unique(key, return_index=True, return_inverse=True)
    cliffs = np.full(len(key), -1) if loops.cliffs is None else loops.cliffs.copy()
    ends = np.sort(np.stack([loops.corners, loops.following]), axis=0)
    edge = np.unique(ends[0] * (int(ends.max()) + 1) + ends[1], return_inverse=True)[1].ravel()
    least, most = np.full(edge.max() + 1, len(on)), np.full(edge.max() + 1, -1)
    np.minimum.at(least, edge, at_corner)
    np.maximum.at(most, edge, at_corner)
    fresh = (least < most)[edge] & (cliffs < 0)
    cliffs[fresh] = edge[fresh] + cliffs.max() + 1
    cut = Polygons(corners.ravel(), loops.counts, cliffs)
    return cut, loops.corners[first], owner[first]


def across(points: Array, loops: Polygons) -> tuple[Array, Integers]:
    """Stretches of all cliffs: their ends (s, 2, 2), and the corners whose edges face there (s, 2).

    `loops.owner` of a corner is its polygon.
    """
    none = np.zeros((0, 2, 2)), np.zeros((0, 2), dtype=np.int64)
    if loops.cliffs is None or not (loops.cliffs >= 0).any():
        return none
    corner = np.flatnonzero(loops.cliffs >= 0)
    _, cliff = np.unique(loops.cliffs[corner], return_inverse=True)
    cliff = cliff.ravel()
    start, end = points[loops.corners[corner]], points[loops.following[corner]]
    longest = np.lexsort((np.hypot(*(end - start).T), cliff))
    ways = np.zeros((cliff.max() + 1, 2))
    ways[cliff[longest]] = (end - start)[longest]  # the last one of each cliff stays
    way = ways[cliff]
    forwards = ((end - start) * way).sum(axis=1) > 0
    low = np.where(forwards[:, None], start, end)
    high = np.where(forwards[:, None], end, start)
    # Along each cliff from one beginning of an edge, on either side, to the next or to the end.
    order = np.lexsort(((low * way).sum(axis=1), cliff))
    last = [_latest(order, forwards[order] == side, cliff) for side in (True, False)]
    facing = np.stack(last, axis=1)
    ends = high[facing]  # of both edges
    nearer = ((ends[:, 0] - ends[:, 1]) * way[order]).sum(axis=1) > 0
    until = np.where(nearer[:, None], ends[:, 1], ends[:, 0])
    following = np.append(cliff[order][1:] == cliff[order][:-1], False)
    beginning, next_ = low[order], np.roll(low[order], -1, axis=0)
    before = ((next_ - until) * way[order]).sum(axis=1) < 0
    until = np.where((following & before)[:, None], next_, until)
    length = ((until - beginning) * way[order]).sum(axis=1) / np.hypot(*way[order].T)
    kept = (facing >= 0).all(axis=1) & (length > SHORTEST * np.abs(points).max())
    return np.stack([beginning, until], axis=1)[kept], corner[facing[kept]]


def _latest(order: Integers, here: Booleans, cliff: Integers) -> Integers:
    """The last of those `here` up to each place of the order, on its own cliff; else -1."""
    place = np.maximum.accumulate(np.where(here, np.arange(len(order)), -1))
    found = np.where(place >= 0, order[place], -1)
    return np.asarray(np.where(cliff[found] == cliff[order], found, -1))


def heights(points: Array, values: Array, loops: Polygons, ends: Array, corner: Integers) -> Array:
    """The values at places on the edges after these corners: of shape (s, 2) for ends (s, 2, 2).

    Args:
        values: at the vertices, shape (v,).
    """
    a, b = loops.corners[corner], loops.following[corner]
    along = (points[b] - points[a])[:, None, :]
    share = ((ends - points[a][:, None, :]) * along).sum(axis=2) / (along**2).sum(axis=2)
    return np.asarray(values[a][:, None] + share * (values[b] - values[a])[:, None])

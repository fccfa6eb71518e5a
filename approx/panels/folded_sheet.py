"""The folded sheet over the plane: exact facets, which is before which, and what lies on them.

Facets are the regions, cut where the decision changes. Seen from above, facets that share an edge
hide each other only across that edge, and in a plan of convex polygons "before" along a direction
is never a circle (Guibas, Yao 1980): sorting by these pairs is the painter's order, exactly.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from approx.core._types import Array, Booleans, Integers
from approx.core.plane_target import PlaneTarget
from approx.panels import plane as planes
from approx.panels.primitives import Color
from approx.subjects.plane import Plane

#: The height of the sheet as a share of the plane's side.
HEIGHT = 0.5
#: Towards the light, and how bright a facet is that faces away.
LIGHT, DARKEST = np.array([-0.45, -0.35, 0.82]), 0.45


@dataclass(frozen=True)
class Seam:
    """An edge between two facets: a fold of a neuron, or a piece of the boundary.

    Attributes:
        ends: shape (2, 3).
        facets: on its two sides.
        color: of the neuron; None for the boundary.
    """

    ends: Array
    facets: tuple[int, int]
    color: Color | None


@dataclass(frozen=True)
class Sheet:
    """Facets in a box of side 1 around the origin; heights are scaled, measured from the level.

    Attributes:
        plane: what it shows.
        facets: corners (x, y, z), counterclockwise, shape (k, 3) each.
        above: whether each lies above the level; all of them where there are several classes.
        heights: mean of f over the corners, above the level, shape (facets,).
        winners: the class of each where there are several, else empty.
        pairs: facets that share an edge, shape (edges, 2).
        normals: of these edges in the plan, from the first facet to the second, shape (edges, 2).
        seams: folds and boundary.
        points: the data on the sheet, shape (n, 3).
        under: the facet under each of them.
        scale: z of one unit of f.
        worst: where the error is largest, the sheet and the function it should be, shape (2, 3);
            empty without a function.
    """

    plane: Plane
    facets: list[Array]
    above: Booleans
    heights: Array
    winners: Integers
    pairs: Integers
    normals: Array
    seams: tuple[Seam, ...]
    points: Array
    under: Integers
    scale: float
    worst: Array

    @cached_property
    def light(self) -> Array:
        """How bright every facet is, shape (facets,)."""
        out = []
        for corners in self.facets:
            spread = corners - corners.mean(axis=0)
            normal = np.linalg.svd(spread)[2][2]
            normal = normal * (np.sign(normal[2]) or 1.0)
            out.append(DARKEST + (1 - DARKEST) * max(float(normal @ LIGHT), 0.0))
        return np.array(out) / max(out)

    def order(self, direction: Array) -> Integers:
        """The rank of every facet from far to near, those below the level first; shape (facets,).

        Args:
            direction: in the plan, away from the viewer, shape (2,).
        """
        along = self.normals @ direction
        before: list[list[int]] = [[] for _ in self.facets]  # drawn after the facet
        waiting = np.zeros(len(self.facets), dtype=np.int64)
        for (a, b), side in zip(self.pairs.tolist(), along.tolist(), strict=True):
            if abs(side) > 1e-12:
                far, near = (b, a) if side > 0 else (a, b)
                before[far].append(near)
                waiting[near] += 1
        ready = np.flatnonzero(waiting == 0).tolist()
        found = []
        while ready:
            facet = ready.pop()
            found.append(facet)
            for near in before[facet]:
                waiting[near] -= 1
                if not waiting[near]:
                    ready.append(near)
        ranks = np.zeros(len(self.facets), dtype=np.int64)
        ranks[found] = np.arange(len(found))
        return np.where(self.above, ranks + len(self.facets), ranks)


def build(plane: Plane) -> Sheet:
    """The sheet of a plane, ready to be turned."""
    box = np.array(plane.box)
    middle, size = box.mean(axis=1), np.ptp(box, axis=1)
    level = planes.level(plane)
    winners = np.zeros(0, dtype=np.int64)
    if plane.several:
        found = plane.decisions
        points, loops, parents, winners = found.points, found.loops, found.parents, found.winners
        values = plane.logits(points).max(axis=1)
        values = values - values.min()
    else:
        points, values, loops, parents = plane.regions.pieces_at(level)
        values = values - level
    largest = float(max(values.max(), 0.0) - min(values.min(), 0.0)) or 1.0
    scale = HEIGHT / largest
    vertices = np.column_stack([(points - middle) / size, values * scale])
    facets = np.split(vertices[loops.corners], loops.starts[1:])
    heights = np.array([values[part].mean() for part in np.split(loops.corners, loops.starts[1:])])
    above = heights > 0 if not plane.several else np.ones(len(loops), dtype=bool)
    edges, sides = loops.edges()
    inner = sides[:, 1] >= 0
    edges, pairs = edges[inner], sides[inner]
    normals = _normals(vertices, edges, pairs, facets)
    seams = _seams(plane, vertices, edges, pairs, parents, winners, above)
    data = np.zeros((0, 3)) if plane.data is None else _on_sheet(plane, middle, size, scale)
    under = _under(data[:, :2], facets)
    worst = _worst(plane, middle, size, scale)
    return Sheet(
        plane, facets, above, heights, winners, pairs, normals, seams, data, under, scale, worst
    )


def _worst(plane: Plane, middle: Array, size: Array, scale: float) -> Array:
    if not isinstance(plane.target, PlaneTarget) or plane.error is None:
        return np.zeros((0, 3))
    at = np.array(plane.error.at)
    values = np.array([float(plane.logits(at)[0]), float(plane.target(at))]) - planes.level(plane)
    return np.array([(*((at - middle) / size), scale * value) for value in values])


def _normals(vertices: Array, edges: Integers, pairs: Integers, facets: list[Array]) -> Array:
    """Across every edge, from its first facet to its second, in the plan."""
    along = vertices[edges[:, 1], :2] - vertices[edges[:, 0], :2]
    across = np.column_stack([along[:, 1], -along[:, 0]])
    across /= np.maximum(np.hypot(*across.T), 1e-300)[:, None]
    middles = np.array([facet[:, :2].mean(axis=0) for facet in facets])
    way = ((middles[pairs[:, 1]] - middles[pairs[:, 0]]) * across).sum(axis=1)
    return np.asarray(across * np.where(way < 0, -1.0, 1.0)[:, None])


def _seams(
    plane: Plane, vertices: Array, edges: Integers, pairs: Integers, parents: Integers,
    winners: Integers, above: Booleans,
) -> tuple[Seam, ...]:  # fmt: skip
    """Folds with the neuron that makes them, and the pieces of the boundary."""
    sheet = plane.regions
    on = np.hstack(sheet.on[: plane.network.depth])
    units = [
        (layer, k) for layer, width in enumerate(plane.network.hidden_widths) for k in range(width)
    ]
    largest = float(np.abs(sheet.gradients).max(initial=1.0))
    out = []
    for (a, b), (one, other) in zip(edges, pairs.tolist(), strict=True):
        ends = vertices[[a, b]]
        is_border = bool(len(winners) and winners[one] != winners[other])
        is_border |= bool(plane.classes and not plane.several and above[one] != above[other])
        if is_border:
            out.append(Seam(ends, (one, other), None))
            continue
        p, q = int(parents[one]), int(parents[other])
        changed = np.flatnonzero(on[p] != on[q])
        bent = np.abs(sheet.gradients[p] - sheet.gradients[q]).max() > 1e-12 * largest
        if p != q and len(changed) and (bent or plane.several):
            color = planes.color_of(plane.network, *units[int(changed[-1])])
            out.append(Seam(ends, (one, other), color))
    return tuple(out)


def _on_sheet(plane: Plane, middle: Array, size: Array, scale: float) -> Array:
    assert plane.data is not None
    scores = plane.logits(plane.data.points)
    if plane.several:
        low = float(plane.logits(plane.decisions.points).max(axis=1).min())
        values = scores.max(axis=1) - low
    else:
        values = scores[:, 0] - planes.level(plane)
    return np.column_stack([(plane.data.points - middle) / size, values * scale])


def _under(places: Array, facets: list[Array]) -> Integers:
    """The facet under every place, shape (n,)."""
    found = np.zeros(len(places), dtype=np.int64)
    for number, corners in enumerate(facets):
        plan = corners[:, :2]
        along = np.roll(plan, -1, axis=0) - plan
        off = places[:, None, :] - plan[None]
        inside = along[:, 0] * off[..., 1] - along[:, 1] * off[..., 0] >= -1e-12
        found[inside.all(axis=1)] = number
    return found

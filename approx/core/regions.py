"""A network of two inputs as an exact folded sheet: convex polygons, one affine map on each.

Neuron by neuron, layer by layer, the zero line of a pre-activation cuts the polygons it crosses:
inside one polygon every pre-activation is affine, so the cut is a division, not a search. A
region here is where every neuron keeps its sign (an activation region: Hanin, Rolnick 2019,
arXiv:1906.00904); neighbours may still share an affine map when later layers hide the fold.
What is narrower than about 1e-13 of the box is rounding and may stay uncut. Where a step jumps,
the polygons part (:mod:`approx.core.cliffs`): the sheet is cut there, not folded.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from approx.core._types import Array, Booleans, Integers
from approx.core.activations import activation_of, slopes_of
from approx.core.chain import ChainLayer, chain
from approx.core.cliffs import across, heights, parted
from approx.core.network import Network
from approx.core.polygons import ABOVE, BELOW, ON, Polygons, Sides
from approx.system.errors import InputError

Box = tuple[tuple[float, float], tuple[float, float]]

#: Relative to the terms it is summed from, a smaller pre-activation is rounding: on the line.
ON_LINE = 256 * float(np.finfo(float).eps)
#: More regions than this are neither quick to find nor possible to see.
MOST_REGIONS = 200_000
#: Vertices times neurons held at once: 400 MB of float64.
MOST_NUMBERS = 50_000_000
#: Values beyond this leave no room for products.
LARGEST = 1e150


@dataclass(frozen=True, eq=False)
class Creases:
    """Where neurons change f's gradient or value: straight segments, each with its neuron.

    Where the lines of several neurons coincide, each lists the segment.

    Attributes:
        segments: ends of each segment, shape (s, 2, 2).
        layers: layer of the neuron, from 0 (an output with an activation counts too), shape (s,).
        neurons: number of the neuron in its layer, from 0, shape (s,).
        gradient_changes: length of the change of f's gradient across the segment, shape (s,); zero
            where later layers hide it.
        jumps: the largest difference of f's two sides on the segment, shape (s,); zero at a fold.
    """

    segments: Array
    layers: Integers
    neurons: Integers
    gradient_changes: Array
    jumps: Array

    def of(self, layer: int, neuron: int) -> Array:
        """The segments of one neuron, shape (s, 2, 2)."""
        return np.asarray(self.segments[(self.layers == layer) & (self.neurons == neuron)])


@dataclass(frozen=True, eq=False)
class Regions:
    """All linear regions of a network on a box: f(x) = gradient · x + offset on each.

    Attributes:
        network: what was cut.
        box: ((x0, x1), (y0, y1)).
        points: every vertex once, on a cliff once for each side, shape (v, 2).
        values: f at the vertices, shape (v,).
        loops: which vertices make which region.
        gradients: shape (regions, 2).
        offsets: shape (regions,).
        on: per layer, output last: whether each neuron is positive, shape (regions, width).
    """

    network: Network
    box: Box
    points: Array  # (v, 2)
    values: Array  # (v,)
    loops: Polygons
    gradients: Array  # (regions, 2)
    offsets: Array  # (regions,)
    on: tuple[Booleans, ...]  # (regions, width) each

    def __len__(self) -> int:
        return len(self.loops)

    @cached_property
    def sheet(self) -> list[Array]:
        """Every region as corners (x, y, f), shape (k, 3): the sheet, whole but for cliffs."""
        corners = np.column_stack([self.points, self.values])[self.loops.corners]
        return np.split(corners, self.loops.starts[1:])

    @property
    def polygons(self) -> list[Array]:
        """Every region's corners, shape (k, 2), counterclockwise."""
        return [corners[:, :2] for corners in self.sheet]

    @cached_property
    def areas(self) -> Array:
        """Area of each region, shape (regions,)."""
        return areas_of(self.points, self.loops)

    def area(self) -> float:
        """Area of all regions together: that of the box, up to rounding."""
        return math.fsum(self.areas)

    def area_above(self, value: float = 0.0) -> float:
        """Area of the part of the box where f > value."""
        points, loops, side = self._cut_at(value)
        return math.fsum(areas_of(points, loops)[loops.sides(side) == ABOVE])

    def level_set(self, value: float = 0.0) -> Array:
        """Where f = value, as segments of shape (s, 2, 2), one per region that it crosses.

        An edge along which f = value counts once. Of a region that is flat at this height the
        edges towards other heights count; points where f only touches the value do not. Where f
        jumps past the value, the cliff counts.
        """
        points, loops, side = self._cut_at(value)
        edges, neighbours = loops.edges()
        level = (side[edges] == ON).all(axis=1)
        # Index -1, no neighbour, must read as "flat": the rim is no border by itself.
        sides = loops.sides(side)
        flat = np.append(sides == ON, True)
        level &= ~flat[neighbours].all(axis=1)
        stretches, corners = across(points, loops)
        passed = np.not_equal(*sides[loops.owner[corners]].T)
        return np.concatenate([points[edges[level]], stretches[passed]])

    def sheet_cut_at(self, value: float = 0.0) -> list[Array]:
        """The sheet with every region that crosses `value` cut in two there, shape (k, 3) each."""
        points, heights, loops, _ = self.pieces_at(value)
        corners = np.column_stack([points, heights])[loops.corners]
        return np.split(corners, loops.starts[1:])

    def pieces_at(self, value: float = 0.0) -> tuple[Array, Array, Polygons, Integers]:
        """The regions cut in two where f = value: points (v, 2), f there (v,), polygons, regions.

        The last are the numbers of the regions that the polygons are pieces of, shape (polygons,).
        """
        points, loops, side = self._cut_at(value)
        heights = np.full(len(points), value)
        heights[: len(self.values)] = self.values
        heights[side == ON] = value
        parent = self.loops.cut(side[: len(self.values)]).parent
        return points, heights, loops, np.arange(len(self)) if parent is None else parent

    def _cut_at(self, value: float) -> tuple[Array, Polygons, Sides]:
        """Vertices, polygons and sides of f - value, once the level has cut the sheet."""
        height = self.values - value
        side = side_of(height, ON_LINE * max(float(np.abs(self.values).max()), abs(value)))
        cut = self.loops.cut(side)
        fresh = between(self.points.T, height, cut.ends).T
        side = np.concatenate([side, np.full(len(fresh), ON, np.uint8)])
        return np.concatenate([self.points, fresh]), cut.polygons, side

    @cached_property
    def creases(self) -> Creases:
        """Every crease inside the box, with the neuron that makes it."""
        edges, sides = self.loops.edges()
        inner = sides[:, 1] >= 0
        stretches, corners = across(self.points, self.loops)
        segments = np.concatenate([self.points[edges[inner]], stretches])
        left, right = np.concatenate([sides[inner], self.loops.owner[corners]]).T
        jumps, found = np.zeros(len(segments)), (self.points, self.values, self.loops, stretches)
        if len(stretches):
            high, low = (heights(*found, side) for side in corners.T)
            jumps[-len(stretches) :] = np.abs(high - low).max(axis=1)
        changes: list[tuple[Integers, Integers, Integers]] = []
        jumped = np.zeros(len(segments), dtype=bool)
        for layer, (on, name) in enumerate(zip(self.on, self.network.activations, strict=True)):
            if activation_of(name).breakpoints:
                differ = (on[left] != on[right]) & ~jumped[:, None]
                where, neuron = np.nonzero(differ)
                changes.append((where, np.full_like(where, layer), neuron))
                if activation_of(name).jump:  # later layers differ because of it
                    jumped |= differ.any(axis=1)
        where, layers, neurons = (
            np.concatenate(column) if column else np.empty(0, dtype=np.int64)
            for column in (zip(*changes, strict=True) if changes else ((), (), ()))
        )
        change = self.gradients[left[where]] - self.gradients[right[where]]
        return Creases(segments[where], layers, neurons, np.hypot(*change.T), jumps[where])


def regions(network: Network, box: Box, limit: int = MOST_REGIONS) -> Regions:
    """The exact linear regions of `network` on `box`.

    Args:
        network: two inputs, one output, piecewise-linear activations.
        box: ((x0, x1), (y0, y1)), finite, the smaller first.
        limit: how many regions to find at most; wide layers lower it, to fit into memory.

    Raises:
        InputError: for other shapes, a box without area, too many regions, or values too large
            for float64.
    """
    points, layers = _corners(network, box), chain(network)
    limit = min(limit, MOST_NUMBERS // max(len(layer.bias) for layer in layers))
    loops = Polygons(np.arange(4), np.array([4]))
    h = points.T  # (width, v), as every table here: one row per neuron
    on: list[Booleans] = []
    for layer in layers:
        w, b = layer.weights, layer.bias
        tolerance = _rounding(w, b, h)[: layer.own]
        table = np.vstack([points.T, w @ h + b[:, None]])
        if layer.activation.breakpoints:
            table, loops, parent, positive = _fold(table, loops, tolerance, limit)
            on = [*(pattern[parent] for pattern in on), positive]
        else:
            on.append(_positive(table[2 : 2 + layer.own], loops))
        points, h = table[:2].T, table[2:]
        if layer.activation.jump:
            loops, vertex, polygon = parted(loops, on[-1])
            points, h = points[vertex], h[:, vertex]
            h[: layer.own] = layer.activation.jump * on[-1][polygon].T
        else:
            h = layer.value(h.T).T
    points, values = points.copy(), h[0]
    gradients, offsets = _affine(layers, on)
    for array in (points, values, gradients, offsets, *on):
        array.flags.writeable = False
    return Regions(network, box, points, values, loops, gradients, offsets, tuple(on))


def _corners(network: Network, box: Box) -> Array:
    """The box's corners, shape (4, 2), once network and box are known to fit."""
    if network.inputs != 2 or network.outputs != 1:
        raise InputError(
            f"the network has {network.inputs} input(s) and {network.outputs} output(s); "
            "linear regions need two inputs and one output"
        )
    for name in network.activations:
        slopes_of(name)  # refuses what is smooth
    try:
        ends = np.array(box, dtype=float)
    except (TypeError, ValueError):
        ends = np.empty(0)
    if ends.shape != (2, 2) or not np.isfinite(ends).all() or not (ends[:, 0] < ends[:, 1]).all():
        raise InputError(f"the box {box} needs ((x0, x1), (y0, y1)), finite, the smaller first")
    (x0, x1), (y0, y1) = ends
    return np.array([[x0, y0], [x1, y0], [x1, y1], [x0, y1]])


def _rounding(w: Array, b: Array, h: Array) -> Array:
    """Below which a pre-activation w @ h + b says nothing about its sign, shape (width,)."""
    with np.errstate(over="ignore", invalid="ignore"):
        terms = np.abs(w) @ np.maximum(h.max(axis=1), -h.min(axis=1)) + np.abs(b)
    if not terms.max() < LARGEST:
        raise InputError(
            f"values inside the network reach {LARGEST:g} on the box; scale its weights"
        )
    return np.asarray(ON_LINE * terms)


def _fold(
    table: Array, loops: Polygons, tolerance: Array, limit: int
) -> tuple[Array, Polygons, Integers, Booleans]:
    """Cut the polygons at the zero of every row of the table below the coordinates.

    Args:
        table: x, y and a layer's pre-activations at the vertices, shape (2 + width, v).
        loops: the polygons, on each of which every row is affine.
        tolerance: below it a pre-activation is zero, shape (width,).
        limit: how many polygons may come out.

    Returns:
        The table with the new vertices, the pieces, the polygon each piece comes from, and where
        each row is positive, shape (pieces, width).
    """
    used = table.shape[1]
    found: list[tuple[Booleans, Integers | None]] = []
    for row, small in enumerate(tolerance, start=2):
        values = table[row, :used]
        cut = loops.cut(side_of(values, small))
        found.append((cut.above, cut.parent))
        if cut.parent is None:
            continue
        loops = cut.polygons
        if len(loops) > limit:
            raise InputError(
                f"more than {limit} linear regions in the box; take a smaller box or network"
            )
        fresh = between(table, values, cut.ends)
        fresh[row] = 0.0
        if used + fresh.shape[1] > table.shape[1]:  # double: appending costs a copy of the whole
            table = np.hstack([table[:, :used], np.empty((len(table), used + fresh.shape[1]))])
        table[:, used : used + fresh.shape[1]] = fresh
        used += fresh.shape[1]
    on = np.empty((len(loops), len(found)), dtype=bool)
    ancestor = np.arange(len(loops))  # of each piece, among the polygons after a row's cut
    for column in range(len(found) - 1, -1, -1):
        above, parent = found[column]
        on[:, column] = above[ancestor]
        if parent is not None:
            ancestor = parent[ancestor]
    return table[:, :used], loops, ancestor, on


def side_of(values: Array, tolerance: float) -> Sides:
    above, below = values > tolerance, values < -tolerance
    return above.astype(np.uint8) * ABOVE + below.astype(np.uint8) * BELOW


def between(rows: Array, values: Array, ends: Integers) -> Array:
    """Each row, linear along the edges `ends` (m, 2), where `values` has its zero: (rows, m)."""
    a, b = ends.T
    share = values[a] / (values[a] - values[b])
    start, fresh = rows.take(a, axis=1), rows.take(b, axis=1)
    fresh -= start
    fresh *= share
    fresh += start
    return np.asarray(fresh)


def _positive(z: Array, loops: Polygons) -> Booleans:
    """Whether each row of z (width, v) is positive inside each polygon: (polygons, width)."""
    on = np.empty((len(loops), len(z)), dtype=bool)
    for neuron, values in enumerate(z):
        # The mean over the corners is the value at an inner point; a flat zero is off.
        on[:, neuron] = np.add.reduceat(values[loops.corners], loops.starts) > 0
    return on


def _affine(layers: list[ChainLayer], on: list[Booleans]) -> tuple[Array, Array]:
    """Gradient (regions, 2) and offset (regions,) of the output, from the last layer back."""
    gradient, offset = np.ones((len(on[0]), 1)), np.zeros(len(on[0]))
    for layer, pattern in zip(reversed(layers), reversed(on), strict=True):
        left, right = slopes_of(layer.activation.name)
        if layer.activation.jump:
            offset += layer.activation.jump * (gradient[:, : layer.own] * pattern).sum(axis=1)
        # What a layer carries keeps its slope.
        on_off = (left, right) == (0.0, 1.0)
        gradient[:, : layer.own] *= pattern if on_off else np.where(pattern, right, left)
        offset += gradient @ layer.bias
        gradient = gradient @ layer.weights
    return gradient, offset


def areas_of(points: Array, loops: Polygons) -> Array:
    """Area of each polygon, seen from its first corner, so that small ones lose no digits."""
    origin = points[loops.corners[loops.starts]][loops.owner]
    (px, py), (qx, qy) = (points[loops.corners] - origin).T, (points[loops.following] - origin).T
    return np.asarray(np.add.reduceat(px * qy - py * qx, loops.starts) / 2)

"""Which class a network of two inputs decides for, everywhere: exact polygons and their borders.

The largest of several outputs is found as a layer finds the signs of its neurons: where an output
exceeds the largest of those before it is one straight line in every polygon, so the same cut does
(:mod:`approx.core.polygons`). Softmax and the logistic function keep the order of the outputs, so
the decision is that of the sums before them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from approx.core._types import Array, Integers
from approx.core.activations import has_jump
from approx.core.cliffs import across
from approx.core.network import Network
from approx.core.polygons import Polygons
from approx.core.regions import ON_LINE, Box, Regions, areas_of, between, regions, side_of
from approx.system.errors import InputError

#: Activations of the output that keep its order.
MONOTONE = ("identity", "softmax", "sigmoid")


@dataclass(frozen=True, eq=False)
class Decisions:
    """Polygons on each of which the network decides for one class.

    Attributes:
        sheet: the regions of the first output; all outputs have the same.
        points: every vertex once, shape (v, 2).
        loops: which vertices make which polygon.
        winners: the class of each polygon, from 0, shape (polygons,).
        largest: the winner's output at the vertices, shape (v,).
        parents: the region of `sheet` that each polygon is part of, shape (polygons,).
        classes: how many there are.
    """

    sheet: Regions
    points: Array
    loops: Polygons
    winners: Integers
    largest: Array
    parents: Integers
    classes: int

    @property
    def polygons(self) -> list[Array]:
        """Every polygon's corners, shape (k, 2)."""
        return np.split(self.points[self.loops.corners], self.loops.starts[1:])

    @cached_property
    def areas(self) -> Array:
        """The area of every class, shape (classes,)."""
        each = areas_of(self.points, self.loops)
        return np.array([math.fsum(each[self.winners == k]) for k in range(self.classes)])

    @cached_property
    def borders(self) -> tuple[Array, Integers]:
        """The borders between classes as segments (s, 2, 2), and their two classes (s, 2)."""
        edges, sides = self.loops.edges()
        inner = sides[:, 1] >= 0
        stretches, corners = across(self.points, self.loops)
        segments = np.concatenate([self.points[edges[inner]], stretches])
        pairs = self.winners[np.concatenate([sides[inner], self.loops.owner[corners]])]
        differ = pairs[:, 0] != pairs[:, 1]
        return segments[differ], np.asarray(np.sort(pairs[differ], axis=1))


def logits_of(network: Network) -> Network:
    """The network without a softmax or logistic function after its last sums.

    Raises:
        InputError: when the output has another activation than these, and several outputs.
    """
    last = network.activations[-1]
    if last == "identity" or (network.outputs == 1 and last != "sigmoid"):
        return network
    if last not in MONOTONE:
        raise InputError(f"its outputs are {last}; classes need plain outputs, sigmoid or softmax")
    names = (*network.activations[:-1], "identity")
    plain = Network(network.weights, network.biases, names)
    return plain.with_edges(network.skips, network.input_names, network.output_names)


def decide(network: Network, box: Box) -> Decisions:
    """Where a network of several outputs decides for which class: that of the largest output.

    Where two are equally large on a whole polygon, the first counts.

    Raises:
        InputError: as :func:`approx.core.regions.regions`.
    """
    logits = logits_of(network)
    sheet = regions(logits.component(0) if logits.outputs > 1 else logits, box)
    scores = logits(sheet.points).T
    if any(map(has_jump, logits.activations)):  # on a cliff a value is that of one side
        outputs = range(1, logits.outputs)
        others = [regions(logits.component(k), box).values for k in outputs]
        scores = np.vstack([sheet.values, *others])
    table = np.vstack([sheet.points.T, scores])
    loops, winners, largest = sheet.loops, np.zeros(len(sheet), dtype=np.int64), table[2].copy()
    parents = np.arange(len(sheet))
    for k in range(1, logits.outputs):
        ahead = table[2 + k] - largest
        cut = loops.cut(side_of(ahead, ON_LINE * max(float(np.abs(table[2:]).max()), 1e-300)))
        if cut.parent is not None:
            rows = np.vstack([table, largest])
            fresh = between(rows, ahead, cut.ends)
            table, largest = np.hstack([table, fresh[:-1]]), np.r_[largest, fresh[-1]]
            loops, winners = cut.polygons, winners[cut.parent]
            parents = parents[cut.parent]
        winners = np.where(cut.above, k, winners)
        largest = np.maximum(largest, table[2 + k])
    return Decisions(sheet, table[:2].T.copy(), loops, winners, largest, parents, logits.outputs)

"""A network as a chain, in which every layer reads only the layer before it.

What a skip edge needs later is carried along: behind a layer's own units lie units that hand on,
unchanged, what earlier layers gave. So whatever follows a network layer by layer knows nothing of
skip edges, and a network without them is its own chain.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from approx.core._types import Array
from approx.core.activations import activation_of
from approx.core.activations._record import Activation, Function
from approx.core.network import Network


@dataclass(frozen=True, eq=False)
class ChainLayer:
    """One layer of a chain.

    Attributes:
        weights: shape (width, width of the layer before), the carrying units last.
        bias: shape (width,).
        activation: of the layer's own units.
        own: how many units are the network's; the others carry.
    """

    weights: Array
    bias: Array
    activation: Activation
    own: int

    @property
    def carries(self) -> bool:
        return self.own < len(self.bias)

    def value(self, z: Array) -> Array:
        """After the activation; z has shape (..., width)."""
        return self._through(self.activation.value, z, z)

    def first(self, z: Array) -> Array:
        """Slope of the activation at z, of a joint one the diagonal; 1 where a unit carries."""
        return self._through(self.activation.first, z, np.ones_like(z))

    def along(self, z: Array, change: Array) -> Array:
        """How the value changes with a small change of z; both of shape (..., width)."""
        moved = self.first(z) * change
        if self.activation.joint:
            share, step = self.activation.value(z[..., : self.own]), change[..., : self.own]
            mean = (share * step).sum(axis=-1, keepdims=True)
            moved[..., : self.own] = share * (step - mean)
        return np.asarray(moved)

    def size_along(self, z: Array, size: Array) -> Array:
        """What :meth:`along` gives at most for changes of this size."""
        reach = np.abs(self.first(z)) * size
        if self.activation.joint:
            share, step = self.activation.value(z[..., : self.own]), size[..., : self.own]
            mean = (share * step).sum(axis=-1, keepdims=True)
            reach[..., : self.own] = share * (step + mean)
        return np.asarray(reach)

    def _through(self, function: Function, z: Array, carried: Array) -> Array:
        if not self.carries:
            return np.asarray(function(z))
        own = function(z[..., : self.own])
        return np.concatenate([own, carried[..., self.own :]], axis=-1)


def chain(network: Network) -> list[ChainLayer]:
    """The network's layers, each reading only the one before.

    >>> from approx.core.network import Network
    >>> from approx.core.skip import Skip
    >>> hat = Network([[[1.0]], [[-2.0]], [[1.0]]], [[0.0], [0.0], [0.0]], skips=[Skip(0, 2)])
    >>> [layer.weights.tolist() for layer in chain(hat)]  # the input is carried past layer 1
    [[[1.0], [1.0]], [[-2.0, 1.0]], [[1.0]]]
    """
    records = [activation_of(name) for name in network.activations]
    if not network.skips:
        return [
            ChainLayer(w, b, record, len(b))
            for (w, b, _), record in zip(network.layers, records, strict=True)
        ]
    layers: list[ChainLayer] = []
    widths = [network.inputs, *(len(b) for b in network.biases)]
    blocks = [0]  # whose outputs the state holds, in order
    for number, (w, b, _) in enumerate(network.layers, start=1):
        needed = sorted({s.source for s in network.skips if s.source < number < s.target})
        place = dict(zip(blocks, np.cumsum([0, *(widths[k] for k in blocks)]), strict=False))
        total = sum(widths[k] for k in blocks)
        rows = np.zeros((len(b) + sum(widths[k] for k in needed), total))
        rows[: len(b), : w.shape[1]] = w  # the layer before stands first
        for skip in network.skips:
            if skip.target == number:
                start = place[skip.source]
                rows[: len(b), start : start + widths[skip.source]] += skip.matrix
        at = len(b)
        for source in needed:
            index = np.arange(widths[source])
            rows[at + index, place[source] + index] = 1.0
            at += widths[source]
        bias = np.concatenate([b, np.zeros(len(rows) - len(b))])
        layers.append(ChainLayer(rows, bias, records[number - 1], len(b)))
        blocks = [number, *needed]
    return layers

"""A network's weights and biases as one vector: what every descent method moves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np

from approx.core._types import Array
from approx.core.network import Network


@dataclass(frozen=True)
class Shape:
    """Widths from the inputs to the outputs, and the hidden layers' activation.

    The vector holds one matrix [W | b] per layer, row by row: with a row of ones under the
    inputs, one product gives W h + b, and one product gives both gradients.

    Attributes:
        widths: (inputs, hidden..., outputs).
        activation: of the hidden layers; the output layer has none.
    """

    widths: tuple[int, ...]
    activation: str = "relu"

    @classmethod
    def of(cls, network: Network) -> Shape:
        """The shape of a network whose hidden layers share one activation."""
        name = network.activations[0] if network.depth else "relu"
        return cls((network.inputs, *network.hidden_widths, network.outputs), name)

    @cached_property
    def matrices(self) -> tuple[tuple[int, int], ...]:
        """(rows, columns) of [W | b], one per layer."""
        return tuple((n, m + 1) for m, n in pairwise(self.widths))

    @property
    def size(self) -> int:
        """How many parameters there are."""
        return sum(n * m for n, m in self.matrices)

    @property
    def hidden(self) -> tuple[int, ...]:
        return self.widths[1:-1]

    @property
    def units(self) -> int:
        """How many hidden neurons there are."""
        return sum(self.hidden)

    @cached_property
    def is_weight(self) -> Array:
        """1 for weights, 0 for biases, which no penalty touches; shape (size,)."""
        marks = np.ones(self.size)
        for matrix in self.views(marks):
            matrix[:, -1] = 0.0
        return marks

    def views(self, parameters: Array) -> list[Array]:
        """The matrices [W | b], shape (width, width_in + 1) each, as views of the vector."""
        found, start = [], 0
        for n, m in self.matrices:
            found.append(parameters[start : start + n * m].reshape(n, m))
            start += n * m
        return found

    def vector(self, matrices: Sequence[Array]) -> Array:
        """The vector of the matrices [W | b]."""
        return np.concatenate([np.ascontiguousarray(matrix).ravel() for matrix in matrices])

    def network(self, parameters: Array) -> Network:
        """The network with these parameters.

        Raises:
            InputError: when one is not finite.
        """
        matrices = self.views(parameters)
        names = (self.activation,) * len(self.hidden) + ("identity",)
        return Network([m[:, :-1] for m in matrices], [m[:, -1] for m in matrices], names)

    def parameters(self, network: Network) -> Array:
        """The vector of a network of this shape."""
        pairs = zip(network.weights, network.biases, strict=True)
        return self.vector([np.column_stack([w, b]) for w, b in pairs])

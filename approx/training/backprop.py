"""A network as one vector of weights and biases, and backpropagation through it.

Gradients and Jacobians come from the same backward sweep.

(Rumelhart, Hinton, Williams 1986, Nature 323:533.) With z = W h + b and h' = gate · z, where the
gate is the activation's slope, the derivative by z is δ = gate · Wᵀ δ of the layer after; the
derivative by [W | b] is then δ times [h; 1].
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np

from approx.core._types import Array
from approx.core.activations import has_jump, slopes_of
from approx.core.network import Network
from approx.system.errors import InputError


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
        """The shape of a network whose hidden layers share one kind of ReLU.

        Raises:
            InputError: for any other, and for one with skip edges or an activation at the end.
        """
        name = network.activations[0] if network.depth else "relu"
        one_kind = set(network.activations[:-1]) <= {name} and not has_jump(name)
        if not one_kind or network.activations[-1] != "identity" or network.skips:
            raise InputError(
                "training takes hidden layers of one kind of ReLU, plain outputs and no skip "
                f"edges; this network has widths {network.layer_widths}, "
                f"{', '.join(network.activations)}{' and skip edges' if network.skips else ''}"
            )
        slopes_of(name)  # refuses what is smooth
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
        matrices, start = [], 0
        for n, m in self.matrices:
            matrices.append(parameters[start : start + n * m].reshape(n, m))
            start += n * m
        return matrices

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


class Backprop:
    """Forward and backward sweeps of one shape over a fixed number of samples.

    Samples are columns: the inner loops then run over samples, which are many, and not over
    neurons, which are few. Arrays are reused from sweep to sweep.
    """

    def __init__(self, shape: Shape, samples: int) -> None:
        self.shape, self.samples = shape, samples
        self.left, self.right = slopes_of(shape.activation)
        # The inputs of every layer over a row of ones, (width_in + 1, samples).
        self.inputs = [np.ones((m, samples)) for _, m in shape.matrices]
        self.sums = [np.empty((n, samples)) for n, _ in shape.matrices]
        self.gates = [np.empty((n, samples)) for n, _ in shape.matrices[:-1]]
        self._views: tuple[Array | None, list[Array]] = (None, [])

    def load(self, x: Array) -> None:
        """Take the inputs x, shape (inputs, samples)."""
        self.inputs[0][:-1] = x

    def forward(self, parameters: Array, keep: Sequence[Array] | None = None) -> Array:
        """The outputs, shape (outputs, samples); valid until the next sweep.

        Args:
            parameters: the shape's vector.
            keep: factors per hidden neuron and sample, for dropout; shape (width, samples) each.
        """
        matrices = self._matrices(parameters)
        for number in range(len(self.gates)):
            gate = self.gates[number]
            z = np.matmul(matrices[number], self.inputs[number], out=self.sums[number])
            np.greater(z, 0.0, out=gate)
            if self.left != 0.0 or self.right != 1.0:
                gate *= self.right - self.left
                gate += self.left
            if keep is not None:
                gate *= keep[number]
            np.multiply(z, gate, out=self.inputs[number + 1][:-1])
        return np.matmul(matrices[-1], self.inputs[-1], out=self.sums[-1])

    def gradient(self, parameters: Array, by_output: Array, out: Array) -> Array:
        """The loss's gradient, from its derivative by the outputs of the last forward sweep."""
        slots = self.shape.views(out)
        for number, delta in self._backward(parameters, by_output):
            np.matmul(delta, self.inputs[number].T, out=slots[number])
        return out

    def jacobian(self, parameters: Array, output: int = 0) -> Array:
        """Derivatives of one output at every sample, shape (parameters, samples)."""
        start = np.zeros((self.shape.widths[-1], self.samples))
        start[output] = 1.0
        blocks = [
            (delta[:, None, :] * self.inputs[number][None, :, :]).reshape(-1, self.samples)
            for number, delta in self._backward(parameters, start)
        ]
        return np.concatenate(blocks[::-1])

    def _backward(self, parameters: Array, delta: Array) -> Iterator[tuple[int, Array]]:
        """(layer, derivative by its z), from the output layer to the first."""
        matrices = self._matrices(parameters)
        for number in range(len(matrices) - 1, -1, -1):
            yield number, delta
            if number:
                delta = matrices[number][:, :-1].T @ delta
                delta *= self.gates[number - 1]

    def _matrices(self, parameters: Array) -> list[Array]:
        if self._views[0] is not parameters:
            self._views = (parameters, self.shape.views(parameters))
        return self._views[1]

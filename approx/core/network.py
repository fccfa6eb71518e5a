"""A feed-forward network: affine maps, each followed by an activation."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from approx.core._types import Array
from approx.core.activations import activation_of
from approx.core.affine import AffineMap
from approx.core.display import Displayed
from approx.core.read_only import ReadOnly
from approx.system.errors import InputError


@dataclass(frozen=True, eq=False)
class Network(ReadOnly, Displayed):
    """Layers of (weights, biases, activation); the last layer is the output.

    Attributes:
        weights: one array per layer, shape (width, width of the layer before).
        biases: one array per layer, shape (width,).
        activations: one name per layer, of a record in :mod:`approx.core.activations`: relu,
            leaky_relu, leaky_relu(SLOPE), identity, sigmoid, tanh.

    Raises:
        InputError: when shapes do not chain, a number is not finite, or an activation is unknown.
    """

    weights: tuple[Array, ...]  # (width, width_in) each
    biases: tuple[Array, ...]  # (width,) each
    activations: tuple[str, ...]

    def __init__(
        self,
        weights: Iterable[ArrayLike],
        biases: Iterable[ArrayLike],
        activations: Sequence[str] | None = None,
    ) -> None:
        frozen_weights = tuple(_frozen(w, 2) for w in weights)
        frozen_biases = tuple(_frozen(b, 1) for b in biases)
        if activations is None:
            activations = ("relu",) * (len(frozen_weights) - 1) + ("identity",)
        object.__setattr__(self, "weights", frozen_weights)
        object.__setattr__(self, "biases", frozen_biases)
        names = tuple(activation_of(name).name for name in activations)
        object.__setattr__(self, "activations", names)
        self._check()

    @classmethod
    def sum_of(
        cls, maps: Sequence[AffineMap], outputs: Sequence[float] | None = None, bias: float = 0.0
    ) -> Network:
        """One hidden layer: f(x) = bias + sum of output · ReLU(weight · x + bias) over the maps."""
        outputs = (1.0,) * len(maps) if outputs is None else outputs
        hidden = np.array([[m.weight] for m in maps])
        return cls([hidden, [list(outputs)]], [[m.bias for m in maps], [bias]])

    def _check(self) -> None:
        if not self.weights:
            raise InputError("a network needs at least one layer")
        if not len(self.weights) == len(self.biases) == len(self.activations):
            raise InputError(
                f"{len(self.weights)} weight arrays, {len(self.biases)} bias arrays and "
                f"{len(self.activations)} activations; give one of each per layer"
            )
        width_in = self.weights[0].shape[1]
        for number, (w, b, _) in enumerate(self.layers, start=1):
            if w.shape[0] != b.shape[0]:
                raise InputError(
                    f"layer {number}: weight has {w.shape[0]} rows, bias has {b.shape[0]}"
                )
            if w.shape[1] != width_in:
                raise InputError(
                    f"layer {number} takes {w.shape[1]} inputs, "
                    f"{'the network' if number == 1 else f'layer {number - 1}'} gives {width_in}"
                )
            if 0 in w.shape:
                raise InputError(f"layer {number} is empty")
            if not (np.isfinite(w).all() and np.isfinite(b).all()):
                raise InputError(f"layer {number} holds NaN or infinity")
            width_in = w.shape[0]

    # Reading files and frameworks lies above, in approx.inputs.weights: imported when called.

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> Network:
        """The network in a .json, .npz, .safetensors, .onnx, .pt or .pth file.

        Domain and target, which a file may carry too: :func:`approx.inputs.weights.load`.

        Raises:
            InputError: one line that names the cause.
        """
        from approx.inputs.weights import load

        return load(path).network

    @classmethod
    def from_torch(cls, model: Any) -> Network:
        """The network of a torch.nn module or of a state_dict, which is read as ReLU layers.

        Raises:
            InputError: when a layer is of another kind, or the module computes something else.
        """
        from approx.inputs.weights.frameworks import from_torch

        return from_torch(model)

    @classmethod
    def from_sklearn(cls, model: Any) -> Network:
        """The network of a fitted scikit-learn MLPRegressor.

        Raises:
            InputError: when it is not fitted.
        """
        from approx.inputs.weights.frameworks import from_sklearn

        return from_sklearn(model)

    @classmethod
    def from_keras(cls, model: Any) -> Network:
        """The network of a Keras model of Dense and activation layers in order.

        Raises:
            InputError: when a layer is of another kind, or the model computes something else.
        """
        from approx.inputs.weights.frameworks import from_keras

        return from_keras(model)

    def to_torch(self) -> Any:
        """A torch.nn.Sequential that computes this network, in float64.

        Raises:
            MachineError: when PyTorch is not installed.
        """
        from approx.inputs.weights.frameworks import to_torch

        return to_torch(self)

    def save(
        self,
        path: str | os.PathLike[str],
        domain: tuple[float, float] | None = None,
        target: str | None = None,
    ) -> None:
        """Write a .json, .npz or .safetensors file that loads bit for bit.

        Args:
            domain: the interval it is meant for.
            target: the text of the function it stands for.

        Raises:
            InputError: for another ending.
            MachineError: when the file cannot be written; an old file is then unchanged.
        """
        from approx.inputs.weights import save

        save(self, path, domain, target)

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Network)
            and self.activations == other.activations
            and len(self.weights) == len(other.weights)
            and all(map(np.array_equal, self.weights, other.weights))
            and all(map(np.array_equal, self.biases, other.biases))
        )

    __hash__ = None  # type: ignore[assignment]

    @property
    def layers(self) -> list[tuple[Array, Array, str]]:
        """(weights, biases, activation) of every layer, the output last."""
        return list(zip(self.weights, self.biases, self.activations, strict=True))

    @property
    def inputs(self) -> int:
        return int(self.weights[0].shape[1])

    @property
    def outputs(self) -> int:
        return int(self.weights[-1].shape[0])

    @property
    def hidden_widths(self) -> tuple[int, ...]:
        return tuple(int(w.shape[0]) for w in self.weights[:-1])

    @property
    def depth(self) -> int:
        """The number of hidden layers."""
        return len(self.weights) - 1

    @property
    def hidden_units(self) -> int:
        return sum(self.hidden_widths)

    @property
    def smooth(self) -> bool:
        """Whether any activation is smooth: the function is then not piecewise linear."""
        return any(activation_of(name).smooth for name in self.activations)

    @property
    def architecture(self) -> str:
        """Hidden widths and outputs, as a lecturer says it: '8-2-1'."""
        return "-".join(map(str, (*self.hidden_widths, self.outputs)))

    @property
    def layer_widths(self) -> str:
        """Widths of all layers, the input's and the output's too: '1-8-2-1'."""
        return f"{self.inputs}-{self.architecture}"

    def __call__(self, x: ArrayLike) -> Array:
        """The output at x.

        A network of one input and one output takes any shape and returns the same shape;
        otherwise x has shape (..., inputs) and the result (..., outputs).
        """
        points = np.asarray(x, dtype=float)
        scalar = self.inputs == 1 and self.outputs == 1
        h = points.reshape(-1, self.inputs)
        for w, b, name in self.layers:
            h = activation_of(name).value(h @ w.T + b)
        return h.reshape(points.shape if scalar else (*points.shape[:-1], self.outputs))

    def neuron(self, layer: int, index: int) -> Network:
        """Neuron `index` of hidden layer `layer` (both from 0) as a network of its own."""
        if not 0 <= layer < len(self.weights) or not 0 <= index < len(self.biases[layer]):
            raise InputError(f"no neuron {index} in layer {layer} of a {self.layer_widths} network")
        return Network(
            [*self.weights[:layer], self.weights[layer][index : index + 1]],
            [*self.biases[:layer], self.biases[layer][index : index + 1]],
            self.activations[: layer + 1],
        )

    def to_dict(self) -> list[dict[str, Any]]:
        """The layers as plain lists: what `show --json` prints."""
        return [
            {"weights": w.tolist(), "biases": b.tolist(), "activation": name}
            for w, b, name in self.layers
        ]


def _frozen(values: ArrayLike, dimensions: int) -> Array:
    try:
        array = np.array(values, dtype=float)
    except (TypeError, ValueError) as error:
        raise InputError(f"weights must be rectangular arrays of numbers ({error})") from None
    if array.ndim != dimensions:
        raise InputError(
            f"{'weights' if dimensions == 2 else 'biases'} need {dimensions} dimension(s), "
            f"these have {array.ndim}"
        )
    array.flags.writeable = False
    return array

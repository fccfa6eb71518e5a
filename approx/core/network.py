"""A feed-forward network: affine maps, each followed by an activation, and edges that skip layers.

With h₀ the input, layer n = 1, 2, … gives hₙ = activation(W h₍ₙ₋₁₎ + b + Σ S hₖ), the sum over its
skip edges from h₀ or from a layer k before the previous one. A residual block adds what was given
to it: its S is the identity.
"""

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
from approx.core.read_only import ReadOnly, frozen
from approx.core.skip import Skip, checked_skips
from approx.system.errors import InputError


@dataclass(frozen=True, eq=False)
class Network(ReadOnly, Displayed):
    """Layers of (weights, biases, activation); the last layer is the output.

    Attributes:
        weights: one array per layer, shape (width, width of the layer before).
        biases: one array per layer, shape (width,).
        activations: one name per layer, of a record in :mod:`approx.core.activations`, such as
            relu, leaky_relu(0.2), identity or tanh.
        skips: edges past layers, their weights given, ordered by target and source.
        input_names, output_names: what inputs and outputs are called; x or x1, x2, … and y or
            y1, y2, … where nothing else is given.

    Raises:
        InputError: when shapes do not chain, a number is not finite, or an activation is unknown.

    >>> block = Network([[[2.0]], [[1.0]]], [[0.0], [0.0]], skips=[Skip(0, 2)])
    >>> block(3.0)  # x + relu(2x)
    array(9.)
    """

    weights: tuple[Array, ...]  # (width, width_in) each
    biases: tuple[Array, ...]  # (width,) each
    activations: tuple[str, ...]
    skips: tuple[Skip, ...]
    input_names: tuple[str, ...]
    output_names: tuple[str, ...]

    def __repr__(self) -> str:
        few = self.depth <= 8
        shape = self.layer_widths if few else f"{self.inputs}-…-{self.outputs}, {self.depth} layers"
        return f"Network({shape}, {', '.join(dict.fromkeys(self.activations))})"

    def __init__(
        self,
        weights: Iterable[ArrayLike],
        biases: Iterable[ArrayLike],
        activations: Sequence[str] | None = None,
        skips: Iterable[Skip] = (),
        input_names: Sequence[str] | None = None,
        output_names: Sequence[str] | None = None,
    ) -> None:
        frozen_weights = tuple(frozen(w, 2) for w in weights)
        frozen_biases = tuple(frozen(b, 1) for b in biases)
        if activations is None:
            activations = ("relu",) * (len(frozen_weights) - 1) + ("identity",)
        object.__setattr__(self, "weights", frozen_weights)
        object.__setattr__(self, "biases", frozen_biases)
        names = tuple(activation_of(name).name for name in activations)
        object.__setattr__(self, "activations", names)
        self._check()
        object.__setattr__(
            self, "skips", checked_skips(skips, [self.inputs, *(len(b) for b in self.biases)])
        )
        for kind, given, count, letter in (
            ("input", input_names, self.inputs, "x"),
            ("output", output_names, self.outputs, "y"),
        ):
            object.__setattr__(self, f"{kind}_names", _names(kind, given, count, letter))

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

    def with_edges(
        self,
        skips: Iterable[Skip] | None = None,
        input_names: Sequence[str] | None = None,
        output_names: Sequence[str] | None = None,
    ) -> Network:
        """The same layers with other skip edges or names; None keeps them."""
        return Network(
            self.weights,
            self.biases,
            self.activations,
            self.skips if skips is None else skips,
            self.input_names if input_names is None else input_names,
            self.output_names if output_names is None else output_names,
        )

    # Reading files and frameworks lies above, in approx.inputs.weights: imported when called.

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> Network:
        """The network in a .json, .npz, .safetensors, .onnx, .pt, .pth or .keras file.

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
        """The network of a Keras model: Sequential, functional, or with a `call` of its own.

        Raises:
            InputError: when it is not built, has a layer that no network of ours computes, or
                computes something else.
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
        domain: tuple[float, float] | tuple[tuple[float, float], tuple[float, float]] | None = None,
        target: str | None = None,
    ) -> None:
        """Write a .json, .npz or .safetensors file that loads bit for bit.

        Args:
            domain: the interval it is meant for; of two inputs ((x0, x1), (y0, y1)).
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
            and self.input_names == other.input_names
            and self.output_names == other.output_names
            and len(self.weights) == len(other.weights)
            and [(s.source, s.target) for s in self.skips]
            == [(s.source, s.target) for s in other.skips]
            and all(
                np.array_equal(one.matrix, two.matrix)
                for one, two in zip(self.skips, other.skips, strict=True)
            )
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

        Raises:
            InputError: for another shape.

        >>> Network([[[1.0, 2.0]]], [[0.0]])([[1, 1], [0, 3]])
        array([[3.],
               [6.]])
        """
        points = np.asarray(x, dtype=float)
        scalar = self.inputs == 1 and self.outputs == 1
        if not scalar and (points.shape or (1,))[-1] != self.inputs:
            raise InputError(
                f"a {self.layer_widths} network takes x of shape (..., {self.inputs}), "
                f"not {points.shape}"
            )
        h = points.reshape(-1, self.inputs)
        given = [h]  # what the input and every layer gives, for the skip edges
        for number, (w, b, name) in enumerate(self.layers, start=1):
            z = h @ w.T + b
            for skip in self.skips:
                if skip.target == number:
                    z += given[skip.source] @ skip.matrix.T
            h = activation_of(name).value(z)
            given.append(h)
        return h.reshape(points.shape if scalar else (*points.shape[:-1], self.outputs))

    def neuron(self, layer: int, index: int) -> Network:
        """Neuron `index` of hidden layer `layer` (both from 0) as a network of its own."""
        if not 0 <= layer < len(self.weights) or not 0 <= index < len(self.biases[layer]):
            raise InputError(f"no neuron {index} in layer {layer} of a {self.layer_widths} network")
        return self._part(layer, index, self.activations[layer])

    def preactivation(self, layer: int, index: int) -> Network:
        """The same before its activation."""
        return self._part(layer, index, "identity")

    def component(self, which: int | str) -> Network:
        """The network of one output alone: its number, from 0, or its name.

        Raises:
            InputError: when there is no such output.

        >>> both = Network([[[1.0], [2.0]]], [[0.0, 0.0]], output_names=["slow", "fast"])
        >>> both.component("fast")(3.0), both.component(0)(3.0)
        (array(6.), array(3.))
        """
        names = self.output_names
        number = names.index(which) if which in names else which
        if (
            not isinstance(number, int)
            or isinstance(number, bool)
            or not 0 <= number < self.outputs
        ):
            known = ", ".join(f"{k} ({name})" for k, name in enumerate(names[:8]))
            more = ", …" if len(names) > 8 else ""
            raise InputError(f"no output {which!r}; known: {known}{more}")
        if self.outputs == 1:
            return self
        last = len(self.weights) - 1
        part = self._part(last, number, self.activations[last])
        return part.with_edges(output_names=(names[number],))

    def _part(self, layer: int, index: int, activation: str) -> Network:
        """One neuron of a layer as the output of what comes before it.

        Of two shares by softmax each is the sigmoid of a difference; of more, one is picked.
        """
        rows = slice(index, index + 1)
        weights, biases = [*self.weights[: layer + 1]], [*self.biases[: layer + 1]]
        names = [*self.activations[:layer], activation]
        skips = [s for s in self.skips if s.target <= layer]
        added = [s for s in self.skips if s.target == layer + 1]
        joint = activation_of(activation).joint
        if joint and len(biases[-1]) > 2:
            pick = np.eye(len(biases[-1]))[rows]
            weights, biases, names = [*weights, pick], [*biases, np.zeros(1)], [*names, "identity"]
            skips += added
        else:

            def cut(array: Array) -> Array:
                if not joint:
                    return array[rows]
                return array[rows] - np.delete(array, index, 0) if len(array) > 1 else array[rows]

            if joint:
                # Softmax of one neuron is 1, the sigmoid of what is far above zero.
                names[-1] = "sigmoid" if len(biases[-1]) == 2 else "softmax"
            weights[-1], biases[-1] = cut(weights[-1]), cut(biases[-1])
            skips += [Skip(s.source, s.target, cut(s.matrix)) for s in added]
        return Network(weights, biases, names, skips, self.input_names)

    def to_dict(self) -> list[dict[str, Any]]:
        """The layers as plain lists: what `show --json` prints."""
        return [
            {"weights": w.tolist(), "biases": b.tolist(), "activation": name}
            for w, b, name in self.layers
        ]

    def skips_to_dict(self) -> list[dict[str, Any]]:
        """The skip edges likewise; the weights of one that adds its source as it is left out."""
        return [
            {"from": s.source, "to": s.target} | ({} if s.plain else {"weights": s.matrix.tolist()})
            for s in self.skips
        ]


def _names(kind: str, given: Sequence[str] | None, count: int, letter: str) -> tuple[str, ...]:
    if given is None:
        return (letter,) if count == 1 else tuple(f"{letter}{k}" for k in range(1, count + 1))
    names = tuple(given)
    if len(names) != count or len(set(names)) != count:
        raise InputError(f"{len(set(names))} different {kind} names for {count} {kind}s")
    for name in names:
        if not isinstance(name, str) or not 0 < len(name) <= 60 or not name.isprintable():
            raise InputError(f"{kind} names need 1 to 60 printable characters each")
    return names

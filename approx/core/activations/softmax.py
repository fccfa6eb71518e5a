"""Softmax: every neuron's share e^zₖ / Σ e^zᵢ of its layer; positive, and together 1."""

from __future__ import annotations

import numpy as np

from approx.core._types import Array
from approx.core.activations._record import Activation, Effect, Layer, Symbol


def shares(z: Array) -> Array:
    """Softmax along the last axis, without overflow."""
    powers = np.exp(z - z.max(axis=-1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=-1, keepdims=True))


def first(z: Array) -> Array:
    """Each share's derivative by its own neuron."""
    p = shares(z)
    return p * (1 - p)


def second(z: Array) -> Array:
    """The same, once more."""
    p = shares(z)
    return p * (1 - p) * (1 - 2 * p)


ACTIVATION = Activation(
    name="softmax",
    symbol=Symbol("softmax", r"\mathrm{softmax}", 'op("softmax")'),
    effect={
        "en": Effect(", as its share among all by softmax", ", turned into shares of 1"),
        "de": Effect(", als ihr Anteil an allen durch softmax", ", zu Anteilen an 1 gemacht"),
    },
    value=shares,
    first=first,
    second=second,
    joint=True,
    torch=Layer("Softmax"),
    onnx=Layer("Softmax"),
    keras=Layer("Softmax"),
    keras_function=Layer("softmax"),
    sklearn=Layer("softmax"),
)

"""The hyperbolic tangent; its second derivative is extreme where tanh² = 1/3."""

from __future__ import annotations

import math

import numpy as np

from approx.core._types import Array
from approx.core.activations._record import Activation, Effect, JavaScript, Layer, Symbol

#: Where |tanh''| is largest.
TURN = math.atanh(1 / math.sqrt(3))


def first(z: Array) -> Array:
    """1 − tanh², which does not cancel where tanh is almost ±1."""
    small = np.exp(-2 * np.abs(z))
    return np.asarray(4 * small / (1 + small) ** 2)


def second(z: Array) -> Array:
    """−2 tanh (1 − tanh²)."""
    return np.asarray(-2 * np.tanh(z) * first(z))


ACTIVATION = Activation(
    name="tanh",
    symbol=Symbol("tanh", r"\tanh", "tanh"),
    effect={
        "en": Effect(", squeezed between −1 and 1 by tanh", ", squeezed between −1 and 1"),
        "de": Effect(", von tanh zwischen −1 und 1 gedrückt", ", zwischen −1 und 1 gedrückt"),
    },
    value=lambda z: np.asarray(np.tanh(z)),
    first=first,
    second=second,
    first_turns=(0.0,),
    second_turns=(-TURN, TURN),
    javascript=JavaScript("Math.tanh(z)", "1 / Math.cosh(z) ** 2"),
    torch=Layer("Tanh"),
    onnx=Layer("Tanh"),
    keras=Layer("Tanh"),
    keras_function=Layer("tanh"),
    sklearn=Layer("tanh"),
)

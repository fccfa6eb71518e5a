"""The logistic function 1/(1 + e^−z), which is (1 + tanh(z/2))/2."""

from __future__ import annotations

import numpy as np

from approx.core._types import Array
from approx.core.activations import tanh
from approx.core.activations._record import Activation, Effect, JavaScript, Layer, Symbol


def logistic(z: Array) -> Array:
    """1/(1 + e^−z), without overflow at either end."""
    small = np.exp(-np.abs(z))
    return np.asarray(np.where(z >= 0, 1.0, small) / (1 + small))


ACTIVATION = Activation(
    name="sigmoid",
    symbol=Symbol("σ", r"\sigma", "sigma"),
    effect={
        "en": Effect(", squeezed between 0 and 1 by σ", ", squeezed between 0 and 1"),
        "de": Effect(", von σ zwischen 0 und 1 gedrückt", ", zwischen 0 und 1 gedrückt"),
    },
    value=logistic,
    first=lambda z: tanh.first(z / 2) / 4,
    second=lambda z: tanh.second(z / 2) / 8,
    first_turns=(0.0,),
    second_turns=(-2 * tanh.TURN, 2 * tanh.TURN),
    javascript=JavaScript("1 / (1 + Math.exp(-z))", "0.25 / Math.cosh(z / 2) ** 2"),
    torch=Layer("Sigmoid"),
    onnx=Layer("Sigmoid"),
    keras=Layer("Sigmoid"),
    keras_function=Layer("sigmoid"),
    sklearn=Layer("logistic"),
)

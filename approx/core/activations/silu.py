"""SiLU z · σ(z), also called swish: a ReLU rounded off, with a dip below zero."""

from __future__ import annotations

import numpy as np

from approx.core._types import Array
from approx.core.activations._record import Activation, Effect, JavaScript, Layer, Symbol
from approx.core.activations.sigmoid import ACTIVATION as SIGMOID

#: Where its second and third derivatives are zero, beside 0.
SLOPE_TURN, BEND_TURN = 2.3993572805154684, 3.435840993535111


def first(z: Array) -> Array:
    """σ + z σ'."""
    return np.asarray(SIGMOID.value(z) + z * SIGMOID.first(z))


def second(z: Array) -> Array:
    """2 σ' + z σ''."""
    return np.asarray(2 * SIGMOID.first(z) + z * SIGMOID.second(z))


ACTIVATION = Activation(
    name="silu",
    symbol=Symbol("SiLU", r"\mathrm{SiLU}", 'op("SiLU")'),
    effect={
        "en": Effect(", rounded off with a dip by SiLU", ", rounded off with a dip"),
        "de": Effect(", von SiLU mit einer Delle abgerundet", ", mit einer Delle abgerundet"),
    },
    value=lambda z: np.asarray(z * SIGMOID.value(z)),
    first=first,
    second=second,
    first_turns=(-SLOPE_TURN, SLOPE_TURN),
    second_turns=(-BEND_TURN, 0.0, BEND_TURN),
    javascript=JavaScript(
        "z / (1 + Math.exp(-z))", "1 / (1 + Math.exp(-z)) + 0.25 * z / Math.cosh(z / 2) ** 2"
    ),
    torch=Layer("SiLU"),
    keras_function=Layer("silu"),
)

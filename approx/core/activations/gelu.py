"""GELU z · Φ(z), with the normal distribution Φ (Hendrycks, Gimpel 2016, arXiv:1606.08415)."""

from __future__ import annotations

import math

import numpy as np

from approx.core._types import Array
from approx.core.activations._record import Activation, Effect, JavaScript, Layer, Symbol


def distribution(z: Array) -> Array:
    """Φ(z)."""
    from scipy.special import ndtr

    return np.asarray(ndtr(z))


def density(z: Array) -> Array:
    """φ(z) = Φ'(z)."""
    return np.asarray(np.exp(-np.square(z) / 2) / math.sqrt(2 * math.pi))


ACTIVATION = Activation(
    name="gelu",
    symbol=Symbol("GELU", r"\mathrm{GELU}", 'op("GELU")'),
    effect={
        "en": Effect(", rounded off with a dip by GELU", ", rounded off with a dip"),
        "de": Effect(", von GELU mit einer Delle abgerundet", ", mit einer Delle abgerundet"),
    },
    value=lambda z: np.asarray(z * distribution(z)),
    first=lambda z: np.asarray(distribution(z) + z * density(z)),
    second=lambda z: np.asarray((2 - np.square(z)) * density(z)),
    first_turns=(-math.sqrt(2), math.sqrt(2)),
    second_turns=(-2.0, 0.0, 2.0),
    javascript=JavaScript("z * normalShare(z)", "normalShare(z) + z * normalDensity(z)"),
    torch=Layer("GELU", fixed={"approximate": "none"}),
    onnx=Layer("Gelu", fixed={"approximate": "none"}),
    keras_function=Layer("gelu"),
)

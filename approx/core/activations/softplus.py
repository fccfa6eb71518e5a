"""Softplus ln(1 + e^z), a ReLU rounded off at zero; its slope is the logistic function."""

from __future__ import annotations

import numpy as np

from approx.core.activations._record import Activation, Effect, JavaScript, Layer, Symbol
from approx.core.activations.sigmoid import ACTIVATION as SIGMOID

ACTIVATION = Activation(
    name="softplus",
    symbol=Symbol("softplus", r"\mathrm{softplus}", 'op("softplus")'),
    effect={
        "en": Effect(", rounded off at zero by softplus", ", rounded off at zero"),
        "de": Effect(", bei null von softplus abgerundet", ", bei null abgerundet"),
    },
    value=lambda z: np.asarray(np.maximum(z, 0.0) + np.log1p(np.exp(-np.abs(z)))),
    first=SIGMOID.value,
    second=SIGMOID.first,
    second_turns=(0.0,),
    javascript=JavaScript(
        "Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)))", "1 / (1 + Math.exp(-z))"
    ),
    torch=Layer("Softplus", fixed={"beta": 1}),
    onnx=Layer("Softplus"),
    keras_function=Layer("softplus"),
)

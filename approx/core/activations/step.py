"""The step: 0 up to zero, 1 above it (Heaviside's function; the perceptron's activation)."""

from __future__ import annotations

import numpy as np

from approx.core.activations._record import Activation, Effect, Symbol

ACTIVATION = Activation(
    name="step",
    symbol=Symbol("step", r"\mathrm{step}", 'op("step")'),
    definition=Symbol(
        "step(z) = 1 for z > 0, else 0",
        r"\mathrm{step}(z) = 1\ \mathrm{for}\ z > 0,\ \mathrm{else}\ 0",
        'op("step")(z) = 1 "for" z > 0, "else" 0',
    ),
    effect={
        "en": Effect(", 1 where it is above zero and 0 elsewhere", ", 1 above zero and 0 below"),
        "de": Effect(", 1 wo sie über null ist, sonst 0", ", 1 über null und 0 darunter"),
    },
    value=lambda z: np.asarray(np.where(z > 0, 1.0, 0.0)),
    first=lambda z: np.zeros(np.shape(z)),
    second=lambda z: np.zeros(np.shape(z)),
    slopes=(0.0, 0.0),
    jump=1.0,
)

"""ELU: z above zero, e^z − 1 below; its slope is continuous, its bend is not."""

from __future__ import annotations

import numpy as np

from approx.core.activations._record import Activation, Effect, JavaScript, Layer, Symbol

ACTIVATION = Activation(
    name="elu",
    symbol=Symbol("ELU", r"\mathrm{ELU}", 'op("ELU")'),
    effect={
        "en": Effect(", levelling off at −1 below zero", ", levelling off below zero"),
        "de": Effect(", unter null auf −1 auslaufend", ", unter null auslaufend"),
    },
    value=lambda z: np.asarray(np.where(z > 0, z, np.expm1(np.minimum(z, 0.0)))),
    first=lambda z: np.asarray(np.exp(np.minimum(z, 0.0))),
    # At zero the bend from below, which is the larger one.
    second=lambda z: np.asarray(np.where(z > 0, 0.0, np.exp(np.minimum(z, 0.0)))),
    second_turns=(0.0,),
    javascript=JavaScript("z > 0 ? z : Math.expm1(z)", "z > 0 ? 1 : Math.exp(z)"),
    torch=Layer("ELU", fixed={"alpha": 1}),
    onnx=Layer("Elu", fixed={"alpha": 1}),
    keras=Layer("ELU", fixed={"alpha": 1}),
    keras_function=Layer("elu"),
)

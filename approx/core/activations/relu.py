"""ReLU(z) = max(0, z): the positive part."""

from __future__ import annotations

from dataclasses import replace

from approx.core.activations._record import Effect, Layer, Symbol, piecewise_linear

ACTIVATION = replace(
    piecewise_linear(
        "relu",
        (0.0, 1.0),
        Symbol("ReLU", r"\mathrm{ReLU}", 'op("ReLU")'),
        {
            "en": Effect(", pressed flat below zero", ", pressed flat below zero"),
            "de": Effect(", unter null flach gedrückt", ", unter null flach gedrückt"),
        },
    ),
    definition=Symbol(
        "ReLU(z) = max(0, z)",
        r"\mathrm{ReLU}(z) = \max(0, z)",
        'op("ReLU")(z) = max(0, z)',
    ),
    torch=Layer("ReLU"),
    onnx=Layer("Relu"),
    keras=Layer("ReLU", fixed={"max_value": None, "negative_slope": 0, "threshold": 0}),
    keras_function=Layer("relu"),
    sklearn=Layer("relu"),
)

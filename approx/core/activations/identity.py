"""The identity: a layer without an activation, as outputs are."""

from __future__ import annotations

from dataclasses import replace

from approx.core.activations._record import Effect, Layer, Symbol, piecewise_linear

ACTIVATION = replace(
    piecewise_linear(
        "identity",
        (1.0, 1.0),
        Symbol("", "", ""),
        {"en": Effect(" as it is", ""), "de": Effect(", wie sie ist", "")},
    ),
    torch=Layer("Identity"),
    onnx=Layer("Identity"),
    keras_function=Layer("linear"),
    sklearn=Layer("identity"),
)

"""Leaky ReLU: z above zero, slope · z below; leaky_relu(0.2) has slope 0.2, leaky_relu 0.01."""

from __future__ import annotations

from dataclasses import replace

from approx.core.activations._record import Activation, Effect, Layer, Symbol, piecewise_linear


def with_slope(slope: float, name: str | None = None) -> Activation:
    """The record of the leaky ReLU with this slope below zero."""
    return replace(
        piecewise_linear(
            name or f"leaky_relu({slope!r})",
            (slope, 1.0),
            Symbol("leaky", r"\mathrm{leaky}", 'op("leaky")'),
            {
                "en": Effect(", below zero {slope} times as steep", ", bent at zero"),
                "de": Effect(", unter null {slope}-mal so steil", ", bei null geknickt"),
            },
        ),
        torch=Layer("LeakyReLU", ("negative_slope",), 0.01),
        onnx=Layer("LeakyRelu", ("alpha",), 0.01),
        keras=Layer("LeakyReLU", ("negative_slope", "alpha"), 0.3),
        keras_function=Layer("leaky_relu", default=0.2),
        number=slope,
        with_number=with_slope,
    )


ACTIVATION = with_slope(0.01, "leaky_relu")

"""Activations as frameworks name them, followed as layers of ours: exact ones in several ReLUs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from approx.core.activations import Framework, from_framework, records
from approx.inputs.weights.flow import SELU_ALPHA, SELU_SCALE, Value
from approx.inputs.weights.strict_json import brief
from approx.system.errors import InputError

Option = Callable[[str], Any]
#: Layers that do nothing to one row of numbers when nothing is learnt.
NOTHING = {
    "AlphaDropout", "Dropout", "FeatureAlphaDropout", "Flatten", "GaussianDropout",
    "GaussianNoise", "Identity", "InputLayer", "Reshape", "Sequential", "Unflatten",
}  # fmt: skip


def activated(value: Value, framework: Framework, kind: str, option: Option) -> Value:
    """The value after a layer of that kind, with options by name; None is the default.

    Raises:
        InputError: when it is none of ours.
    """
    if kind in NOTHING:
        return value
    if kind in _COMPOSED:
        return _COMPOSED[kind](value, lambda name, default: _number(option(name), default))
    if (name := from_framework(framework, kind, option)) is not None:
        return value.activated(name)
    layers = [getattr(record, framework) for record in records().values()]
    known = sorted({*_COMPOSED, *(layer.name for layer in layers if layer)} - NOTHING)
    raise InputError(f"layer {brief(kind)} is not supported; known: Linear, {', '.join(known)}")


def _number(value: Any, default: float) -> float:
    return default if value is None else float(value)


Numbers = Callable[[str, float], float]


def _hardtanh(value: Value, number: Numbers) -> Value:
    return value.clipped(number("min_val", -1.0), number("max_val", 1.0))


def _softplus(value: Value, number: Numbers) -> Value:
    beta = number("beta", 1.0)
    return value.times(beta).activated("softplus").times(1 / beta)


def _celu(value: Value, number: Numbers) -> Value:
    alpha = number("alpha", 1.0)
    return value.times(1 / alpha).elu(1.0).times(alpha)


def _log_sigmoid(value: Value, number: Numbers) -> Value:
    return value.times(-1.0).activated("softplus").times(-1.0)


#: By PyTorch's names, which other frameworks' are turned into.
_COMPOSED: dict[str, Callable[[Value, Numbers], Value]] = {
    "ReLU6": lambda value, number: value.clipped(0.0, 6.0),
    "Hardtanh": _hardtanh,
    "Hardsigmoid": lambda value, number: value.times(1 / 6).plus(0.5).clipped(0.0, 1.0),
    "Softshrink": lambda value, number: value.two_sided(1.0, 1.0, number("lambd", 0.5)),
    "ELU": lambda value, number: value.elu(number("alpha", 1.0)),
    "SELU": lambda value, number: value.elu(SELU_ALPHA, SELU_SCALE),
    "CELU": _celu,
    "Softplus": _softplus,
    "LogSigmoid": _log_sigmoid,
    "Tanhshrink": lambda value, number: value.minus(value.activated("tanh")),
}


def normalized(value: Value, mean: Any, variance: Any, weight: Any, bias: Any) -> Value:
    """Batch normalization as it is after training; weight and bias may be None."""
    factor = 1 / np.sqrt(np.asarray(variance))
    if weight is not None:
        factor = factor * weight
    value = value.minus(mean).times(factor)
    return value if bias is None else value.plus(bias)

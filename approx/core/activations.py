"""Activations by name: what each does to a pre-activation, and how much it can bend it.

A name is plain text, so that every file format carries it as it is: "relu", "tanh",
"leaky_relu" (slope 0.01 below zero) or "leaky_relu(0.2)".
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from approx.core._types import Array
from approx.system.errors import InputError

#: Piecewise-linear activations, as their slope (left of zero, right of zero).
GATES: dict[str, tuple[float, float]] = {
    "relu": (0.0, 1.0),
    "leaky_relu": (0.01, 1.0),
    "identity": (1.0, 1.0),
}
_NUMBER = r"[-+]?(?:[0-9]{1,25}\.?[0-9]{0,25}|\.[0-9]{1,25})(?:[eE][-+]?[0-9]{1,4})?"
_LEAKY = re.compile(rf"leaky_relu\(({_NUMBER})\)")


@dataclass(frozen=True)
class Smooth:
    """A smooth activation s with s' largest at 0 and |s''| largest at ±peak.

    Attributes:
        value, first, second: s, s' and s'' of an array of any shape.
        peak: where s'' is largest and smallest, > 0.
    """

    value: Callable[[Array], Array]
    first: Callable[[Array], Array]
    second: Callable[[Array], Array]
    peak: float


def sigma(z: Array) -> Array:
    """The logistic function 1/(1 + e^−z), without overflow at either end."""
    small = np.exp(-np.abs(z))
    return np.asarray(np.where(z >= 0, 1.0, small) / (1 + small))


def _bell(z: Array) -> Array:
    """1 − tanh², which does not cancel where tanh is almost ±1."""
    small = np.exp(-2 * np.abs(z))
    return np.asarray(4 * small / (1 + small) ** 2)


def _tanh_second(z: Array) -> Array:
    return np.asarray(-2 * np.tanh(z) * _bell(z))


#: Smooth activations. tanh'' = −2 tanh (1 − tanh²) is extreme where tanh² = 1/3, and
#: sigmoid(z) = (1 + tanh(z/2))/2.
SMOOTH: dict[str, Smooth] = {
    "sigmoid": Smooth(
        sigma,
        lambda z: _bell(z / 2) / 4,
        lambda z: _tanh_second(z / 2) / 8,
        2 * math.atanh(1 / math.sqrt(3)),
    ),
    "tanh": Smooth(
        lambda z: np.asarray(np.tanh(z)), _bell, _tanh_second, math.atanh(1 / math.sqrt(3))
    ),
}

#: What may be written, for messages.
KNOWN = ("relu", "leaky_relu", "leaky_relu(SLOPE)", "identity", "sigmoid", "tanh")


def leaky(slope: float) -> str:
    """The name of the leaky ReLU with this slope below zero.

    Raises:
        InputError: when the slope is no finite number.
    """
    if not math.isfinite(slope):
        raise InputError(f"a leaky ReLU of slope {slope} is not supported; give a finite slope")
    same = [name for name, gate in GATES.items() if gate[0] == slope]
    return same[0] if same else f"leaky_relu({float(slope)!r})"


def named(name: object) -> str:
    """The activation's one name: "leaky_relu(0.20)" is "leaky_relu(0.2)".

    Raises:
        InputError: when there is no such activation.
    """
    if isinstance(name, str):
        if name in GATES or name in SMOOTH:
            return name
        if match := _LEAKY.fullmatch(name):
            return leaky(float(match[1]))
    shown = repr(name) if isinstance(name, str) and len(name) <= 40 else repr(name)[:40]
    raise InputError(f"unknown activation {shown}; known: {', '.join(KNOWN)}")


def slopes_of(name: str) -> tuple[float, float]:
    """Slopes left and right of zero of a piecewise-linear activation.

    Raises:
        InputError: for a smooth one.
    """
    if name in GATES:
        return GATES[name]
    if name in SMOOTH:
        raise InputError(f"{name} is not piecewise linear; known: {', '.join(KNOWN[:4])}")
    return float(named(name)[len("leaky_relu(") : -1]), 1.0


def is_smooth(name: str) -> bool:
    return name in SMOOTH


def activate(name: str, z: Array) -> Array:
    """The activation `name` of the pre-activations z (any shape)."""
    if name in SMOOTH:
        return SMOOTH[name].value(z)
    left, right = slopes_of(name)
    return np.asarray(z * np.where(z > 0, right, left))

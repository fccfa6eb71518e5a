"""Everything that can be set about a training run, with the limits of every number."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from difflib import get_close_matches
from typing import Any

import numpy as np

from approx.core.activations import piecewise_linear_names
from approx.system.errors import InputError

#: Numbers that count something.
WHOLE = ("steps", "seed", "batch", "restarts", "samples", "snapshots")
#: The least and the largest value of every number.
LIMITS: dict[str, tuple[float, float]] = {
    "steps": (1, 100_000),
    "rate": (1e-6, 10.0),
    "seed": (0, 2**32 - 1),
    "momentum": (0, 0.999),
    "batch": (1, 1_000_000),
    "l1": (0, 10),
    "l2": (0, 10),
    "dropout": (0, 0.9),
    "held_out": (0, 0.9),
    "restarts": (1, 100),
    "samples": (2, 1_000_000),
    "snapshots": (2, 10_000),
    "time_limit": (0.001, 86_400),
}
NEURONS, LAYERS = (1, 512), (1, 16)
INITS = ("inside", "torch", "xavier", "he", "spread", "equidistributed")


@dataclass(frozen=True)
class Options:
    """How to train.

    Attributes:
        method: a name in :data:`approx.training.methods.METHODS`.
        steps: maximum number of updates, 1 to 100000; None for the method's default.
        rate: learning rate of gd and adam, 1e-6 to 10; None for the method's default.
        seed: random seed.
        init: how the first values are drawn, a name in :data:`INITS`; None for the method's.
        solve_output: start with the least-squares output layer; None for the method's default.
        momentum: of gd, 0 (none) to below 1; None for the method's default.
        batch: samples per update of gd and adam; None for all of them (adam:
            4096 where there are more than 16384), 1 for single samples.
        schedule: "constant", or "cosine" (the rate falls to 0); None: cosine for adam.
        l1, l2: penalties l1·Σ|w| + l2/2·Σw² on weights, not biases, of the scaled problem.
        dropout: share of hidden activations put to 0 in an update, 0 to below 1.
        held_out: share of given points that training does not see, 0 to 0.9; of a function: 0.
        restarts: first values tried by lm, the best trained to the end; None: 24, or fewer for
            more than 100 parameters.
        samples: number of points at which a target is sampled; None: 256, or 8 per neuron.
        snapshots: maximum number that the history keeps.
        activation: of the hidden layers, "relu" or "leaky_relu".
        time_limit: seconds; None for no limit.
        progress: called with (step, steps), at most about 200 times.

    Raises:
        InputError: for a number outside its limits.
    """

    method: str = "gd"
    steps: int | None = None
    rate: float | None = None
    seed: int = 0
    init: str | None = None
    solve_output: bool | None = None
    momentum: float | None = None
    batch: int | None = None
    schedule: str | None = None
    l1: float = 0.0
    l2: float = 0.0
    dropout: float = 0.0
    held_out: float = 0.0
    restarts: int | None = None
    samples: int | None = None
    snapshots: int = 300
    activation: str = "relu"
    time_limit: float | None = None
    progress: Callable[[int, int], None] | None = None

    def __post_init__(self) -> None:
        for name, limits in LIMITS.items():
            value = getattr(self, name)
            _check_between(name.replace("_", "-"), value, *limits)
            if name in WHOLE and value is not None and not hasattr(value, "__index__"):
                raise InputError(f"--{name} must be a whole number, not {value}")
        if self.init is not None:
            check_choice("init", self.init, INITS)
        if self.schedule is not None:
            check_choice("schedule", self.schedule, ("constant", "cosine"))
        if self.activation == "identity":
            raise InputError("layers without an activation collapse into one; use relu")
        check_choice("activation", self.activation, piecewise_linear_names())

    def rate_at(self, step: int) -> float:
        """The rate of an update: constant, or falling to 0 along half a cosine."""
        rate, steps = self.rate or 0.0, self.steps or 1
        if self.schedule == "cosine":
            return rate * (1 + math.cos(math.pi * (step - 1) / steps)) / 2
        return rate


def check_names(settings: Mapping[str, Any]) -> None:
    """Refuse settings that are no option.

    Raises:
        InputError: naming the nearest option.
    """
    names = tuple(option.name for option in fields(Options))
    for name in settings:
        check_choice("setting", name, names)


def check_hidden(hidden: tuple[int, ...]) -> None:
    """Refuse widths and depths beyond the limits.

    Raises:
        InputError: naming the limit.
    """
    if not LAYERS[0] <= len(hidden) <= LAYERS[1]:
        raise InputError(f"{len(hidden)} hidden layers; use {LAYERS[0]} to {LAYERS[1]}")
    for width in hidden:
        _check_between("neurons" if len(hidden) == 1 else "hidden", width, *NEURONS)


def _check_between(name: str, value: float | None, low: float, high: float) -> None:
    if value is None:
        return
    if not isinstance(value, int | float | np.number) or not low <= value <= high:
        raise InputError(f"--{name} must be between {_limit(low)} and {_limit(high)}, not {value}")


def _limit(limit: float) -> str:
    return f"{limit:g}" if isinstance(limit, float) else str(limit)


def check_choice(name: str, value: str, choices: tuple[str, ...]) -> None:
    """Refuse a value that is none of the choices.

    Raises:
        InputError: naming the nearest choice, or all.
    """
    if value not in choices:
        near = get_close_matches(str(value), choices, 1)
        hint = f"did you mean {near[0]!r}?" if near else f"use one of: {', '.join(choices)}"
        raise InputError(f"no {name} {value!r}; {hint}")

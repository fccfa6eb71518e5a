"""Everything that can be set about a training run, checked once, with limits that are named."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from difflib import get_close_matches
from typing import Any

import numpy as np

from approx.core.activations import piecewise_linear_names
from approx.system.errors import InputError

RATES = (1e-6, 10.0)
STEPS = (1, 100_000)
NEURONS = (1, 512)
LAYERS = (1, 16)

#: What a method takes unless told: steps, rate, first values, least-squares output layer.
DEFAULTS: dict[str, tuple[int, float, str, bool]] = {
    "gd": (5000, 0.05, "torch", False),
    "adam": (3000, 0.01, "spread", True),
    "lbfgs": (1000, 1.0, "spread", True),
    "lm": (300, 1.0, "equidistributed", True),
    "varpro": (60, 1.0, "equidistributed", True),
    "optimal": (100, 1.0, "equidistributed", True),
}


@dataclass(frozen=True)
class Options:
    """How to train.

    Attributes:
        method: "gd", "adam", "lbfgs", "lm" (Levenberg–Marquardt), "varpro" or "optimal".
        steps: the most updates, 1 to 100000; None for the method's default.
        rate: learning rate of gd and adam, 1e-6 to 10; None for the method's default.
        seed: of everything random.
        initial: "torch", "xavier", "he", "spread", "equidistributed"; None for the method's.
        solve_output: start with the least-squares output layer; None for the method's default.
        momentum: of gd, 0 to below 1.
        batch: samples per update of gd and adam; None for all of them, 1 for single samples.
        schedule: "constant", or "cosine" (the rate falls to 0); None: cosine for adam.
        l1, l2: penalties l1·Σ|w| + l2/2·Σw² on weights, not biases, of the scaled problem.
        dropout: share of hidden activations put to 0 in an update, 0 to below 1.
        restarts: first values tried by lm, the best trained to the end; None: 24, or fewer for
            more than 100 parameters.
        samples: at how many points a target is looked at; None: 256, or 8 per neuron.
        snapshots: how many the history keeps at most.
        activation: of the hidden layers, "relu" or "leaky_relu".
        time_limit: seconds; None for no limit.
        progress: called with (step, steps) now and then.

    Raises:
        InputError: for a number outside its limits.
    """

    method: str = "gd"
    steps: int | None = None
    rate: float | None = None
    seed: int = 0
    initial: str | None = None
    solve_output: bool | None = None
    momentum: float = 0.0
    batch: int | None = None
    schedule: str | None = None
    l1: float = 0.0
    l2: float = 0.0
    dropout: float = 0.0
    restarts: int | None = None
    samples: int | None = None
    snapshots: int = 300
    activation: str = "relu"
    time_limit: float | None = None
    progress: Callable[[int, int], None] | None = None

    def __post_init__(self) -> None:
        _one_of("method", self.method, tuple(DEFAULTS))
        _between("steps", self.steps, *STEPS)
        _between("rate", self.rate, *RATES)
        _between("seed", self.seed, 0, 2**32 - 1)
        if self.initial is not None:
            _one_of("initial", self.initial, INITIALS)
        if self.schedule is not None:
            _one_of("schedule", self.schedule, ("constant", "cosine"))
        _between("momentum", self.momentum, 0, 0.999)
        _between("batch", self.batch, 1, 1_000_000)
        _between("l1", self.l1, 0, 10)
        _between("l2", self.l2, 0, 10)
        _between("dropout", self.dropout, 0, 0.9)
        _between("restarts", self.restarts, 1, 100)
        _between("samples", self.samples, 2, 1_000_000)
        _between("snapshots", self.snapshots, 2, 10_000)
        _between("time-limit", self.time_limit, 0.001, 86_400)
        if self.activation == "identity":
            raise InputError("layers without an activation collapse into one; use relu")
        _one_of("activation", self.activation, piecewise_linear_names())
        if self.method not in ("gd", "adam"):
            self._plain()

    def _plain(self) -> None:
        """Refuse what only the descent methods understand."""
        for name in ("momentum", "batch", "dropout", "rate"):
            if getattr(self, name):
                raise InputError(f"--{name} belongs to --method gd or adam, not {self.method}")
        if self.method in ("lm", "varpro", "optimal") and (self.l1 or self.l2):
            raise InputError(f"penalties belong to --method gd, adam or lbfgs, not {self.method}")

    def filled(self) -> Options:
        """With the method's defaults where nothing was said."""
        steps, rate, initial, solve = DEFAULTS[self.method]
        return replace(
            self,
            steps=steps if self.steps is None else self.steps,
            rate=self.rate or (rate if self.method in ("gd", "adam") else None),
            initial=self.initial or initial,
            solve_output=solve if self.solve_output is None else self.solve_output,
            schedule=self.schedule or ("cosine" if self.method == "adam" else "constant"),
        )

    @classmethod
    def of(cls, method: str, settings: dict[str, Any]) -> Options:
        """From keywords, with the defaults filled in; an unknown one is named."""
        known = [field.name for field in fields(cls)]
        for name in settings:
            _one_of("setting", name, tuple(known))
        return cls(method=method, **settings).filled()


INITIALS = ("torch", "xavier", "he", "spread", "equidistributed")


def check_hidden(hidden: tuple[int, ...]) -> None:
    """Refuse widths and depths nobody could train or look at.

    Raises:
        InputError: naming the limit.
    """
    if not LAYERS[0] <= len(hidden) <= LAYERS[1]:
        raise InputError(f"{len(hidden)} hidden layers; use {LAYERS[0]} to {LAYERS[1]}")
    for width in hidden:
        _between("neurons", width, *NEURONS)


def _between(name: str, value: float | None, low: float, high: float) -> None:
    if value is None:
        return
    if not isinstance(value, int | float | np.number) or not low <= value <= high:
        raise InputError(f"--{name} must be between {_limit(low)} and {_limit(high)}, not {value}")


def _limit(limit: float) -> str:
    return f"{limit:g}" if isinstance(limit, float) else str(limit)


def _one_of(name: str, value: str, known: tuple[str, ...]) -> None:
    if value not in known:
        near = get_close_matches(str(value), known, 1)
        hint = f"did you mean {near[0]!r}?" if near else f"use one of: {', '.join(known)}"
        raise InputError(f"no {name} {value!r}; {hint}")

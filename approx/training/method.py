"""What a training method is: a function, its defaults, and what it can be asked to do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from approx.core._types import Array
from approx.training.options import Options
from approx.training.problem import Problem
from approx.training.recorder import Recorder


@dataclass(frozen=True, eq=False)
class Task:
    """What a method works on.

    Attributes:
        problem: scaled.
        start: the first parameters, shape (parameters,).
        options: with the method's defaults filled in.
        record: called with (step, parameters) at step 0 and after every update.
        rng: the source of everything random.
        inside: whether it starts from breakpoints inside the interval and output weights near 0.
    """

    problem: Problem
    start: Array
    options: Options
    record: Recorder
    rng: np.random.Generator
    inside: bool = False

    @property
    def steps(self) -> int:
        return self.options.steps or 0


@dataclass(frozen=True)
class Method:
    """One training method; its file in methods/ holds one of these, named METHOD.

    Attributes:
        name: as `--method` takes it.
        description: as `--help` says it.
        train: gives the last parameters; raises Diverged or OutOfTime.
        steps, rate, momentum, init, solve_output, schedule: values of the options of these names
            that are not set; rate and momentum are None where there is none.
        batch: samples per update where there are more than four times as many and none is set; an
            update with all of 100 000 samples costs as much as fifty and is hardly better.
        takes: options of :data:`SPECIAL` that have an effect.
        stepwise: whether it goes downhill step by step from one start, so that one can watch.
        least_squares: whether it knows the squared loss only.
        one_layer: whether it needs one input, one hidden layer of ReLUs and one output; it then
            searches breakpoints, and the slopes of its hidden neurons are free.
        scaled: whether it works on inputs and targets scaled to [−1, 1], or on the target itself.
    """

    name: str
    description: str
    train: Callable[[Task], Array]
    steps: int
    rate: float | None = None
    momentum: float | None = None
    init: str = "equidistributed"
    solve_output: bool = True
    schedule: str = "constant"
    batch: int | None = None
    takes: tuple[str, ...] = ()
    stepwise: bool = False
    least_squares: bool = False
    one_layer: bool = False
    scaled: bool = True


#: Options that only some methods know, and the value that asks for nothing.
SPECIAL = {
    "momentum": None,
    "batch": None,
    "dropout": 0.0,
    "rate": None,
    "schedule": "constant",
    "l1": 0.0,
    "l2": 0.0,
    "restarts": None,
}

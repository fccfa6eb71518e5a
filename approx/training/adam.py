"""Adam (Kingma, Ba 2014, arXiv:1412.6980), in PyTorch's order of operations."""

from __future__ import annotations

import math

import numpy as np

from approx.core._types import Array
from approx.training.objective import Objective
from approx.training.options import Options
from approx.training.problem import Problem
from approx.training.recorder import Recorder, check_loss

#: Decay of the running mean of the gradient and of its square, and what keeps √ from 0.
MEAN, SQUARE, TINY = 0.9, 0.999, 1e-8


def adam(
    problem: Problem, start: Array, options: Options, record: Recorder, rng: np.random.Generator
) -> Array:
    """Descend by the gradient's running mean over the root of its running square.

    Raises:
        Diverged: when the loss stops being a number.
        OutOfTime: when the time limit passes.
    """
    steps, rate = options.steps or 0, options.rate or 0.0
    objective = Objective(problem, options, rng)
    parameters, change = start.copy(), np.empty_like(start)
    mean, square = np.zeros_like(start), np.zeros_like(start)
    record(0, parameters)
    with np.errstate(over="ignore", invalid="ignore"):
        for step in range(1, steps + 1):
            value, slope = objective(parameters)
            check_loss(value, step, rate)
            np.multiply(slope, 1 - MEAN, out=change)
            mean *= MEAN
            mean += change
            np.multiply(slope, slope, out=change)
            change *= 1 - SQUARE
            square *= SQUARE
            square += change
            np.sqrt(square, out=change)
            change /= math.sqrt(1 - SQUARE**step)
            change += TINY
            np.divide(mean, change, out=change)
            change *= rate_at(step, steps, rate, options.schedule) / (1 - MEAN**step)
            parameters -= change
            record(step, parameters)
        check_loss(problem.value(parameters), steps, rate)
    record.finish(steps, parameters)
    return parameters


def rate_at(step: int, steps: int, rate: float, schedule: str | None) -> float:
    """The rate of an update: constant, or falling to 0 along half a cosine."""
    if schedule == "cosine":
        return rate * (1 + math.cos(math.pi * (step - 1) / steps)) / 2
    return rate

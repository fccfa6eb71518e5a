"""Gradient descent: all samples, a batch or one sample per update, with or without momentum."""

from __future__ import annotations

import numpy as np

from approx.core._types import Array
from approx.training.adam import rate_at
from approx.training.objective import Objective
from approx.training.options import Options
from approx.training.problem import Problem
from approx.training.recorder import Recorder, check_loss


def gradient_descent(
    problem: Problem, start: Array, options: Options, record: Recorder, rng: np.random.Generator
) -> Array:
    """Descend: v ← momentum · v + ∇loss, parameters ← parameters − rate · v.

    (Polyak's heavy ball, 1964, in PyTorch's form.) Returns the last parameters.

    Raises:
        Diverged: when the loss stops being a number.
        OutOfTime: when the time limit passes.
    """
    steps, rate = options.steps or 0, options.rate or 0.0
    objective = Objective(problem, options, rng)
    parameters, velocity = start.copy(), np.zeros_like(start)
    record(0, parameters)
    with np.errstate(over="ignore", invalid="ignore"):
        for step in range(1, steps + 1):
            value, slope = objective(parameters)
            check_loss(value, step, rate)
            if options.momentum:
                velocity *= options.momentum
                velocity += slope
                slope = velocity
            parameters -= rate_at(step, steps, rate, options.schedule) * slope
            record(step, parameters)
        check_loss(problem.value(parameters), steps, rate)
    record.finish(steps, parameters)
    return parameters

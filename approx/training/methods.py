"""One door to all methods: which function runs, and what each can be asked to do."""

from __future__ import annotations

import numpy as np

from approx.core._types import Array
from approx.system.errors import InputError
from approx.training.adam import adam
from approx.training.gradient_descent import gradient_descent
from approx.training.lbfgs import lbfgs
from approx.training.levenberg_marquardt import levenberg_marquardt
from approx.training.optimal import optimal, variable_projection
from approx.training.options import Options
from approx.training.problem import Problem
from approx.training.recorder import Recorder

DESCENTS = {"gd": gradient_descent, "adam": adam, "lbfgs": lbfgs}
PROJECTIONS = {"varpro": variable_projection, "optimal": optimal}


def run(
    problem: Problem,
    starts: list[Array],
    options: Options,
    record: Recorder,
    rng: np.random.Generator,
) -> Array:
    """Train with the chosen method; returns the last parameters of the scaled problem.

    Raises:
        InputError: when the method cannot do this problem.
    """
    method = options.method
    if method in DESCENTS:
        return DESCENTS[method](problem, starts[0], options, record, rng)
    if problem.loss != "squared":
        raise InputError(f"--method {method} is for least squares; use gd, adam or lbfgs")
    if method == "lm":
        return levenberg_marquardt(problem, starts, options.steps or 0, record)
    widths, relu = problem.shape.widths, problem.shape.activation == "relu"
    if len(widths) != 3 or widths[0] != 1 or widths[-1] != 1 or not relu:
        raise InputError(
            f"--method {method} is for one input, one hidden layer of ReLUs and one output; use lm"
        )
    return PROJECTIONS[method](problem, starts[0], options.steps or 0, record)

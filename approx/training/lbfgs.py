"""L-BFGS: a quasi-Newton method with line search (Byrd, Lu, Nocedal, Zhu 1995), by SciPy."""

from __future__ import annotations

import numpy as np

from approx.core._types import Array
from approx.training.objective import Objective
from approx.training.options import Options
from approx.training.problem import Problem
from approx.training.recorder import Recorder

#: How many past steps the approximate Hessian remembers.
MEMORY = 20


def lbfgs(
    problem: Problem, start: Array, options: Options, record: Recorder, rng: np.random.Generator
) -> Array:
    """Minimise the loss and its penalties; returns the last parameters.

    Raises:
        OutOfTime: when the time limit passes.
    """
    from scipy.optimize import minimize

    steps = options.steps or 0
    objective = Objective(problem, options, rng)

    def function(parameters: Array) -> tuple[float, Array]:
        value, slope = objective(parameters)
        return value + objective.penalty(parameters), slope.copy()

    done = 0

    def after(parameters: Array) -> None:
        nonlocal done
        done += 1
        record(done, parameters)

    record(0, start)
    settings = {"maxiter": steps, "maxfun": 3 * steps, "maxcor": MEMORY, "ftol": 1e-14}
    result = minimize(
        function,
        start,
        jac=True,
        method="L-BFGS-B",
        callback=after,
        options={**settings, "gtol": 1e-10},
    )
    parameters = np.asarray(result.x, dtype=float)
    record.finish(done, parameters)
    return parameters

"""L-BFGS: a quasi-Newton method with line search (Byrd, Lu, Nocedal, Zhu 1995), by SciPy."""

from __future__ import annotations

import numpy as np

from approx.core._types import Array
from approx.training.descent import Objective
from approx.training.method import Method, Task

#: How many past steps the approximate Hessian remembers.
MEMORY = 20


def lbfgs(task: Task) -> Array:
    """Minimise the loss and its penalties."""
    from scipy.optimize import minimize

    objective, record, done = Objective(task), task.record, 0

    def function(parameters: Array) -> tuple[float, Array]:
        value, slope = objective(parameters)
        return value + objective.penalty(parameters), slope.copy()

    def after(parameters: Array) -> None:
        nonlocal done
        done += 1
        record(done, parameters)

    record(0, task.start)
    limits = {"maxiter": task.steps, "maxfun": 3 * task.steps, "ftol": 1e-14, "gtol": 1e-10}
    settings = {"method": "L-BFGS-B", "options": {**limits, "maxcor": MEMORY}}
    result = minimize(function, task.start, jac=True, callback=after, **settings)
    parameters = np.asarray(result.x, dtype=float)
    record.finish(done, parameters)
    return parameters


METHOD = Method(
    "lbfgs",
    "L-BFGS",
    lbfgs,
    steps=1000,
    init="inside",
    solve_output=False,
    takes=("l1", "l2"),
    stepwise=True,
)

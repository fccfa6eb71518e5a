"""The smallest possible largest error, from neurons that all open to the right."""

from __future__ import annotations

import numpy as np

from approx.core._types import Array
from approx.core.piecewise import PiecewiseLinear
from approx.core.smooth_pieces import half_largest_jump, seems_to_jump
from approx.core.target import Target
from approx.limits.least_rms import least_rms
from approx.limits.optimum import best_of_many, far_unit
from approx.system.errors import InputError
from approx.training.method import Method, Task

EPS = float(np.finfo(float).eps)
#: Places as near to 0, in widths of the domain, are 0.
NOTHING = 2.0**-44
#: So large a share of the error may be rounding.
ROUNDING = 1e-3


def best(task: Task) -> Array:
    """The network of the best function with one breakpoint less than neurons.

    The first neuron opens at the left end and sets the first slope, every other one changes the
    slope at its breakpoint. So all functions with n − 1 breakpoints are networks of n neurons, and
    the sum of the first neurons is the function up to the next breakpoint. Where the largest error
    leaves a choice, the rms error is made small; neurons that are not needed have weight zero.

    Raises:
        InputError: for points, and for a target with jumps, poles or gaps.
    """
    target, n = task.problem.target, task.problem.shape.hidden[0]
    if target is None or not suits(target):
        kind = "points" if target is None else "a function with jumps or gaps"
        raise InputError(f"--method best is for continuous functions; for {kind} use optimal")
    unit = far_unit(target)
    near = target if unit == 1 else target.times(1 / unit)
    function = _computable(near, n - 1)
    task.record(0, opening_right(unit * function, n))
    parameters = opening_right(unit * least_rms(function, near, n - 1), n)
    task.record.finish(1, parameters)
    return parameters


def _computable(target: Target, breakpoints: int) -> PiecewiseLinear:
    """The best function that a sum of neurons can be computed for.

    Beside a singularity such as that of |x|^0.1 the best slopes exceed 1e15: added up again, they
    leave more rounding than error. Then the best function of fewer breakpoints is taken.
    """
    while True:
        found = best_of_many(target, breakpoints)
        f = found.function
        rounding = EPS * float(np.abs(np.diff(f.slopes)).sum()) * (f.x[-1] - f.x[0])
        if rounding <= ROUNDING * found.error or breakpoints == 0 or found.error == 0:
            return f
        breakpoints = min(breakpoints - 1, breakpoints * 3 // 4)


def suits(target: Target) -> bool:
    """Whether continuous functions come close to it everywhere."""
    if not target.whole or half_largest_jump(target):
        return False
    # A function that can only be called does not say that it jumps.
    return target.enclose is not None or not seems_to_jump(target)


def opening_right(function: PiecewiseLinear, neurons: int) -> Array:
    """The parameters of neurons with hidden weight 1 that compute the function on its domain.

    Those for which there is no breakpoint have weight zero and are spread over the widest pieces.
    """
    x, slopes = function.x[:-1], function.slopes
    # What rounding leaves of the breakpoint at 0 of an even function would be printed.
    x = np.where(np.abs(x) <= NOTHING * np.ptp(function.x), 0.0, x)
    outputs = np.r_[slopes[0], np.diff(slopes)]
    spare = np.linspace(*function.domain, neurons - len(x) + 2)[1:-1]
    places = np.r_[x, spare]
    order = np.argsort(places, kind="stable")
    outputs = np.r_[outputs, np.zeros(len(spare))]
    hidden = np.column_stack([np.ones(neurons), -places[order]])
    return np.concatenate([hidden.ravel(), outputs[order], function.y[:1]])


METHOD = Method(
    "best",
    "the smallest possible largest error",
    best,
    steps=1,
    init="torch",
    solve_output=False,
    one_layer=True,
    scaled=False,
)

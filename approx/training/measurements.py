"""What is exact about every snapshot of a run: errors, idle neurons, breakpoints."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from approx.core._types import Array, Integers
from approx.core.dataset import Dataset
from approx.core.error import measure
from approx.core.exact import analyse
from approx.core.target import Target
from approx.limits import BestApproximation, best
from approx.system.errors import InputError
from approx.training.backprop import Backprop
from approx.training.checks import dead_and_linear, dead_and_linear_on
from approx.training.shape import Shape

#: Errors below this share of the target's size are rounding: all of them count as equal.
ROUNDING = 1e-12


@dataclass(frozen=True, eq=False)
class Measurements:
    """One value or array per snapshot; the attributes are those of a Snapshot."""

    error: Array  # (snapshots,)
    sup: Array  # (snapshots,)
    ratio: Array  # (snapshots,), NaN until it is asked for
    dead: Integers  # (snapshots,)
    linear: Integers  # (snapshots,)
    breakpoints: tuple[Array, ...]


def measured(
    shape: Shape,
    parameters: Array,
    domain: Array,
    target: Target | Dataset | None,
    samples: Array | None = None,
) -> Measurements:
    """Measure every snapshot: exactly with one input and output, else neurons on the samples."""
    count = len(parameters)
    error, sup = np.full(count, np.nan), np.full(count, np.nan)
    dead, linear = np.zeros(count, dtype=np.int64), np.zeros(count, dtype=np.int64)
    breakpoints: list[Array] = []
    exactly = shape.widths[0] == 1 and shape.widths[-1] == 1
    sweep = None
    if not exactly and samples is not None:
        sweep = Backprop(shape, samples.shape[1])
        sweep.load(samples)
    for index, vector in enumerate(parameters):
        knots = np.zeros(0)
        if exactly:
            analysis = analyse(shape.network(vector), (domain[0, 0], domain[0, 1]))
            off, always = dead_and_linear(analysis)
            knots = analysis.output.breakpoints
            if target is not None:
                report = measure(analysis.output, target)
                error[index], sup[index] = report.l2, report.sup
        elif sweep is not None:
            off, always = dead_and_linear_on(sweep, vector)
        else:
            off = always = []
        dead[index] = sum(int(flags.sum()) for flags in off)
        linear[index] = sum(int(flags.sum()) for flags in always)
        breakpoints.append(knots)
    return Measurements(error, sup, np.full(count, np.nan), dead, linear, tuple(breakpoints))


def smallest(target: Target, knots: int) -> BestApproximation | None:
    """The best function with so many knots in L2; None where there is none, as for 1/x at 0."""
    try:
        return best(target, knots, "l2")
    except InputError:
        return None


def relative(error: Array, least: float, target: Target) -> Array:
    """Errors over the smallest possible; where both are rounding, the ratio is 1."""
    rounding = ROUNDING * target.size() * np.sqrt(target.length) + 1e-300
    return np.asarray(np.maximum(error, rounding) / max(least, rounding))

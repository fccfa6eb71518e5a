"""Which neurons do nothing: dead ones are never active, linear ones never bend."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from approx.core._types import Array
from approx.core.exact import Analysis
from approx.training.backprop import Backprop
from approx.training.failures import Collapsed
from approx.training.problem import Problem

Flags = NDArray[np.bool_]


def dead_and_linear(analysis: Analysis) -> tuple[list[Flags], list[Flags]]:
    """Per hidden layer, which neurons are off, and which are on, all over the domain."""
    hidden = analysis.layers[:-1]
    return _idle([layer.on for layer in hidden], axis=0)


def dead_and_linear_on(sweep: Backprop, parameters: Array) -> tuple[list[Flags], list[Flags]]:
    """The same on the samples that the sweep has loaded."""
    sweep.forward(parameters)
    return _idle([z > 0 for z in sweep.sums[:-1]], axis=1)


def _idle(on: list[Flags], axis: int) -> tuple[list[Flags], list[Flags]]:
    dead = [np.asarray(~layer.any(axis=axis)) for layer in on]
    return dead, [np.asarray(layer.all(axis=axis)) for layer in on]


def refuse_collapse(problem: Problem, parameters: Array, rate: float | None) -> None:
    """Raise when a layer has no active neuron left, although there is something to learn.

    Raises:
        Collapsed: naming the layer and the way out.
    """
    if float(np.ptp(problem.y)) == 0.0 or problem.sweep.left != 0.0:
        return
    dead, _ = dead_and_linear_on(problem.sweep, parameters)
    for layer, flags in enumerate(dead):
        if flags.all():
            way_out = f"--rate {rate / 10:g}" if rate else "another --seed"
            raise Collapsed(layer, len(dead), len(flags), way_out)

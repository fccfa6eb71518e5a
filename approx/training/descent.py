"""Descent by gradients: the loop, and what one update sees: a batch, dropout, the penalties."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from approx.core._types import Array
from approx.system.errors import InputError
from approx.training.backprop import Backprop
from approx.training.method import Task
from approx.training.problem import LOSSES
from approx.training.recorder import Diverged


class Objective:
    """Loss and gradient at one update after the other; the gradient's array is reused."""

    def __init__(self, task: Task) -> None:
        problem, options = task.problem, task.options
        batch = options.batch or problem.samples
        if batch > problem.samples:
            raise InputError(f"--batch {batch} is more than the {problem.samples} samples")
        self.problem, self.rng, self.batch = problem, task.rng, batch
        self.loss = LOSSES[problem.loss]
        self.l1, self.l2, self.dropout = options.l1, options.l2, options.dropout
        self.whole = batch == problem.samples
        self.sweep = problem.sweep if self.whole else Backprop(problem.shape, batch)
        self.slope = np.zeros(problem.shape.size)
        self._order, self._next = np.arange(0), 0

    def __call__(self, parameters: Array) -> tuple[float, Array]:
        """The loss of the next batch, without penalties, and its gradient with them."""
        wanted = self.problem.y if self.whole else self._load()
        keep = self._keep() if self.dropout else None
        value, by_output = self.loss(self.sweep.forward(parameters, keep), wanted)
        slope = self.sweep.gradient(parameters, by_output, self.slope)
        if self.l1:
            slope += self.l1 * np.sign(parameters) * self.problem.shape.is_weight
        if self.l2:
            slope += self.l2 * parameters * self.problem.shape.is_weight
        return value, slope

    def penalty(self, parameters: Array) -> float:
        """What the penalties add to the loss."""
        weights = parameters * self.problem.shape.is_weight
        return float(self.l1 * np.abs(weights).sum() + self.l2 / 2 * (weights @ weights))

    def _load(self) -> Array:
        """Every sample comes once per epoch, in a new order; an incomplete batch is left out."""
        if self._next + self.batch > len(self._order):
            self._order, self._next = self.rng.permutation(self.problem.samples), 0
        chosen = self._order[self._next : self._next + self.batch]
        self._next += self.batch
        self.sweep.load(self.problem.x[:, chosen])
        return np.asarray(self.problem.y[:, chosen])

    def _keep(self) -> list[Array]:
        """Inverted dropout (Srivastava et al. 2014): what stays is scaled up in training."""
        share = 1 - self.dropout
        size = self.sweep.samples
        return [(self.rng.random((n, size)) < share) / share for n in self.problem.shape.hidden]


def descend(task: Task, change: Callable[[int, Array], Array]) -> Array:
    """Subtract change(step, gradient) from the parameters, step after step; returns the last ones.

    Raises:
        Diverged: when the loss stops being a number.
        OutOfTime: when the time limit passes.
    """
    objective, parameters = Objective(task), task.start.copy()
    task.record(0, parameters)
    with np.errstate(over="ignore", invalid="ignore"):
        for step in range(1, task.steps + 1):
            value, gradient = objective(parameters)
            _check(value, step, task)
            parameters -= change(step, gradient)
            task.record(step, parameters)
        _check(task.problem.value(parameters), task.steps, task)
    task.record.finish(task.steps, parameters)
    return parameters


def _check(value: float, step: int, task: Task) -> None:
    if not math.isfinite(value):
        raise Diverged(step, task.options.rate or 0.0)

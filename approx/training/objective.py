"""What one update of a descent method sees: a batch, a dropout mask, the penalties."""

from __future__ import annotations

import numpy as np

from approx.core._types import Array
from approx.system.errors import InputError
from approx.training.backprop import Backprop
from approx.training.losses import LOSSES
from approx.training.options import Options
from approx.training.problem import Problem


class Objective:
    """Loss and gradient at one update after the other; the gradient's array is reused."""

    def __init__(self, problem: Problem, options: Options, rng: np.random.Generator) -> None:
        batch = options.batch or problem.samples
        if batch > problem.samples:
            raise InputError(f"--batch {batch} is more than the {problem.samples} samples")
        self.problem, self.rng, self.batch = problem, rng, batch
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

"""What is learned: scaled samples, the shape of the network, the loss, and the target if known."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from approx.core._types import Array
from approx.core.target import Target
from approx.training.backprop import Backprop
from approx.training.losses import LOSSES
from approx.training.shape import Shape


@dataclass(frozen=True, eq=False)
class Problem:
    """A scaled training problem.

    Attributes:
        shape: of the network.
        x: inputs in [−1, 1], shape (inputs, samples).
        y: wanted outputs, shape (outputs, samples).
        loss: a name of :data:`approx.training.losses.LOSSES`.
        target: the scaled function behind the samples, on [−1, 1], if there is one.
    """

    shape: Shape
    x: Array
    y: Array
    loss: str = "squared"
    target: Target | None = None

    @property
    def samples(self) -> int:
        return int(self.x.shape[1])

    @cached_property
    def sweep(self) -> Backprop:
        """Backpropagation over all samples."""
        found = Backprop(self.shape, self.samples)
        found.load(self.x)
        return found

    def finer(self, factor: int) -> Problem:
        """The same problem with so many times the samples, if its target is known."""
        if self.target is None:
            return self
        count = factor * self.samples
        x = self.target.spread((np.arange(count) + 0.5) / count)
        return replace(self, x=x[None], y=self.target(x)[None])

    def value(self, parameters: Array) -> float:
        """The loss over all samples, without penalties."""
        return LOSSES[self.loss](self.sweep.forward(parameters), self.y)[0]

    def value_and_gradient(self, parameters: Array) -> tuple[float, Array]:
        """The loss over all samples and its gradient, shape (parameters,)."""
        value, by_output = LOSSES[self.loss](self.sweep.forward(parameters), self.y)
        return value, self.sweep.gradient(parameters, by_output, np.empty(self.shape.size))

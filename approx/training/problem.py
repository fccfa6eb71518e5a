"""What is learned: scaled samples, the shape of the network, the loss, and the target if known."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from approx.core._types import Array
from approx.core.target import Target
from approx.training.backprop import Backprop, Shape

#: (outputs, wanted), both (outputs, samples) -> (loss, its derivative by the outputs).
Loss = Callable[[Array, Array], tuple[float, Array]]


def squared(outputs: Array, wanted: Array) -> tuple[float, Array]:
    """The mean squared error, over samples and outputs."""
    off = outputs - wanted
    value = float(np.vdot(off, off)) / off.size
    off *= 2 / off.size
    return value, off


def binary(outputs: Array, wanted: Array) -> tuple[float, Array]:
    """The mean cross-entropy of one logit against 0 or 1: log(1 + e^z) − y z.

    Written with e^−|z|, so that it cannot overflow.
    """
    small = np.exp(-np.abs(outputs))
    value = np.maximum(outputs, 0.0) - outputs * wanted + np.log1p(small)
    probability = np.where(outputs >= 0, 1.0, small) / (1 + small)
    return float(value.mean()), (probability - wanted) / outputs.size


def softmax(outputs: Array, wanted: Array) -> tuple[float, Array]:
    """The mean cross-entropy of one logit per class; `wanted` is one-hot.

    The largest logit is taken off first, which changes nothing but prevents overflow.
    """
    shifted = outputs - outputs.max(axis=0)
    weights = np.exp(shifted)
    total = weights.sum(axis=0)
    samples = outputs.shape[1]
    value = float((np.log(total) - (shifted * wanted).sum(axis=0)).mean())
    return value, (weights / total - wanted) / samples


LOSSES: dict[str, Loss] = {"squared": squared, "binary": binary, "softmax": softmax}


@dataclass(frozen=True, eq=False)
class Problem:
    """A scaled training problem.

    Attributes:
        shape: of the network.
        x: inputs in [−1, 1], shape (inputs, samples).
        y: wanted outputs, shape (outputs, samples).
        loss: a name of :data:`LOSSES`.
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
        sweep = Backprop(self.shape, self.samples)
        sweep.load(self.x)
        return sweep

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

"""Inputs to [−1, 1] and targets to [−1, 1], and networks back: the scaled problem is trained.

Unscaled, an amplitude of 1e6 or an offset of 3000 kills every neuron within a few steps.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from approx.core._types import Array
from approx.core.target import Target
from approx.training.shape import Shape


@dataclass(frozen=True, eq=False)
class Scaling:
    """z = (x − middle)/half and, of targets, (y − centre)/unit.

    Attributes:
        middle: of each input's range, shape (inputs,).
        half: half the length of each input's range, shape (inputs,).
        centre: of each target's range, shape (outputs,).
        unit: half the length of each target's range, 1 where it is constant, shape (outputs,).
    """

    middle: Array
    half: Array
    centre: Array
    unit: Array

    @classmethod
    def of(cls, x: Array, y: Array, regression: bool = True) -> Scaling:
        """The scaling that takes the samples' ranges (last axis: samples) to [−1, 1].

        Logits have no range: without regression the outputs stay as they are.
        """
        middle, half = _range(x)
        if regression:
            return cls(middle, half, *_range(y))
        return cls(middle, half, np.zeros(len(y)), np.ones(len(y)))

    def inputs(self, x: Array) -> Array:
        """X scaled, shape (inputs, samples)."""
        return (x - self.middle[:, None]) / self.half[:, None]

    def outputs(self, y: Array) -> Array:
        """Y scaled, shape (outputs, samples)."""
        return (y - self.centre[:, None]) / self.unit[:, None]

    def target(self, target: Target) -> Target:
        """The scaled target on [−1, 1]."""
        middle, half = float(self.middle[0]), float(self.half[0])
        centre, unit = float(self.centre[0]), float(self.unit[0])
        second = target.second
        return replace(
            target,
            function=lambda z: (target(middle + half * z) - centre) / unit,
            domain=(-1.0, 1.0),
            breaks=tuple((t - middle) / half for t in target.breaks),
            defined_on=()
            if target.whole
            else tuple(
                ((lo - middle) / half, (hi - middle) / half) for lo, hi in target.defined_on
            ),
            poles=tuple((t - middle) / half for t in target.poles),
            second=None
            if second is None
            else lambda z: np.asarray(second(middle + half * z)) * (half**2 / unit),
            curvature=None,
        )

    def scaled(self, shape: Shape, parameters: Array) -> Array:
        """The parameters that do on scaled data what these do on the given."""
        scaled = parameters.copy()
        matrices = shape.views(scaled)
        first, last = matrices[0], matrices[-1]
        first[:, -1] += first[:, :-1] @ self.middle
        first[:, :-1] *= self.half
        last[:, -1] -= self.centre
        last /= self.unit[:, None]
        return scaled

    def restored(self, shape: Shape, parameters: Array) -> Array:
        """The inverse of `scaled`: parameters for x and y as they are given."""
        given = parameters.copy()
        matrices = shape.views(given)
        first, last = matrices[0], matrices[-1]
        last *= self.unit[:, None]
        last[:, -1] += self.centre
        first[:, :-1] /= self.half
        first[:, -1] -= first[:, :-1] @ self.middle
        return given


def unit_slopes(shape: Shape, parameters: Array) -> Array:
    """The same function with hidden slopes ±1, so that each output weight is a change of slope.

    Args:
        shape: of one input and one hidden layer, every slope other than 0.
    """
    same = parameters.copy()
    hidden, last = shape.views(same)
    size = np.abs(hidden[:, 0])
    last[:, :-1] *= size
    hidden /= size[:, None]
    return same


def _range(values: Array) -> tuple[Array, Array]:
    low, high = values.min(axis=1), values.max(axis=1)
    half = high / 2 - low / 2
    middle = low + half
    # Below rounding of the values there is nothing to learn but the constant.
    flat = half <= 4 * np.finfo(float).eps * np.abs(middle)
    return middle, np.where(flat, 1.0, half)

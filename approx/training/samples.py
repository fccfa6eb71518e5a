"""What training sees: samples of a target, or given points, checked; and how they are scaled.

Inputs and targets are taken to [−1, 1], and the network back. Unscaled, an amplitude of 1e6 or an
offset of 3000 kills every neuron within a few steps.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from approx.core._types import Array, Booleans
from approx.core.dataset import Dataset
from approx.core.target import Target
from approx.system.errors import InputError
from approx.training.backprop import Shape
from approx.training.problem import LOSSES, Problem

#: Samples of a target: at least, and per hidden neuron.
SAMPLES, PER_NEURON = 256, 8


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
            first=None,
            enclose=None,
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


@dataclass(frozen=True, eq=False)
class Data:
    """Samples as columns.

    Attributes:
        x: shape (inputs, samples).
        y: shape (outputs, samples); one-hot for "softmax".
        loss: "squared", "binary" or "softmax".
        domain: of the inputs, shape (inputs, 2).
        target: the function behind them, if known.
    """

    x: Array
    y: Array
    loss: str
    domain: Array
    target: Target | None = None

    @cached_property
    def scaling(self) -> Scaling:
        """Of a function's domain, which the samples need not fill, or of points' range."""
        y = self.y
        # Several outputs share one unit, so that the squared loss scales back as a whole.
        if len(y) > 1 and self.loss == "squared":
            y = np.tile(y.ravel(), (len(y), 1))
        inputs = self.x if self.target is None else self.domain
        return Scaling.of(inputs, y, self.loss == "squared")

    def only(self, chosen: Booleans) -> Data:
        """Some of the samples, on the same domain.

        Raises:
            InputError: when they have one x altogether.
        """
        x = self.x[:, chosen]
        same = x.min(axis=1) == x.max(axis=1)
        # Of many inputs one may be the same in all rows that are left.
        if same.all() if len(x) > 2 else same.any():
            raise InputError("the points that are left to learn from have one x; hold out fewer")
        return replace(self, x=x, y=self.y[:, chosen])

    def problem(self, shape: Shape, scaled: bool = True) -> Problem:
        """The training problem for a network of this shape, scaled or as it is given."""
        if not scaled:
            return Problem(shape, self.x, self.y, self.loss, self.target)
        scaling = self.scaling
        x, y = scaling.inputs(self.x), scaling.outputs(self.y)
        target = None if self.target is None else scaling.target(self.target)
        return Problem(shape, x, y, self.loss, target)


def of_target(target: Target, hidden: tuple[int, ...], samples: int | None = None) -> Data:
    """The target in the middles of equal cells where it is defined.

    Raises:
        InputError: when it is not finite at one of them.
    """
    count = samples or max(SAMPLES, PER_NEURON * sum(hidden))
    a, b = target.domain
    x = target.spread((np.arange(count) + 0.5) / count)
    with np.errstate(all="ignore"):
        y = target(x)
    if y.shape != x.shape:
        raise InputError(f"{target.label.text} gives shape {y.shape} for {x.shape} inputs")
    finite = np.isfinite(y)
    if not finite.all():
        raise InputError(f"{target.label.text} is not finite at x = {x[~finite][0]:g}")
    return Data(x[None], y[None], "squared", np.array([[a, b]]), target)


def of_dataset(data: Dataset) -> Data:
    """Given points of one variable, on their domain."""
    return replace(of_points(data.x, data.y, "squared"), domain=np.array([data.domain]))


def of_points(x: ArrayLike, y: ArrayLike, loss: str) -> Data:
    """Given points.

    Raises:
        InputError: for shapes that do not belong together, numbers that are not finite, too few
            points, or classes that are none.
    """
    if loss not in LOSSES:
        raise InputError(f"no loss {loss!r}; use one of: {', '.join(LOSSES)}")
    inputs, wanted = _columns(x, "x"), _columns(y, "y")
    if inputs.shape[1] != wanted.shape[1]:
        raise InputError(f"{inputs.shape[1]} inputs but {wanted.shape[1]} outputs; give pairs")
    if inputs.shape[1] < 2:
        raise InputError("training needs at least 2 points")
    low, high = inputs.min(axis=1), inputs.max(axis=1)
    if (low == high).any():
        raise InputError(f"all points have the same x{int((low == high).argmax()) + 1}")
    if loss == "binary" and not np.isin(wanted, (0.0, 1.0)).all():
        raise InputError("the classes of the binary loss are 0 and 1")
    if loss == "softmax":
        wanted = _one_hot(wanted)
    return Data(inputs, wanted, loss, np.column_stack([low, high]))


def _columns(values: ArrayLike, name: str) -> Array:
    try:
        array = np.array(values, dtype=float)
    except (TypeError, ValueError) as error:
        raise InputError(f"{name} must be rows of numbers ({error})") from None
    if array.ndim not in (1, 2) or not array.size:
        raise InputError(f"{name} needs shape (samples,) or (samples, columns)")
    if not np.isfinite(array).all():
        row = int(np.argwhere(~np.isfinite(array))[0][0])
        raise InputError(f"{name} is not finite in row {row + 1}")
    return np.ascontiguousarray(array.reshape(len(array), -1).T)


def _one_hot(classes: Array) -> Array:
    """One row per class, 1 where the sample is of it; shape (classes, samples)."""
    if len(classes) != 1 or (classes != np.floor(classes)).any() or classes.min() < 0:
        raise InputError("the softmax loss needs class numbers 0, 1, 2, ...")
    count = int(classes.max()) + 1
    if not 2 <= count <= 100:
        raise InputError(f"{count} classes; use 2 to 100")
    return np.asarray((np.arange(count)[:, None] == classes).astype(float))

"""Samples of a target, or given points, checked: what training sees before it is scaled."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from approx.core._types import Array
from approx.core.dataset import Dataset
from approx.core.target import Target
from approx.system.errors import InputError
from approx.training.losses import LOSSES
from approx.training.options import Options
from approx.training.scaling import Scaling

#: Samples of a target: at least, and per hidden neuron.
SAMPLES, PER_NEURON = 256, 8


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
        """Of a function's domain, which the samples need not fill, or of given points' range; and
        of the targets.
        """
        y = self.y
        # Several outputs share one unit, so that the squared loss scales back as a whole.
        if len(y) > 1 and self.loss == "squared":
            y = np.tile(y.ravel(), (len(y), 1))
        inputs = self.x if self.target is None else self.domain
        return Scaling.of(inputs, y, self.loss == "squared")


def of_target(target: Target, hidden: tuple[int, ...], options: Options) -> Data:
    """The target in the middles of equal cells where it is defined.

    Raises:
        InputError: when it is not finite at one of them.
    """
    count = options.samples or max(SAMPLES, PER_NEURON * sum(hidden))
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

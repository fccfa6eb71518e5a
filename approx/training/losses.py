"""What training makes small: the loss and its derivative by the network's outputs."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from approx.core._types import Array

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

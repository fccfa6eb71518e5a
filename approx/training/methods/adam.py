"""Adam (Kingma, Ba 2014, arXiv:1412.6980), in PyTorch's order of operations."""

from __future__ import annotations

import math

import numpy as np

from approx.core._types import Array
from approx.training.descent import descend
from approx.training.method import Method, Task

#: Decay of the running mean of the gradient and of its square, and what keeps √ from 0.
MEAN, SQUARE, TINY = 0.9, 0.999, 1e-8


def adam(task: Task) -> Array:
    """Descend by the gradient's running mean over the root of its running square."""
    mean, square, moved = (np.zeros_like(task.start) for _ in range(3))

    def change(step: int, gradient: Array) -> Array:
        nonlocal mean, square
        np.multiply(gradient, 1 - MEAN, out=moved)
        mean *= MEAN
        mean += moved
        np.multiply(gradient, gradient, out=moved)
        np.multiply(moved, 1 - SQUARE, out=moved)
        square *= SQUARE
        square += moved
        np.sqrt(square, out=moved)
        np.divide(moved, math.sqrt(1 - SQUARE**step), out=moved)
        np.add(moved, TINY, out=moved)
        np.divide(mean, moved, out=moved)
        np.multiply(moved, task.options.rate_at(step) / (1 - MEAN**step), out=moved)
        return moved

    return descend(task, change)


METHOD = Method(
    "adam",
    "Adam",
    adam,
    steps=3000,
    rate=0.02,
    init="inside",
    solve_output=False,
    schedule="cosine",
    batch=4096,
    takes=("batch", "dropout", "rate", "schedule", "l1", "l2"),
    stepwise=True,
)

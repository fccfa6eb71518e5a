"""Gradient descent: all samples, a batch or one sample per update, with or without momentum."""

from __future__ import annotations

import numpy as np

from approx.core._types import Array
from approx.training.descent import descend
from approx.training.method import Method, Task


def gradient_descent(task: Task) -> Array:
    """Descend: v ← momentum · v + ∇loss, parameters ← parameters − rate · v.

    (Polyak's heavy ball, 1964, in PyTorch's form.)
    """
    velocity = np.zeros_like(task.start)

    def change(step: int, gradient: Array) -> Array:
        nonlocal velocity
        velocity *= task.options.momentum or 0.0
        velocity += gradient
        return task.options.rate_at(step) * velocity

    return descend(task, change)


METHOD = Method(
    "gd",
    "gradient descent",
    gradient_descent,
    steps=8000,
    rate=0.02,
    momentum=0.95,
    init="inside",
    solve_output=False,
    takes=("momentum", "batch", "dropout", "rate", "schedule", "l1", "l2"),
    stepwise=True,
)

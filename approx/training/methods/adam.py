"""Adam (Kingma, Ba 2014, arXiv:1412.6980), in PyTorch's order of operations.

The loss of one hidden layer of n neurons is about n⁴ times as curved along one direction as along
another. The paper's decays then stall: the mean of the gradient is too short to carry on along flat
directions, and the mean of its square remembers the first, large gradients for a third of the run.
From breakpoints inside the interval the one is longer and the other shorter.
"""

from __future__ import annotations

import math

import numpy as np

from approx.core._types import Array
from approx.training.descent import descend
from approx.training.method import Method, Task

#: Decay of the running mean of the gradient and of its square, and what keeps √ from 0.
MEAN, SQUARE, TINY = 0.9, 0.999, 1e-8
#: Both decays from breakpoints inside the interval, of up to so many neurons and of more.
FEW, OF_FEW, OF_MANY = 16, (0.95, 0.99), (0.98, 0.98)


def adam(task: Task) -> Array:
    """Descend by the gradient's running mean over the root of its running square."""
    keep, forget = MEAN, SQUARE
    if task.inside:
        keep, forget = OF_FEW if task.problem.shape.hidden[0] <= FEW else OF_MANY
    mean, square, moved = (np.zeros_like(task.start) for _ in range(3))

    def change(step: int, gradient: Array) -> Array:
        nonlocal mean, square
        np.multiply(gradient, 1 - keep, out=moved)
        mean *= keep
        mean += moved
        np.multiply(gradient, gradient, out=moved)
        np.multiply(moved, 1 - forget, out=moved)
        square *= forget
        square += moved
        np.sqrt(square, out=moved)
        np.divide(moved, math.sqrt(1 - forget**step), out=moved)
        np.add(moved, TINY, out=moved)
        np.divide(mean, moved, out=moved)
        np.multiply(moved, task.options.rate_at(step) / (1 - keep**step), out=moved)
        return moved

    return descend(task, change)


METHOD = Method(
    "adam",
    "Adam",
    adam,
    steps=4500,
    rate=0.007,
    init="inside",
    solve_output=False,
    schedule="cosine",
    batch=4096,
    takes=("batch", "dropout", "rate", "schedule", "l1", "l2"),
    stepwise=True,
)

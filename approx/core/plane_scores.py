"""How well scores tell classes apart."""

from __future__ import annotations

import numpy as np

from approx.core._types import Array, Integers


def cross_entropy(scores: Array, classes: Integers) -> float:
    """The mean of −ln p of every point's own class.

    Args:
        scores: one for class 1 against class 0, shape (n, 1), or one a class, shape (n, classes).
        classes: by number, shape (n,).

    >>> round(cross_entropy(np.log([[0.1, 0.8, 0.07, 0.03]]), np.array([1])), 3)
    0.223
    """
    if scores.shape[1] == 1:
        scores = np.column_stack([np.zeros(len(scores)), scores[:, 0]])
    top = scores.max(axis=1)
    total = top + np.log(np.exp(scores - top[:, None]).sum(axis=1))
    return float(np.mean(total - scores[np.arange(len(scores)), classes]))

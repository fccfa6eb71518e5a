"""Where a neuron of the first layer is on: one side of its line, cut from a rectangle."""

from __future__ import annotations

import numpy as np

from approx.core._types import Array


def corners(box: tuple[tuple[float, float], tuple[float, float]]) -> Array:
    """The rectangle's corners, counterclockwise, shape (4, 2)."""
    (x0, x1), (y0, y1) = box
    return np.array([(x0, y0), (x1, y0), (x1, y1), (x0, y1)])


def half(polygon: Array, weights: Array, bias: float) -> Array:
    """The part of a convex polygon (n, 2) where weights · p + bias >= 0; (0, 2) for none.

    >>> half(corners(((0, 1), (0, 1))), np.array([1.0, 0.0]), -0.5)[:, 0].min()
    np.float64(0.5)
    """
    values = polygon @ weights + bias
    out = []
    for k in range(len(polygon)):
        p, q, u, v = polygon[k - 1], polygon[k], values[k - 1], values[k]
        if (u < 0) != (v < 0):
            out.append(p + u / (u - v) * (q - p))
        if v >= 0:
            out.append(q)
    return np.array(out).reshape(-1, 2)


def line(polygon: Array, weights: Array, bias: float) -> Array:
    """The segment of weights · p + bias = 0 inside a convex polygon, shape (2, 2), or (0, 2)."""
    values = polygon @ weights + bias
    found = []
    for k in range(len(polygon)):
        p, q, u, v = polygon[k - 1], polygon[k], values[k - 1], values[k]
        if (u < 0) != (v < 0):
            found.append(p + u / (u - v) * (q - p))
    return np.array(found if len(found) == 2 else []).reshape(-1, 2)

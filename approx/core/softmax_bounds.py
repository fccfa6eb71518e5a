"""Bounds of softmax on boxes: every share and its first two derivatives along x.

With p = softmax(z), m = Σ pᵢ zᵢ' and dₖ = zₖ' − m: pₖ' = pₖ dₖ and
pₖ'' = pₖ (dₖ² + zₖ'' − Σ pᵢ zᵢ'' − Σ pᵢ dᵢ²).
"""

from __future__ import annotations

import numpy as np

from approx.core import intervals as iv
from approx.core._types import Array
from approx.core.intervals import EPS, Interval, Jet


def enclosed(z: Interval, slope: Interval, bend: Interval) -> Jet:
    """Bounds of the shares, their slopes and bends; every array has shape (cells, width)."""
    p = _shares(z)
    d = iv.subtract(slope, _mean(p, slope))
    spread = iv.add(_mean(p, bend), _mean(p, iv.square(d)))
    turn = iv.subtract(iv.add(iv.square(d), bend), spread)
    return p, iv.multiply(p, d), iv.multiply(p, turn)


def _shares(z: Interval) -> Interval:
    """A share rises with its own z and falls with every other."""
    low, high = z
    width = low.shape[-1]
    others = ~np.eye(width, dtype=bool)
    # What of the others comes on top of 1 in 1/(1 + Σ e^(zᵢ − zₖ)): at most, and at least.
    most = np.where(others, high[:, None, :] - low[:, :, None], -np.inf)
    least = np.where(others, low[:, None, :] - high[:, :, None], -np.inf)
    with np.errstate(over="ignore"):
        bottom = 1 / (1 + np.exp(most).sum(axis=-1))
        top = 1 / (1 + np.exp(least).sum(axis=-1))
    # exp, the sum and the difference of z round; the difference by its size.
    size = np.maximum(np.abs(low), np.abs(high)).max(axis=-1, keepdims=True)
    rough = 4 * (width + 4 + size) * EPS
    return bottom * (1 - rough), np.minimum(top * (1 + rough), 1.0)


def _mean(p: Interval, values: Interval) -> Interval:
    """Σ pᵢ vᵢ, shape (cells, 1)."""
    low, high = iv.multiply(p, values)
    width = low.shape[-1]
    size: Array = np.maximum(np.abs(low), np.abs(high)).sum(axis=-1, keepdims=True)
    rough = (width + 2) * EPS * size
    return low.sum(axis=-1, keepdims=True) - rough, high.sum(axis=-1, keepdims=True) + rough

"""The one target whose best approximations are known in closed form: a parabola."""

from __future__ import annotations

import math

import numpy as np

from approx.core.piecewise import PiecewiseLinear
from approx.core.target import Target


def curvature_of(target: Target) -> float | None:
    """f'' when the target is a polynomial of degree 2 or less on its domain, else None.

    Judged at 65 Chebyshev points against the parabola through the ends and the middle.
    """
    if not target.whole or len(target.pieces()) > 2:
        return None
    a, b = target.domain
    u = np.cos(np.pi * np.arange(65) / 64)
    y = target((a + b) / 2 + (b - a) / 2 * u)
    right, middle, left = y[0], y[32], y[64]
    slope, bend = (right - left) / 2, (right + left) / 2 - middle
    if not np.abs(y - (middle + slope * u + bend * u**2)).max() <= 4e-15 * np.abs(y).max():
        return None
    if target.second is not None:
        return float(target.second(np.array([(a + b) / 2]))[0])
    # A straight line's rounding is no bend.
    return float(8 * bend / (b - a) ** 2) if abs(bend) > 4e-15 * np.abs(y).max() else 0.0


def best_of_quadratic(
    target: Target, bend: float, breakpoints: int, norm: str
) -> tuple[PiecewiseLinear, float]:
    """The best function and its error: equal pieces, each the parabola's own best line.

    On a piece of width h the line meets its neighbours |f''|h²/16 (sup) or |f''|h²/12 (L2) off
    the parabola, so E = |f''|(b−a)²/(16m²) or |f''|(b−a)^{5/2}/(12√5 m²) for m pieces.
    """
    a, b = target.domain
    m = breakpoints + 1 if bend else 1
    x = np.linspace(a, b, m + 1)
    width = (b - a) / m
    if norm == "sup":
        return PiecewiseLinear(x, target(x) - bend * width**2 / 16), abs(bend) * width**2 / 16
    error = abs(bend) * width**2 * math.sqrt(b - a) / (12 * math.sqrt(5))
    return PiecewiseLinear(x, target(x) - bend * width**2 / 12), error

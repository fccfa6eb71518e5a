"""A function that can only be called, as polynomials: plain numbers for other processes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.polynomial import chebyshev

from approx.core._types import Array

#: Coefficients on every piece.
ORDER = 24
#: A piece is cut while the polynomial misses by more than this share of the largest value, until it
#: is so narrow, as a share of the domain, or there are so many.
CLOSE, NARROWEST, MOST = 1e-13, 1e-7, 3000


@dataclass(frozen=True)
class Tabulated:
    """Chebyshev polynomials on pieces; called like the function that it was made from.

    Attributes:
        edges: shape (pieces + 1,), ascending.
        coefficients: shape (pieces, ORDER).
    """

    edges: Array
    coefficients: Array

    def __call__(self, x: Array) -> Array:
        """The values at x; same shape."""
        k = np.clip(np.searchsorted(self.edges, x, side="right") - 1, 0, len(self.edges) - 2)
        left, right = self.edges[k], self.edges[k + 1]
        places = (2 * x - left - right) / (right - left)
        columns = np.moveaxis(self.coefficients[k], -1, 0)
        return np.asarray(chebyshev.chebval(places, columns, tensor=False))


def tabulate(function: Callable[[Array], Array], edges: Array) -> Tabulated:
    """Polynomials of a function between `edges`, where it or a derivative may jump.

    >>> f = tabulate(np.cos, np.array([0.0, 3.0]))
    >>> bool(np.abs(f(np.linspace(0, 3, 99)) - np.cos(np.linspace(0, 3, 99))).max() < 1e-13)
    True
    """
    nodes = chebyshev.chebpts1(ORDER)
    fit = chebyshev.chebvander(nodes, ORDER - 1).T * (2 / ORDER)
    fit[0] /= 2
    checks = np.linspace(-0.98, 0.98, 17)
    between = chebyshev.chebvander(checks, ORDER - 1)
    waiting = list(zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True))[::-1]
    size = float(np.abs(function(np.linspace(edges[0], edges[-1], 257)[1:-1])).max(initial=0.0))
    narrowest = NARROWEST * (edges[-1] - edges[0])
    done: list[tuple[float, float, Array]] = []
    while waiting:
        a, b = waiting.pop()
        middle, half = (a + b) / 2, (b - a) / 2
        row: Array = np.asarray(fit @ np.asarray(function(middle + half * nodes)))
        missed = np.abs(between @ row - function(middle + half * checks)).max()
        few = len(done) + len(waiting) + 2 <= MOST
        if missed > CLOSE * max(size, 1e-300) and 2 * half > narrowest and few:
            waiting += [(middle, b), (a, middle)]
        else:
            done.append((float(a), float(b), row))
    lefts = [a for a, _, _ in done]
    return Tabulated(np.array([*lefts, done[-1][1]]), np.array([row for _, _, row in done]))

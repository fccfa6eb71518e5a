"""What theory promises n breakpoints, and two plain ways to place them: even and by curvature."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
from numpy.polynomial import chebyshev

from approx.core._types import Array
from approx.core.piecewise import PiecewiseLinear
from approx.core.polynomials import interpolate
from approx.core.smooth_pieces import half_largest_jump
from approx.core.target import Target

#: Power of |f''| whose integral the best breakpoints share out equally, per norm.
POWER = {"sup": 1 / 2, "l2": 2 / 5}
#: Cells per smooth piece on which |f''| is integrated, and panels on which it is derived.
CELLS, PANELS, DEGREE = 4096, 64, 12


def rate(target: Target, breakpoints: int, norm: str = "sup") -> float:
    """The asymptotic error of the best n-breakpoint function, m = n + 1 pieces.

    (∫|f''|^{1/2})²/(16 m²) in the sup norm and (∫|f''|^{2/5})^{5/2}/(12√5 m²) in L2 (de Boor
    1978, A Practical Guide to Splines, ch. XII, for interpolation, whose sup error is twice as
    large). A limit, not a bound: at n = 64 it is within 5 % for the built-in targets. In the sup
    norm half the largest jump is never undercut.
    """
    power = POWER[norm]
    _, running = _share(target, power)
    if norm == "sup":
        return max(
            float(running[-1]) ** 2 / (16 * (breakpoints + 1) ** 2), half_largest_jump(target)
        )
    return float(running[-1] ** (1 / power)) / (12 * math.sqrt(5) * (breakpoints + 1) ** 2)


def uniform(target: Target, breakpoints: int) -> PiecewiseLinear:
    """The interpolant with equally spaced breakpoints."""
    x = np.linspace(*target.domain, breakpoints + 2)
    return PiecewiseLinear(x, target(x))


def equidistributed(target: Target, breakpoints: int, norm: str = "sup") -> PiecewiseLinear:
    """The interpolant whose pieces share ∫|f''|^p equally, p = 1/2 for sup and 2/5 for L2.

    Declared breaks get the breakpoints nearest to them, as far as there are enough.
    """
    x = breakpoints_by_curvature(target, breakpoints, norm)
    return PiecewiseLinear(x, target(x))


def breakpoints_by_curvature(target: Target, breakpoints: int, norm: str = "sup") -> Array:
    """The breakpoints of :func:`equidistributed`, with the ends; shape (breakpoints + 2,)."""
    x, running = _share(target, POWER[norm])
    if not np.isfinite(running[-1]):  # it changes too fast for float64: curvature says nothing
        return np.linspace(*target.domain, breakpoints + 2)
    # Where the target is straight the integral stands still; a trace of length keeps it going.
    trace = (x - x[0]) / (x[-1] - x[0])
    running = running + 1e-6 * trace * (running[-1] if running[-1] > 0 else 1.0)
    places = np.interp(np.linspace(0, running[-1], breakpoints + 2), running, x)
    inner = target.pieces()[1:-1]
    if len(inner) <= breakpoints:
        free = list(range(1, breakpoints + 1))
        for t in inner:
            nearest = min(free, key=lambda i: abs(places[i] - t))
            free.remove(nearest)
            places[nearest] = t
        places = np.sort(places)
    if not (np.diff(places) > 0).all():
        return np.linspace(*target.domain, breakpoints + 2)
    return places


def _share(target: Target, power: float) -> tuple[Array, Array]:
    """Places, and the integral of |f''|^power up to each; the breaks are skipped over.

    Where the target is not looked at the integral stands still.
    """
    edges = target.pieces()
    places, running = [edges[:1]], [np.zeros(1)]
    for left, right in pairwise(edges):
        if not target.whole and not target.holds(np.array((left + right) / 2)):
            places.append(np.array([right]))
            running.append(running[-1][-1:])
            continue
        cells = np.linspace(left, right, CELLS + 1)
        middle = (cells[:-1] + cells[1:]) / 2
        density = np.abs(_second(target, left, right, middle)) ** power
        places.append(cells[1:])
        running.append(running[-1][-1] + np.cumsum(density * np.diff(cells)))
    return np.concatenate(places), np.concatenate(running)


def _second(target: Target, left: float, right: float, x: Array) -> Array:
    """f'' at x inside the smooth piece; from Chebyshev interpolants when not declared."""
    if target.second is not None:
        return np.asarray(target.second(x), dtype=float)
    edges = np.linspace(left, right, PANELS + 1)
    centre, half = (edges[:-1] + edges[1:]) / 2, (right - left) / (2 * PANELS)
    series = interpolate(target, edges[:-1], edges[1:], DEGREE).T
    derived = chebyshev.chebder(series, 2) / half**2
    panel = np.clip(np.searchsorted(edges, x, side="right") - 1, 0, PANELS - 1)
    u = (x - centre[panel]) / half
    return np.asarray((chebyshev.chebvander(u, DEGREE - 2) * derived[:, panel].T).sum(axis=1))

"""A continuous piecewise-linear function, as its breakpoints and slopes, never as samples."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from approx.core._types import Array
from approx.core.display import Displayed
from approx.system.errors import InputError

if TYPE_CHECKING:
    from scipy.interpolate import PPoly

    from approx.core.network import Network


@dataclass(frozen=True, eq=False)
class PiecewiseLinear(Displayed):
    """f with f(x[i]) = y[i] and slope slopes[i] between x[i] and x[i+1].

    The domain is [x[0], x[-1]]; outside it the first and last piece go on as straight lines.
    The breakpoints are the x between the ends. Slopes are carried, not differenced, so that they
    stay exact where two breakpoints almost meet.

    Attributes:
        x: ends of the pieces, strictly increasing, shape (n,), n >= 2.
        y: values at x, shape (n,).
        slopes: slope of each piece, shape (n - 1,).
    """

    x: Array  # (n,)
    y: Array  # (n,)
    slopes: Array  # (n - 1,)

    def __init__(self, x: ArrayLike, y: ArrayLike, slopes: ArrayLike | None = None) -> None:
        places, values = np.array(x, dtype=float), np.array(y, dtype=float)
        if places.ndim != 1 or places.shape != values.shape or len(places) < 2:
            raise InputError("x and y need the same length, at least 2")
        if not (np.isfinite(places).all() and np.isfinite(values).all()):
            raise InputError("x and y must be finite numbers")
        if not (np.diff(places) > 0).all():
            raise InputError("x must increase strictly")
        steps = np.diff(values) / np.diff(places) if slopes is None else np.array(slopes, float)
        if steps.shape != (len(places) - 1,):
            raise InputError(f"{len(places)} places x need {len(places) - 1} slopes")
        for name, array in (("x", places), ("y", values), ("slopes", steps)):
            array.flags.writeable = False
            object.__setattr__(self, name, array)

    @classmethod
    def of(cls, network: Network, domain: tuple[float, float]) -> PiecewiseLinear:
        """The exact function of a one-input, one-output network on the domain."""
        from approx.core.exact import analyse

        return analyse(network, domain).output

    @classmethod
    def constant(cls, value: float, domain: tuple[float, float]) -> PiecewiseLinear:
        return cls(domain, (value, value))

    # -- what it is made of -------------------------------------------------------------------

    @property
    def domain(self) -> tuple[float, float]:
        return float(self.x[0]), float(self.x[-1])

    @property
    def breakpoints(self) -> Array:
        """Where the slope changes: the x between the ends; shape (n - 2,)."""
        return self.x[1:-1]

    @property
    def jumps(self) -> Array:
        """Slope change at every breakpoint; shape (n - 2,)."""
        return np.diff(self.slopes)

    def __call__(self, x: ArrayLike, nu: int = 0) -> Array:
        """The value (nu=0) or slope (nu=1, from the right at a breakpoint) at x, any shape."""
        points = np.asarray(x, dtype=float)
        piece = np.clip(np.searchsorted(self.x, points, side="right") - 1, 0, len(self.slopes) - 1)
        if nu == 1:
            return np.asarray(self.slopes[piece])
        if nu > 1:
            return np.zeros_like(points)
        # Measured from the nearer end: rounding then never opens a gap at a breakpoint.
        right = points - self.x[piece] > self.x[piece + 1] - points
        end = piece + right
        return np.asarray(self.y[end] + self.slopes[piece] * (points - self.x[end]))

    # -- arithmetic ---------------------------------------------------------------------------

    def _combine(
        self, other: PiecewiseLinear, operation: Callable[[Array, Array], Array]
    ) -> PiecewiseLinear:
        if self.domain != other.domain:
            raise InputError(f"domains differ: {self.domain} and {other.domain}")
        x = np.union1d(self.x, other.x)
        middle = (x[:-1] + x[1:]) / 2
        return PiecewiseLinear(
            x, operation(self(x), other(x)), operation(self(middle, 1), other(middle, 1))
        )

    def __add__(self, other: PiecewiseLinear | float) -> PiecewiseLinear:
        if isinstance(other, PiecewiseLinear):
            return self._combine(other, np.add)
        return PiecewiseLinear(self.x, self.y + other, self.slopes)

    __radd__ = __add__

    def __neg__(self) -> PiecewiseLinear:
        return PiecewiseLinear(self.x, -self.y, -self.slopes)

    def __sub__(self, other: PiecewiseLinear | float) -> PiecewiseLinear:
        return self + (-other)

    def __rsub__(self, other: float) -> PiecewiseLinear:
        return -self + other

    def __mul__(self, factor: float) -> PiecewiseLinear:
        return PiecewiseLinear(self.x, self.y * factor, self.slopes * factor)

    __rmul__ = __mul__

    def refined(self, places: ArrayLike) -> PiecewiseLinear:
        """The same function, its pieces cut at those of the places that are inside the domain."""
        extra = np.asarray(places, dtype=float)
        x = np.union1d(self.x, extra[(extra > self.x[0]) & (extra < self.x[-1])])
        return PiecewiseLinear(x, self(x), self((x[:-1] + x[1:]) / 2, 1))

    def simplified(self, tolerance: float = 0.0) -> PiecewiseLinear:
        """Without the breakpoints where the slope changes by at most `tolerance`."""
        keep = np.r_[True, np.abs(np.diff(self.slopes)) > tolerance, True]
        starts = np.flatnonzero(keep[:-1])
        return PiecewiseLinear(self.x[keep], self.y[keep], self.slopes[starts])

    def restricted(self, domain: tuple[float, float]) -> PiecewiseLinear:
        """The same function on another domain, going on straight where that is larger."""
        a, b = domain
        inside = self.x[1:-1][(self.x[1:-1] > a) & (self.x[1:-1] < b)]
        x = np.r_[a, inside, b]
        return PiecewiseLinear(x, self(x), self((x[:-1] + x[1:]) / 2, 1))

    def relu(self) -> PiecewiseLinear:
        """max(f, 0), with a new breakpoint wherever f crosses zero."""
        fine = self.refined(self.roots())
        middle = fine((fine.x[:-1] + fine.x[1:]) / 2)
        y = np.maximum(fine.y, 0.0)
        return PiecewiseLinear(fine.x, y, np.where(middle > 0, fine.slopes, 0.0))

    # -- calculus -----------------------------------------------------------------------------

    def to_ppoly(self) -> PPoly:
        """The same function as SciPy's PPoly, for everything that has."""
        from scipy.interpolate import PPoly

        return PPoly(np.array([self.slopes, self.y[:-1]]), self.x)

    def derivative(self) -> PPoly:
        """The piecewise-constant slope."""
        return self.to_ppoly().derivative()

    def antiderivative(self) -> PPoly:
        """The piecewise-quadratic integral from the domain's left end."""
        return self.to_ppoly().antiderivative()

    def integrate(self, a: float | None = None, b: float | None = None) -> float:
        """The integral over [a, b] (default: the domain)."""
        whole = self.restricted((self.x[0] if a is None else a, self.x[-1] if b is None else b))
        return math.fsum(np.diff(whole.x) * (whole.y[:-1] + whole.y[1:]) / 2)

    def solve(self, value: float = 0.0) -> Array:
        """Every x of the domain with f(x) = value; of a flat piece at that height, its ends."""
        y = self.y - value
        crossing = np.flatnonzero(y[:-1] * y[1:] < 0)
        inside = self.x[crossing] - y[crossing] / self.slopes[crossing]
        inside = np.clip(inside, self.x[crossing], self.x[crossing + 1])
        return np.union1d(inside, self.x[y == 0])

    def roots(self) -> Array:
        """Every zero of f in the domain."""
        return self.solve(0.0)

    def max(self) -> float:
        return float(self.y.max())

    def min(self) -> float:
        return float(self.y.min())

    def norm(self, order: float = 2) -> float:
        """The L1, L2 or sup (order=inf) norm over the domain."""
        left, right, h = self.y[:-1], self.y[1:], np.diff(self.x)
        if order == math.inf:
            return float(np.abs(self.y).max())
        if order == 2:
            return math.sqrt(math.fsum(h * (left**2 + left * right + right**2) / 3))
        if order == 1:
            fine = self.refined(self.roots())
            return math.fsum(np.diff(fine.x) * np.abs(fine.y[:-1] + fine.y[1:]) / 2)
        raise InputError(f"norm of order {order} is not offered; use 1, 2 or inf")

"""A piecewise-linear function, as its breakpoints and slopes, never as samples; it may jump."""

from __future__ import annotations

import math
from dataclasses import dataclass
from numbers import Real
from typing import TYPE_CHECKING, overload

import numpy as np
from numpy.typing import ArrayLike

from approx.core._types import Array, Booleans, Index
from approx.core.display import Displayed
from approx.core.linear_pieces import (
    JUMP,
    checked,
    crossings,
    jump_pieces,
    merged_slopes,
    middles,
    power_norm,
)
from approx.core.read_only import ReadOnly
from approx.system.errors import InputError

if TYPE_CHECKING:
    from scipy.interpolate import PPoly

    from approx.core.network import Network


@dataclass(frozen=True, eq=False, repr=False)
class PiecewiseLinear(ReadOnly, Displayed):
    """f with f(x[i]) = y[i] and slope slopes[i] between x[i] and x[i+1].

    The domain is [x[0], x[-1]]; outside it the first and last piece go on as straight lines, as
    those of SciPy's PPoly do. The breakpoints are the x between the ends. Slopes are carried, not
    differenced, so that they stay exact where two breakpoints almost meet. Two functions are equal
    when their x, y and slopes are; equal functions have the same hash.

    A jump is a piece between two neighbouring float64, the last number before it and the first
    after it, with the limit of its side each; its slope is 0 by convention. So the function is
    exact at every number.

    Attributes:
        x: ends of the pieces, strictly increasing, shape (n,), n >= 2. Read-only, as all arrays.
        y: values at x, shape (n,).
        slopes: slope of each piece, shape (n - 1,); by default (y[i+1] - y[i]) / (x[i+1] - x[i]).

    Raises:
        InputError: for arrays of other shapes, x that do not increase, NaN, infinity, or slopes
            that contradict the values.

    >>> hat = PiecewiseLinear([-1, 0, 1], [0, 1, 0])
    >>> hat
    PiecewiseLinear(2 pieces on [-1, 1], values in [0, 1])
    >>> hat(0.25)
    array(0.75)
    >>> PiecewiseLinear([0, 1], [0, 1], slopes=[5])
    Traceback (most recent call last):
    approx.system.errors.InputError: the slope 5 from x = 0 to 1 contradicts the values 0 and 1
    """

    x: Array  # (n,)
    y: Array  # (n,)
    slopes: Array  # (n - 1,)

    #: NumPy numbers on the left leave the operation to this class.
    __array_ufunc__ = None

    def __init__(self, x: ArrayLike, y: ArrayLike, slopes: ArrayLike | None = None) -> None:
        for name, array in zip(("x", "y", "slopes"), checked(x, y, slopes), strict=True):
            array.flags.writeable = False
            object.__setattr__(self, name, array)

    @classmethod
    def _known(cls, x: Array, y: Array, slopes: Array) -> PiecewiseLinear:
        """A result: its slopes are not compared with its values, whose roundings may have grown."""
        if not all(np.isfinite(part).all() for part in (x, y, slopes)):
            raise InputError("the places, values and slopes of a result must be finite numbers")
        made = object.__new__(cls)
        made.__setstate__({"x": x, "y": y, "slopes": slopes})
        return made

    @classmethod
    def of(cls, network: Network, domain: tuple[float, float]) -> PiecewiseLinear:
        """The exact function of a one-input, one-output network on the domain.

        >>> from approx import Network
        >>> network = Network([[[1], [-1]], [[1, 1]]], [[0, 0], [0]])  # relu(x) + relu(-x)
        >>> PiecewiseLinear.of(network, (-1, 2)).y
        array([1., 0., 2.])
        """
        from approx.core.exact import analyse

        return analyse(network, domain).output

    @classmethod
    def from_pieces(
        cls, x: ArrayLike, left: ArrayLike, right: ArrayLike, slopes: ArrayLike
    ) -> PiecewiseLinear:
        """The function of pieces that need not meet: where two do not, it jumps just after x.

        Args:
            x: ends of the pieces, shape (n,).
            left, right, slopes: values at the two ends of each piece, and its slope, (n - 1,).

        >>> f = PiecewiseLinear.from_pieces([-1, 0, 1], [0, 1], [0, 1], [0, 0])
        >>> f([-1, 0, 1e-300, 1]), f.breakpoints
        (array([0., 0., 1., 1.]), array([0.]))
        """
        places, first, last = (np.array(part, dtype=float) for part in (x, left, right))
        steps = np.array(slopes, dtype=float)
        steep = np.maximum(np.abs(steps[1:]), np.abs(steps[:-1]))
        size = max(float(np.abs(first).max()), float(np.abs(last).max()))
        gap = np.abs(first[1:] - last[:-1])
        jumps = gap > JUMP * size + 4 * np.spacing(np.abs(places[1:-1])) * steep
        at = np.flatnonzero(jumps) + 1
        y = np.r_[first, last[-1]]
        y[at] = last[at - 1]
        kept = np.r_[True, jumps | (steps[1:] != steps[:-1]), True]
        whole = np.insert(places, at + 1, np.nextafter(places[at], np.inf))
        values, slopes_ = np.insert(y, at + 1, first[at]), np.insert(steps, at, 0.0)
        kept = np.insert(kept, at + 1, True)
        return cls._known(whole[kept], values[kept], slopes_[kept[:-1]])

    @classmethod
    def constant(cls, value: float, domain: tuple[float, float]) -> PiecewiseLinear:
        """The function with one value everywhere.

        >>> PiecewiseLinear.constant(3, (0, 1))(0.5)
        array(3.)
        """
        return cls(domain, (value, value))

    def __repr__(self) -> str:
        (a, b), n = self.domain, len(self.slopes)
        pieces = f"{n} piece{'s' if n > 1 else ''} on [{a:g}, {b:g}]"
        return f"PiecewiseLinear({pieces}, values in [{self.min():g}, {self.max():g}])"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, PiecewiseLinear):
            return NotImplemented
        return all(
            map(np.array_equal, (self.x, self.y, self.slopes), (other.x, other.y, other.slopes))
        )

    def __hash__(self) -> int:
        # + 0.0: −0.0 equals 0.0 and has other bytes.
        return hash(tuple((part + 0.0).tobytes() for part in (self.x, self.y, self.slopes)))

    @property
    def domain(self) -> tuple[float, float]:
        """The first and the last x.

        >>> PiecewiseLinear([0, 1, 4], [0, 1, 0]).domain
        (0.0, 4.0)
        """
        return float(self.x[0]), float(self.x[-1])

    @property
    def breakpoints(self) -> Array:
        """The x between the ends where the slope may change, or the value jumps; shape (k,).

        >>> PiecewiseLinear([0, 1, 4], [0, 1, 0]).breakpoints
        array([1.])
        """
        gaps = self._gaps
        if not gaps.any():
            return self.x[1:-1]
        inner = np.r_[False, np.ones(len(self.x) - 2, dtype=bool), False]
        inner[1:] &= ~gaps  # the first number after a jump is no breakpoint of its own
        inner[-2] &= not gaps[-1]
        return self.x[inner]

    @property
    def jumps(self) -> Array:
        """Slope change at every breakpoint; shape of the breakpoints.

        >>> PiecewiseLinear([-1, 0, 1], [1, 0, 1]).jumps
        array([2.])
        """
        gaps = self._gaps
        return np.diff(self.slopes[~gaps] if gaps.any() else self.slopes)

    @property
    def discontinuities(self) -> Array:
        """The breakpoints at which the value jumps, each the last number before the jump.

        >>> PiecewiseLinear([0, 1, np.nextafter(1, 2), 2], [0, 0, 5, 5]).discontinuities
        array([1.])
        """
        return self.x[:-1][self._gaps]

    @property
    def _gaps(self) -> Booleans:
        """Which pieces are jumps, shape (n - 1,)."""
        return jump_pieces(self.x, self.y, self.slopes)

    def without_jumps(self, left: Array, right: Array) -> tuple[Array, Array]:
        """Those cells, from left to right ends of shape (k,) each, inside which f does not jump.

        >>> end = np.nextafter(1, 2)
        >>> f = PiecewiseLinear([0, 1, end, 2], [0, 0, 5, 5])
        >>> f.without_jumps(np.array([0, 1, end]), np.array([1, end, 2]))[1]
        array([1., 2.])
        """
        at = self.x[:-1][self._gaps]
        if not len(at):
            return left, right
        kept = ~(np.isin(left, at) & (right == np.nextafter(left, np.inf)))
        return left[kept], right[kept]

    def curve(self) -> tuple[Array, Array]:
        """X and y to draw it by: its own, with a NaN between the two curves at a jump.

        >>> PiecewiseLinear([0, 1, np.nextafter(1, 2), 2], [0, 0, 5, 5]).curve()[1]
        array([ 0.,  0., nan,  5.,  5.])
        """
        at = np.flatnonzero(self._gaps) + 1
        if not len(at):
            return self.x, self.y
        return np.insert(self.x, at, np.nan), np.insert(self.y, at, np.nan)

    @overload
    def __call__(self, x: PiecewiseLinear) -> PiecewiseLinear: ...
    @overload
    def __call__(self, x: ArrayLike, nu: int = 0, extrapolate: bool | None = None) -> Array: ...
    def __call__(
        self, x: ArrayLike | PiecewiseLinear, nu: int = 0, extrapolate: bool | None = None
    ) -> Array | PiecewiseLinear:
        """The value (nu=0) or slope (nu=1, from the right at a breakpoint) at x, any shape.

        Of another function, the composition: f(g) has the values f(g(x)) on g's domain.

        Args:
            nu: order of the derivative, as SciPy calls it.
            extrapolate: whether the end pieces go on outside the domain (default); else NaN there.

        >>> f = PiecewiseLinear([0, 1, 3], [0, 2, 0])
        >>> f([0.5, 2, 5]), f(1, nu=1), f(5, extrapolate=False)
        (array([ 1.,  1., -2.]), array(-1.), array(nan))
        >>> tent = PiecewiseLinear([0, 0.5, 1], [0, 1, 0])
        >>> tent(tent).x  # a sawtooth
        array([0.  , 0.25, 0.5 , 0.75, 1.  ])
        """
        if isinstance(x, PiecewiseLinear):
            return self._after(x)
        if nu < 0:
            raise InputError("the order of a derivative is 0 or more")
        points = np.asarray(x, dtype=float)
        piece = self._piece(points)
        # Measured from the nearer end: rounding then never opens a gap at a breakpoint.
        right = points - self.x[piece] > self.x[piece + 1] - points
        end = piece + right
        if nu == 0:
            result = np.asarray(self.y[end] + self.slopes[piece] * (points - self.x[end]))
        else:
            gaps = self._gaps
            if gaps.any():
                beyond = np.minimum(piece + gaps[piece], len(gaps) - 1)
                piece = np.where(gaps[beyond], beyond - 1, beyond)  # one may be the last piece
            result = self.slopes[piece] if nu == 1 else np.zeros_like(points)
            result = np.where(np.isnan(points), np.nan, result)
        if extrapolate is not None and not extrapolate:
            outside = (points < self.x[0]) | (points > self.x[-1])
            result = np.where(outside, np.nan, result)
        return result

    def _piece(self, points: Array) -> Index:
        """In which piece they lie, a breakpoint in the one to its right."""
        piece = np.searchsorted(self.x, points, side="right") - 1
        return np.clip(piece, 0, len(self.slopes) - 1)

    def _after(self, inner: PiecewiseLinear) -> PiecewiseLinear:
        """self(inner(x)): a new breakpoint wherever inner reaches a breakpoint of self."""
        fine = inner.refined(np.concatenate([[], *(inner.solve(b) for b in self.breakpoints)]))
        gaps, piece = self._gaps, self._piece(middles(fine.y))
        piece = piece - gaps[piece]  # the number before a jump belongs to what is before it
        slopes = self.slopes[piece] * fine.slopes
        if not gaps.any():
            return self._known(fine.x, self(fine.y), slopes)
        left, right = (
            self.y[piece] + self.slopes[piece] * (end - self.x[piece])
            for end in (fine.y[:-1], fine.y[1:])
        )
        return self.from_pieces(fine.x, left, right, slopes)

    def __add__(self, other: PiecewiseLinear | float) -> PiecewiseLinear:
        """f + g on one domain, or f + 2.

        >>> hat = PiecewiseLinear([-1, 0, 1], [0, 1, 0])
        >>> (hat + hat.refined([0.5]) - 1).y
        array([-1.,  1.,  0., -1.])
        """
        if isinstance(other, Real):
            return self._known(self.x, self.y + other, self.slopes)
        if not isinstance(other, PiecewiseLinear):
            return NotImplemented
        if self.domain != other.domain:
            raise InputError(f"domains differ: {self.domain} and {other.domain}")
        f, g = self.refined(other.x), other.refined(self.x)
        return self._known(f.x, f.y + g.y, f.slopes + g.slopes)

    __radd__ = __add__

    def __neg__(self) -> PiecewiseLinear:
        """−f.

        >>> (-PiecewiseLinear([0, 1], [1, 2])).y
        array([-1., -2.])
        """
        return self._known(self.x, -self.y, -self.slopes)

    def __sub__(self, other: PiecewiseLinear | float) -> PiecewiseLinear:
        if not isinstance(other, (PiecewiseLinear, Real)):
            return NotImplemented
        return self + (-other)

    def __rsub__(self, other: float) -> PiecewiseLinear:
        return -self + other

    def __mul__(self, factor: float) -> PiecewiseLinear:
        """f times a number; the product of two functions is not piecewise linear.

        >>> (2 * PiecewiseLinear([0, 1], [1, 2])).slopes
        array([2.])
        """
        if not isinstance(factor, Real):
            return NotImplemented
        return self._known(self.x, self.y * factor, self.slopes * factor)

    __rmul__ = __mul__

    def __truediv__(self, divisor: float) -> PiecewiseLinear:
        """f divided by a number.

        >>> (PiecewiseLinear([0, 1], [1, 2]) / 2).y
        array([0.5, 1. ])
        """
        if not isinstance(divisor, Real):
            return NotImplemented
        if divisor == 0:
            raise InputError("a function cannot be divided by 0")
        return self._known(self.x, self.y / divisor, self.slopes / divisor)

    def __abs__(self) -> PiecewiseLinear:
        """|f|, with a new breakpoint wherever f crosses zero.

        >>> abs(PiecewiseLinear([-1, 2], [-1, 2])).y
        array([1., 0., 2.])
        """
        return self.relu() + (-self).relu()

    def relu(self) -> PiecewiseLinear:
        """max(f, 0), with a new breakpoint wherever f crosses zero.

        >>> PiecewiseLinear([-1, 2], [-1, 2]).relu().y
        array([0., 0., 2.])
        """
        fine = self._cut_at_roots()
        y = np.maximum(fine.y, 0.0)
        slopes = np.where(middles(fine.y) > 0, fine.slopes, 0.0)
        # A piece of one ulp cannot be cut where it crosses zero.
        whole = (np.sign(fine.y[:-1]) * np.sign(fine.y[1:]) < 0) & ~fine._gaps
        slopes[whole] = np.diff(y)[whole] / np.diff(fine.x)[whole]
        return self._known(fine.x, y, slopes)

    def _cut_at_roots(self) -> PiecewiseLinear:
        """The same function with breakpoints at its zeros, where its values are exactly zero."""
        fine = self.refined(roots := self.roots())
        # A root on the last ulp before a breakpoint may be that breakpoint, which keeps its value.
        new = np.isin(fine.x, roots) & ~np.isin(fine.x, self.x)
        return self._known(fine.x, np.where(new, 0.0, fine.y), fine.slopes)

    def refined(self, places: ArrayLike) -> PiecewiseLinear:
        """The same function, its pieces cut at those of the places that are inside the domain.

        >>> PiecewiseLinear([0, 2], [0, 4]).refined([1, 7]).y
        array([0., 2., 4.])
        """
        extra = np.asarray(places, dtype=float)
        x = np.union1d(self.x, extra[(extra > self.x[0]) & (extra < self.x[-1])])
        return self._known(x, self(x), self.slopes[self._piece(x[:-1])])

    def simplified(self, tolerance: float = 0.0) -> PiecewiseLinear:
        """Without the breakpoints where the slope changes by at most `tolerance`.

        The slope of merged pieces is their mean by length, which fits the values at the ends.

        >>> PiecewiseLinear([0, 1, 2, 3], [0, 1, 2, 0]).simplified().x
        array([0., 2., 3.])
        """
        keep = np.r_[True, np.abs(np.diff(self.slopes)) > tolerance, True]
        keep[:-1] |= self._gaps
        keep[1:] |= self._gaps
        slopes = merged_slopes(self.x, self.slopes, np.flatnonzero(keep[:-1]))
        return self._known(self.x[keep], self.y[keep], slopes)

    def restricted(self, domain: tuple[float, float]) -> PiecewiseLinear:
        """The same function on another domain, going on straight where that is larger.

        >>> PiecewiseLinear([0, 2], [0, 4]).restricted((1, 3)).y
        array([2., 6.])
        """
        a, b = domain
        if not a < b:
            raise InputError(f"the domain [{a:g}, {b:g}] needs the smaller end first")
        inside = self.x[1:-1][(self.x[1:-1] > a) & (self.x[1:-1] < b)]
        x: Array = np.r_[a, inside, b]
        return self._known(x, self(x), self.slopes[self._piece(x[:-1])])

    def to_ppoly(self) -> PPoly:
        """The same function as SciPy's PPoly, for everything that has.

        >>> PiecewiseLinear([0, 1, 2], [0, 1, 0]).to_ppoly().c
        array([[ 1., -1.],
               [ 0.,  1.]])
        """
        from scipy.interpolate import PPoly

        return PPoly(np.array([self.slopes, self.y[:-1]]), self.x)

    def derivative(self, nu: int = 1) -> PPoly:
        """The piecewise-constant slope (nu=1), as SciPy's PPoly.

        >>> PiecewiseLinear([0, 1, 2], [0, 1, 0]).derivative()(1.5)
        array(-1.)
        """
        return self.to_ppoly().derivative(nu)

    def antiderivative(self, nu: int = 1) -> PPoly:
        """The piecewise-quadratic integral from the domain's left end (nu=1), as SciPy's PPoly.

        >>> PiecewiseLinear([0, 2], [0, 2]).antiderivative()(2.0)
        array(2.)
        """
        return self.to_ppoly().antiderivative(nu)

    def integrate(self, a: float | None = None, b: float | None = None) -> float:
        """The integral from a to b (default: over the domain); from b to a it is the negative.

        >>> f = PiecewiseLinear([0, 2], [0, 2])
        >>> f.integrate(), f.integrate(2, 1), f.integrate(1, 1)
        (2.0, -1.5, 0.0)
        """
        start, end = self.x[0] if a is None else a, self.x[-1] if b is None else b
        if start == end:
            return 0.0
        whole = self.restricted((min(start, end), max(start, end)))
        total = math.fsum(np.diff(whole.x) * (whole.y[:-1] / 2 + whole.y[1:] / 2))
        return total if start < end else -total

    def solve(self, value: float = 0.0) -> Array:
        """Every x of the domain with f(x) = value; of a flat piece at that height, its ends.

        A jump over the value counts too, as for SciPy's PPoly. That also solves outside the
        domain, and marks a flat piece with NaN.

        >>> PiecewiseLinear([-1, 0, 1], [0, 1, 0]).solve(0.5)
        array([-0.5,  0.5])
        """
        return crossings(self.x, self.y - value, self.slopes)

    def roots(self) -> Array:
        """Every zero of f in the domain; see :meth:`solve`.

        >>> PiecewiseLinear([0, 1], [-1e-200, 1e-200]).roots()
        array([0.5])
        """
        return self.solve(0.0)

    def max(self) -> float:
        """The largest value on the domain.

        >>> PiecewiseLinear([-1, 0, 1], [0, 1, 0]).max()
        1.0
        """
        return float(self.y.max())

    def min(self) -> float:
        """The smallest value on the domain.

        >>> PiecewiseLinear([-1, 0, 1], [0, 1, 0]).min()
        0.0
        """
        return float(self.y.min())

    def norm(self, order: float = 2) -> float:
        """The L1, L2 or sup (order=inf) norm over the domain.

        Raises:
            InputError: for another order.

        >>> f = PiecewiseLinear([0, 3], [0, 3])
        >>> f.norm(1), f.norm(), f.norm(float("inf"))
        (4.5, 3.0, 3.0)
        """
        if order == math.inf:
            return float(np.abs(self.y).max())
        if order not in (1, 2):
            raise InputError(f"norm of order {order} is not offered; use 1, 2 or inf")
        fine = self._cut_at_roots()
        return power_norm(fine.x, fine.y, int(order))

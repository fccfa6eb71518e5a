"""Arrays of double-double numbers: about 32 digits, from pairs of float64.

A value is the unevaluated sum hi + lo with |lo| <= ulp(hi)/2. Sums and products use the error-free
transformations of Dekker (1971) and Knuth; matrix products cut both factors into slices whose
products are exact in float64 and let BLAS multiply them (Ozaki, Ogita, Oishi, Rump 2012).
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from approx.core._types import Array, Booleans

#: Slices of an exact matrix product: 5 slices of about 22 bits keep 110 bits of each row.
SLICES = 5
_SPLITTER = 134217729.0  # 2**27 + 1, Veltkamp


def two_sum(a: Array, b: Array) -> tuple[Array, Array]:
    """S + e = a + b exactly, s the rounded sum (Knuth)."""
    s = a + b
    t = s - a
    return s, (a - (s - t)) + (b - t)


def two_product(a: Array, b: Array) -> tuple[Array, Array]:
    """P + e = a · b exactly, p the rounded product (Dekker, Veltkamp split)."""
    p = a * b
    c = _SPLITTER * a
    a_hi = c - (c - a)
    a_lo = a - a_hi
    c = _SPLITTER * b
    b_hi = c - (c - b)
    b_lo = b - b_hi
    return p, ((a_hi * b_hi - p) + a_hi * b_lo + a_lo * b_hi) + a_lo * b_lo


class DoubleDouble:
    """An array of numbers hi + lo; the operators an affine propagation needs, and no more."""

    __slots__ = ("hi", "lo")

    def __init__(self, hi: Any, lo: Any = None) -> None:
        self.hi: Array = np.asarray(hi, dtype=float)
        self.lo: Array = np.zeros_like(self.hi) if lo is None else np.asarray(lo, dtype=float)

    @classmethod
    def _normal(cls, a: Array, b: Array) -> DoubleDouble:
        s = a + b
        return cls(s, b - (s - a))

    def __add__(self, other: DoubleDouble) -> DoubleDouble:
        s, e = two_sum(self.hi, other.hi)
        t, f = two_sum(self.lo, other.lo)
        s, e = two_sum(s, e + t)
        return self._normal(s, e + f)

    def __neg__(self) -> DoubleDouble:
        return DoubleDouble(-self.hi, -self.lo)

    def __sub__(self, other: DoubleDouble) -> DoubleDouble:
        return self + (-other)

    def __mul__(self, other: DoubleDouble) -> DoubleDouble:
        p, e = two_product(self.hi, other.hi)
        return self._normal(p, e + (self.hi * other.lo + self.lo * other.hi))

    def __truediv__(self, other: DoubleDouble) -> DoubleDouble:
        first = self.hi / other.hi
        rest = self - other * DoubleDouble(first)
        second = rest.hi / other.hi
        rest = rest - other * DoubleDouble(second)
        return self._normal(first, second) + DoubleDouble(rest.hi / other.hi)

    def __getitem__(self, key: Any) -> DoubleDouble:
        return DoubleDouble(self.hi[key], self.lo[key])

    def __setitem__(self, key: Any, value: DoubleDouble) -> None:
        self.hi[key] = value.hi
        self.lo[key] = value.lo

    def where(self, keep: Booleans) -> DoubleDouble:
        """The value where `keep`, zero elsewhere."""
        return DoubleDouble(np.where(keep, self.hi, 0.0), np.where(keep, self.lo, 0.0))

    def times_matrix(self, matrix: Array) -> DoubleDouble:
        """Self @ matrix.T for a float64 matrix of shape (m, n); self has shape (p, n)."""
        bits = (53 - math.ceil(math.log2(max(2, matrix.shape[1])))) // 2
        left = _slices(self.hi, bits)
        right = _slices(matrix, bits)
        total = DoubleDouble(self.lo @ matrix.T)
        # Smallest terms first, so that little is rounded away. Slices of order >= SLICES
        # together are below 2**-110 of the product of the two row maxima.
        for order in range(SLICES - 1, -1, -1):
            for i in range(order + 1):
                if i < len(left) and order - i < len(right):
                    total = total + DoubleDouble(left[i] @ right[order - i].T)
        return total


def _slices(a: Array, bits: int) -> list[Array]:
    """Cut every row into summands of `bits` bits each, relative to the row's largest entry."""
    out: list[Array] = []
    rest = a
    for _ in range(SLICES):
        largest = np.abs(rest).max(axis=1, keepdims=True)
        if not largest.any():
            break
        # Adding and subtracting 2**k rounds to a multiple of 2**(k-52).
        exponent = np.ceil(np.log2(np.where(largest > 0, largest, 1.0))) + (53 - bits)
        shift = np.ldexp(1.0, exponent.astype(int))
        cut = (rest + shift) - shift
        out.append(cut)
        rest = rest - cut
    return out

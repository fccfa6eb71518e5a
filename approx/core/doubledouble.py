"""Double-double arithmetic: about 32 digits, from pairs of float64 arrays.

A value is the unevaluated sum hi + lo with |lo| <= ulp(hi)/2. Sums and products use the error-free
transformations of Dekker (1971) and Knuth. The sum of a matrix product is that of Ogita, Rump and
Oishi (2005, SIAM J. Sci. Comput. 26:1955), in pairs: its error is relative to sum |w h|, term by
term, so that rows and columns of different scales do not disturb each other.
"""

from __future__ import annotations

import numpy as np

from approx.core._types import Array

#: Rounding of a product and of a sum of a matrix product, relative to sum |w h|; with room, since
#: the rests are added in float64.
ROUNDING = 2.0**-102
#: Products held at once.
BLOCK = 1 << 16
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


def add(hi: Array, lo: Array, other: Array) -> tuple[Array, Array]:
    """Hi + lo + other for a float64 array `other`."""
    s, e = two_sum(hi, other)
    return _normal(s, e + lo)


def times(hi: Array, lo: Array, factor: Array) -> tuple[Array, Array]:
    """(Hi + lo) · factor for a float64 array `factor`."""
    p, e = two_product(hi, factor)
    return _normal(p, e + lo * factor)


def times_matrix(hi: Array, lo: Array, matrix: Array) -> tuple[Array, Array]:
    """(Hi + lo) @ matrix.T for float64 rows (..., n) and a matrix (m, n); shapes (..., m)."""
    rows, rests = hi.reshape(-1, hi.shape[-1]), lo.reshape(-1, hi.shape[-1])
    high, low = np.empty((len(rows), len(matrix))), rests @ matrix.T
    block = BLOCK // matrix.size + 1
    for start in range(0, len(rows), block):
        some = slice(start, start + block)
        total, rest = _sums(rows[some].T, matrix.T)
        high[some] = total
        low[some] += rest
    high, low = _normal(high, low)
    shape = (*hi.shape[:-1], len(matrix))
    return high.reshape(shape), low.reshape(shape)


def _sums(left: Array, right: Array) -> tuple[Array, Array]:
    """Sums over i of left[i, p] right[i, m] and their rests, shape (p, m)."""
    if left.shape[1] > right.shape[1]:  # the longer axis last: NumPy's inner loop
        total, rest = _sums(right, left)
        return total.T, rest.T
    product, rest = two_product(left[:, :, None], right[:, None, :])
    rests = rest.sum(axis=0)
    while len(product) > 1:
        half = len(product) // 2
        summed, rest = two_sum(product[:half], product[half : 2 * half])
        rests += rest.sum(axis=0)
        odd = product[2 * half :]
        product = np.concatenate([summed, odd]) if len(odd) else summed
    return product[0], rests


def _normal(a: Array, b: Array) -> tuple[Array, Array]:
    s = a + b
    return s, b - (s - a)

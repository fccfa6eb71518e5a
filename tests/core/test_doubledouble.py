"""Double-double arithmetic keeps what float64 drops, checked in rational arithmetic."""

from fractions import Fraction

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from approx.core.doubledouble import DoubleDouble

numbers = st.floats(-1e6, 1e6).filter(lambda v: v == 0 or abs(v) > 1e-6)


def exact(d: DoubleDouble) -> Fraction:
    return Fraction(float(d.hi)) + Fraction(float(d.lo))


def pair(a: float, b: float) -> DoubleDouble:
    return DoubleDouble(np.float64(a)) + DoubleDouble(np.float64(b) * 1e-17)


@given(numbers, numbers, numbers, numbers)
def test_sum_product_and_quotient_keep_a_hundred_bits(a, b, c, d):
    x, y = pair(a, b), pair(c, d)
    size = abs(exact(x)) + abs(exact(y))
    assert abs(exact(x + y) - (exact(x) + exact(y))) <= size * Fraction(2) ** -100
    assert abs(exact(x * y) - exact(x) * exact(y)) <= abs(exact(x) * exact(y)) * Fraction(2) ** -98
    if c:
        true = exact(x) / exact(y)
        assert abs(exact(x / y) - true) <= abs(true) * Fraction(2) ** -95


@given(st.integers(0, 2**32 - 1), st.integers(1, 40))
def test_a_matrix_product_is_exact_relative_to_the_largest_entries(seed, n):
    rng = np.random.default_rng(seed)
    left = rng.normal(size=(3, n)) * 10.0 ** rng.integers(-6, 6, (3, 1))
    matrix = rng.normal(size=(2, n)) * 10.0 ** rng.integers(-6, 6, (2, 1))
    product = DoubleDouble(left).times_matrix(matrix)
    for i in range(3):
        for j in range(2):
            true = sum(Fraction(a) * Fraction(b) for a, b in zip(left[i], matrix[j], strict=True))
            bound = n * Fraction(np.abs(left[i]).max()) * Fraction(np.abs(matrix[j]).max())
            assert abs(exact(product[i, j]) - true) <= bound * Fraction(2) ** -100


def test_float64_would_fail_the_same_check():
    assert Fraction(0.1) * Fraction(0.3) != Fraction(0.1 * 0.3)
    assert exact(DoubleDouble(0.1) * DoubleDouble(0.3)) == Fraction(0.1) * Fraction(0.3)

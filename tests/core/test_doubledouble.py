"""Double-double arithmetic keeps what float64 drops, checked in rational arithmetic."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from approx.core import doubledouble
from approx.core.doubledouble import add, times, times_matrix, two_product, two_sum

numbers = st.floats(-1e6, 1e6).filter(lambda v: v == 0 or abs(v) > 1e-6)


def exact(hi, lo) -> Fraction:
    return Fraction(float(hi)) + Fraction(float(lo))


@given(numbers, numbers)
def test_sums_and_products_come_with_their_exact_rest(a, b):
    a, b = np.float64(a), np.float64(b)
    s, e = two_sum(a, b)
    assert s == a + b
    assert exact(s, e) == Fraction(a) + Fraction(b)
    p, e = two_product(a, b)
    assert p == a * b
    assert exact(p, e) == Fraction(a) * Fraction(b)


@given(numbers, numbers, numbers)
def test_a_sum_and_a_product_with_a_float_keep_a_hundred_bits_and_are_normal(a, b, c):
    hi, lo = two_sum(np.float64(a), np.float64(b) * 1e-17)
    true, c = exact(hi, lo), np.float64(c)
    s = add(hi, lo, c)
    assert (
        abs(exact(*s) - (true + Fraction(c)))
        <= (abs(true) + abs(Fraction(c))) * Fraction(2) ** -100
    )
    p = times(hi, lo, c)
    assert abs(exact(*p) - true * Fraction(c)) <= abs(true * Fraction(c)) * Fraction(2) ** -100
    for hi, lo in (s, p):
        assert hi + lo == hi


@given(st.integers(0, 2**32 - 1), st.integers(1, 40), st.integers(1, 5), st.integers(1, 5))
def test_a_matrix_product_is_exact_relative_to_its_terms(seed, n, rows, columns):
    """Not to the largest entry: here every entry has its own scale."""
    rng = np.random.default_rng(seed)
    left = rng.normal(size=(rows, n)) * 10.0 ** rng.integers(-12, 12, (rows, n))
    low = left * rng.uniform(-1, 1, left.shape) * 2.0**-54
    matrix = rng.normal(size=(columns, n)) * 10.0 ** rng.integers(-12, 12, (columns, n))
    hi, lo = times_matrix(left, low, matrix)
    for i in range(rows):
        for j in range(columns):
            terms = [
                exact(a, b) * Fraction(w)
                for a, b, w in zip(left[i], low[i], matrix[j], strict=True)
            ]
            bound = sum(map(abs, terms)) * n * Fraction(doubledouble.ROUNDING)
            assert abs(exact(hi[i, j], lo[i, j]) - sum(terms)) <= bound


@pytest.mark.parametrize("rows", [1, 5, 2000])
def test_a_product_in_blocks_keeps_order_and_shape(rows, monkeypatch):
    monkeypatch.setattr(doubledouble, "BLOCK", 64)
    rng = np.random.default_rng(rows)
    left, matrix = rng.normal(size=(2, rows, 7)), rng.normal(size=(3, 7))
    hi, lo = times_matrix(left, np.zeros_like(left), matrix)
    assert hi.shape == lo.shape == (2, rows, 3)
    np.testing.assert_allclose(hi, left @ matrix.T, rtol=1e-12, atol=1e-14)


def test_what_cancels_to_the_last_bit_is_kept():
    hi, lo = times_matrix(np.array([[1.0, 1e-25, -1.0]]), np.zeros((1, 3)), np.ones((1, 3)))
    assert (hi.tolist(), lo.tolist()) == ([[1e-25]], [[0.0]])


def test_float64_would_fail_the_same_check():
    assert Fraction(0.1) * Fraction(0.3) != Fraction(0.1 * 0.3)
    assert exact(*two_product(np.float64(0.1), np.float64(0.3))) == Fraction(0.1) * Fraction(0.3)

"""Double-double arithmetic keeps what float64 drops, checked in rational arithmetic."""

from fractions import Fraction

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from approx.core.doubledouble import DoubleDouble, _slices, two_product, two_sum

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


@given(numbers, numbers)
def test_sums_and_products_come_with_their_exact_rest(a, b):
    a, b = np.float64(a), np.float64(b)
    s, e = two_sum(a, b)
    assert s == a + b
    assert Fraction(s) + Fraction(e) == Fraction(a) + Fraction(b)
    p, e = two_product(a, b)
    assert p == a * b
    assert Fraction(p) + Fraction(e) == Fraction(a) * Fraction(b)


@given(numbers, numbers, numbers, numbers)
def test_results_are_normal_and_minus_is_exact(a, b, c, d):
    """The low part is at most half a unit in the last place of the high one."""
    x, y = pair(a, b), pair(c, d)
    for result in (x + y, x - y, x * y, *([x / y] if c else [])):
        assert result.hi + result.lo == result.hi
    assert exact(-x) == -exact(x)
    size = abs(exact(x)) + abs(exact(y))
    assert abs(exact(x - y) - (exact(x) - exact(y))) <= size * Fraction(2) ** -100


def test_a_quotient_keeps_a_hundred_bits_where_one_correction_would_not():
    x, y = DoubleDouble(1.0), DoubleDouble(3.0) + DoubleDouble(1e-17)
    assert abs(exact(x / y) * exact(y) - 1) < Fraction(2) ** -103


def test_entries_are_taken_set_and_masked():
    x = DoubleDouble([1.0, 2.0, 3.0], [1e-20, 2e-20, 3e-20])
    assert (x[1].hi, x[1].lo) == (2, 2e-20)
    x[0] = x[2]
    assert (x.hi.tolist(), x.lo.tolist()) == ([3, 2, 3], [3e-20, 2e-20, 3e-20])
    kept = x.where(np.array([True, False, True]))
    assert (kept.hi.tolist(), kept.lo.tolist()) == ([3, 0, 3], [3e-20, 0, 3e-20])
    assert DoubleDouble([1.0, 2.0]).lo.tolist() == [0, 0]


def test_the_low_part_takes_part_in_a_matrix_product():
    x = DoubleDouble([[1.0, 0.0]], [[0.0, 1e-20]])
    product = x.times_matrix(np.array([[3.0, 5.0]]))
    assert (float(product.hi[0, 0]), float(product.lo[0, 0])) == (3, 5e-20)
    assert product.hi.shape == (1, 1)


def test_slices_add_up_to_the_row_and_have_few_bits_each():
    """Below 4, and 22 bits: the first summand is a multiple of 2⁻¹⁹."""
    row = np.array([[np.pi, 1e-3, 0.0], [0.0, 0.0, 0.0]])
    slices = _slices(row, 22)
    assert len(slices) <= 5
    assert np.array_equal(sum(slices), row)
    first = slices[0][0]
    assert np.abs(row[0] - first).max() <= 2.0**-20
    assert (first * 2.0**19 == np.round(first * 2.0**19)).all()
    assert first[0] * 2.0**18 != np.round(first[0] * 2.0**18)
    assert _slices(np.zeros((2, 2)), 22) == []

"""A target as polynomials: exact to rounding, and every piece is convex or concave."""

import math

import numpy as np
import pytest
from numpy.polynomial import chebyshev

from approx import InputError
from approx.core.convex_pieces import _trimmed, convex_pieces
from approx.core.target import Target, absolute, label
from approx.inputs import catalog
from approx.inputs.expression import target_of

TYPED = {
    "sin(3*x)*exp(-x/2)": (-2.0, 4.0),
    "sqrt(abs(x))": (-1.0, 3.0),
    "where(x > 0, 1, 0) + x": (-1.0, 1.0),
    "x^5 - x": (-2.0, 2.0),
    "7": (0.0, 1.0),
}
TARGETS = {name: catalog.get(name).target for name in catalog.names()} | {
    text: target_of(text, domain).target for text, domain in TYPED.items()
}


def value(polynomial, x):
    u = (2 * x - polynomial.left - polynomial.right) / (polynomial.right - polynomial.left)
    return chebyshev.chebval(u, polynomial.coefficients)


@pytest.mark.parametrize("name", TARGETS)
def test_the_polynomials_are_the_target_to_a_trillionth(name):
    target = TARGETS[name]
    cut = convex_pieces(target)
    assert (cut.polynomials[0].left, cut.polynomials[-1].right) == target.domain
    scale = np.abs(target(np.linspace(*target.domain, 99))).max()
    for polynomial in cut.polynomials:
        # Open at the ends: at a jump the polynomials have its two limits, the target only one.
        x = polynomial.left + (polynomial.right - polynomial.left) * (np.arange(1, 40) / 40)
        assert np.abs(value(polynomial, x) - target(x)).max() <= 1e-12 * max(scale, 1)


@pytest.mark.parametrize("name", TARGETS)
def test_every_piece_is_convex_or_concave(name):
    cut = convex_pieces(TARGETS[name])
    assert [left for left, _, _ in cut.pieces[1:]] == [right for _, right, _ in cut.pieces[:-1]]
    for left, right, number in cut.pieces:
        polynomial = cut.polynomials[number]
        bend = chebyshev.chebder(polynomial.coefficients, 2)
        share = np.arange(1, 20) / 20
        u = (2 * (left + (right - left) * share) - polynomial.left - polynomial.right) / (
            polynomial.right - polynomial.left
        )
        found = chebyshev.chebval(u, bend)
        noise = 1e-9 * np.abs(bend).sum()
        assert (found >= -noise).all() or (found <= noise).all()


def test_what_no_polynomial_resolves_is_refused():
    target = target_of("x*sin(1/x)", (-1.0, 1.0)).target
    with pytest.raises(InputError, match=r"cannot be resolved near x = .*--on A B"):
        convex_pieces(target)


def test_a_cubic_is_one_polynomial_of_a_concave_and_a_convex_piece():
    """x³ on [−1, 3] is (1 + 2u)³ = 1 + 6u + 12u² + 8u³ = 7 + 12 T₁ + 6 T₂ + 2 T₃."""
    cut = convex_pieces(Target(lambda x: x**3, label("x³"), (-1.0, 3.0)))
    (polynomial,) = cut.polynomials
    assert (polynomial.left, polynomial.right) == (-1, 3)
    coefficients = polynomial.coefficients
    np.testing.assert_allclose(
        coefficients, [7, 12, 6, 2] + [0] * (len(coefficients) - 4), atol=1e-14
    )
    (first, second) = cut.pieces
    assert first == pytest.approx((-1, 0, 0), abs=1e-12)
    assert second == pytest.approx((0, 3, 0), abs=1e-12)


def test_inflections_outside_and_double_ones_cut_nothing():
    """x³ − 12 x² turns at 4, outside [−1, 3]; x⁴ is flat at 0 but convex on both sides."""
    outside = convex_pieces(Target(lambda x: x**3 - 12 * x**2, label("f"), (-1.0, 3.0)))
    assert outside.pieces == ((-1, 3, 0),)
    quartic = convex_pieces(Target(lambda x: x**4, label("x⁴"), (-1.0, 1.0)))
    assert {number for *_, number in quartic.pieces} == {0}
    assert quartic.pieces[0][0] == -1
    assert quartic.pieces[-1][1] == 1


def test_polynomials_are_cut_at_breaks():
    cut = convex_pieces(absolute())
    assert [(p.left, p.right) for p in cut.polynomials] == [(-1, 0), (0, 1)]
    for polynomial, sign in zip(cut.polynomials, (-1, 1), strict=True):
        np.testing.assert_allclose(polynomial.coefficients[:2], [0.5, sign / 2], atol=1e-15)
        assert np.abs(polynomial.coefficients[2:]).max() < 1e-14
    # Rounding in the second derivative may cut further, but never across the break.
    assert {number for _, right, number in cut.pieces if right <= 0} == {0}
    assert {number for left, _, number in cut.pieces if left >= 0} == {1}
    assert max(right for _, right, number in cut.pieces if number == 0) == 0
    constant = convex_pieces(Target(lambda x: 7 + 0 * x, label("7"), (0.0, 1.0)))
    assert constant.polynomials[0].coefficients[0] == pytest.approx(7, rel=1e-15)
    zero = convex_pieces(Target(np.zeros_like, label("0"), (0.0, 1.0)))
    assert zero.polynomials[0].coefficients.tolist() == [0]


def test_last_coefficients_below_a_rounding_of_the_largest_are_dropped():
    for last, kept in ((1e-16, 2), (3e-16, 3)):
        assert len(_trimmed(np.array([0.5, -1.0, last]))) == kept
    assert len(_trimmed(np.array([1e-20, 1.0, 0, 1e-17]))) == 2


def test_the_tip_of_a_root_is_cut_until_it_is_flat():
    root = Target(lambda x: np.sqrt(np.abs(x)), label("√|x|"), (-1.0, 1.0), breaks=(0.0,))
    cut = convex_pieces(root)
    inner = min(p.right for p in cut.polynomials if p.left == 0)
    assert math.sqrt(inner) <= 1e-13 * 1.01 or inner <= 2.0**-83
    assert inner > 2.0**-91


def test_a_jump_that_is_not_declared_ends_in_a_cell_of_a_thousand_roundings():
    step = Target(lambda x: np.where(x > 0.1, 1.0, 0.0), label("step"), (-1.0, 1.0))
    polynomials = convex_pieces(step).polynomials
    (width,) = (p.right - p.left for p in polynomials if p.left <= 0.1 < p.right)
    assert width == pytest.approx(1024 * math.ulp(0.1), rel=1e-3)


def test_many_unresolved_cells_are_refused():
    noise = Target(lambda x: np.sin(1e9 * x), label("noise"), (-1.0, 1.0))
    with pytest.raises(InputError, match="noise cannot be resolved near x = "):
        convex_pieces(noise)

"""A target as polynomials: exact to rounding, and every piece is convex or concave."""

import numpy as np
import pytest
from numpy.polynomial import chebyshev

from approx import InputError
from approx.core.convex_pieces import convex_pieces
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

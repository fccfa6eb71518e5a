"""A target as polynomials: they are the target to rounding, and a section bends one way."""

import numpy as np
import pytest
from numpy.polynomial import chebyshev

from approx import InputError
from approx.core.convex_pieces import sections
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


def value(piece, x):
    u = (2 * x - piece.left - piece.right) / (piece.right - piece.left)
    return chebyshev.chebval(u, piece.coefficients)


@pytest.mark.parametrize("name", TARGETS)
def test_the_pieces_are_the_target_to_a_trillionth(name):
    target = TARGETS[name]
    cut = sections(target)
    assert (cut.pieces[0].left, cut.pieces[-1].right) == target.domain
    scale = np.abs(target(np.linspace(*target.domain, 99))).max()
    for piece in cut.pieces:
        # Open at the ends: at a jump the pieces have its two limits, the target only one.
        x = piece.left + (piece.right - piece.left) * (np.arange(1, 40) / 40)
        assert np.abs(value(piece, x) - target(x)).max() <= 1e-12 * max(scale, 1)


@pytest.mark.parametrize("name", TARGETS)
def test_a_section_bends_one_way(name):
    cut = sections(TARGETS[name])
    assert [left for left, _, _ in cut.sections[1:]] == [right for _, right, _ in cut.sections[:-1]]
    for left, right, number in cut.sections:
        piece = cut.pieces[number]
        bend = chebyshev.chebder(piece.coefficients, 2)
        share = np.arange(1, 20) / 20
        u = (2 * (left + (right - left) * share) - piece.left - piece.right) / (
            piece.right - piece.left
        )
        found = chebyshev.chebval(u, bend)
        noise = 1e-9 * np.abs(bend).sum()
        assert (found >= -noise).all() or (found <= noise).all()


def test_what_no_polynomial_resolves_is_refused():
    target = target_of("x*sin(1/x)", (-1.0, 1.0)).target
    with pytest.raises(InputError, match=r"cannot be resolved near x = .*--on A B"):
        sections(target)

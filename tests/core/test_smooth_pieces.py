"""A target is drawn where it is looked at, and nothing is joined across a gap, pole or jump."""

import numpy as np
import pytest

from approx.core.smooth_pieces import sampled, smooth_pieces
from approx.core.target import absolute, square
from approx.inputs.expression import target_of

HERE = (-3.0, 3.0)
PI = np.pi


def drawn(text, domain=HERE):
    """The curves of a typed function, between the cuts."""
    x, y = sampled(target_of(text, domain).target)
    assert (np.isnan(x) == np.isnan(y)).all()
    ends = np.flatnonzero(np.diff(np.r_[False, np.isfinite(x), False])).reshape(-1, 2)
    return [(x[i:j], y[i:j]) for i, j in ends]


def test_a_curve_never_joins_what_a_pole_parts():
    curves = drawn("tan(x)")
    assert len(curves) == 3
    for _, y in curves:
        assert (np.diff(y) > 0).all()  # tan rises on every branch: no vertical joins
    for (left, _), (right, _), pole in zip(curves, curves[1:], [-PI / 2, PI / 2], strict=False):
        assert left[-1] < pole < right[0]


def test_a_step_is_drawn_flat_up_to_its_jump():
    curves = drawn("floor(x)")
    assert [(x[0], x[-1], *set(y)) for x, y in curves] == [(k, k + 1, k) for k in range(-3, 3)]


def test_a_jump_between_slopes_ends_at_both_limits():
    (left, first), (right, second) = drawn("where(x > 1, 3 - x, x^2)")
    assert left[-1] == right[0] == 1
    assert (first[-1], second[0]) == pytest.approx((1, 2), abs=1e-12)


def test_a_gap_is_a_gap():
    curves = drawn("sqrt(x^2 - 1)")
    assert [(x[0], x[-1]) for x, _ in curves] == [(-3, -1), (1, 3)]
    assert curves[0][1][-1] == curves[1][1][0] == 0


def test_many_jumps_are_many_curves():
    curves = drawn("floor(3*x)/3")
    ends = np.array([(x[0], x[-1]) for x, _ in curves])
    np.testing.assert_allclose(ends[:, 0], np.arange(-9, 9) / 3, rtol=0, atol=1e-9)
    np.testing.assert_allclose(ends[:, 1], np.arange(-8, 10) / 3, rtol=0, atol=1e-9)


@pytest.mark.parametrize("target", [square((-4.0, 4.0)), absolute()])
def test_a_target_without_breaks_is_one_curve_over_its_domain(target):
    x, y = sampled(target)
    assert (x[0], x[-1]) == target.domain
    assert np.array_equal(y, target(x))
    assert len(smooth_pieces(target)) == 1

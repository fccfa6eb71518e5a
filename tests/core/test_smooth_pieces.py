"""A target is drawn where it is looked at, and nothing is joined across a gap, pole or jump."""

import numpy as np
import pytest

from approx.core.smooth_pieces import (
    breaks,
    half_largest_jump,
    merged,
    sampled,
    seems_to_jump,
    smooth_pieces,
)
from approx.core.target import Target, absolute, label, square
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


# By value: each number below is computed by hand.

STEP = Target(lambda x: np.where(x > 0.1, x + 2, x * x), label("step"), (-1, 1), breaks=(0.1,))


def test_a_break_has_its_limits_from_both_sides():
    (found,) = breaks(STEP)
    assert found == pytest.approx((0.1, 0.01, 2.1), rel=1e-14)
    assert found.jump == pytest.approx(2.09, rel=1e-14)
    assert half_largest_jump(STEP) == pytest.approx(1.045, rel=1e-14)
    assert breaks(absolute()) == [(0, 0, 0)]
    assert breaks(square()) == []


@pytest.mark.parametrize(("height", "jumps"), [(0.5e-6, False), (2e-6, True)])
def test_sides_that_differ_by_less_than_a_millionth_are_no_jump(height, jumps):
    """A millionth of the largest value, which is 4."""
    small = Target(lambda x: 4 + 4 * height * (x > 0), label("s"), (-1.0, 1.0), breaks=(0.0,))
    assert bool(breaks(small)[0].jump) == jumps
    assert len(smooth_pieces(small)) == 1 + jumps


@pytest.mark.parametrize("power", [1 / 3, 1 / 5, 0.1])
def test_a_cusp_is_no_jump_however_steep(power):
    """∛x rises by 2e-5 within a rounding of 0; a step beside it rises as much at once."""
    cusp = Target(
        lambda x: np.sign(x) * np.abs(x) ** power, label("cusp"), (-1.0, 1.0), breaks=(0.0,)
    )
    assert breaks(cusp)[0].jump == 0
    step = Target(lambda x: 2e-5 * (x > 0) + x, label("step"), (-1.0, 1.0), breaks=(0.0,))
    assert breaks(step)[0].jump == pytest.approx(2e-5, rel=1e-6)


def test_smooth_pieces_have_their_limits_from_inside():
    left, right = smooth_pieces(STEP)
    assert left == pytest.approx((-1, 0.1, 1, 0.01), rel=1e-12)
    assert right == pytest.approx((0.1, 1, 2.1, 3), rel=1e-12)
    gaps = Target(
        np.abs, label("f"), (-3.0, 3.0), breaks=(0.0, 1.0), defined_on=((-3.0, -1), (0, 2))
    )
    assert smooth_pieces(gaps) == [(-3, -1, 3, 1), (0, 2, 0, 2)]
    # The end of an interval is no break.
    assert [b.x for b in breaks(gaps)] == [1]


def test_points_for_drawing_are_even_and_in_proportion():
    x, y = sampled(square(), 9)
    assert x.tolist() == (np.arange(9) / 4 - 1).tolist()
    assert y.tolist() == (x * x).tolist()
    x, _ = sampled(square(), 9, extra=(0.1, 7.0))
    assert x.tolist() == sorted([*(np.arange(9) / 4 - 1), 0.1])
    x, y = sampled(STEP, 20)
    cut = int(np.flatnonzero(np.isnan(x))[0])
    assert np.isnan(y[cut])
    assert (cut, len(x) - cut - 1) == (16 + int(20 * 1.1 / 2), 16 + int(20 * 0.9 / 2))
    assert (y[cut - 1], y[cut + 1]) == pytest.approx((0.01, 2.1), rel=1e-12)
    assert x[cut - 1] == x[cut + 1] == 0.1
    assert len(sampled(square())[0]) == 512


def test_points_next_to_a_fixed_one_are_merged_into_it():
    """Nearer than 1e-8 of the whole: on [0, 4] nearer than 4e-8."""
    points = np.array([0.0, 1 - 3e-8, 2 + 5e-8, 4])
    assert merged(points, np.array([1.0, 2])).tolist() == [0, 1, 2, 2 + 5e-8, 4]


def test_a_jump_cuts_only_the_part_in_which_it_lies():
    target = target_of("sqrt(x^2 - 1) + where(x > 2, 1, 0)", HERE).target
    found = [(piece.left, piece.right) for piece in smooth_pieces(target)]
    assert found == [(-3, -1), (1, 2), (2, 3)]


@pytest.mark.parametrize(
    ("function", "jumps"),
    [
        (lambda x: np.where(x < 0.1234, 0.0, 1.0), True),
        (np.floor, True),
        (np.cos, False),
        (lambda x: np.tanh(200 * x), False),
        (np.abs, False),
    ],
)
def test_a_called_function_seems_to_jump_where_it_does(function, jumps):
    assert seems_to_jump(Target(function, label("f"), HERE)) is jumps

"""A target says where it is defined, where it breaks, and what is known of its curvature."""

import math
from dataclasses import replace

import numpy as np
import pytest

from approx.core.target import Target, absolute, label, logistic, runge, sine, square
from approx.system.errors import InputError

#: Defined on [0, 1] and [2, 4] of [-1, 5]; breaks inside, at an end, in a gap.
GAPS = Target(
    np.abs,
    label("|x|"),
    (-1.0, 5.0),
    breaks=(0.0, 0.5, 1.5, 3.0),
    defined_on=((0.0, 1.0), (2.0, 4.0)),
    curvature=7.0,
)
X = np.linspace(0.05, 0.95, 19)


def test_without_intervals_a_target_is_defined_on_its_domain():
    target = square((-2.0, 3.0))
    assert (target.defined_on, target.whole, target.length) == (((-2.0, 3.0),), True, 5.0)
    assert target.left_out() == ()
    assert target.pieces().tolist() == [-2, 3]


def test_gaps_are_left_out():
    assert not GAPS.whole
    assert GAPS.length == 3
    assert GAPS.left_out() == ((-1, 0), (1, 2), (4, 5))
    x = np.array([-0.1, 0, 1, 1.1, 1.9, 2, 4, 4.1])
    assert GAPS.holds(x).tolist() == [False, True, True, False, False, True, True, False]
    assert GAPS.size() == 4


def test_pieces_end_at_the_ends_and_at_the_breaks_where_it_is_defined():
    assert GAPS.pieces().tolist() == [-1, 0, 0.5, 1, 2, 3, 4, 5]


def test_cells_are_cut_at_places_and_pieces_and_leave_gaps_out():
    left, right = GAPS.cells(np.array([0.25, 2.5, 4.5]))
    assert left.tolist() == [0.25, 0.5, 2, 2.5, 3]
    assert right.tolist() == [0.5, 1, 2.5, 3, 4]
    left, right = square().cells(np.array([-1.0, 0.5, 1.0]))
    assert (left.tolist(), right.tolist()) == ([-1, 0.5], [0.5, 1])


def test_shares_of_the_length_are_spread_over_the_intervals():
    shares = np.array([[0.0, 1 / 6, 1 / 3], [0.5, 2 / 3, 1.0]])
    np.testing.assert_allclose(GAPS.spread(shares), [[0, 0.5, 2], [2.5, 3, 4]], rtol=1e-15)


def test_a_domain_in_a_gap_is_refused():
    outside = Target(np.square, label("y"), (-3.0, 3.0), defined_on=((-3.0, -1.0), (1.0, 3.0)))
    with pytest.raises(InputError, match=r"not defined anywhere on \[-0.5, 0.5\]"):
        outside.on((-0.5, 0.5))


def test_another_domain_keeps_what_is_defined_inside_it_and_drops_the_curvature():
    part = GAPS.on((0.5, 3.0))
    assert (part.domain, part.defined_on) == ((0.5, 3.0), ((0.5, 1.0), (2.0, 3.0)))
    assert part.curvature is None
    assert GAPS.on((2.0, 4.0), 3.0).whole
    assert GAPS.on((2.0, 4.0), 3.0).curvature == 3
    assert GAPS.on((1.0, 4.0)).defined_on == ((2.0, 4.0),)
    assert square().on((0.0, 5.0)).defined_on == ((0.0, 5.0),)


@pytest.mark.parametrize("domain", [(1.0, 1.0), (2.0, 1.0), (0.0, math.inf), (math.nan, 1.0)])
def test_a_domain_needs_two_finite_ends_in_order(domain):
    with pytest.raises(InputError, match="two finite ends, the smaller first"):
        square(domain)


@pytest.mark.parametrize(
    ("target", "value", "bound", "place"),
    [
        (square(), lambda x: x * x, 2.0, 0.3),
        # |σ''| is largest where σ = (3 ± √3)/6.
        (logistic(), lambda x: 1 / (1 + np.exp(-x)), math.sqrt(3) / 18, math.log(2 - math.sqrt(3))),
        (sine(), lambda x: np.sin(3 * x), 9.0, -math.pi / 6),
        (sine(2.0, (0.0, 1.0)), lambda x: np.sin(2 * x), 4.0, math.pi / 4),
        (runge(), lambda x: 1 / (1 + 25 * x**2), 50.0, 0.0),
    ],
)
def test_built_in_targets_know_their_second_derivative_and_its_bound(target, value, bound, place):
    np.testing.assert_allclose(target(X), value(X), rtol=1e-14)
    h = 1e-4
    differences = (target(X + h) - 2 * target(X) + target(X - h)) / h**2
    np.testing.assert_allclose(target.second(X), differences, atol=2e-6 * target.curvature)
    assert target.curvature == pytest.approx(bound, rel=1e-14)
    assert abs(float(target.second(np.array(place)))) == pytest.approx(bound, rel=1e-12)
    assert np.abs(target.second(np.linspace(*target.domain, 999))).max() <= bound * (1 + 1e-14)


def test_the_domains_are_those_of_the_tables():
    domains = [t.domain for t in (square(), logistic(), absolute(), runge(), sine())]
    half = math.pi / 2
    assert domains == [(-1, 1), (-6, 6), (-1, 1), (-1, 1), (-half, half)]


def test_the_absolute_value_declares_its_breakpoint():
    assert absolute().breaks == (0.0,)
    assert absolute().second(X).tolist() == [0] * len(X)
    assert absolute().curvature is None


def test_a_label_has_three_forms_that_differ_only_where_given():
    plain = label("f")
    assert (plain.text, plain.mathtext, plain.typst) == ("f", "f", "f")
    assert square().label == label("x²", "x^2", "x^2")
    assert sine(2.0, (0.0, 1.0)).label.typst == "sin 2 x"


@pytest.mark.parametrize("unit", [2.0**990, 2.0**-990])
def test_a_target_times_a_power_of_two_is_bounded_by_the_same_numbers(unit):
    from approx.inputs.expression import target_of

    target = target_of("sin(3*x)", (-1.0, 2.0)).target
    large = target.times(unit)
    x = np.linspace(-1, 2, 7)
    assert np.array_equal(large(x), unit * target(x))
    assert np.array_equal(large.second(x), unit * target.second(x))
    for one, other in zip(large.enclose(x[:-1], x[1:]), target.enclose(x[:-1], x[1:]), strict=True):
        assert np.array_equal(one[0], unit * other[0])
        assert np.array_equal(one[1], unit * other[1])


def test_the_slope_of_a_target_times_a_number_is_the_slope_times_that_number():
    """(4 x²)' = 8 x, by the known derivative and by differences alike."""
    assert square().times(4.0).slope([1.0, -0.5]).tolist() == [8, -4]
    plain = replace(square(), first=None).times(4.0)
    assert plain.slope([0.5]) == pytest.approx([4.0], rel=1e-9)

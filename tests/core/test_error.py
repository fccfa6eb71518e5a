"""The measured error is the closed form's, and brackets hold."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.polynomial.chebyshev import chebfromroots, chebval

from approx.core.dataset import Dataset
from approx.core.error import _critical_points as critical_points
from approx.core.error import measure
from approx.core.piecewise import PiecewiseLinear
from approx.core.polynomials import interpolate, polynomials
from approx.core.target import Target, absolute, label, logistic, runge, sine, square
from approx.inputs.expression import target_of

SMOOTH = {"x²": square(), "logistic": logistic(), "sine": sine(), "Runge": runge()}


def interpolant(target: Target, pieces: int) -> PiecewiseLinear:
    x = np.linspace(*target.domain, pieces + 1)
    return PiecewiseLinear(x, target(x))


@given(st.integers(1, 60))
def test_uniform_interpolation_of_a_square_is_off_by_a_quarter_step_squared(pieces):
    report = measure(interpolant(square(), pieces), square())
    h = 2 / pieces
    assert report.sup == pytest.approx(h**2 / 4, rel=1e-12)
    assert report.l2 == pytest.approx(h**2 / math.sqrt(15), rel=1e-12)
    assert len(report.at) == pieces
    assert all(sign == 1 for sign in report.signs)


@pytest.mark.parametrize("name", SMOOTH)
@pytest.mark.parametrize("pieces", [3, 9, 65])
def test_no_sample_is_ever_larger_and_a_dense_one_comes_close(name, pieces):
    target = SMOOTH[name]
    f = interpolant(target, pieces)
    report = measure(f, target)
    x = np.linspace(*target.domain, 400_001)
    sampled = np.abs(f(x) - target(x))
    assert sampled.max() <= report.sup * (1 + 1e-12)
    assert sampled.max() == pytest.approx(report.sup, rel=1e-6)
    # The trapezoid rule is off by the samples' width times one kink.
    assert math.sqrt(np.trapezoid(sampled**2, x)) == pytest.approx(report.l2, rel=1e-6)
    assert report.bracket[0] <= report.sup <= report.bracket[1]
    assert report.bracket[1] - report.bracket[0] <= 1e-8 * report.sup
    assert report.proved


def test_a_declared_corner_is_exact():
    report = measure(PiecewiseLinear([-1, 1], [0.5, 0.5]), absolute())
    assert (report.sup, report.at, report.unresolved) == (0.5, (-1, 0, 1), ())


def test_a_declared_jump_is_measured_from_both_sides():
    step = Target(lambda x: np.sign(x - 0.1), label("step"), (-1, 1), breaks=(0.1,))
    report = measure(PiecewiseLinear([-1, 1], [0, 1]), step)
    assert report.sup == pytest.approx(1.55)
    assert report.unresolved == ()


def test_an_undeclared_jump_is_said_to_be_unresolved():
    step = Target(lambda x: np.where(x > 0.1, 1.0, 0.0), label("step"), (-1, 1))
    report = measure(PiecewiseLinear([-1, 1], [0, 1]), step)
    assert report.bracket[1] == math.inf
    ((left, right),) = report.unresolved
    assert left <= 0.1 <= right


@pytest.mark.parametrize(
    ("function", "domain"),
    [
        (lambda x: np.sin(300 * x), (-1.0, 1.0)),
        (lambda x: (x - 50) ** 2, (50.0, 50.01)),
        (lambda x: (1 - np.cos(x / 1000)) * 1e6, (-1.0, 1.0)),
        (lambda x: np.sin(1e9 * x), (-1.0, 1.0)),
    ],
)
def test_a_target_at_the_edge_of_float64_is_measured_or_said_to_be_unresolved(function, domain):
    target = Target(function, label("hard"), domain)
    f = PiecewiseLinear.constant(0.0, domain)
    report = measure(f, target)
    x = np.linspace(*domain, 20_001)
    sampled = np.abs(target(x)).max()
    assert report.unresolved or report.sup >= sampled * (1 - 1e-9)


def test_a_function_that_is_its_target_has_no_error():
    report = measure(PiecewiseLinear([-1, 0, 1], [1, 0, 1]), absolute())
    assert (report.sup, report.at) == (0.0, ())


@pytest.mark.parametrize(
    "text", ["1/x", "tan(x)", "log(x)", "sqrt(x^2 - 1)", "log(x^2 - 1)", "sin(1/x)", "floor(3*x)/3"]
)
def test_an_error_is_measured_on_the_parts_as_brute_force_finds_it(text):
    target = target_of(text, (-3.0, 3.0)).target
    rng = np.random.default_rng(3)
    nodes = np.linspace(*target.domain, 12)
    f = PiecewiseLinear(nodes, rng.normal(0, 1, 12))
    report = measure(f, target)
    assert all(target.holds(np.array(report.at)))
    places = target.spread((np.arange(200_000) + 0.5) / 200_000)
    off = np.abs(f(places) - target(places))
    assert off.max() <= report.sup * (1 + 1e-12)
    assert off.max() == pytest.approx(report.sup, rel=2e-3)
    assert np.sqrt((off**2).mean() * target.length) == pytest.approx(report.l2, rel=1e-4)


def test_what_is_left_out_could_not_be_measured():
    # The comparison above can fail: nearer to the pole the error is larger than any bound.
    target = target_of("1/x", (-3.0, 3.0)).target
    f = PiecewiseLinear.constant(0.0, target.domain)
    assert abs(f(1e-9) - target(1e-9)) > 1e6 * measure(f, target).sup


def test_the_tip_of_a_root_is_measured_at_its_end():
    target = target_of("sqrt(x)", (0.0, 3.0)).target
    report = measure(PiecewiseLinear([0, 3], [0.5, 1.7]), target)
    assert (report.sup, report.at) == (0.5, (0.0,))


# By value: each number below is computed by hand.

CHORD = PiecewiseLinear([-1, 1], [1, 1])  # of x², off by 1 in the middle


def test_a_piecewise_linear_target_is_measured_to_the_rounding_of_the_evaluations():
    report = measure(PiecewiseLinear([-1, 1], [0.5, 0.5]), absolute())
    lower, upper = report.bracket
    assert lower == 0.5 - 4e-15
    assert 0.5 <= upper <= 0.5 + 4e-15
    assert report.proved
    assert not report.none


def test_a_function_that_can_only_be_called_is_never_proved():
    report = measure(CHORD, Target(np.square, label("f"), (-1.0, 1.0)))
    assert (report.sup, report.proved) == (1, False)
    assert report.bracket == (1 - 8e-15, math.inf)


def test_a_function_that_can_only_be_called_is_looked_at_closely():
    """A spike between the nodes of the polynomial, wider than the dense samples are apart."""
    spiked = Target(lambda x: x**2 + np.exp(-((x - 0.3137) ** 2) * 1e5), label("f"), (-1.0, 1.0))
    report = measure(PiecewiseLinear.constant(0.5, (-1.0, 1.0)), spiked)
    assert report.sup == pytest.approx(0.3137**2 + 0.5, rel=1e-3)
    assert report.at[0] == pytest.approx(0.3137, abs=1e-4)


def test_an_error_below_the_rounding_counts_as_none():
    def off(by):
        return measure(PiecewiseLinear([-1, 0, 1], [1 + by, by, 1 + by]), absolute())

    assert off(3e-15).none
    assert off(3e-15).bracket[0] == 0
    assert not off(5e-15).none


@pytest.mark.parametrize(("lift", "places"), [(0, 3), (2e-5, 3), (1e-4, 1), (-1e-4, 2)])
def test_errors_equal_to_a_ten_thousandth_are_all_the_largest(lift, places):
    """|x| is 1/2 + lift below the line at 0, and 1/2 − lift above it at both ends."""
    report = measure(PiecewiseLinear([-1, 1], [0.5 + lift, 0.5 + lift]), absolute())
    assert len(report.at) == places
    assert report.sup == pytest.approx(0.5 + abs(lift), rel=1e-15)
    assert set(zip(report.at, report.signs, strict=True)) <= {(-1, -1), (0, 1), (1, -1)}


@pytest.mark.parametrize(("apart", "places"), [(1e-6, 1), (4e-6, 2)])
def test_extrema_nearer_than_a_millionth_of_the_domain_are_one_place(apart, places):
    x = [-1, -apart / 2, 0, apart / 2, 1]
    twin = Target(lambda t: np.interp(t, x, [0, 1, 0.5, 1, 0]), label("m"), (-1, 1), (*x[1:4],))
    report = measure(PiecewiseLinear([-1, 1], [0, 0]), twin)
    assert (len(report.at), report.sup) == (places, 1)


def test_the_square_error_is_the_integral_over_every_piece():
    """∫(x² − x)² over [0, 1] is 1/30, and over [0, 2] with the chord of [1, 2] again 1/30 more."""
    report = measure(PiecewiseLinear([0, 1], [0, 1]), square((0.0, 1.0)))
    assert report.l2 == pytest.approx(math.sqrt(1 / 30), rel=1e-14)
    report = measure(PiecewiseLinear([0, 1, 2], [0, 1, 4]), square((0.0, 2.0)))
    assert report.l2 == pytest.approx(math.sqrt(2 / 30), rel=1e-14)


def test_errors_at_points_are_those_of_the_points_alone():
    x, y = np.array([0, 0, 1, 2, 3, 4.0]), np.array([0.75, 0.75, 0.5, -0.5, 2.25, 2])
    data = Dataset(x, y, label("data"), (0.0, 4.0))
    report = measure(PiecewiseLinear([0, 4], [0, 2]), data)
    assert (report.sup, report.points) == (1.5, 6)
    assert (report.at, report.signs) == ((2,), (1,))
    squares = [0.75**2, 0.75**2, 0, 1.5**2, 0.75**2, 0]
    assert report.l2 == pytest.approx(math.sqrt(sum(squares) / 6), rel=1e-15)
    rounding = 4e-15 * 3.5 + 0.5 * np.spacing(4.0)  # of the values, and of x on a slope of 1/2
    assert report.bracket == pytest.approx((1.5 - rounding, 1.5 + rounding), rel=1e-16)
    assert report.proved


@pytest.mark.parametrize(("second", "places"), [(1 - 5e-10, 2), (1 - 5e-9, 1)])
def test_points_equal_to_a_billionth_all_have_the_largest_error(second, places):
    data = Dataset(np.arange(3.0), np.array([1.0, 0.0, -second]), label("data"), (0.0, 2.0))
    report = measure(PiecewiseLinear([0, 2], [0, 0]), data)
    assert list(zip(report.at, report.signs, strict=True)) == [(0, -1), (2, 1)][:places]


def test_far_from_zero_the_rounding_of_x_is_no_error():
    """Days since 1970: 0.1 a day, one unit in the last place of x apart, is nothing to see."""
    day = 18_262.0
    f = PiecewiseLinear([day, day + 100], [3.0, 13.0])
    x = np.array([day, day + 37.3, day + 100])
    missed = 0.1 * np.spacing(day)
    near = Dataset(x, f(x) + np.array([0.0, missed, 0.0]), label("y"), (day, day + 100))
    assert measure(f, near).none
    far = Dataset(x, f(x) + np.array([0.0, 4 * missed, 0.0]), label("y"), (day, day + 100))
    assert not measure(f, far).none


def test_points_on_the_line_have_no_error_and_no_place():
    data = Dataset(np.arange(3.0), np.arange(3.0), label("data"), (0.0, 2.0))
    report = measure(PiecewiseLinear([0, 2], [0, 2]), data)
    assert (report.sup, report.at, report.bracket) == (0, (), (0, 4e-15 * 2 + np.spacing(2.0)))


def test_a_jump_that_is_not_declared_is_found_in_the_narrowest_cell():
    """The domain is halved thirty times."""
    step = Target(lambda x: np.where(x > 0.1, 1.0, 0.0), label("step"), (-1, 1))
    ((left, right),) = measure(PiecewiseLinear([-1, 1], [0, 1]), step).unresolved
    assert right - left == 2 / 2**30


def test_too_many_open_pieces_are_not_halved_again():
    noise = Target(lambda x: np.sin(1e9 * x), label("noise"), (-1.0, 1.0))
    (batch,) = polynomials(noise, np.array([-1.0]), np.array([1.0]))
    assert (len(batch.left), batch.resolved) == (4096, False)
    assert measure(PiecewiseLinear([-1, 1], [0, 0]), noise).unresolved == ((-1, 1),)


def test_a_target_is_a_polynomial_of_the_lowest_degree_that_resolves_it():
    for function, degree in ((np.square, 8), (np.cos, 16), (lambda x: np.cos(5 * x), 32)):
        target = Target(function, label("f"), (-1.0, 1.0))
        (batch,) = polynomials(target, np.array([-1.0]), np.array([1.0]))
        assert batch.coefficients.shape == (1, degree + 1)
        x = np.linspace(-1, 1, 9)
        np.testing.assert_allclose(chebval(x, batch.coefficients[0]), function(x), atol=2e-15)


def test_interpolation_gives_the_chebyshev_coefficients_of_every_piece():
    """On [0, 4] x² = 4(1 + u)² = 6 + 8u + 2 T₂(u), on [−1, 1] it is (1 + T₂)/2."""
    c = interpolate(square(), np.array([0.0, -1.0]), np.array([4.0, 1.0]), 4)
    np.testing.assert_allclose(c, [[6, 8, 2, 0, 0], [0.5, 0, 0.5, 0, 0]], atol=1e-14)


@pytest.mark.parametrize("roots", [(0.25,), (-0.5, 0.75), (-0.9, 0.1, 0.2), (-1.5, 0.5, 3.0)])
def test_the_critical_points_are_the_roots_of_the_derivative_and_the_ends(roots):
    for padding in (0, 1, 6):
        series = np.r_[chebfromroots(roots), np.zeros(padding)]
        # Two pieces at once, of which one has no root at all.
        other = np.r_[2.0, np.zeros(len(series) - 1)]
        points, none = critical_points(np.array([3 * series, other]))
        inside = sorted(r for r in roots if abs(r) < 1)
        np.testing.assert_allclose(np.unique(points.round(9)), [-1, *inside, 1], atol=1e-9)
        assert none.tolist()[-2:] == [-1, 1]
        assert np.abs(none).max() <= 1


def test_a_double_root_that_rounding_splits_is_kept():
    series = chebfromroots((0.5, 0.5)) + np.array([1e-13, 0, 0])
    (points,) = critical_points(series[None])
    np.testing.assert_allclose(points, [0.5, 0.5, -1, 1], atol=1e-6)
    (points,) = critical_points((series + np.array([1e-9, 0, 0]))[None])
    assert points.tolist() == [1, 1, -1, 1]


@pytest.mark.parametrize("size", [1e-200, 1e-9, 1e9])
def test_a_target_is_resolved_at_its_own_size(size):
    """Pieces, degrees and digits of sin 30x do not depend on its unit."""

    def scaled(unit: float) -> Target:
        return Target(lambda x: unit * np.sin(30 * x), label("f"), (-1.0, 1.0))

    ends = np.array([-1.0]), np.array([1.0])
    plain, other = polynomials(scaled(1.0), *ends), polynomials(scaled(size), *ends)
    for one, same in zip(plain, other, strict=True):
        assert one.left.tolist() == same.left.tolist()
        assert np.allclose(same.coefficients / size, one.coefficients, atol=1e-14)


def test_the_rms_error_is_averaged_over_the_interval():
    off = measure(
        PiecewiseLinear([0, 6], [0, 0]), Target(lambda x: 2.0 + 0 * x, label("2"), (0, 6))
    )
    assert off.l2 == pytest.approx(2 * math.sqrt(6), rel=1e-12)
    assert off.rms == pytest.approx(2, rel=1e-12)


def test_only_the_largest_peaks_count():
    """Of a wave that fades by a third from peak to peak, the first."""
    fading = target_of("exp(-x/9)*sin(x)", (0.0, 12.0)).target
    found = measure(PiecewiseLinear([0, 12], [0, 0]), fading)
    assert found.at == pytest.approx([math.atan(9)], abs=1e-6)


@pytest.mark.parametrize(("share", "places"), [(1e-5, 4), (1e-3, 2)])
def test_peaks_count_as_equal_as_long_as_printed_digits_are(share, places):
    """sin 2x with every second pair of peaks lower by a share."""
    text = f"sin(2*x)*where(x > pi, 1, {1 - share})"
    found = measure(
        PiecewiseLinear([0, 2 * math.pi], [0, 0]), target_of(text, (0, 2 * math.pi)).target
    )
    assert len(found.at) == places
    assert [*found.signs] == ([-1, 1] * 2)[:places]


def test_two_peaks_of_one_sign_are_two_places_and_a_flat_top_is_one():
    line = PiecewiseLinear([0, 2 * math.pi], [0, 0])
    assert len(measure(line, target_of("sin(x)^2", (0, 2 * math.pi)).target).at) == 2
    flat = target_of("min(sin(x)^2, 0.5)", (0, 2 * math.pi)).target
    assert len(measure(line, flat).at) == 2

"""The measured error is the closed form's, and brackets hold."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from approx.core.error import certify, measure
from approx.core.piecewise import PiecewiseLinear
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
    assert report.bracket[0] <= report.sup * (1 + 1e-12)
    assert report.sup <= report.bracket[1] * (1 + 1e-15)
    assert report.certified


@pytest.mark.parametrize("name", SMOOTH)
def test_a_certified_bracket_is_narrow_and_holds(name):
    target = SMOOTH[name]
    f = interpolant(target, 8)
    lower, upper = certify(f, target, lambda lo, hi: np.full_like(lo, target.curvature), gap=1e-9)
    assert lower <= measure(f, target).sup * (1 + 1e-14)
    assert upper >= measure(f, target).sup * (1 - 1e-14)
    assert upper - lower <= 2e-9 * lower


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

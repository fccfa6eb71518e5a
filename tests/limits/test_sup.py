"""The sup limit's polylines, bounds and starts by value: no constant of the proof can change."""

import math
from types import SimpleNamespace

import numpy as np
import pytest

from approx.core.error import measure
from approx.core.piecewise import PiecewiseLinear
from approx.core.target import Target, absolute, label, logistic, sine, square
from approx.inputs.expression import target_of
from approx.limits import sup
from approx.limits.polyline import CUT, MOST, Polylines, polylines
from approx.limits.sup import _bound as bound
from approx.limits.sup import _shorter_of_equals as shorter_of_equals
from approx.limits.sup import best_sup, interpolant_if_exact, pieces_for, snapped

STEP = Target(lambda x: np.where(x > 0.1, x + 2, x * x), label("step"), (-1, 1), breaks=(0.1,))
HALF = 1.045  # (2.1 − 0.01)/2
#: x² as a Python function, of which nothing is proved.
CALLED = Target(np.square, label("x²"), (-1.0, 1.0))


def typed(text, a=-1.0, b=1.0):
    return target_of(text, (a, b)).target


@pytest.mark.parametrize("text", ["sqrt(sin(x))*log(x)", "x*log(x)*log(sin(x))"])
@pytest.mark.slow
def test_where_a_target_has_no_bounds_a_function_is_found_and_nothing_claimed(text):
    target = typed(text, 0.0)
    assert not polylines(target).within(1e-3).known
    few, many = best_sup(target, 2), best_sup(target, 6)
    assert few.lower == many.lower == 0
    assert many.error < few.error / 4 < target.size() / 10
    assert pieces_for(target, many.error, 20) == (1, None)


def test_the_best_of_fewer_is_not_taken_where_a_better_one_was_found():
    """A box 1e-4 of the domain wide, which no sample sees: its bounds prove nothing below 1/2."""
    target = typed("where(abs(x - 0.31234) < 1e-4, 1, 0) + x")
    assert best_sup(target, 4).error < 0.7


def test_a_polyline_counts_its_turns():
    assert polylines(typed("cos(20*x)")).within(1e-3).turns == 13
    assert polylines(typed("x^3")).within(1e-3).turns == 0


def test_a_cell_of_a_polyline_is_as_close_as_the_bend_says():
    """Of x² a cell of width h deviates h²/4: cells of 1/32 are cut until that is at most δ."""
    for delta, parts in ((1e-3, 1), (1e-4, 2), (1e-5, 6)):
        line = Polylines(square()).within(delta)
        widths = np.diff(line.tube.x)
        np.testing.assert_allclose(widths, 1 / 32 / parts, rtol=1e-9)
        assert line.deviation == pytest.approx(1 / 4 * (1 / 32 / parts) ** 2, rel=1e-9)
        assert line.deviation <= delta
        assert line.proved
        assert np.array_equal(line.tube.low, line.tube.x**2)
        assert np.array_equal(line.tube.high, line.tube.x**2)


def test_a_called_functions_polyline_is_estimated_with_a_tenth_more():
    """In its middle x² is h²/4 off the chord; that is seen, but proves nothing."""
    line = Polylines(CALLED).within(1e-3)
    assert line.deviation == pytest.approx(1.1 / 4 / 32**2, rel=1e-9)
    assert not line.proved


def test_steep_and_singular_places_get_the_points_that_they_need():
    """The first cell of x^0.2 with a deviation of 1e-4 ends below 1e-18 of the domain."""
    root = typed("x^0.2", 0.0, 1.0)
    line = Polylines(root).within(1e-4)
    assert line.proved
    assert line.deviation <= 1e-4
    assert line.tube.x[1] < 1e-18
    assert len(line.tube.x) < 2000
    assert CUT * len(line.tube.x) < MOST


@pytest.mark.parametrize("text", ["tanh(200*x)", "x^2 + exp(-1e5*(x - 0.3137)^2)", "x*sin(30*x)"])
def test_no_dense_sample_is_further_from_a_polyline_than_its_deviation(text):
    target = typed(text)
    line = Polylines(target).within(1e-3)
    x = np.union1d(np.linspace(-1, 1, 200_001), line.tube.x[:-1] + np.diff(line.tube.x) / 2)
    off = np.abs(np.interp(x, line.tube.x, line.tube.low) - target(x))
    assert off.max() <= line.deviation
    assert line.deviation <= 1e-3


def test_a_polyline_has_both_sides_of_a_jump_and_nothing_between():
    tube = Polylines(STEP).within(1e-3).tube
    at = int(np.searchsorted(tube.x, 0.1))
    np.testing.assert_allclose(tube.x[at - 1 : at + 2] - 0.1, [-2e-9, 0, 2e-9], atol=1e-15)
    assert (tube.low[at], tube.high[at]) == pytest.approx((2.1, 0.01), rel=1e-8)
    assert (np.delete(tube.low, at) == np.delete(tube.high, at)).all()


@pytest.mark.parametrize("breakpoints", [0, 1, 4])
def test_the_margin_of_a_bound_is_twice_the_polylines_distance_and_a_millionth(breakpoints):
    """ε = E (1 − 1e-6) − δ is too narrow, so nothing is within ε − δ of the target."""
    error = 1 / (2 * (breakpoints + 1) ** 2)
    fine = polylines(square()).within(2.5e-4 * error)
    lower = bound(fine, error, breakpoints + 1, 0.0)
    assert lower == pytest.approx(error * (1 - 1e-6) - 2 * fine.deviation, rel=1e-12)
    assert lower < error < lower * (1 + 6e-4)


def test_there_is_no_bound_below_an_error_that_can_be_beaten():
    fine = polylines(square()).within(1e-6)
    assert bound(fine, 0.0201, 5, 0.0) is None
    assert bound(fine, 0.02, 5, 0.0) == pytest.approx(0.02, rel=1e-3)


def test_half_a_jump_bounds_every_error():
    fine = polylines(STEP).within(1e-4)
    assert bound(fine, HALF, 4, HALF) == HALF
    assert bound(fine, HALF * (1 + 1e-6), 4, HALF) == HALF


def test_breakpoints_beside_a_break_are_moved_onto_it_with_the_targets_rise():
    """Beside 0: nearer than 1e-5 of the domain. On |x| the value rises by |0| − |x|."""
    f = PiecewiseLinear([-1, 1.5e-5, 1], [1, 0.25, 1])
    moved = snapped(f, absolute())
    assert moved.x.tolist() == [-1, 0, 1]
    assert moved.y.tolist() == [1, 0.25 - 1.5e-5, 1]
    far = PiecewiseLinear([-1, 2.5e-5, 1], [1, 0.25, 1])
    assert snapped(far, absolute()).x.tolist() == far.x.tolist()
    at_end = Target(np.abs, label("|x|"), (0.0, 1.0), breaks=(5e-6,))
    assert snapped(PiecewiseLinear([0, 0.5, 1], [0, 1, 0]), at_end).x.tolist() == [0, 0.5, 1]
    both = PiecewiseLinear([-1, -1e-6, 0, 1], [1, 0, 0, 1])
    assert snapped(both, absolute()).x.tolist() == both.x.tolist()


def test_of_equal_errors_the_function_of_fewer_breakpoints_is_taken():
    few, many = PiecewiseLinear([-1, 1], [1, 1]), PiecewiseLinear([-1, -0.5, 1], [1, 1, 1])
    assert shorter_of_equals([(many, 1.0), (few, 1 + 5e-11)]) == (few, 1 + 5e-11)
    assert shorter_of_equals([(many, 1.0), (few, 1 + 2e-10)]) == (many, 1.0)


@pytest.mark.parametrize(("breakpoints", "used"), [(2, 2), (3, 2), (5, 2)])
def test_on_a_plateau_the_function_has_fewer_breakpoints_than_allowed(breakpoints, used):
    found = best_sup(sine(), breakpoints)
    assert len(found.function.breakpoints) == used
    assert found.proved
    assert found.lower <= found.error <= found.lower * (1 + 1e-3)
    assert found.function is best_sup(sine(), breakpoints).function or found.error > 0


@pytest.mark.parametrize("target", [square(), CALLED])
def test_the_best_of_a_parabola_is_found_without_its_closed_form(target):
    found = best_sup(target, 3)
    np.testing.assert_allclose(found.function.x, [-1, -0.5, 0, 0.5, 1], atol=1e-6)
    assert found.error == pytest.approx(1 / 32, rel=1e-10)
    assert 1 / 32 * (1 - 1e-3) < found.lower < 1 / 32
    assert found.proved == (target is not CALLED)


def test_a_target_that_is_straight_between_its_breaks_is_found_exactly():
    f = interpolant_if_exact(absolute())
    assert (f.x.tolist(), f.y.tolist()) == ([-1, 0, 1], [1, 0, 1])
    line = interpolant_if_exact(typed("2*x + 1"))
    assert line.x.tolist() == [-1, 1]
    assert interpolant_if_exact(STEP) is None
    assert interpolant_if_exact(square()) is None
    # Off a line by more than rounding, between the ends and the middle.
    assert interpolant_if_exact(typed("x + 1e-9*sin(3*x)")) is None


def test_a_jump_leaves_half_of_it():
    found = best_sup(STEP, 2)
    assert found.error == pytest.approx(HALF, rel=1e-9)
    assert found.lower == pytest.approx(HALF, rel=1e-9)
    assert found.proved


def test_the_logistic_has_the_printed_errors_and_a_proof():
    found = best_sup(logistic(), 4)
    assert f"{found.error:.3e}" == "9.919e-03"
    assert found.proved
    assert found.lower < found.error < found.lower * (1 + 1e-3)


@pytest.mark.parametrize("m", [2, 5, 9])
def test_the_pieces_for_an_error_are_bracketed(m):
    """m pieces of x² reach 1/(2 m²): just above m suffice, just below one more is needed."""
    error = 1 / (2 * m * m)
    assert pieces_for(square(), error * (1 + 1e-3), 99) == (m, m)
    assert pieces_for(square(), error * (1 - 1e-3), 99) == (m + 1, m + 1)
    needed, enough = pieces_for(square(), error, 99)
    assert needed <= m <= enough
    assert pieces_for(square(), error / 2, m) == (m + 1, None)


STEEP = ["tanh(200*x)", "abs(x)^0.1", "arctan(100*x)", "abs(sin(4*x))"]


@pytest.mark.parametrize("text", STEEP)
def test_steep_targets_are_bracketed_and_never_worse_with_one_more(text):
    """Beside them what a comparison shows: equal breakpoints, and breakpoints by curvature."""
    target, before = typed(text), math.inf
    for n in (0, 1, 2, 3, 6, 7):
        found = best_sup(target, n)
        assert found.error <= before
        assert found.lower <= found.error <= found.lower * (1 + 2e-3)
        assert found.proved
        assert measure(found.function, target).sup == pytest.approx(found.error, rel=1e-9)
        for plain in (sup.uniform(target, n), sup.equidistributed(target, n)):
            assert found.error <= measure(plain, target).sup * (1 + 1e-12)
        before = found.error


def test_the_steepest_errors_are_those_of_the_prototype():
    """tanh(200x) with 30 and 31 breakpoints: a plateau, where the old search gave 0.00449."""
    target = typed("tanh(200*x)")
    assert best_sup(target, 30).error == pytest.approx(0.00074665337, rel=1e-7)
    assert best_sup(target, 31).error == best_sup(target, 30).error


def test_an_error_of_half_the_jump_is_its_own_bound_and_a_larger_one_is_not():
    asked = []

    def links(epsilon, pieces):
        asked.append((epsilon, pieces))

    polyline = SimpleNamespace(deviation=0.0, known=True, tube=SimpleNamespace(links=links))
    assert bound(polyline, 0.5, 3, 0.5) == 0.5
    assert bound(polyline, 0.5 * (1 + 5e-10), 3, 0.5) == 0.5
    assert asked == []
    below = bound(polyline, 1.0, 3, 0.5)
    assert asked == [(below, 3)]
    assert 0.99 < below < 1


def test_beside_a_jump_the_target_is_still_followed():
    """Only the cells at the jump have both walls; x² elsewhere needs its points."""
    line = Polylines(STEP).within(1e-4)
    x = line.tube.x
    middle = (x[:-1] + x[1:]) / 2
    away = np.abs(middle - 0.1) > 1e-3
    chord = (STEP(x[:-1]) + STEP(x[1:])) / 2
    off = np.abs(chord - STEP(middle))[away & (np.diff(x) > 1e-6)]
    assert 0 < off.max() <= line.deviation <= 1e-4


def test_a_breakpoint_that_helps_by_less_than_a_thousandth_is_used():
    """A line misses the higher of two tents by half its height. With a breakpoint near its top the
    second line has 1 + δ at x = 4, 1 − δ at 7 and so 1 + 5δ/3 at 3, where 1.001 − δ is needed."""
    tents = typed("max(0, 2.001*(1 - abs(x - 3))) + max(0, 2*(1 - abs(x - 7)))", 0.0, 10.0)
    assert best_sup(tents, 0).error == pytest.approx(1.0005, rel=1e-5)
    assert best_sup(tents, 1).error == pytest.approx(1 + 0.001 * 3 / 8, rel=1e-5)


@pytest.mark.parametrize("text", ["x^0.2", "x^0.05"])
def test_the_error_of_a_singular_root_has_equal_ripples(text):
    """Of a concave function the best one is E above at both ends and every breakpoint, and E below
    once in every piece, also where the first piece is 4e-24 of the interval wide."""
    target, n = typed(text, 0.0, 1.0), 8
    found = best_sup(target, n)
    x, error = found.function.x, found.function(found.function.x) - target(found.function.x)
    power = float(text[2:])
    slope = np.diff(found.function.y) / np.diff(x)
    inside = (slope / power) ** (1 / (power - 1))  # where the root has the piece's slope
    assert len(x) == n + 2
    np.testing.assert_allclose(error, found.error, rtol=1e-6)
    np.testing.assert_allclose(found.function(inside) - target(inside), -found.error, rtol=1e-6)


@pytest.mark.parametrize(
    ("cancelling", "plain"),
    [
        ("(exp(x) - 1)/x", "expm1(x)/x"),
        ("log(1 + x)/x", "log1p(x)/x"),
        ("(1 - cos(x))/x^2", "sinc(x/(2*pi))^2/2"),
    ],
)
def test_a_function_has_one_best_error_however_it_is_written(cancelling, plain):
    one, other = (best_sup(target_of(text, (0.0, 3.0)).target, 3) for text in (cancelling, plain))
    assert one.error == pytest.approx(other.error, rel=1e-6)
    assert one.lower > 0.99 * one.error


def test_where_bounds_give_up_a_polyline_has_few_points_and_proves_nothing():
    """Between 1/sin(x) and 1/x any bound of the difference explodes towards 0: 60,000 points were
    made, and following them took minutes."""
    target = target_of("1/sin(x) - 1/x", (-2.0, 2.0)).target
    polyline = Polylines(target).within(1e-4)
    assert len(polyline.tube.x) < 2_000
    assert not polyline.known
    assert not polyline.proved
    x = np.linspace(-2, 2, 10_001)
    off = np.interp(x, polyline.tube.x, polyline.tube.low) - target(x)
    assert np.abs(off).max() < 2e-4

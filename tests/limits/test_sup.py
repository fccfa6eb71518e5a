"""The sup limit's bound, margin and starts by value: no constant of the proof can change."""

import math

import numpy as np
import pytest

from approx.core.error import measure
from approx.core.piecewise import PiecewiseLinear
from approx.core.smooth_pieces import half_largest_jump
from approx.core.target import Target, absolute, label, logistic, sine, square
from approx.limits import sup
from approx.limits.sup import _better as better
from approx.limits.sup import _uniform_tube as uniform_tube
from approx.limits.sup import best_sup, lower_bound, sampled_tube, snapped

STEP = Target(lambda x: np.where(x > 0.1, x + 2, x * x), label("step"), (-1, 1), breaks=(0.1,))
HALF = 1.045  # (2.1 − 0.01)/2
#: E of the best function of x² with n breakpoints, 1/(2 (n + 1)²), without the closed form.
BARE = Target(np.square, label("x²"), (-1.0, 1.0), curvature=2.0)


def test_the_tube_of_a_proof_is_as_close_as_the_curvature_says():
    """δ = M h²/8 with M = 2: cells of h² <= 4 · 2.5e-4 · error, but from 200 to 20 000 of them."""
    for error, cells in ((0.02, 448), (0.5, 200), (1e-3, 2000), (1e-7, 20_000)):
        tube, deviation = uniform_tube(BARE, error)
        assert len(tube.x) == cells + 1
        assert deviation == pytest.approx(2 * (2 / cells) ** 2 / 8, rel=1e-9)
        if 200 < cells < 20_000:
            assert deviation <= 2.5e-4 * error * (1 + 1e-9)
            assert np.array_equal(tube.low, tube.x**2)
            assert np.array_equal(tube.high, tube.x**2)


@pytest.mark.parametrize("breakpoints", [0, 1, 4])
def test_the_margin_of_a_proof_is_twice_the_tubes_distance_and_a_millionth(breakpoints):
    """ε = E (1 − 1e-6) − δ is too narrow, so nothing is within ε − δ of the target."""
    error = 1 / (2 * (breakpoints + 1) ** 2)
    cells = min(max(math.ceil(2 * math.sqrt(2 / (8 * 2.5e-4 * error))), 200), 20_000)
    delta = (2 / cells) ** 2 / 4
    lower, certified, start = lower_bound(BARE, error, breakpoints)
    assert lower == pytest.approx(error * (1 - 1e-6) - 2 * delta, rel=1e-12)
    assert (certified, start) == (True, None)
    assert lower < error < lower * (1 + 6e-4)


def test_an_error_that_can_be_beaten_gets_a_better_start_and_a_bound_below_the_best():
    best = 1 / 50
    lower, certified, start = lower_bound(BARE, 0.021, 4)
    assert certified
    assert best * (1 - 6e-4) < lower < best
    assert len(start.breakpoints) <= 4
    assert measure(start, BARE).sup < 0.0201


def test_without_a_curvature_the_distance_is_estimated_with_a_tenth_more():
    bare = Target(np.square, label("x²"), (-1.0, 1.0))
    tube, deviation = sampled_tube(bare, 4000)
    lower, certified, start = lower_bound(bare, 0.02, 4)
    assert lower == pytest.approx(0.02 * (1 - 1e-6) - 2 * 1.1 * deviation, rel=1e-12)
    assert (certified, start) == (False, None)
    assert 4000 <= len(tube.x) < 8000


def test_more_breakpoints_get_more_points_in_the_tube():
    bare = Target(np.square, label("x²"), (-1.0, 1.0))
    _, deviation = sampled_tube(bare, 100 * 65)
    error = 1 / (2 * 65**2)
    lower, _, _ = lower_bound(bare, error, 64)
    assert lower == pytest.approx(error * (1 - 1e-6) - 2.2 * deviation, rel=1e-12)


def test_a_jump_bounds_every_error_by_half_its_height():
    assert half_largest_jump(STEP) == pytest.approx(HALF, rel=1e-12)
    assert half_largest_jump(square()) == 0
    lower, proved, start = lower_bound(STEP, HALF * (1 + 5e-10), 3)
    assert (lower, proved, start) == (half_largest_jump(STEP), True, None)
    lower, proved, _ = lower_bound(STEP, HALF * (1 + 1e-6), 3)
    assert (lower, proved) == (half_largest_jump(STEP), False)


def test_an_error_of_rounding_is_its_own_bound_and_proved_only_when_it_is_zero():
    assert lower_bound(absolute(), 0.0, 1) == (0, True, None)
    assert lower_bound(absolute(), 0.9e-13, 1) == (0, False, None)
    high = Target(lambda x: 5 + 0 * x, label("5"), (0.0, 1.0))
    assert lower_bound(high, 4.9e-13, 1) == (0, False, None)


def test_a_sampled_tube_is_denser_where_the_target_curves():
    tube, deviation = sampled_tube(Target(np.exp, label("exp"), (0.0, 6.0)), 400)
    assert 400 <= len(tube.x) < 800
    widths = np.diff(tube.x)
    assert widths[:10].min() > 8 * widths[-10:].max()
    assert np.array_equal(tube.low, np.exp(tube.x))
    middle = (tube.x[1:] + tube.x[:-1]) / 2
    off = np.abs(np.exp(middle) - (tube.low[1:] + tube.low[:-1]) / 2)
    assert deviation == off.max()


def test_a_sampled_tube_begins_with_an_eighth_of_the_points_evenly_and_64_at_least():
    line = Target(lambda x: x, label("x"), (0.0, 1.0))
    assert len(sampled_tube(line, 400)[0].x) == 64
    assert len(sampled_tube(line, 800)[0].x) == 100
    assert sampled_tube(line, 400)[1] == 0


def test_a_sampled_tube_has_both_sides_of_a_jump_and_nothing_between():
    tube, deviation = sampled_tube(STEP, 400)
    at = int(np.searchsorted(tube.x, 0.1))
    np.testing.assert_allclose(tube.x[at - 1 : at + 2] - 0.1, [-2e-9, 0, 2e-9], atol=1e-15)
    assert (tube.low[at], tube.high[at]) == pytest.approx((2.1, 0.01), rel=1e-8)
    assert (np.delete(tube.low, at) == np.delete(tube.high, at)).all()
    assert 0 < deviation < 1e-4


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
    known = (few, 1e-3 * (1 + 5e-11))
    f, error = better(Target(np.square, label("x²"), (-1.0, 1.0)), [], known)
    assert (f, error) == known
    worse = [PiecewiseLinear([-1, 0, 1], [0, 0, 0])]
    f, error = better(BARE, worse, (many, 0.9))
    assert error == pytest.approx(1 / 8, rel=1e-9)
    assert len(f.x) == 3


@pytest.mark.parametrize(("breakpoints", "used"), [(2, 2), (3, 2), (5, 2)])
def test_on_a_plateau_the_function_has_fewer_breakpoints_than_allowed(breakpoints, used):
    f, error, lower, certified = best_sup(sine(), breakpoints)
    assert len(f.breakpoints) == used
    assert certified
    assert lower <= error <= lower * (1 + 1e-3)


def test_the_best_of_a_parabola_is_found_without_its_closed_form():
    f, error, lower, certified = best_sup(BARE, 3)
    np.testing.assert_allclose(f.x, [-1, -0.5, 0, 0.5, 1], atol=1e-6)
    assert error == pytest.approx(1 / 32, rel=1e-10)
    assert 1 / 32 * (1 - 6e-4) < lower < 1 / 32
    assert certified


def test_breaks_are_met_exactly():
    f, error, lower, certified = best_sup(absolute(), 1)
    assert (f.x.tolist(), f.y.tolist()) == ([-1, 0, 1], [1, 0, 1])
    assert (error, lower, certified) == (0, 0, True)
    f, error, _, certified = best_sup(STEP, 2)
    assert error == pytest.approx(HALF, rel=1e-9)
    assert certified


def test_the_logistic_has_the_printed_errors_and_a_proof():
    _, error, lower, certified = best_sup(logistic(), 4)
    assert f"{error:.3e}" == "9.919e-03"
    assert certified
    assert lower < error < lower * (1 + 6e-4)


def test_the_first_tube_has_twenty_points_a_piece_and_400_at_least(monkeypatch):
    def recorded(target, points):
        asked.append(points)
        return sampled_tube(target, points)

    asked = []
    monkeypatch.setattr(sup, "sampled_tube", recorded)
    monkeypatch.setattr(sup, "polish", lambda f, target: f)
    monkeypatch.setattr(sup, "lower_bound", lambda *_: (0.0, False, None))
    for breakpoints in (3, 19, 24):
        best_sup(Target(np.exp, label("exp"), (-1.0, 1.0)), breakpoints)
    assert asked == [400, 400, 500]

"""Error against neurons: the measured slopes are theory's, and depth wins where it should."""

import math

import pytest

from approx.core.target import logistic, runge, sine, square
from approx.inputs.expression import target_of as read
from approx.limits import Needed, best
from approx.limits.compare import Exact, compare, needed

TARGETS = {"x²": square(), "logistic": logistic(), "sine": sine(), "Runge": runge()}


@pytest.mark.parametrize("name", TARGETS)
def test_errors_fall_with_the_square_of_the_pieces(name):
    found = compare(TARGETS[name], (16, 32, 64))
    assert found.slopes["optimum"] == pytest.approx(-2, abs=0.1)
    assert found.slopes["equidistributed"] == pytest.approx(-2, abs=0.15)
    for row in found.rows:
        assert row.lower <= row.optimum * (1 + 1e-12)
        assert row.optimum <= row.equidistributed * (1 + 1e-12)
        assert row.optimum <= row.uniform * (1 + 1e-12)
    assert found.rows[-1].rate == pytest.approx(found.rows[-1].optimum, rel=0.05)


def test_a_parabola_far_away_is_no_straight_line_and_has_no_errors_to_compare():
    """Its bend of 1/8 is less than the rounding of values near 10¹⁶."""
    found = compare(square((1e8, 1e8 + 1)), (1, 2))
    assert (found.exact.breakpoints, found.exact.neurons) == (0, 0)
    assert 0.125 < found.exact.rounded < 100
    assert found.deep == ()
    assert all(row.optimum == row.uniform == 0 for row in found.rows)
    assert compare(read("2*x + 1", (0.0, 3.0)).target, (1, 2)).exact == Exact(0, 0)


def test_what_is_known_of_a_parabola_less_far_away_is_not_called_zero():
    """Its values near 10¹² are rounded by 6e-5; its best error is 1/8 (n + 1)⁻²."""
    found = compare(square((1e6, 1e6 + 1)), (1, 2, 8, 64))
    assert found.exact is None
    for row in found.rows:
        assert row.optimum == pytest.approx(1 / 8 / (row.breakpoints + 1) ** 2, rel=1e-12)


@pytest.mark.parametrize("domain", [(0.0, 1.0), (-1.0, 1.0), (-4.0, 4.0)])
def test_depth_beats_width_for_a_parabola_from_eleven_neurons(domain):
    found = compare(square(domain), (1, 8, 11))
    assert found.crossing == 11
    errors = {deep.neurons: deep.error for deep in found.deep}
    size = (domain[1] - domain[0]) ** 2
    assert errors[8] == pytest.approx(size * 2**-9)
    assert errors[8] > best(square(domain), 8).error
    assert errors[11] < best(square(domain), 11).error


def test_only_a_parabola_gets_the_deep_construction():
    assert compare(sine(), (1, 2)).deep == ()
    assert compare(sine(), (1, 2)).crossing is None


@pytest.mark.parametrize("error", [0.1, 1e-2, 1e-3])
def test_the_breakpoints_that_an_error_needs_reach_it_and_one_fewer_does_not(error):
    found = needed(square(), error)
    assert found.at_least == found.enough
    n = found.enough
    assert 1 / (2 * (n + 1) ** 2) <= error * (1 + 1e-9)
    assert n == 0 or 1 / (2 * n**2) > error
    assert n == math.ceil(1 / math.sqrt(2 * error) - 1 - 1e-9)


def test_an_error_that_is_met_exactly_is_reached():
    """1/50 with four breakpoints is E itself, and rounding must not ask for a fifth."""
    assert needed(square(), 0.02) == Needed(4, 4)
    assert needed(square((-4.0, 4.0)), 16 / 50) == Needed(4, 4)


ZIGZAG = read("abs(x + 2) - abs(x) + abs(x - 1)", (-3.0, 3.0)).target


@pytest.mark.parametrize(
    ("target", "breakpoints", "neurons"),
    [
        (read("2*x + 1", (-1.0, 1.0)).target, 0, 0),
        (read("abs(x)", (-1.0, 1.0)).target, 1, 2),
        (read("max(1 - abs(x), 0)", (-2.0, 2.0)).target, 3, 3),
        (ZIGZAG, 3, 4),
    ],
)
def test_a_piecewise_linear_target_is_exact_from_its_own_breakpoints_on(
    target, breakpoints, neurons
):
    found = compare(target, (1, 2, 4, 8))
    assert found.exact == Exact(breakpoints, neurons)
    assert [row.optimum == 0 for row in found.rows] == [n >= breakpoints for n in (1, 2, 4, 8)]
    assert all(row.rate == 0 for row in found.rows)


def test_a_target_that_jumps_is_compared_in_the_rms_norm():
    """Of −1 | 1 the best line is 3x/2, off by √(1 − 3/4) = 1/2; a steep pair leaves nothing."""
    step = read("where(x < 0, -1, 1)", (-1.0, 1.0)).target
    found = compare(step, (1, 2))
    assert found.norm == "rms"
    assert found.rows[1].optimum < 1e-4
    assert best(step, 0, "l2").error / 2**0.5 == pytest.approx(0.5, rel=1e-6)
    assert needed(step, 0.51) == Needed(0, 0)


def test_a_plateau_is_shown_where_it_is():
    """The logistic's best error is the same with two and three breakpoints."""
    two, three, four = compare(logistic(), (2, 3, 4)).rows
    assert two.optimum == pytest.approx(three.optimum, rel=1e-6)
    assert four.optimum < 0.5 * three.optimum


def test_theory_says_nothing_of_straight_pieces():
    """Their curvature is 0: what interpolation leaves of it is rounding."""
    bent = read("max(0, x) - 3*max(0, x - 0.4)", (-1.0, 1.0)).target
    assert [row.rate for row in compare(bent, (1, 4)).rows] == [0, 0]
    assert compare(square(), (1, 4)).rows[0].rate > 0


def test_the_best_is_no_worse_than_what_was_found_elsewhere():
    """With as many breakpoints, and with more of them."""
    plain, told = compare(square(), (2, 3, 4)), compare(square(), (2, 3, 4), (3, 1e-3))
    assert [row.optimum for row in told.rows] == [plain.rows[0].optimum, 1e-3, 1e-3]
    assert all(row.lower <= row.optimum for row in told.rows)
    assert compare(square(), (2, 3, 4), (3, 1.0)).rows == plain.rows

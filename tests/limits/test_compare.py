"""Error against neurons: the measured slopes are theory's, and depth wins where it should."""

import math

import pytest

from approx.core.target import logistic, runge, sine, square
from approx.limits import best
from approx.limits.compare import compare, neurons_for

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
def test_the_fewest_neurons_for_an_error_reach_it_and_one_fewer_does_not(error):
    n = neurons_for(square(), error)
    assert 1 / (2 * (n + 1) ** 2) <= error * (1 + 1e-9)
    assert n == 0 or 1 / (2 * n**2) > error
    assert n == math.ceil(1 / math.sqrt(2 * error) - 1 - 1e-9)


def test_a_plateau_is_shown_where_it_is():
    """The logistic's best error is the same with two and three breakpoints."""
    two, three, four = compare(logistic(), (2, 3, 4)).rows
    assert two.optimum == pytest.approx(three.optimum, rel=1e-6)
    assert four.optimum < 0.5 * three.optimum

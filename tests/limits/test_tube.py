"""The fewest links through a tube, and the narrowest tube, against linear programs and by hand."""

import numpy as np
import pytest
from scipy.optimize import linprog

from approx.limits import tube
from approx.limits.tube import Link, Tube, joined

TENT = Tube(np.arange(3.0), *[np.array([0.0, 1.0, 0.0])] * 2)


def through(link, *points):
    return [link.at(x) == pytest.approx(y, abs=1e-12) for x, y in points] == [True] * len(points)


def polyline(seed, n=12):
    rng = np.random.default_rng(seed)
    x = np.cumsum(rng.uniform(0.2, 1.0, n))
    y = rng.normal(size=n)
    return Tube(x, y, y)


def smallest(tube, breaks=()):
    """The half-width of the narrowest tube with breakpoints there, by linear programming."""
    t = np.r_[tube.x[0], breaks, tube.x[-1]]
    hats = np.array([np.interp(tube.x, t, unit) for unit in np.eye(len(t))]).T
    one = np.ones((len(tube.x), 1))
    system = np.block([[hats, -one], [-hats, -one]])
    cost = np.r_[np.zeros(len(t)), 1]
    free = [(None, None)] * len(t) + [(0, None)]
    return linprog(cost, system, np.r_[tube.high, -tube.low], bounds=free).fun


def test_a_link_is_a_line_through_a_point():
    link = Link(2.0, 1.0, 3.0)
    assert (link.at(1), link.at(2.5)) == (3, 6)
    assert link.mirrored() == Link(-2.0, 1.0, -3.0)


def test_the_first_link_gets_as_far_as_any_line():
    """Half-width 1/4: from (0, 1/4) over (1, 3/4) the line meets the upper wall at x = 4/3."""
    first, second = TENT.links(0.25, 9)
    assert through(first, (0, 0.25), (1, 0.75))
    # The second begins on the wall between (1, 5/4) and (4/3, 11/12), and ends inside the tube.
    assert abs(second.at(2)) <= 0.25 + 1e-12
    assert first.at(4 / 3) == pytest.approx(11 / 12)
    crossing = joined([first, second], (0, 2)).breakpoints
    assert 1 <= crossing[0] <= 4 / 3 + 1e-12


def test_a_mirrored_tube_has_the_mirrored_first_link():
    flipped = Tube(TENT.x, -TENT.low, -TENT.high).links(0.25, 9)
    assert flipped[0] == TENT.links(0.25, 9)[0].mirrored()
    assert abs(flipped[1].at(2)) <= 0.25 + 1e-12


@pytest.mark.parametrize("seed", range(20))
def test_the_links_cross_inside_the_tube(seed):
    tube = polyline(seed)
    for epsilon in (0.05, 0.3, 0.8):
        f = joined(tube.links(epsilon, 99), (tube.x[0], tube.x[-1]))
        places = np.union1d(tube.x, f.x)
        off = f(places) - np.interp(places, tube.x, tube.low)
        assert np.abs(off).max() <= epsilon * (1 + 1e-9)


@pytest.mark.parametrize("seed", range(20))
def test_one_link_needs_the_half_width_of_the_best_line(seed):
    tube = polyline(seed)
    fails, enough, path = tube.narrowest(1, rtol=1e-9)
    exact = smallest(tube)
    assert fails < exact <= enough * (1 + 1e-12)
    assert enough - fails <= 1e-9 * enough
    assert len(path) == 1
    assert tube.links(exact * (1 - 1e-9), 1) is None
    assert len(tube.links(exact * (1 + 1e-9), 1)) == 1


@pytest.mark.parametrize("seed", range(3))
def test_two_links_need_no_more_than_any_place_of_the_breakpoint(seed):
    tube = polyline(seed, 7)
    fails, enough, path = tube.narrowest(2)
    places = np.linspace(tube.x[0], tube.x[-1], 62)[1:-1]
    brute = min(smallest(tube, [t]) for t in places)
    assert len(path) == 2
    assert fails < brute
    assert brute * (1 - 0.05) <= enough <= brute * (1 + 1e-6)


def test_the_narrowest_tube_is_bracketed_from_the_least_width_on():
    fails, enough, path = TENT.narrowest(1)
    assert fails < 0.5 <= enough <= fails * (1 + 1.1e-6)
    assert len(path) == 1
    fails, enough, _ = TENT.narrowest(1, least=0.5)
    assert fails == 0.5
    assert enough <= 0.5 * (1 + 1.1e-6)
    fails, enough, _ = TENT.narrowest(1, rtol=0.25)
    assert enough - fails > 1e-3
    # Two links are exact: halved down to the rounding of the values.
    fails, enough, path = TENT.narrowest(2)
    assert fails == 0
    assert enough <= 1e-15
    assert len(path) == 2


def test_the_narrowest_tube_is_halved_to_the_rounding_of_its_values_and_no_further():
    high = Tube(TENT.x, TENT.low * 1e6, TENT.high * 1e6)
    assert 0.4e-9 < high.narrowest(2)[1] <= 1e-9


def test_a_fine_tube_is_guessed_from_every_eighth_point_with_the_same_answer():
    x = np.linspace(0, 3, 401)
    tube = Tube(x, np.sin(3 * x), np.sin(3 * x))
    for most in (1, 3, 6):
        fails, enough, path = tube.narrowest(most)
        assert fails < enough <= fails * (1 + 1.1e-6)
        assert tube.links(fails, most) is None
        assert len(path) <= most
    above, below = tube._guesses(3, 0.0)
    assert above / below == pytest.approx(1.04 / 0.96)
    assert below < tube.narrowest(3)[1] < above
    assert Tube(x[:24], x[:24], x[:24])._guesses(3, 0.0) == []
    assert len(Tube(x[:25], np.sin(9 * x[:25]), np.sin(9 * x[:25]))._guesses(3, 0.0)) == 2


@pytest.mark.parametrize("epsilon", [0.02, 0.3, 1.2, 2.9])
def test_links_that_pass_blocks_at_once_are_those_that_pass_point_by_point(epsilon, monkeypatch):
    x = np.linspace(-3, 3, 3000)
    y = x * np.sin(60 * x) + np.random.default_rng(3).normal(0, 0.01, len(x))
    at_once = Tube(x, y, y).links(epsilon, 3000)
    monkeypatch.setattr(tube, "BLOCK", 10**9)
    assert at_once == Tube(x, y, y).links(epsilon, 3000)


def test_a_jump_needs_half_its_height_and_may_be_followed_at_that():
    low, high = np.array([0, 2.0, 2]), np.array([0, 0.0, 2])
    tube = Tube(np.arange(3.0), low, high)
    assert tube.links(0.999, 9) is None
    assert tube.links(1.0, 9) is not None
    fails, enough, path = tube.narrowest(1, least=1.0)
    assert fails == 1
    assert through(path[0], (1, 1))
    assert enough == pytest.approx(1, rel=2e-6)


def test_a_constant_is_one_link_at_once():
    tube = Tube(np.arange(4.0), np.full(4, 7.0), np.full(4, 7.0))
    fails, enough, path = tube.narrowest(3)
    assert (fails, len(path)) == (0, 1)
    assert enough <= 1e-14
    assert through(path[0], (0, 7), (3, 7))


def test_links_are_joined_where_they_cross():
    """y = x, y = 2 − x, y = 0: crossings at 1 and 2, none outside or of equal slopes."""
    lines = [Link(1.0, 0.0, 0.0), Link(-1.0, 2.0, 0.0), Link(0.0, 5.0, 0.0)]
    f = joined(lines, (-1, 3))
    assert (f.x.tolist(), f.y.tolist()) == ([-1, 1, 2, 3], [-1, 1, 0, 0])
    assert joined(lines[:1] * 2, (-1, 3)).x.tolist() == [-1, 3]
    # The second crossing lies before the first: only one breakpoint is possible.
    f = joined([lines[0], lines[2], Link(1.0, 1.0, 0.5)], (-1, 3))
    assert f.x.tolist() == [-1, 0, 0.5, 3]
    f = joined([lines[0], Link(0.0, 0.0, 9.0)], (-1, 3))
    assert (f.x.tolist(), f.y.tolist()) == ([-1, 3], [-1, 9])

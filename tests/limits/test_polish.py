"""The polish of the sup error: its extrema, derivatives and steps by value, and where it ends."""

import numpy as np
import pytest

from approx.core.error import measure
from approx.core.piecewise import PiecewiseLinear
from approx.core.smooth_pieces import breaks
from approx.core.target import Target, absolute, label, logistic, sine, square
from approx.limits import polish as module
from approx.limits.polish import polish

X, Y = np.array([-1.0, 0.25, 1.0]), np.array([0.5, 0.0, 0.75])
STEP = Target(lambda x: np.where(x > 0.5, 2.0, 0.0), label("step"), (0.0, 1.0), breaks=(0.5,))


def extrema(target, x, y):
    return module.extrema_of(target, breaks(target), x, y)


def inside(target, x, y):
    """Where f − target has slope 0: the search of an end cell may also end at a sample."""
    places = module._inside(target, np.asarray(x), np.asarray(y))
    f, h = PiecewiseLinear(x, y), 1e-7 * (x[-1] - x[0])
    level = [abs(f(t, 1) - (target(t + h) - target(t - h)) / (2 * h)) < 1e-4 for t in places]
    return np.unique(places[level].round(6)).tolist()


def test_extrema_are_the_breakpoints_the_breaks_from_both_sides_and_the_inner_ones():
    """Slopes −0.4 and 1: x² is as steep at −0.2 and at 0.5."""
    found = extrema(square(), X, Y)
    assert found.x[:3].tolist() == X.tolist()
    np.testing.assert_allclose(found.error[:3], [-0.5, -0.0625, -0.25])
    assert inside(square(), X, Y) == [-0.2, 0.5]
    assert found.breakpoint.tolist() == [0, 1, 2] + [-1] * (len(found.x) - 3)
    at = np.abs(found.x + 0.2).argmin()
    assert found.error[at] == pytest.approx(-0.4 * 0.8 + 0.5 - 0.04, abs=1e-12)
    assert found.sup == 0.5


def test_at_a_break_both_limits_count():
    found = extrema(STEP, np.array([0.0, 1.0]), np.array([0.0, 1.0]))
    assert found.x[2:4].tolist() == [0.5, 0.5]
    assert found.error[2:4].tolist() == [0.5, -1.5]
    assert found.breakpoint.tolist()[:4] == [0, 1, -1, -1]
    assert found.sup == 1.5


def test_an_extremum_in_the_first_or_last_cell_of_a_piece_is_found():
    """Cells are 1/63 wide; the extremum of x² − 2c x lies at c."""
    for c in (0.004, 0.3, 0.5, 0.997):
        shifted = Target(lambda x, c=c: x * x - 2 * c * x, label("q"), (0.0, 1.0))
        assert inside(shifted, [0.0, 1.0], [0.0, 0.0]) == [c]


def test_minima_and_maxima_are_told_apart():
    """sin has both; on the line 0 they lie at ±π/2."""
    wave = Target(np.sin, label("sin"), (-3.0, 3.0))
    assert inside(wave, [-3.0, 3.0], [0.0, 0.0]) == [-1.570796, 1.570796]


def test_places_within_a_millionth_of_a_breakpoint_are_the_breakpoints_own():
    for c, count in ((0.5e-6, 0), (1e-5, 1), (1 - 1e-5, 1), (1 - 0.5e-6, 0)):
        shifted = Target(lambda x, c=c: (x - c) ** 2, label("q"), (0.0, 1.0))
        found = module._inside(shifted, np.array([0.0, 1.0]), np.zeros(2))
        assert ((found < 1e-4) | (found > 1 - 1e-4)).sum() == count


def test_brackets_hold_an_extremum_each():
    points = np.linspace(0, 1, 5)[None]
    error = np.array([[0, 2, 1, -1, 3.0]])
    piece, left, right, sign = module._brackets(points, error)
    assert piece.tolist() == [0, 0, 0, 0]
    assert left.tolist() == [0, 0.5, 0, 0.75]
    assert right.tolist() == [0.5, 1, 0.25, 1]
    assert sign.tolist() == [1, -1, 1, -1]


def test_the_linearisation_is_the_derivative_of_the_error():
    """By central differences; a breakpoint's own place moves with it, others stay."""
    target, h = logistic((-2.0, 2.0)), 1e-6
    x, y = np.array([-2.0, -0.5, 1.0, 2.0]), np.array([0.1, 0.4, 0.7, 0.9])
    found = extrema(target, x, y)
    by_breakpoint, by_value = module.linearised(target, x, y, found)

    def errors(x, y):
        places = np.where(found.breakpoint >= 0, x[found.breakpoint], found.x)
        return PiecewiseLinear(x, y)(places) - target(places)

    for k in range(4):
        unit = h * np.eye(4)[k]
        rise = (errors(x, y + unit) - errors(x, y - unit)) / (2 * h)
        np.testing.assert_allclose(by_value[:, k], rise, atol=1e-8)
        if k in (1, 2):
            move = (errors(x + unit, y) - errors(x - unit, y)) / (2 * h)
            np.testing.assert_allclose(by_breakpoint[:, k], move, atol=1e-6)


def test_one_step_of_the_program_moves_within_its_radius_and_promises_its_gain():
    found = extrema(square(), X, Y)
    for radius in (0.3, 0.01):
        dx, _, promised = module._program(square(), X, Y, found, radius)
        assert dx[0] == dx[2] == 0
        assert 0 < abs(dx[1]) <= radius * 0.75 * (1 + 1e-9)
        assert 1 / 16 < promised < 0.5
    # In the smallest step the values alone are free: the promise is the largest error left.
    _, dy, promised = module._program(square(), X, Y, found, 1e-12)
    _, by_value = module.linearised(square(), X, Y, found)
    left = found.error + by_value @ dy
    assert np.abs(left).max() == pytest.approx(promised, rel=1e-8)
    # Three places of alternating sign on one piece: no values are better.
    assert np.sign(left[np.abs(np.abs(left) - promised) < 1e-8]).tolist() == [-1, -1, 1]


def test_a_breakpoint_on_a_break_of_the_target_stays_there():
    x, y = np.array([-1.0, 0.0, 1.0]), np.array([0.9, 0.2, 0.7])
    dx, *_ = module._program(absolute(), x, y, extrema(absolute(), x, y), 0.3)
    assert dx.tolist() == [0, 0, 0]
    polished = polish(PiecewiseLinear(x, y), absolute())
    assert polished.x.tolist() == [-1, 0, 1]
    np.testing.assert_allclose(polished.y, [1, 0, 1], atol=1e-12)


@pytest.mark.parametrize("n", [1, 3, 6])
def test_the_polish_ends_at_the_best_function_of_a_parabola(n):
    """E = 1/(2 m²) with m equal pieces, from a crooked start."""
    m = n + 1
    start = np.linspace(-1, 1, m + 1)
    start[1:-1] += np.random.default_rng(n).uniform(-0.4, 0.4, n) / m
    f = polish(PiecewiseLinear(start, start**2), square())
    np.testing.assert_allclose(f.x, np.linspace(-1, 1, m + 1), atol=1e-6)
    assert measure(f, square()).sup == pytest.approx(1 / (2 * m * m), rel=1e-11)


def test_the_polish_is_never_worse_and_stays_where_it_is_best():
    rng = np.random.default_rng(4)
    for _ in range(2):
        x = np.sort(np.r_[-1.5, rng.uniform(-1.4, 1.4, 4), 1.5])
        start = PiecewiseLinear(x, rng.normal(size=6))
        after = polish(start, sine(3.0, (-1.5, 1.5)))
        assert (
            measure(after, sine(3.0, (-1.5, 1.5))).sup <= measure(start, sine(3.0, (-1.5, 1.5))).sup
        )
        assert len(after.x) == 6
    best = PiecewiseLinear([-1, 1], [0.5, 0.5])
    assert measure(polish(best, square()), square()).sup == pytest.approx(0.5, rel=1e-14)
    exact = PiecewiseLinear([-1, 0, 1], [1, 0, 1])
    assert polish(exact, absolute()).y.tolist() == [1, 0, 1]


def test_numbers_beyond_float64_end_the_polish():
    """The slope between breakpoints 1e-300 apart overflows: the program is not asked."""
    x, y = np.array([0.0, 1e-300, 1.0]), np.array([0.0, 1e10, 1.0])
    with np.errstate(all="ignore"):
        found = module.Extrema(np.array([0.0, 0.5e-300]), np.array([1.0, 2.0]), np.array([0, -1]))
        assert module._program(square((0.0, 1.0)), x, y, found, 0.3) is None

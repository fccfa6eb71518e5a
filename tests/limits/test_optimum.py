"""Closed forms, bounds on what is asked, and the fewest breakpoints, by value."""

import math

import numpy as np
import pytest

from approx.core.target import Target, absolute, label, logistic, square
from approx.limits import best, fewest_breakpoints
from approx.limits.optimum import _guess as guess
from approx.limits.optimum import curvature_of
from approx.system.errors import InputError


def target(function, domain=(-1.0, 1.0), **known):
    return Target(function, label("f"), domain, **known)


def test_the_best_of_a_parabola_lies_an_eighth_or_a_sixth_of_h_squared_below_it():
    """On [−4, 4] with three breakpoints: h = 2, E = 1/2; in L2 h²/6 below, E = 2^{7.5}/(3√5 16)."""
    sup = best(square((-4.0, 4.0)), 3)
    assert sup.function.x.tolist() == [-4, -2, 0, 2, 4]
    assert sup.function.y.tolist() == [15.5, 3.5, -0.5, 3.5, 15.5]
    assert (sup.error, sup.lower, sup.breakpoints, sup.norm) == (0.5, 0.5, 3, "sup")
    l2 = best(square((-4.0, 4.0)), 3, "l2")
    np.testing.assert_allclose(l2.function.y, sup.function.x**2 - 4 / 6, rtol=1e-14)
    assert l2.error == pytest.approx(8**2.5 / (6 * math.sqrt(5) * 16), rel=1e-14)
    assert sup.certified
    assert l2.certified
    assert best(target(lambda x: -3 * x * x), 0).error == pytest.approx(1.5, rel=1e-14)


def test_a_line_is_one_piece_however_many_are_allowed():
    assert best(target(lambda x: 2 * x - 1), 5).function.x.tolist() == [-1, 1]


def test_parabolas_are_recognised_by_their_values():
    assert curvature_of(square()) == 2
    assert curvature_of(target(lambda x: 3 * x * x - x, (2.0, 5.0))) == pytest.approx(6, rel=1e-12)
    assert curvature_of(target(lambda x: 5 - 2 * x)) == 0
    assert curvature_of(target(lambda x: 0 * x)) == 0
    assert curvature_of(logistic()) is None
    assert curvature_of(absolute()) is None
    assert curvature_of(target(np.square, breaks=(0.5,))) is None
    assert curvature_of(target(np.square, defined_on=((-1.0, 0.0),))) is None
    # By a rounding or two of the largest value a function may be off, by more not.
    assert curvature_of(target(lambda x: x * x + 2e-15 * np.sin(9 * x))) is not None
    assert curvature_of(target(lambda x: x * x + 1e-14 * np.sin(9 * x))) is None
    assert curvature_of(target(lambda x: 1 + 3e-15 * x * x)) == 0
    assert curvature_of(target(lambda x: 1 + 1e-14 * x * x)) == pytest.approx(2e-14, rel=0.1)


def test_up_to_256_breakpoints_are_placed():
    assert best(square(), 256).error == pytest.approx(1 / (2 * 257**2), rel=1e-14)
    for number in (-1, 257):
        with pytest.raises(InputError, match=f"{number} breakpoints; between 0 and 256"):
            best(square(), number)


def test_a_target_with_gaps_or_poles_or_without_a_value_is_refused():
    for poles, what in (((), "gaps"), ((0.5,), "poles")):
        holes = target(np.abs, defined_on=((-1.0, 0.0),), poles=poles)
        with pytest.raises(InputError, match=rf"f has {what} on \[-1, 1\]"):
            best(holes, 1)
    with np.errstate(all="ignore"), pytest.raises(InputError, match="no finite value at x = 0;"):
        best(target(lambda x: np.sin(x) / x), 1)


@pytest.mark.parametrize("n", [1, 7, 256])
def test_the_fewest_breakpoints_are_exact_for_a_parabola(n):
    """E = 1/(2 (n + 1)²) takes n, and anything below one more."""
    error = 1 / (2 * (n + 1) ** 2)
    assert fewest_breakpoints(square(), error * (1 + 1e-12)) == n
    if n < 256:
        assert fewest_breakpoints(square(), error * (1 - 1e-9)) == n + 1
    else:
        with pytest.raises(InputError, match="takes more than 256 breakpoints"):
            fewest_breakpoints(square(), error * (1 - 1e-9))
    assert fewest_breakpoints(square(), 0.5) == 0


def test_on_a_plateau_the_fewest_breakpoints_are_those_where_it_begins():
    plateau = best(logistic(), 3).error
    assert fewest_breakpoints(logistic(), plateau * (1 + 1e-6)) == 2


def test_the_first_guess_is_theorys_between_1_and_256():
    assert guess(square(), 1 / (2 * 10.5**2), "sup") == 9
    assert guess(square(), 10.0, "sup") == 1
    assert guess(square(), 1e-9, "sup") == 256
    assert guess(square(), 0.0, "sup") == 255

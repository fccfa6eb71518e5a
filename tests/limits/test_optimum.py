"""Closed forms, bounds on what is asked, and the fewest breakpoints, by value."""

import math
from dataclasses import replace

import numpy as np
import pytest

from approx.core.target import Target, absolute, label, logistic, square
from approx.inputs.expression import target_of
from approx.limits import best, fewest_breakpoints
from approx.limits.optimum import _guess as guess
from approx.limits.optimum import curvature_of
from approx.system.errors import InputError


def target(function, domain=(-1.0, 1.0), **known):
    return Target(function, label("f"), domain, **known)


def typed(text, domain=(-1.0, 1.0)):
    return target_of(text, domain).target


def test_the_best_of_a_parabola_lies_an_eighth_or_a_sixth_of_h_squared_below_it():
    """On [−4, 4] with three breakpoints: h = 2, E = 1/2; in L2 h²/6 below, E = 2^{7.5}/(3√5 16)."""
    sup = best(square((-4.0, 4.0)), 3)
    assert sup.function.x.tolist() == [-4, -2, 0, 2, 4]
    assert sup.function.y.tolist() == [15.5, 3.5, -0.5, 3.5, 15.5]
    assert (sup.error, sup.lower, sup.breakpoints, sup.norm) == (0.5, 0.5, 3, "sup")
    l2 = best(square((-4.0, 4.0)), 3, "l2")
    np.testing.assert_allclose(l2.function.y, sup.function.x**2 - 4 / 6, rtol=1e-14)
    assert l2.error == pytest.approx(8**2.5 / (6 * math.sqrt(5) * 16), rel=1e-14)
    assert sup.proved
    assert l2.proved
    assert best(typed("-3*x^2"), 0).error == pytest.approx(1.5, rel=1e-14)


def test_a_line_is_one_piece_however_many_are_allowed():
    assert best(typed("2*x - 1"), 5).function.x.tolist() == [-1, 1]


def test_parabolas_are_proved_from_their_formula():
    assert curvature_of(square()) == 2
    assert curvature_of(typed("3*x*x - x", (2.0, 5.0))) == 6
    assert curvature_of(typed("(2*x + 1)^2/3 - x")) == pytest.approx(8 / 3, rel=1e-14)
    assert curvature_of(typed("5 - 2*x")) == 0
    assert curvature_of(typed("0*x + 3*x - x/7")) == 0
    assert curvature_of(typed("1 + 1e-14*x^2")) == pytest.approx(2e-14, rel=1e-14)
    assert curvature_of(logistic()) is None
    assert curvature_of(absolute()) is None
    assert curvature_of(replace(square(), breaks=(0.5,))) is None
    assert curvature_of(replace(square(), defined_on=((-1.0, 0.0),))) is None


@pytest.mark.parametrize(
    "text", ["x^2 + exp(-1e5*(x - 0.3137)^2)", "x^2 + 1e-9*x^3", "x^2 + 1e-12*sin(9*x)"]
)
def test_what_samples_could_not_tell_from_a_parabola_is_none(text):
    assert curvature_of(typed(text)) is None


def test_the_curvature_of_a_function_that_can_only_be_called_is_not_known():
    assert curvature_of(target(lambda x: x * x)) is None


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

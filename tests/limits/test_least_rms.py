"""The rms error falls as far as the largest error leaves room, and that does not grow."""

import numpy as np
import pytest
from scipy.optimize import minimize

from approx.core.error import measure
from approx.core.piecewise import PiecewiseLinear
from approx.core.target import absolute, square
from approx.inputs.expression import target_of
from approx.limits import best
from approx.limits.least_rms import least_rms


def typed(text, a, b):
    return target_of(text, (float(a), float(b))).target


@pytest.mark.parametrize(
    ("text", "a", "b", "n", "share"),
    [
        ("sin(3*x)", -3, 3, 7, 0.95),  # six breakpoints are as good: a plateau
        ("exp(-x^2)*cos(4*x)", -3, 3, 8, 0.9),  # all are needed, but only in the middle
        ("1/(1+25*x^2)", -1, 1, 8, 0.7),
        ("exp(x)", -2, 2, 7, 1.0),  # the best function is the only one
    ],
)
def test_the_rms_error_falls_and_the_largest_does_not_grow(text, a, b, n, share):
    target = typed(text, a, b)
    start = best(target, n)
    f = least_rms(start.function, target, n)
    before, after = measure(start.function, target), measure(f, target)
    assert len(f.breakpoints) == n
    assert start.lower <= after.sup <= start.error * (1 + 1e-6)
    assert after.l2 <= before.l2 * share * (1 + 1e-6)


def test_with_these_breakpoints_no_values_have_a_smaller_rms_error():
    """A convex program on a grid, by SciPy; values that it finds may gain a thousandth."""
    target = typed("1/(1+25*x^2)", -1, 1)
    f = least_rms(best(target, 8).function, target, 8)
    x = np.union1d(np.linspace(-1, 1, 601), f.x)
    hats = np.array([np.interp(x, f.x, row) for row in np.eye(len(f.x))]).T
    y, sup = target(x), float(np.abs(f(x) - target(x)).max())
    weight = np.gradient(x)

    def squared(values):
        off = hats @ values - y
        return weight @ off**2 * 1e4, 2e4 * hats.T @ (weight * off)

    def room(values):
        off = hats @ values - y
        return np.r_[sup - off, sup + off]

    bound = {"type": "ineq", "fun": room, "jac": lambda values: np.vstack([-hats, hats])}
    known = minimize(squared, f.y, jac=True, method="SLSQP", constraints=bound)
    assert known.success
    assert squared(f.y)[0] <= known.fun * (1 + 4e-3)


def test_where_there_is_no_error_nothing_changes():
    f = PiecewiseLinear([-1, 0, 1], [1, 0, 1])
    assert least_rms(f, absolute(), 6) is f


def test_the_only_best_function_stays():
    target = square((-1.0, 1.0))
    f = least_rms(best(target, 3).function, target, 3)
    np.testing.assert_allclose(f.x, np.linspace(-1, 1, 5), atol=1e-3)
    assert measure(f, target).sup == pytest.approx(1 / 32, rel=1e-6)

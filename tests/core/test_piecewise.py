"""A piecewise-linear function computes like SciPy's PPoly, and keeps its corners."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from approx.core.piecewise import PiecewiseLinear
from approx.system.errors import InputError

HAT = PiecewiseLinear([-1, 0, 1], [0, 1, 0])


@st.composite
def functions(draw):
    n = draw(st.integers(2, 8))
    steps = draw(st.lists(st.integers(1, 40), min_size=n - 1, max_size=n - 1))
    values = draw(st.lists(st.integers(-50, 50), min_size=n, max_size=n))
    x = np.concatenate([[0], np.cumsum(steps)]) / np.sum(steps) * 4 - 2
    return PiecewiseLinear(x, np.array(values) / 8)


@given(functions())
def test_values_slopes_and_integrals_are_those_of_scipy(f):
    poly = f.to_ppoly()
    x = np.linspace(*f.domain, 101)
    assert np.allclose(f(x), poly(x), atol=1e-12)
    assert f.integrate() == pytest.approx(float(poly.integrate(*f.domain)), abs=1e-12)
    assert np.allclose(f.antiderivative()(x[-1]), f.integrate(), atol=1e-12)


@given(functions(), functions())
def test_arithmetic_is_pointwise(f, g):
    x = np.linspace(*f.domain, 57)
    assert np.allclose((f + g)(x), f(x) + g(x), atol=1e-12)
    assert np.allclose((2 * f - g + 1)(x), 2 * f(x) - g(x) + 1, atol=1e-12)
    assert np.allclose(f.relu()(x), np.maximum(f(x), 0), atol=1e-12)


@given(functions())
def test_norms_are_those_of_a_fine_quadrature(f):
    x = np.linspace(*f.domain, 40001)
    step = x[1] - x[0]
    assert f.norm(math.inf) == np.abs(f.y).max()
    assert f.norm(2) == pytest.approx(math.sqrt(np.trapezoid(f(x) ** 2, dx=step)), abs=1e-3)
    assert f.norm(1) == pytest.approx(np.trapezoid(np.abs(f(x)), dx=step), abs=1e-3)


@given(functions())
def test_every_root_is_one(f):
    roots = f.roots()
    assert np.allclose(f(roots), 0, atol=1e-12)
    signs = np.sign(f.y[f.y != 0])
    assert len(roots) >= np.count_nonzero(np.diff(signs))


def test_a_hat_has_one_breakpoint_and_its_jump():
    assert HAT.breakpoints.tolist() == [0]
    assert HAT.jumps.tolist() == [-2]
    assert HAT(0.25) == 0.75
    assert HAT(0.0, 1) == -1  # from the right
    assert HAT.solve(0.5).tolist() == [-0.5, 0.5]
    assert (HAT.max(), HAT.min()) == (1, 0)


def test_outside_the_domain_the_end_pieces_go_on():
    assert HAT.restricted((-3, 3)).y.tolist() == [-2, 1, -2]
    assert HAT.integrate(0, 3) == pytest.approx(-1.5)


def test_a_node_without_a_corner_is_dropped_by_simplified():
    assert HAT.refined([-0.5, 0.5]).simplified().x.tolist() == [-1, 0, 1]


@pytest.mark.parametrize(
    ("x", "y", "message"),
    [
        ([0, 0], [1, 2], "increase strictly"),
        ([0, 1], [1, math.nan], "finite"),
        ([0], [1], "at least 2"),
        ([0, 1], [1, 2, 3], "same length"),
    ],
)
def test_what_is_not_a_function_is_refused(x, y, message):
    with pytest.raises(InputError, match=message):
        PiecewiseLinear(x, y)


def test_domains_must_agree():
    with pytest.raises(InputError, match="domains differ"):
        HAT + PiecewiseLinear([0, 1], [0, 1])

"""Small convex programs, compared with SciPy's solvers."""

import numpy as np
import pytest
from scipy.optimize import linprog, minimize

from approx.limits.interior_point import solve


def box(n):
    return np.vstack([np.eye(n), -np.eye(n)]), np.ones(2 * n)


@pytest.mark.parametrize("seed", range(12))
def test_linear_programs_reach_the_value_of_highs(seed):
    """The least largest |e + A d| within a box, as in the polish."""
    rng = np.random.default_rng(seed)
    n = int(rng.integers(1, 30))
    a, e = rng.normal(size=(3 * n, n)), rng.normal(size=3 * n)
    ones, (sides, room) = np.ones((3 * n, 1)), box(n)
    matrix = np.vstack([np.c_[a, -ones], np.c_[-a, -ones], np.c_[sides, np.zeros(2 * n)]])
    bound, last = np.r_[-e, e, room], np.r_[np.zeros(n), 1.0]
    found = solve(last, last, matrix, bound)
    known = linprog(last, A_ub=matrix, b_ub=bound, bounds=(None, None), method="highs")
    assert found[-1] == pytest.approx(known.fun, rel=1e-9)
    assert (matrix @ found <= bound + 1e-9).all()


@pytest.mark.parametrize("seed", range(6))
def test_quadratic_programs_reach_the_value_of_slsqp(seed):
    rng = np.random.default_rng(seed)
    n = int(rng.integers(2, 8))
    root, linear = rng.normal(size=(n, n)), 3 * rng.normal(size=n)
    curved, (matrix, bound) = root @ root.T, box(n)
    found = solve(np.zeros(n), linear, matrix, bound, curved)

    def value(z):
        return float(z @ curved @ z / 2 + linear @ z)

    known = minimize(value, np.zeros(n), method="SLSQP", bounds=[(-1, 1)] * n, tol=1e-14)
    assert value(found) == pytest.approx(known.fun, rel=1e-7)
    assert np.abs(found).max() <= 1 + 1e-9


def test_among_equally_good_solutions_no_corner_is_found():
    matrix, bound = box(2)
    found = solve(np.array([0.5, 0.3]), np.array([0.0, 1.0]), matrix, bound)
    assert found[1] == pytest.approx(-1, abs=1e-8)
    assert abs(found[0]) < 0.6


def test_a_start_outside_the_bounds_is_allowed():
    matrix, bound = box(2)
    found = solve(np.array([5.0, -7.0]), np.array([1.0, 1.0]), matrix, bound)
    np.testing.assert_allclose(found, [-1, -1], atol=1e-8)


def test_without_a_solution_there_is_none():
    """x ≤ −1 and −x ≤ −1; and a fall without end."""
    assert solve(np.zeros(1), np.ones(1), np.array([[1.0], [-1.0]]), -np.ones(2)) is None
    assert solve(np.zeros(1), np.ones(1), np.array([[1.0]]), np.ones(1)) is None

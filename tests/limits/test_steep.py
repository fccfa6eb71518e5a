"""Steep, singular, jumping and oscillating targets: limits that hold in both norms."""

from itertools import pairwise

import numpy as np
import pytest
from steep_targets import TARGETS, typed

from approx.core.error import measure
from approx.core.piecewise import PiecewiseLinear
from approx.limits import best
from approx.limits.compare import compare, norm_of
from approx.limits.l2 import descend, projected
from approx.limits.polish import polish

SLOW = pytest.mark.slow
FAST = {"tanh(200*x)", "abs(sin(4*x))", "heaviside(x)"}


def marked(targets):
    return [pytest.param(*t, marks=[] if t[0] in FAST else [SLOW]) for t in targets]


@pytest.mark.parametrize(("text", "a", "b"), marked(TARGETS))
def test_the_best_is_never_above_a_column_and_never_grows(text, a, b):
    found = compare(typed(text, a, b))
    for row in found.rows:
        assert row.optimum <= min(row.uniform, row.equidistributed) * (1 + 1e-12)
        assert row.lower <= row.optimum
        if found.norm == "sup":
            assert row.optimum <= row.lower * (1 + 2e-3)
    for fewer, more in pairwise(found.rows):
        assert more.optimum <= fewer.optimum


@pytest.mark.parametrize(("text", "a", "b"), marked(TARGETS))
def test_one_breakpoint_more_is_never_worse(text, a, b):
    target = typed(text, a, b)
    for norm in ("l2",) if norm_of(target) == "l2" else ("sup", "l2"):
        errors = [best(target, n, norm).error for n in range(5)]
        for fewer, more in pairwise(errors):
            assert more <= fewer * (1 + 1e-9)


@pytest.mark.slow
@pytest.mark.parametrize(("text", "a", "b"), TARGETS[::4])
@pytest.mark.parametrize("n", [1, 3])
def test_no_local_search_from_twelve_random_starts_is_closer(text, a, b, n):
    target, rng = typed(text, a, b), np.random.default_rng(n)
    norms = ("l2",) if norm_of(target) == "l2" else ("sup", "l2")
    least = {norm: best(target, n, norm).error for norm in norms}
    for _ in range(12):
        x = np.sort(np.r_[a, rng.uniform(a, b, n), b])
        l2 = projected(target, descend(target, x)).function
        assert least["l2"] <= measure(l2, target).l2 * (1 + 1e-4)
        if "sup" in norms:
            f = polish(PiecewiseLinear(x, target(x)), target)
            assert least["sup"] <= measure(f, target).sup * (1 + 1e-9)


@pytest.mark.slow
def test_hundreds_of_breakpoints_on_a_plateau_share_one_function():
    """sin(30x) on [−3, 3] has 57 half waves; with 230 breakpoints all are as good as with 256."""
    target = typed("sin(30*x)", -3, 3)
    errors = [best(target, n).error for n in (200, 230, 244, 256)]
    assert errors[0] > errors[1]
    assert len(set(errors[1:])) == 1
    assert len(best(target, 256).function.breakpoints) == 230


def test_grid_points_that_are_neighbours_divide_nothing_by_zero():
    """A grid of 4 with kinks of mod at half numbers: some places differ by an ulp."""
    target = typed("abs(mod(x,1)-0.5)", 0, 4)
    assert best(target, 7, "l2").error < 1e-9
    assert best(target, 1, "l2").error == pytest.approx(np.sqrt(4 / 48), rel=0.05)


@pytest.mark.parametrize("text", ["heaviside(x)", "floor(x)", "1/(1+25*x^2)"])
def test_in_l2_no_breakpoint_more_is_ever_worse(text):
    """Also where few would be searched for globally, and many were not compared before."""
    target = typed(text, -2.5, 2.5)
    errors = [best(target, n, "l2").error for n in range(20)]
    assert all(more <= fewer for fewer, more in pairwise(errors))

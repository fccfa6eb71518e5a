"""Optimisers: against PyTorch's own update rules, written out, on a quadratic."""

import numpy as np
import pytest

from approx.panels import optimisers as panels
from approx.panels.optimisers import ROLES
from approx.style.theme import LIGHT
from approx.subjects import resolve


@pytest.fixture(scope="module")
def shown():
    return panels.build(resolve("parabola-4-best"))


def test_momentum_is_the_second_order_recurrence(shown):
    places, land = shown.paths["momentum"], shown.land
    rate = shown.rates["momentum"]
    for k in range(1, panels.STEPS):
        wanted = (
            places[k] + panels.MEMORY * (places[k] - places[k - 1]) - rate * land.grad(*places[k])
        )
        assert np.allclose(places[k + 1], wanted, atol=1e-10)


def test_adams_first_step_is_the_rate_in_every_weight(shown):
    step = shown.paths["adam"][1] - shown.paths["adam"][0]
    gradient = shown.land.grad(*shown.paths["adam"][0])
    assert np.allclose(step, -shown.rates["adam"] * np.sign(gradient), rtol=1e-6)


def test_every_way_comes_down_and_near_is_where_it_stays_near(shown):
    for name in shown.paths:
        excess = shown.excess(name)
        assert excess[-1] < 0.1 * excess[0]
        if (near := shown.near(name)) is not None:
            assert (excess[near:] <= 1e-3 * excess[0]).all()
            assert excess[near - 1] > 1e-3 * excess[0]


def test_the_three_ways_are_told_apart_without_colour():
    looks = {(LIGHT[role].dash, LIGHT[role].points) for role in ROLES.values()}
    assert len(looks) == len(ROLES) == 3

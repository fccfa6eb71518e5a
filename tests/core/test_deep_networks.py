"""Deep networks are the functions that integers give, at and between their breakpoints."""

from itertools import pairwise

import numpy as np
import pytest
from deep_networks import DOMAIN, deep_network, judge

from approx.core.exact import analyse
from approx.core.network import Network


def assert_exact(seed: int, largest: bool = False, work: int = 400_000) -> None:
    network = deep_network(seed, largest)
    verdict = judge(network, analyse(network, DOMAIN), seed, work)
    assert verdict.value <= 1, verdict
    assert verdict.jump <= 1, verdict
    assert verdict.missed <= 1e-9, verdict
    assert verdict.points >= 2


@pytest.mark.parametrize("seed", range(15))
def test_random_networks_are_exact(seed):
    """Among them scaled rows (10^±12), dead units, copies; depth to 60, width to 64."""
    assert_exact(seed)


def test_a_large_network_is_exact():
    assert_exact(0, largest=True)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(100, 140))
def test_forty_more_are_exact(seed):
    assert_exact(seed, work=1_500_000)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(10, 20))
def test_ten_of_the_largest_are_exact(seed):
    assert_exact(seed, largest=True, work=2_500_000)


@pytest.mark.parametrize(("depth", "width"), [(28, 48), (40, 20), (50, 20), (25, 100)])
def test_deep_he_networks_are_not_zero(depth, width):
    rng = np.random.default_rng(0)
    widths = (1, *[width] * depth, 1)
    network = Network(
        [rng.normal(size=(n, m)) * np.sqrt(2 / m) for m, n in pairwise(widths)],
        [rng.normal(size=n) * 0.1 for n in widths[1:]],
    )
    f = analyse(network, (-1, 1)).output
    x = np.linspace(-1, 1, 501)
    assert len(f.breakpoints) > 100
    np.testing.assert_allclose(f(x), network(x), atol=1e-11 * np.abs(f.y).max())


def test_neurons_that_differ_by_thirteen_digits_give_the_identity():
    network = Network([[[1.0], [-1e13]], [[1.0, 1e13]], [[1.0]]], [[0.0, -1e12], [0.0], [0.0]])
    f = analyse(network, (0, 1)).output
    assert (f.x.tolist(), f.y.tolist(), f.slopes.tolist()) == ([0, 1], [0, 1], [1])

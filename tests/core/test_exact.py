"""The exact function of a network is the one that rational arithmetic gives."""

from fractions import Fraction

import numpy as np
import pytest
from oracle import random_network, rational_pieces

from approx.core.exact import analyse
from approx.core.network import Network
from approx.core.piecewise import PiecewiseLinear
from approx.system.errors import InputError

NETS = [(seed, spread) for seed in range(30) for spread in (0.0, 4.0)]


def small(seed: int, spread: float) -> Network:
    rng = np.random.default_rng(seed)
    depth, width = int(rng.integers(1, 6)), int(rng.integers(2, 9))
    return random_network(rng, (1, *[width] * depth, 1), spread)


@pytest.mark.parametrize(("seed", "spread"), NETS)
def test_breakpoints_values_and_slopes_are_the_rational_ones(seed, spread):
    network = small(seed, spread)
    truth = rational_pieces(network, -3, 3)
    f = analyse(network, (-3, 3)).output
    assert len(f.slopes) == len(truth)
    for (left, _, (slope, intercept)), x, y, s in zip(truth, f.x, f.y, f.slopes, strict=False):
        assert abs(Fraction(x) - left) <= Fraction(10 * np.finfo(float).eps) * 3
        assert float(slope) == pytest.approx(s, rel=1e-15, abs=1e-300)
        size = abs(float(intercept)) + 3 * abs(float(slope))
        assert float(slope * left + intercept) == pytest.approx(y, abs=4e-16 * size + 1e-300)


GATED = (["leaky_relu(0.3)", "leaky_relu(-2)"], ["relu", "relu"], ["leaky_relu", "leaky_relu(1.5)"])


@pytest.mark.parametrize("activations", GATED)
@pytest.mark.parametrize("seed", range(10))
def test_every_slope_below_zero_bends_exactly_the_outputs_own_too(seed, activations):
    plain = random_network(np.random.default_rng(seed), (1, 6, 1))
    network = Network(plain.weights, plain.biases, activations)
    truth = rational_pieces(network, -3, 3)
    analysis = analyse(network, (-3, 3))
    f = analysis.output
    assert [float(line[0]) for *_, line in truth] == pytest.approx(f.slopes.tolist(), rel=1e-14)
    np.testing.assert_allclose(f.x[:-1], [float(left) for left, *_ in truth], atol=1e-14)
    jumps = dict.fromkeys(f.breakpoints.tolist(), 0.0)
    for change in analysis.slope_changes:
        jumps[change.x] += change.jump
    np.testing.assert_allclose(list(jumps.values()), f.jumps, atol=1e-13)


@pytest.mark.parametrize(("seed", "spread"), NETS)
def test_every_neuron_of_every_layer_is_the_network_cut_there(seed, spread):
    network = small(seed, spread)
    analysis = analyse(network, (-3, 3))
    x = np.linspace(-3, 3, 301)
    for layer, width in enumerate(network.hidden_widths):
        for neuron in range(width):
            direct = network.neuron(layer, neuron)(x)
            exact = analysis.neuron(layer, neuron)(x)
            assert np.allclose(exact, direct, atol=1e-9 * (1 + np.abs(direct).max()))


@pytest.mark.parametrize(("seed", "spread"), NETS)
def test_bends_of_all_layers_add_up_to_the_function(seed, spread):
    network = small(seed, spread)
    analysis = analyse(network, (-3, 3))
    f = analysis.output
    x = np.linspace(-3, 3, 301)
    rebuilt = f.y[0] + f.slopes[0] * (x + 3)
    for change in analysis.slope_changes:
        rebuilt = rebuilt + change.jump * np.maximum(x - change.x, 0)
    size = 1 + np.abs(f.y).max() + sum(abs(change.jump) for change in analysis.slope_changes)
    assert np.abs(rebuilt - f(x)).max() <= 1e-12 * size
    shares = np.concatenate(analysis.shares)
    assert shares.sum() == pytest.approx(1) or not shares.any()


def test_a_leaky_unit_bends_without_going_flat():
    network = Network([[[2.0]], [[1.0]]], [[-1.0], [0.0]], ["leaky_relu", "identity"])
    f = PiecewiseLinear.of(network, (-1, 1))
    assert f.breakpoints.tolist() == [0.5]
    assert f.slopes.tolist() == [0.02, 2.0]


def test_breakpoints_that_cancel_are_not_breakpoints():
    network = Network([[[1.0], [-1.0]], [[1.0, -1.0]]], [[0.0, 0.0], [0.0]])
    assert PiecewiseLinear.of(network, (-1, 1)).breakpoints.size == 0  # r(x) − r(−x) = x


def test_a_bend_that_would_cancel_counts_when_it_does_not():
    network = Network([[[1.0], [-1.0]], [[1.0, -1.0 - 1e-12]]], [[0.0, 0.0], [0.0]])
    assert PiecewiseLinear.of(network, (-1, 1)).breakpoints.tolist() == [0]


def test_breakpoints_closer_than_rounding_are_one():
    for gap in (1e-17, 1e-16):
        network = Network([[[1.0], [1.0]], [[1.0, 1.0]]], [[-1.0, -1.0 - gap], [0.0]])
        assert len(PiecewiseLinear.of(network, (-3, 3)).breakpoints) == 1


def test_a_network_without_hidden_layers_is_a_line():
    f = PiecewiseLinear.of(Network([[[2.0]]], [[1.0]]), (0, 1))
    assert (f.breakpoints.size, f.slopes.tolist()) == (0, [2.0])


def test_two_inputs_and_an_empty_domain_are_refused():
    with pytest.raises(InputError, match="2 input"):
        analyse(Network([[[1.0, 1.0]]], [[0.0]]), (0, 1))
    with pytest.raises(InputError, match="smaller first"):
        analyse(Network([[[1.0]]], [[0.0]]), (1, 1))


def test_an_output_too_large_for_float64_is_said():
    with pytest.raises(InputError, match="not finite"):
        analyse(Network([[[1e300]], [[1e300]]], [[0.0], [0.0]]), (-3, 3))


@pytest.mark.slow
@pytest.mark.parametrize("chunk", range(10))
def test_five_hundred_networks_have_the_rational_breakpoints(chunk):
    """Width to 32, depth to 5, every other one with rows scaled by up to 10^±4."""
    for seed in range(50 * chunk, 50 * chunk + 50):
        rng = np.random.default_rng(seed)
        depth = int(rng.integers(1, 6))
        width = int(rng.integers(2, 33 if depth < 4 else 13))
        network = random_network(rng, (1, *[width] * depth, 1), 4.0 if seed % 2 else 0.0)
        truth = rational_pieces(network, -3, 3)
        f = analyse(network, (-3, 3)).output
        assert len(f.slopes) == len(truth), seed
        for (left, _, (slope, _)), x, s in zip(truth, f.x, f.slopes, strict=False):
            assert abs(Fraction(x) - left) <= Fraction(10 * np.finfo(float).eps) * 3
            assert float(slope) == pytest.approx(s, rel=1e-15, abs=1e-300)


def test_bends_of_five_hundred_deep_networks_add_up_to_their_functions():
    x = np.linspace(-3, 3, 301)
    for seed in range(500):
        rng = np.random.default_rng(seed)
        network = random_network(rng, (1, *[int(rng.integers(2, 20))] * int(rng.integers(1, 6)), 1))
        analysis = analyse(network, (-3, 3))
        f = analysis.output
        rebuilt = f.y[0] + f.slopes[0] * (x + 3)
        for change in analysis.slope_changes:
            rebuilt = rebuilt + change.jump * np.maximum(x - change.x, 0)
        size = np.abs(f.y).max() + 6 * sum(abs(change.jump) for change in analysis.slope_changes)
        assert np.abs(rebuilt - f(x)).max() <= 1e-12 * max(size, 1e-300)

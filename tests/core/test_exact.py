"""The exact function of a network is the one that rational arithmetic gives."""

import math
from fractions import Fraction

import numpy as np
import pytest
from oracle import random_network, rational_pieces

from approx.core.exact import analyse, breakpoints_of
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


LEAKY_OUTPUTS = (
    ["leaky_relu(0.3)", "leaky_relu(-2)"],
    ["relu", "relu"],
    ["leaky_relu", "leaky_relu(1.5)"],
)


@pytest.mark.parametrize("activations", LEAKY_OUTPUTS)
@pytest.mark.parametrize("seed", range(10))
def test_every_slope_below_zero_is_exact_in_the_output_layer_too(seed, activations):
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
def test_slope_changes_of_all_layers_add_up_to_the_function(seed, spread):
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


def test_a_leaky_neuron_changes_the_slope_without_going_flat():
    network = Network([[[2.0]], [[1.0]]], [[-1.0], [0.0]], ["leaky_relu", "identity"])
    f = PiecewiseLinear.of(network, (-1, 1))
    assert f.breakpoints.tolist() == [0.5]
    assert f.slopes.tolist() == [0.02, 2.0]


def test_breakpoints_that_cancel_are_not_breakpoints():
    network = Network([[[1.0], [-1.0]], [[1.0, -1.0]]], [[0.0, 0.0], [0.0]])
    assert PiecewiseLinear.of(network, (-1, 1)).breakpoints.size == 0  # ReLU(x) − ReLU(−x) = x


def test_a_slope_change_that_nearly_cancels_counts():
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


# By value: each number below is computed by hand.

#: z₁ = 2x, z₂ = 3h₁, f = 5h₂: both neurons turn on at 0.
LEAKY = Network(
    [[[2.0]], [[3.0]], [[5.0]]],
    [[0.0], [0.0], [0.0]],
    ["leaky_relu(0.5)", "leaky_relu(0.25)", "identity"],
)


def changes(network, domain=(-1, 1)):
    """(x, layer, neuron): jump of every slope change."""
    found = analyse(network, domain).slope_changes
    return {(c.x, c.layer, c.neuron): c.jump for c in found}


def test_layers_that_turn_on_together_share_the_slope_change_by_both_orders():
    """The slope of f goes from 5/4 · 3/2 · 2 = 15/4 to 30, by 105/4.

    With layer 1 first, layer 1 changes it by 5/4 · 3 · (1/2) · 2 = 15/4 and layer 2 by
    5 · (3/4) · 6 = 45/2; with layer 2 first, layer 2 by 5 · (3/4) · 3 = 45/4 and layer 1 by
    5 · 3 · (1/2) · 2 = 15. Each gets the mean: neither order alone gives these numbers.
    """
    assert changes(LEAKY) == {(0, 0, 0): 9.375, (0, 1, 0): 16.875}
    assert {9.375, 16.875}.isdisjoint({3.75, 22.5, 11.25, 15.0})
    first, second, output = (*analyse(LEAKY, (-1, 1)).shares, None)
    assert (first.tolist(), second.tolist(), output) == ([9.375 / 26.25], [16.875 / 26.25], None)


def test_two_relus_in_a_row_share_the_slope_change_evenly():
    """Either order alone would give all 30 to one layer."""
    network = Network([[[2.0]], [[3.0]], [[5.0]]], [[0.0], [0.0], [0.0]])
    assert changes(network) == {(0, 0, 0): 15, (0, 1, 0): 15}


def test_a_neuron_that_turns_off_and_one_that_turns_on_below_a_third():
    """z = ReLU(x) − 2 ReLU(−x), f = 4 ReLU(z): slopes 2 and 1 of z, 0 and 4 of f.

    The upper neuron: 4 · (2 + 1)/2 = 6. Of the lower ones the first, with gains 0 and 4: 4/2 = 2;
    the second, which turns off, with gains 0 and −8: −8/2 = −4.
    """
    network = Network([[[1.0], [-1.0]], [[1.0, -2.0]], [[4.0]]], [[0.0, 0.0], [0.0], [0.0]])
    assert changes(network) == {(0, 0, 0): 2, (0, 0, 1): -4, (0, 1, 0): 6}
    analysis = analyse(network, (-1, 1))
    assert [part.tolist() for part in analysis.shares] == [[1 / 6, 1 / 3], [1 / 2]]
    assert analysis.output.slopes.tolist() == [0, 4]


def test_an_output_with_an_activation_makes_breakpoints_too():
    """f = leaky(ReLU(x) − 1): the neuron at 0 changes the slope by 1/2 below, the output by 1/2."""
    network = Network([[[1.0]], [[1.0]]], [[0.0], [-1.0]], ["relu", "leaky_relu(0.5)"])
    assert changes(network, (-1, 3)) == {(0, 0, 0): 0.5, (1, 1, 0): 0.5}
    analysis = analyse(network, (-1, 3))
    assert [part.tolist() for part in analysis.shares] == [[0.5], [0.5]]
    assert (analysis.output.x.tolist(), analysis.output.y.tolist()) == (
        [-1, 0, 1, 3],
        [-0.5, -0.5, 0, 2],
    )


def test_an_affine_network_shares_nothing():
    assert analyse(Network([[[2.0]]], [[1.0]]), (0, 1)).slope_changes == ()
    flat = Network([[[1.0]], [[2.0]]], [[5.0], [0.0]])
    assert [part.tolist() for part in analyse(flat, (0, 1)).shares] == [[0]]


def test_every_neuron_is_known_before_and_after_its_activation():
    """z₁ = 2x − 1, h₁ its leaky ReLU, z₂ = 1 − h₁; ends and slopes of all of them."""
    network = Network(
        [[[2.0]], [[-1.0]], [[1.0]]],
        [[-1.0], [1.0], [0.5]],
        ["leaky_relu(0.5)", "relu", "identity"],
    )
    analysis = analyse(network, (-1, 2))

    def numbers(f):
        return f.x.tolist(), f.y.tolist(), f.slopes.tolist()

    assert numbers(analysis.preactivation(0, 0)) == ([-1, 2], [-3, 3], [2])
    assert numbers(analysis.neuron(0, 0)) == ([-1, 0.5, 2], [-1.5, 0, 3], [1, 2])
    assert numbers(analysis.preactivation(1, 0)) == ([-1, 0.5, 2], [2.5, 1, -2], [-1, -2])
    assert numbers(analysis.neuron(1, 0)) == ([-1, 0.5, 1, 2], [2.5, 1, 0, 0], [-1, -2, 0])
    assert numbers(analysis.output) == ([-1, 0.5, 1, 2], [3, 1.5, 0.5, 0.5], [-1, -2, 0])
    last = analysis.layers[-1]
    assert (last.x.tolist(), last.on.ravel().tolist()) == ([-1, 0.5, 1, 2], [True] * 3)
    assert analysis.layers[1].on.ravel().tolist() == [True, True, False]
    assert analysis.layers[0].on.ravel().tolist() == [False, True]
    assert (analysis.domain, analysis.deviation) == ((-1, 2), 0)


def test_a_neuron_that_is_zero_all_along_is_off():
    network = Network([[[0.0]], [[1.0]]], [[0.0], [3.0]])
    analysis = analyse(network, (-1, 1))
    assert not analysis.layers[0].on.any()
    assert analysis.output.y.tolist() == [3, 3]


@pytest.mark.parametrize(("gap", "breakpoints"), [(7, 1), (10, 2)])
def test_breakpoints_within_eight_roundings_of_the_domains_size_are_one(gap, breakpoints):
    eps = np.finfo(float).eps
    network = Network([[[1.0], [1.0]], [[1.0, 1.0]]], [[-0.5, -0.5 - gap * eps], [0.0]])
    assert len(PiecewiseLinear.of(network, (-1, 1)).breakpoints) == breakpoints
    assert len(PiecewiseLinear.of(network, (-1, 4)).breakpoints) == 1
    assert len(PiecewiseLinear.of(network, (-4, 1)).breakpoints) == 1


@pytest.mark.parametrize(("distance", "breakpoints"), [(6, 0), (12, 1)])
@pytest.mark.parametrize("side", [-1, 1])
def test_breakpoints_within_eight_roundings_of_an_end_are_none(distance, breakpoints, side):
    place = side * (1 - distance * np.finfo(float).eps)
    network = Network([[[1.0]], [[1.0]]], [[-place], [0.0]])
    assert len(PiecewiseLinear.of(network, (-1, 1)).breakpoints) == breakpoints


@pytest.mark.parametrize(("rest", "breakpoints"), [(31, 0), (33, 1)])
def test_slope_changes_that_cancel_to_sixteen_roundings_are_none(rest, breakpoints):
    """Slope changes of 1 and −1 + rest · eps: 16 eps of both together is 32."""
    rest = rest * np.finfo(float).eps
    network = Network([[[1.0], [-1.0]], [[1.0, rest - 1.0]]], [[0.0, 0.0], [0.0]])
    analysis = analyse(network, (-1, 1))
    assert len(analysis.output.breakpoints) == breakpoints
    assert len(analysis.slope_changes) == 2
    head = Network([*network.weights], [*network.biases])
    assert len(breakpoints_of(head, (-1, 1))[0]) == breakpoints


def test_breakpoints_of_the_last_layers_inputs_come_with_values_and_slope_changes():
    network = Network(
        [[[1.0], [-1.0]], [[1.0, 0.0], [2.0, 3.0], [0.0, 0.0]]],
        [[0.0, 1.0], [0.5, 0.0, 7.0]],
        ["relu", "tanh"],
    )
    x, value, jump = breakpoints_of(Network(network.weights, network.biases), (-1, 2))
    assert x.tolist() == [0, 1]
    assert value.tolist() == [[0.5, 3, 7], [1.5, 2, 7]]
    assert jump.tolist() == [[1, 2, 0], [0, 3, 0]]


@pytest.mark.parametrize("large", [1e302, 2e302])
def test_sums_of_products_beyond_the_limit_are_refused(large):
    """3 · large + 4 · large: just below 1e303 and above."""
    network = Network([[[large]], [[3.0]]], [[0.0], [4 * large]])
    if large < 1.2e302:
        y = analyse(network, (-1, 1)).output.y
        np.testing.assert_allclose(y, [4 * large, 4 * large, 7 * large], rtol=1e-15)
    else:
        with pytest.raises(InputError, match=r"not finite on \[-1, 1\]: values .* reach 1e\+303"):
            analyse(network, (-1, 1))


@pytest.mark.slow
@pytest.mark.parametrize("chunk", range(10))
def test_five_hundred_networks_have_the_rational_breakpoints(chunk):
    """Width to 32, depth to 5, every other one with rows scaled by up to 10^±4.

    Slopes are sums of float64 products: within 1e-12 of themselves, or 1e-14 of the steepest.
    """
    for seed in range(50 * chunk, 50 * chunk + 50):
        rng = np.random.default_rng(seed)
        depth = int(rng.integers(1, 6))
        width = int(rng.integers(2, 33 if depth < 4 else 13))
        network = random_network(rng, (1, *[width] * depth, 1), 4.0 if seed % 2 else 0.0)
        truth = rational_pieces(network, -3, 3)
        f = analyse(network, (-3, 3)).output
        assert len(f.slopes) == len(truth), seed
        steepest = float(np.abs(f.slopes).max())
        for (left, _, (slope, _)), x, s in zip(truth, f.x, f.slopes, strict=False):
            assert abs(Fraction(x) - left) <= Fraction(10 * np.finfo(float).eps) * 3
            assert float(slope) == pytest.approx(s, rel=1e-12, abs=1e-14 * steepest)


def test_slope_changes_of_five_hundred_deep_networks_add_up_to_their_functions():
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


@pytest.mark.parametrize("seed", range(8))
def test_large_terms_that_cancel_leave_no_breakpoint_beside_another(seed):
    """A zigzag from right-opening neurons: their sum stays near 1, its terms reach a hundred."""
    rng = np.random.default_rng(seed)
    places = np.r_[-3.0, np.linspace(-3, 3, 257)[1:-1] + rng.uniform(-0.002, 0.002, 255)]
    slopes = 15.0 * (-1.0) ** np.arange(256) * rng.uniform(0.98, 1.02, 256)
    changes = np.diff(slopes, prepend=0.0)
    network = Network([np.ones((256, 1)), changes[None]], [-places, [0.0]])
    f = analyse(network, (-3, 3)).output
    assert f.breakpoints.tolist() == places[1:].tolist()
    assert f.slopes == pytest.approx(slopes, rel=1e-10)


@pytest.mark.parametrize("domain", [(3, -3), (1, 1), (0, math.inf), (math.nan, 1)])
def test_a_domain_has_two_finite_ends_the_smaller_first(domain):
    with pytest.raises(InputError, match="needs two finite ends, the smaller first"):
        analyse(Network([[[1.0]]], [[0.0]]), domain)

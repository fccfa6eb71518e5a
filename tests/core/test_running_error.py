"""Every bound of a rounding error holds against integers, and integers round nothing."""

import numpy as np
import pytest
from deep_networks import Oracle
from oracle import random_network

from approx.core import running_error
from approx.core.network import Network
from approx.core.propagation import Propagation
from approx.core.running_error import (
    SURE,
    accurate,
    in_integers,
    typical,
    worst_case,
    worst_case_double,
)
from approx.system.errors import MachineError

X = np.linspace(-1, 1, 23)
DEPTHS = (1, 3, 12, 30)


def layers_and_truth(depth, activation="relu"):
    plain = random_network(np.random.default_rng(depth), (1, *[16] * depth, 1))
    network = Network(plain.weights, plain.biases, [activation] * depth + ["identity"])
    oracle = Oracle(network)
    truth = np.array([oracle.at(float(x))[:2] for x in X])
    return Propagation(network, -1, 1).layers, truth


@pytest.mark.parametrize("activation", ["relu", "leaky_relu(0.2)", "leaky_relu(-1)"])
@pytest.mark.parametrize("depth", DEPTHS)
@pytest.mark.parametrize("way", [worst_case, typical, worst_case_double])
def test_the_error_is_within_its_bound(way, depth, activation):
    layers, truth = layers_and_truth(depth, activation)
    value, bound = way(layers, X)
    error = np.abs(value[:, 0] - truth[:, 0])
    assert (error <= bound[:, 0]).all()
    if way is not worst_case or depth <= 3:
        assert bound.max() < 1e-9 * np.abs(truth[:, 0]).max()


def test_a_worst_case_in_float64_says_nothing_in_deep_networks_and_in_double_double_it_does():
    layers, truth = layers_and_truth(30)
    size = np.abs(truth[:, 0]).max()
    assert worst_case(layers, X)[1].max() > 1e-6 * size
    assert worst_case_double(layers, X)[1].max() < 1e-14 * size


@pytest.mark.parametrize("depth", DEPTHS)
def test_double_double_gives_value_and_slope_to_the_last_bits(depth):
    layers, truth = layers_and_truth(depth)
    z, variance = accurate(layers, X)
    error = np.abs(z[:, :, 0] - truth.T)
    assert (error <= 4e-16 * np.abs(truth.T) + 1e-25).all()
    assert (error <= SURE * np.sqrt(variance[:, :, 0])).all()


def test_integers_are_the_rounded_truth():
    layers, truth = layers_and_truth(12, "leaky_relu(0.2)")
    assert np.array_equal(in_integers(layers, X)[:, :, 0], truth.T)


#: Ever smaller differences: x · 2^-54 is left of x, then that is blown up and the same again.
DIGITS = Network(
    [
        [[1.0], [1.0 + 2.0**-52]],
        [[-(2.0**52), 2.0**52], [-(2.0**52), 2.0**52 + 1.0]],
        [[-1.0, 1.0]],
    ],
    [[1.0, 1.0], [2.0**-60, 2.0**-60], [0.0]],
)


def test_what_cancels_away_is_exact_in_double_double():
    layers = Propagation(DIGITS, 0, 1).layers
    z, _ = accurate(layers, X[X > 0])
    oracle = Oracle(DIGITS)
    assert z[0, :, 0].tolist() == pytest.approx(
        [oracle.at(float(x))[0] for x in X[X > 0]], rel=1e-15
    )


def test_lost_digits_are_left_to_integers(monkeypatch):
    """Two rows that differ by 2^-110 of their sums, after a layer whose noise is 2^-102."""
    tiny = 2.0**-52
    network = Network(
        [[[1.0], [1.0 + tiny]], [[1.0, 1.0], [1.0 + tiny, 1.0 - tiny]], [[2.0**99, -(2.0**99)]]],
        [[1.0 / 3, 1.0 / 3], [0.0, 0.0], [0.0]],
    )
    oracle = Oracle(network)
    layers = Propagation(network, 0, 1).layers
    monkeypatch.setattr(running_error, "LOST", 0.0)
    z, _ = accurate(layers, X[X > 0])
    truth = [oracle.at(float(x))[0] for x in X[X > 0]]
    value = np.ldexp(z[0, :, 0], layers[-1].exponent[0])
    assert value.tolist() == pytest.approx(truth, rel=1e-15)
    monkeypatch.setattr(running_error, "LOST", np.inf)
    assert not accurate(layers, X[X > 0])[0][0].any()


def test_too_many_integers_are_said(monkeypatch):
    layers, _ = layers_and_truth(3)
    monkeypatch.setattr(running_error, "MOST_EXACT", 100)
    with pytest.raises(MachineError, match="digits cancel"):
        in_integers(layers, X)


def test_a_neuron_that_is_surely_off_adds_no_error():
    on = Network([[[1.0], [1.0]], [[1.0, 0.0]]], [[3.0, -1e9], [0.0]])
    off = Network([[[1.0], [1.0]], [[1.0, 1.0]]], [[3.0, -1e9], [0.0]])
    bounds = [worst_case(Propagation(each, -1, 1).layers, X)[1].max() for each in (on, off)]
    assert bounds[1] == pytest.approx(bounds[0], rel=1e-9)

"""A network refuses what is not one, and computes what the formula says."""

import numpy as np
import pytest

from approx.core.affine import AffineMap, half_turn, identity, reflection, translation
from approx.core.network import Network
from approx.system.errors import InputError


def relu(x):
    return np.maximum(x, 0)


X = np.linspace(-5, 5, 41)


def test_the_lessons_four_neurons_are_the_formula():
    network = Network.sum_of([identity(), half_turn(), translation(2), half_turn().translated(-2)])
    assert np.array_equal(network(X), relu(X) + relu(-X) + relu(X - 2) + relu(-X - 2))


@pytest.mark.parametrize(
    ("move", "breakpoint"), [(translation(2), 2), (half_turn().translated(-2), -2)]
)
def test_translating_moves_the_breakpoint_there(move, breakpoint):
    assert -move.bias / move.weight == breakpoint
    assert move.bias == -2


def test_reflection_mirrors_a_value_about_half_its_height():
    weight, bias = reflection(14)
    assert weight * 3 + bias == 11


def test_a_neuron_is_a_network_of_its_own():
    network = Network.sum_of([identity(), AffineMap(-2, 1)], outputs=(3, 4))
    assert np.array_equal(network.neuron(0, 1)(X), relu(-2 * X + 1))
    with pytest.raises(InputError, match="no neuron 2 in layer 0"):
        network.neuron(0, 2)


def test_architecture_reads_as_a_lecturer_says_it():
    network = Network([np.ones((8, 1)), np.ones((2, 8)), np.ones((1, 2))], [[0] * 8, [0] * 2, [0]])
    assert (network.architecture, network.depth, network.hidden_units) == ("8-2-1", 2, 10)


def test_weights_cannot_be_changed_afterwards():
    network = Network([[[1.0]]], [[0.0]])
    with pytest.raises(ValueError, match="read-only"):
        network.weights[0][0, 0] = 2


@pytest.mark.parametrize(
    ("weights", "biases", "message"),
    [
        ([], [], "at least one layer"),
        ([[[1], [1], [1]]], [[0] * 4], "layer 1: weight has 3 rows, bias has 4"),
        ([[[1]] * 3, [[1] * 5]], [[0] * 3, [0]], "layer 2 takes 5 inputs, layer 1 gives 3"),
        ([[[float("nan")]]], [[0]], "layer 1 holds NaN or infinity"),
        ([[[1], [1, 2]]], [[0]], "rectangular"),
        ([[1]], [[0]], "weights need 2 dimension"),
    ],
)
def test_what_is_not_a_network_is_refused_by_name(weights, biases, message):
    with pytest.raises(InputError, match=message):
        Network(weights, biases)


def test_an_unknown_activation_is_refused():
    with pytest.raises(InputError, match="unknown activation 'swish'; known: identity"):
        Network([[[1]]], [[0]], ["swish"])

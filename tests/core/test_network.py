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
    with pytest.raises(InputError, match="unknown activation 'swish'; known: elu, gelu, identity"):
        Network([[[1]]], [[0]], ["swish"])


# By value: each number below is computed by hand.

#: 2 inputs, hidden (r, leaky), 2 outputs.
PLANE = Network(
    [[[1.0, -1.0], [2.0, 0.5]], [[1.0, 3.0], [-1.0, 0.0]]],
    [[0.5, -1.0], [0.0, 2.0]],
    ["leaky_relu(0.5)", "identity"],
)


def test_maps_by_value():
    assert (identity(), half_turn()) == (AffineMap(1, 0), AffineMap(-1, 0))
    assert translation(3) == AffineMap(1, -3)
    assert half_turn().translated(3) == AffineMap(-1, 3)
    assert AffineMap(-2, 1).translated(0.25) == AffineMap(-2, 1.5)
    assert reflection() == AffineMap(-1, 0)


def test_a_sum_of_maps_has_output_weights_and_a_bias():
    network = Network.sum_of([identity(), AffineMap(-2, 1)], outputs=(3, 4), bias=0.5)
    assert network([-1, 0.25, 2]).tolist() == [4 * 3 + 0.5, 3 * 0.25 + 4 * 0.5 + 0.5, 6.5]
    assert Network.sum_of([identity()])([2.0]).tolist() == [2]
    assert network.activations == ("relu", "identity")


def test_several_inputs_and_outputs_lie_along_the_last_axis():
    """At (1, 2): z = (−1/2, 2), h = (−1/4, 2), f = (23/4, 9/4); at (0, 0): z = (1/2, −1)."""
    x = np.array([[[1.0, 2.0]], [[0.0, 0.0]]])
    assert PLANE(x).tolist() == [[[5.75, 2.25]], [[-1.0, 1.5]]]
    assert PLANE([1.0, 2.0]).tolist() == [5.75, 2.25]
    one = Network([[[2.0], [3.0]]], [[0.0, 1.0]])
    assert one([[1.0], [2.0]]).tolist() == [[2, 4], [4, 7]]
    assert one(1.0).tolist() == [2, 4]


@pytest.mark.parametrize("x", [1.0, [1.0, 2.0, 3.0, 4.0], np.zeros((2, 3)), np.zeros((0,))])
def test_inputs_of_another_shape_are_refused_in_a_line(x):
    """Four numbers are not two points: they would have been cut into rows."""
    with pytest.raises(InputError, match=r"2-2-2 network takes x of shape \(\.\.\., 2\), not \("):
        PLANE(x)


def test_one_input_and_output_keep_the_shape():
    line = Network([[[2.0]]], [[1.0]])
    assert line(np.array([[0.0, 1.0]])).tolist() == [[1, 3]]
    assert line(3.0) == 7


def test_what_a_network_is_made_of():
    deep = Network(
        [np.ones((3, 2)), np.ones((4, 3)), np.ones((1, 4))],
        [[0] * 3, [0] * 4, [0]],
        ["relu", "tanh", "identity"],
    )
    assert (deep.inputs, deep.outputs, deep.depth) == (2, 1, 2)
    assert (deep.hidden_widths, deep.hidden_units) == ((3, 4), 7)
    assert (PLANE.inputs, PLANE.outputs, PLANE.architecture) == (2, 2, "2-2")
    assert deep.smooth
    assert not PLANE.smooth
    names = [name for _, _, name in deep.layers]
    assert names == ["relu", "tanh", "identity"]
    assert deep.to_dict()[0]["weights"] == [[1, 1]] * 3


def test_a_neuron_of_the_second_layer_keeps_the_layers_before_and_its_activation():
    deep = Network(
        [[[1.0], [2.0]], [[1.0, -1.0], [3.0, 1.0]], [[1.0, 1.0]]],
        [[0.0, 0.0], [0.5, -1.0], [0.0]],
        ["relu", "leaky_relu", "identity"],
    )
    neuron = deep.neuron(1, 1)
    assert (neuron.architecture, neuron.activations) == ("2-1", ("relu", "leaky_relu"))
    assert neuron([1.0, -1.0]).tolist() == [4, -0.01]
    assert deep.neuron(2, 0)([1.0]).tolist() == deep([1.0]).tolist()
    for layer, index in ((3, 0), (-1, 0), (0, 2), (0, -1)):
        with pytest.raises(InputError, match=f"no neuron {index} in layer {layer} of a 1-2-2-1"):
            deep.neuron(layer, index)


def test_networks_are_equal_by_value():
    def network(w=1.0, b=0.0, name="relu", depth=1):
        return Network(
            [[[w]]] * depth + [[[1.0]]], [[b]] * depth + [[0.0]], [name] * depth + ["identity"]
        )

    assert network() == network()
    different = [network(w=2), network(b=1), network(name="tanh"), network(depth=2), "relu"]
    assert all(network() != other for other in different)


@pytest.mark.parametrize(
    ("weights", "biases", "activations", "message"),
    [
        ([[[1]]], [[0], [0]], None, "1 weight arrays, 2 bias arrays and 1 activations"),
        ([[[1]]], [[0]], ["relu", "relu"], "1 weight arrays, 1 bias arrays and 2 activations"),
        ([np.ones((0, 1)), np.ones((1, 0))], [[], [0]], None, "layer 1 is empty"),
        ([[[1, 1]], [[1, 1]]], [[0], [0]], None, "layer 2 takes 2 inputs, layer 1 gives 1"),
        ([[[1]]], [[float("inf")]], None, "layer 1 holds NaN or infinity"),
        ([[[1]]], [[[0]]], None, r"biases need 1 dimension\(s\), these have 2"),
    ],
)
def test_parts_that_do_not_fit_are_refused_by_name(weights, biases, activations, message):
    with pytest.raises(InputError, match=message):
        Network(weights, biases, activations)

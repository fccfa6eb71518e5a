"""Where a network decides for which class: exact polygons, as counting and closed forms say."""

import numpy as np
import pytest

from approx.core.decisions import decide, logits_of
from approx.core.network import Network
from approx.core.plane_scores import cross_entropy

BOX = ((-1.0, 1.0), (-1.0, 1.0))


def test_three_straight_scores_cut_the_square_in_three():
    # The largest of x, −x and y: borders x = 0 below, and the two diagonals above.
    network = Network([[[1, 0], [-1, 0], [0, 1]]], [[0, 0, 0]])
    found = decide(network, BOX)
    assert found.areas == pytest.approx([3 / 2, 3 / 2, 1])
    segments, pairs = found.borders
    lengths = {
        tuple(pair): np.hypot(*(segments[(pairs == pair).all(axis=1)][:, 1]
                                - segments[(pairs == pair).all(axis=1)][:, 0]).T).sum()
        for pair in ([0, 1], [0, 2], [1, 2])
    }  # fmt: skip
    assert lengths == pytest.approx({(0, 1): 1, (0, 2): 2**0.5, (1, 2): 2**0.5})


@pytest.mark.parametrize("seed", range(4))
def test_areas_are_those_of_many_points_and_borders_are_ties(seed):
    rng = np.random.default_rng(seed)
    network = Network(
        [rng.normal(size=(9, 2)), rng.normal(size=(7, 9)), rng.normal(size=(4, 7))],
        [rng.uniform(-1, 1, 9), rng.uniform(-1, 1, 7), rng.normal(size=4)],
    )
    found = decide(network, BOX)
    points = rng.uniform(-1, 1, (40_000, 2))
    counts = np.bincount(network(points).argmax(axis=1), minlength=4) / 10_000
    assert found.areas == pytest.approx(counts, abs=0.06)
    assert found.areas.sum() == pytest.approx(4, rel=1e-12)
    segments, pairs = found.borders
    scores = network(segments)
    first, second = (np.take_along_axis(scores, pairs[:, None, k : k + 1], 2) for k in (0, 1))
    assert np.abs(first - second).max(initial=0) < 1e-9 * np.abs(scores).max(initial=1)
    inside = np.array([p.mean(axis=0) for p in found.polygons])
    assert (network(inside).argmax(axis=1) == found.winners).all()


def test_softmax_decides_as_the_sums_before_it():
    weights, biases = [[[1, 0], [-1, 0], [0, 1]]], [[0, 0, 0]]
    network = Network(weights, biases, ["softmax"])
    assert logits_of(network).activations == ("identity",)
    assert decide(network, BOX).areas == pytest.approx([3 / 2, 3 / 2, 1])


def test_cross_entropy_is_the_textbooks():
    scores = np.log([[0.1, 0.8, 0.07, 0.03]])
    assert cross_entropy(scores, np.array([1])) == pytest.approx(-np.log(0.8))
    assert cross_entropy(np.array([[0.0], [0.0]]), np.array([0, 1])) == pytest.approx(np.log(2))
    assert cross_entropy(np.array([[1000.0]]), np.array([0])) == pytest.approx(1000)


@pytest.mark.parametrize("last", ["softmax", "sigmoid"])
def test_only_the_last_activation_is_taken_away(last):
    rng = np.random.default_rng(0)
    shapes = ((5, 2), (4, 5), (3, 4))
    network = Network(
        [rng.normal(size=shape) for shape in shapes],
        [rng.normal(size=shape[0]) for shape in shapes],
        ["relu", "leaky_relu(0.1)", last],
    )
    assert logits_of(network).activations == ("relu", "leaky_relu(0.1)", "identity")


def test_without_its_softmax_a_network_keeps_its_names():
    named = Network(
        [[[1.0, 0.0], [0.0, 1.0]]], [[0.0, 0.0]], ["softmax"], (), ["wide", "long"], ["no", "yes"]
    )
    plain = logits_of(named)
    assert (plain.input_names, plain.output_names) == (named.input_names, named.output_names)
    assert plain([1.0, 2.0]).tolist() == [1, 2]

"""Depth: pieces double with every layer, and from 11 neurons on no shallow network keeps up."""

from itertools import pairwise

import numpy as np
import pytest

from approx.core import depth
from approx.core.error import measure
from approx.core.exact import analyse
from approx.core.target import sine
from approx.core.target import square as square_target
from approx.inputs import catalog
from approx.limits import best
from approx.system.errors import InputError

UNIT = (0.0, 1.0)
LAYERS = range(1, 11)


@pytest.mark.parametrize("layers", LAYERS)
def test_a_sawtooth_doubles_its_pieces_with_every_layer(layers):
    network = depth.sawtooth(layers)
    f = analyse(network, UNIT).output
    assert network.hidden_widths == (2,) * layers
    assert np.array_equal(f.x, np.arange(2**layers + 1) / 2**layers)
    assert np.array_equal(f.y, np.arange(2**layers + 1) % 2)
    assert np.array_equal(np.abs(f.slopes), np.full(2**layers, 2.0**layers))


@pytest.mark.parametrize("layers", LAYERS)
def test_the_deep_square_is_the_interpolant_of_two_to_the_layers_pieces(layers):
    network = depth.square(layers, centred=False)
    f = analyse(network, UNIT).output
    assert network.hidden_units == 3 * layers - 1
    assert max(network.hidden_widths) <= 3
    assert np.array_equal(f.x, np.arange(2**layers + 1) / 2**layers)
    assert np.array_equal(f.y, f.x**2)
    assert measure(f, square_target(UNIT)).sup == pytest.approx(2.0 ** -(2 * layers + 2), rel=1e-8)


@pytest.mark.parametrize("layers", LAYERS)
def test_centred_its_error_is_halved_and_the_best_of_as_many_pieces(layers):
    report = measure(analyse(depth.square(layers), UNIT).output, square_target(UNIT))
    assert report.sup == pytest.approx(2.0 ** -(2 * layers + 3), rel=1e-8)
    if 2**layers <= 256:
        pieces_best = best(square_target(UNIT), 2**layers - 1).error
        assert report.sup == pytest.approx(pieces_best, rel=1e-8)


@pytest.mark.parametrize("layers", LAYERS)
def test_depth_beats_the_best_shallow_network_of_as_many_neurons_from_eleven_on(layers):
    network = depth.square(layers)
    deep = measure(analyse(network, UNIT).output, square_target(UNIT)).sup
    shallow = best(square_target(UNIT), network.hidden_units).lower
    assert (deep < shallow) == (network.hidden_units >= 11)


@pytest.mark.parametrize("name", ["sawtooth", "square-deep"])
@pytest.mark.parametrize("number", LAYERS)
def test_every_member_of_the_families_carries_its_truth(name, number):
    example = catalog.get(f"{name}-{number}")
    f = analyse(example.network, example.target.domain).output
    assert f.breakpoints.tolist() == list(example.truth.breakpoints)
    assert np.allclose(f.slopes, example.truth.slopes, rtol=1e-12, atol=0)


def test_the_shipped_sine_is_the_best_of_eight_breakpoints():
    example, limit = catalog.get("sine-8"), best(sine(), 8)
    report = measure(analyse(example.network, example.target.domain).output, example.target)
    assert report.sup == pytest.approx(limit.error, rel=1e-12)
    assert report.sup <= limit.lower * (1 + 1e-3)
    # Chebyshev's alternation, at more places than the function has freedoms (2·8 + 2).
    assert len(report.at) == 22
    assert all(a == -b for a, b in pairwise(report.signs))


def test_no_layers_are_refused():
    with pytest.raises(InputError, match="between 1 and 18"):
        depth.sawtooth(0)


def test_weights_of_three_layers_by_value():
    """g = 2 ReLU(x) − 4 ReLU(x − 1/2); x² ≈ x − g/4 − g(g)/16 − …, less 2⁻⁹ when centred."""
    saw = depth.sawtooth(2)
    assert [w.tolist() for w in saw.weights] == [[[1], [1]], [[2, -4], [2, -4]], [[2, -4]]]
    assert [b.tolist() for b in saw.biases] == [[0, -0.5], [0, -0.5], [0]]
    square = depth.square(3)
    assert square.hidden_widths == (2, 3, 3)
    assert square.weights[1].tolist() == [[2, -4], [2, -4], [0.5, 1]]
    assert square.weights[2].tolist() == [[2, -4, 0], [2, -4, 0], [-0.125, 0.25, 1]]
    assert square.weights[3].tolist() == [[-2 / 64, 4 / 64, 1]]
    assert square.biases[3].tolist() == [-(2.0**-9)]
    assert [b.tolist() for b in square.biases[:3]] == [[0, -0.5], [0, -0.5, 0], [0, -0.5, 0]]
    assert depth.square(3, centred=False).biases[3].tolist() == [0]


@pytest.mark.parametrize("family", [depth.sawtooth, depth.square])
def test_one_to_eighteen_layers_can_be_stacked(family):
    assert family(1).depth == 1
    assert family(18).depth == 18
    for layers in (0, 19):
        with pytest.raises(InputError, match=f"{layers} layers; between 1 and 18"):
            family(layers)

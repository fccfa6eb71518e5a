"""What may be analysed, what is checked afterwards, and what is scaled."""

from types import SimpleNamespace

import numpy as np
import pytest
from oracle import random_network

from approx.core import last_layer, propagation
from approx.core.depth import sawtooth
from approx.core.exact import analyse, breakpoints_of
from approx.core.network import Network
from approx.core.propagation import Propagation
from approx.system.errors import InputError, MachineError

NETWORK = random_network(np.random.default_rng(3), (1, 8, 8, 1))


def test_pieces_that_double_are_refused_while_they_are_counted():
    fold = [[2.0, -4.0], [2.0, -4.0]]
    saw = Network([[[1.0], [1.0]], *[fold] * 30, [[2.0, -4.0]]], [[0.0, -0.5]] * 31 + [[0.0]])
    with pytest.raises(InputError, match=r"pieces on \[0, 1\] up to layer 19; 300,000 can be"):
        analyse(saw, (0, 1))


def test_a_wide_layer_is_refused_before_its_lines_are_stored():
    rng = np.random.default_rng(0)
    wide = Network(
        [rng.normal(size=(60_000, 1)), np.ones((1, 60_000))], [rng.normal(size=60_000), [0.0]]
    )
    with pytest.raises(InputError, match=r"pieces times neurons.* up to layer 1; 12,000,000 can"):
        analyse(wide, (-3, 3))


def test_limits_count_all_layers_and_hold_exactly(monkeypatch):
    found = Propagation(NETWORK, -3, 3).pieces
    numbers = sum(len(p.anchor) * p.z.shape[2] for p in found)
    monkeypatch.setattr(propagation, "MOST_NUMBERS", numbers)
    analyse(NETWORK, (-3, 3))
    monkeypatch.setattr(propagation, "MOST_NUMBERS", numbers - 1)
    with pytest.raises(InputError, match=f"makes {numbers} lines"):
        analyse(NETWORK, (-3, 3))
    monkeypatch.undo()
    pieces = len(found[-1].anchor)
    monkeypatch.setattr(propagation, "MOST_PIECES", pieces)
    analyse(NETWORK, (-3, 3))
    monkeypatch.setattr(propagation, "MOST_PIECES", pieces - 1)
    with pytest.raises(InputError, match=f"{pieces} pieces"):
        analyse(NETWORK, (-3, 3))


def test_small_blocks_give_the_same_pieces(monkeypatch):
    whole = analyse(NETWORK, (-3, 3))
    monkeypatch.setattr(propagation, "BLOCK", 4)
    parts = analyse(NETWORK, (-3, 3))
    np.testing.assert_allclose(parts.output.x, whole.output.x, atol=1e-15)
    for one, other in zip(parts.layers, whole.layers, strict=True):
        np.testing.assert_allclose(one.value, other.value, atol=1e-14)
        assert np.array_equal(one.on, other.on)


def test_float64_and_double_double_find_the_same_function(monkeypatch):
    monkeypatch.setattr(last_layer, "SMALL", 0)
    for seed in range(20):
        network = random_network(np.random.default_rng(seed), (1, 9, 9, 9, 1), 6.0)
        fast, careful = (Propagation(network, -3, 3, way) for way in (False, True))
        f, g = last_layer.certain_lines(fast), last_layer.certain_lines(careful)
        np.testing.assert_allclose(f.x, g.x, atol=3e-13)
        size = np.abs(g.left).max()
        np.testing.assert_allclose(f.left, g.left, atol=1e-12 * size)


def test_a_wrong_line_is_computed_again_and_then_an_error(monkeypatch):
    """A gate that is turned over is seen by the comparison with the network."""
    whole, calls = Propagation._layer, []

    def turned(times):
        def layer(self, inputs):
            pieces = whole(self, inputs)
            if len(self.layers) == 2 and len(calls) < times:
                calls.append(self.careful)
                pieces.z[0, 0, 0] *= -1
            return pieces

        return layer

    truth = analyse(NETWORK, (-3, 3)).output
    monkeypatch.setattr(last_layer, "SMALL", 0)
    monkeypatch.setattr(Propagation, "_layer", turned(1))
    f = analyse(NETWORK, (-3, 3)).output
    np.testing.assert_allclose(f(truth.x), truth.y, atol=1e-13)
    assert calls == [False]
    calls.clear()
    monkeypatch.setattr(Propagation, "_layer", turned(2))
    with pytest.raises(MachineError, match="differ by more than rounding") as error:
        analyse(NETWORK, (-3, 3))
    assert "\n" not in str(error.value)
    assert calls == [False, True]


def test_a_jump_that_merged_breakpoints_hide_is_drawn():
    """0 below 1/2, 1 above: 2^51 (r(x − 1/2) − r(x − 1/2 − 2^-51)), 4 roundings wide."""
    steep, narrow = 2.0**51, 2.0**-51
    network = Network([[[1.0], [1.0]], [[steep, -steep]]], [[-0.5, -0.5 - narrow], [0.0]])
    f = analyse(network, (-1, 1)).output
    assert f([-1, 0, 0.5, 0.5 + narrow, 0.75, 1]).tolist() == [0, 0, 0, 1, 1, 1]
    assert f.breakpoints.tolist() == f.discontinuities.tolist() == [0.5]
    x, value, _ = breakpoints_of(network, (-1, 1))
    assert (x.tolist(), value.tolist()) == ([], [])


def test_numbers_far_from_one_are_scaled_by_powers_of_two():
    """Slopes 1e±200 times breakpoints of a usual network; squares of these are no float64."""
    down = Network(
        [NETWORK.weights[0] * 1e-200, NETWORK.weights[1] * 1e200, NETWORK.weights[2]],
        [NETWORK.biases[0] * 1e-200, *NETWORK.biases[1:]],
    )
    f, g = analyse(NETWORK, (-3, 3)).output, analyse(down, (-3, 3)).output
    np.testing.assert_allclose(g.x, f.x, atol=1e-13)
    np.testing.assert_allclose(g.y, f.y, atol=1e-13)
    layer = analyse(down, (-3, 3)).layers[0]
    size = np.abs(NETWORK.weights[0].ravel())
    np.testing.assert_allclose(np.abs(layer.slope[0]), 1e-200 * size, rtol=1e-14)


def test_a_sawtooth_folds_exactly():
    f = analyse(sawtooth(10), (0, 1)).output
    assert np.array_equal(f.x, np.arange(1025) / 1024)
    assert np.array_equal(f.y, np.arange(1025) % 2)
    assert set(np.abs(f.slopes)) == {1024.0}


def test_a_value_within_its_rounding_may_be_zero_whatever_its_slope():
    z, variance = np.zeros((2, 1, 3)), np.zeros((2, 1, 3))
    z[0, 0] = [1.0, 1.0, 1.0]
    variance[0, 0] = [1.0, 0.0, 0.0]  # the first is as uncertain as it is large
    z[1, 0] = [0.0, 0.0, 3.0]  # the last comes to zero within reach
    near = propagation._near_zero(z, variance, np.array([0.5]))
    assert near.tolist() == [[True, False, True]]


def test_bounds_of_slopes_go_by_the_slopes():
    z = np.array([[[2.0]], [[3.0]]])
    top = SimpleNamespace(z=z, variance=np.array([[[0.0]], [[4.0]]]))
    half = SimpleNamespace(gate=lambda value: np.full_like(value, -0.5))
    slope, bound = last_layer._slopes(SimpleNamespace(pieces=[top], layers=[half]))
    assert slope.tolist() == [[-1.5]]
    assert bound[0, 0] == pytest.approx(1.5 * propagation.SURE * 2 * 0.5)


def test_a_bend_no_larger_than_both_its_bounds_is_open():
    """Slopes 0 and 3, each uncertain by 1.5·SURE·σ: open while 3 is at most twice that."""

    def opened(deviation):
        top = SimpleNamespace(
            z=np.array([[[1.0], [1.0], [1.0]], [[0.0], [3.0], [30.0]]]),
            variance=np.array([[[0.0]] * 3, [[deviation**2]] * 3]),
        )
        plain = SimpleNamespace(gate=np.ones_like, weights=np.ones((1, 1)))
        return last_layer._open(SimpleNamespace(pieces=[top], layers=[plain])).tolist()

    edge = 1 / propagation.SURE  # 2 · 1.5 · SURE · edge = 3
    assert opened(1.01 * edge) == [True, True, False]
    assert opened(0.99 * edge) == [False, False, False]

"""Initialisation: the means against closed forms, and the shortcut against whole networks."""

import numpy as np
import pytest

from approx.panels import initialisation as panels
from approx.panels.captions import initialisation as captions
from approx.subjects import resolve_any

TEN = (512,) * 10


def test_he_keeps_the_second_moment_of_500_draws_within_five_percent():
    signal = panels.signal("he", TEN, "relu")
    assert signal.moments.shape == (500, 11)
    assert abs(signal.mean[-1] - 1) < 0.05
    low, high = signal.spread
    assert low[-1] < 0.7
    assert high[-1] > 1.3


@pytest.mark.parametrize(("scheme", "factor"), [("small", 1 / 8), ("xavier", 1 / 2), ("large", 4)])
def test_each_layer_of_relu_multiplies_the_second_moment_by_half_the_gain(scheme, factor):
    mean = panels.signal(scheme, TEN, "relu").mean
    assert mean[-1] == pytest.approx(factor**10, rel=0.06)


def test_the_shortcut_has_the_distribution_of_whole_networks():
    """Means and spreads of 2000 networks with their matrices, two layers of 20 tanh."""
    rng = np.random.default_rng(1)
    ends = []
    for _ in range(2000):
        h = np.ones(20)
        for _ in range(2):
            h = np.tanh(rng.normal(0, np.sqrt(2 / 20), (20, 20)) @ h)
        ends.append(np.mean(h * h))
    drawn = panels.signal("he", (20, 20), "tanh", 2000).moments[:, -1]
    assert np.mean(drawn) == pytest.approx(np.mean(ends), rel=0.03)
    assert np.std(drawn) == pytest.approx(np.std(ends), rel=0.1)


def test_without_biases_every_neuron_bends_at_zero():
    assert not panels.breakpoints("zero").any()
    assert panels.inside("spread") == panels.NEURONS
    assert panels.inside("same") < panels.NEURONS


def test_layers_and_activation_are_read():
    topic = resolve_any("initialisation(64x3, 32, tanh)")
    assert panels.widths(topic) == (64, 64, 64, 32)
    assert panels.activation(topic) == "tanh"


def test_nothing_explodes_or_stays_where_an_activation_has_a_bound():
    said = dict(captions.beats(resolve_any("initialisation(64x10, tanh)"), "en"))
    assert said["small"].endswith("It fades.")
    assert said["large"] == "Large weights, variance 8/in: it is 0.679."
    assert "stays" not in said["he"]
    said = dict(captions.beats(resolve_any("initialisation(64x10)"), "en"))
    assert said["large"].endswith("It explodes.")
    assert "stays" in said["he"]
    assert "one layer of 8" in captions.verdict(resolve_any("initialisation(8x1)"))

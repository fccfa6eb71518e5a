"""The story layers shows every neuron of every layer as it is."""

import numpy as np
import pytest
from watch import watch

from approx.panels import layers as panels
from approx.subjects import resolve


@pytest.mark.parametrize("name", ["sigmoid", "sigmoid-421", "square-deep-3", "sawtooth-3"])
def test_every_small_graph_ends_on_its_neurons_own_breakpoints(name, tmp_path):
    subject = resolve(name)
    seen = {}

    def look(told, beat):
        if beat.startswith("layer-"):
            layer = int(beat.partition("-")[2])
            for cell in told.panels.hidden[layer - 1].cells:
                plot = told.plots[layer][cell.index]
                f = subject.analysis.neuron(layer - 1, cell.index)
                x = sorted({*f.x, *cell.before.x})
                seen[beat, cell.index] = (
                    told.lines[layer, cell.index].corners,
                    plot.clipped(x, f(x)),
                )
        if beat == "output":
            f = subject.analysis.output
            seen["output"] = told.line.corners, told.plot.points(f.x, f.y)

    watch("layers", subject, "dark", tmp_path, look)
    assert len(seen) == subject.network.hidden_units + 1
    for drawn, expected in seen.values():
        assert drawn == pytest.approx(expected, abs=1e-9)


def test_a_layer_that_folds_nothing_says_so():
    caption = {}
    from approx.panels.captions import layers as story_layers

    for name in ("sigmoid", "sigmoid-421"):
        told = dict(story_layers.beats(panels.build(resolve(name)), "en"))
        caption[name] = told["layer-2"]
    assert "nothing is below zero" in caption["sigmoid"]
    assert "presses each sum flat" in caption["sigmoid-421"]


def test_the_shares_of_the_layers_add_up_to_the_whole():
    built = panels.build(resolve("square-deep-3"))
    assert sum(column.share for column in built.hidden) == pytest.approx(1)


@pytest.mark.parametrize("name", ["sigmoid", "sigmoid-421", "square-deep-3", "sawtooth-3"])
def test_with_its_signs_the_upper_stack_ends_on_the_sum(name):
    subject = resolve(name)
    signed = panels.build(subject).signed
    x = signed.x
    bias = float(subject.network.biases[-1][0])
    assert np.allclose(signed.total(x) + bias, subject.network(x), atol=1e-12)
    upper = [term for term in signed.terms if not term.negative]
    if upper:
        assert np.allclose(signed.lifted(upper[-1], 1.0)[1], signed.total(x), atol=1e-12)
    for term in signed.terms:
        (low, high), weight = signed.single(term, 1.0), term.contribution.weight
        assert np.all(np.sign(high) * np.sign(weight) >= 0)  # a minus hangs below the axis
        assert np.allclose(high - low, term.contribution.function(x), atol=1e-12)
        assert np.allclose(np.abs(signed.single(term, 0.0)[1]), np.abs(high), atol=1e-12)
        assert np.all(signed.single(term, 0.0)[1] >= -1e-12)  # before it is turned over


def test_the_sigmoids_one_minus_is_counted():
    from approx.panels.captions import layers as story_layers

    told = dict(story_layers.beats(panels.build(resolve("sigmoid")), "en"))
    assert "a minus turns 1 of them over" in told["weigh"]
    assert "bias 1/2" in told["output"]

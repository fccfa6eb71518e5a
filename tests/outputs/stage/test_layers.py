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


@pytest.mark.parametrize("name", ["sigmoid-421", "square-deep-3"])
def test_every_breakpoint_stands_in_the_row_of_a_layer_whose_neuron_switches_there(name):
    subject = resolve(name)
    network, made = subject.network, panels.build(subject).made
    assert [layer for layer, _ in made] == [f"layer {k + 1}" for k in range(network.depth)]
    places = np.unique([x for _, marks in made for x, _ in marks])
    assert places == pytest.approx(subject.analysis.output.breakpoints, abs=1e-12)
    for layer, (_, marks) in enumerate(made):
        for x, color in marks:
            h = np.array([x])
            for w, b in zip(network.weights[:layer], network.biases[:layer], strict=True):
                h = np.maximum(w @ h + b, 0)
            z = network.weights[layer] @ h + network.biases[layer]
            neuron = color - sum(network.hidden_widths[:layer])
            assert z[neuron] == pytest.approx(0, abs=1e-12)


def test_many_neurons_have_their_layers_colour_and_the_caption_says_so():
    from approx.core.network import Network
    from approx.panels.captions import layers as story_layers
    from approx.subjects.from_network import of_network_on

    rng = np.random.default_rng(3)
    shapes = [(6, 1), (6, 6), (1, 6)]
    network = Network([rng.normal(size=s) for s in shapes], [rng.normal(size=s[0]) for s in shapes])
    built = panels.build(of_network_on(network, (-2, 2)))
    assert [set(column.colors) for column in built.hidden] == [{0.0}, {1.0}]
    assert "colour of its layer" in dict(story_layers.beats(built, "en"))["breakpoints"]
    few = panels.build(resolve("sigmoid-421"))
    assert [column.colors for column in few.hidden] == [(0, 1, 2, 3), (4, 5)]
    assert "its neuron's colour" in dict(story_layers.beats(few, "en"))["breakpoints"]


@pytest.mark.parametrize(("layers", "titles"), [(2, "layer 2"), (9, "9")])
def test_titles_of_columns_never_meet(layers, titles):
    from itertools import pairwise

    from approx.core.network import Network
    from approx.outputs.stage.columns import Columns
    from approx.outputs.stage.layout import SQUARE
    from approx.style.theme import DARK
    from approx.subjects.from_network import of_network_on

    network = Network([[[1]]] * (layers + 1), [[0]] * (layers + 1))
    built = panels.build(of_network_on(network, (-2, 2)))
    columns = Columns(built, SQUARE.columns_graph[0], DARK, 0.3, SQUARE.smallest)
    written = [m for m in columns.get_family() if getattr(m, "text", None)]
    assert written[-1].text == titles
    for one, other in pairwise(written):
        assert one.get_right()[0] + 0.03 < other.get_left()[0]
    assert min(one.size for one in written) >= SQUARE.smallest


def test_only_relu_presses_flat():
    from approx.core.network import Network
    from approx.panels.captions import layers as story_layers
    from approx.subjects.from_network import of_network_on

    weights, biases = [[[1], [1]], [[1, -2], [1, 1]], [[1, 1]]], [[0, 1], [0, 0], [0]]
    for name, flat in (("relu", True), ("leaky_relu(0.2)", False)):
        network = Network(weights, biases, activations=(name, name, "identity"))
        built = panels.build(of_network_on(network, (-2, 2)))
        for language, word in (("en", "flat"), ("de", "flach")):
            told = dict(story_layers.beats(built, language))
            assert (word in told["layer-1"], word in told["layer-2"]) == (flat, flat)

"""Networks of several inputs and outputs as diagrams: from the catalog, and from PyTorch."""

import itertools

import numpy as np

from approx.core.network import Network
from approx.inputs.weights import save
from approx.outputs.figures import unsupported_reason
from approx.panels import diagram
from approx.subjects import resolve_any
from approx.subjects.topic import Topic


def test_inputs_and_outputs_have_their_names_in_every_language():
    for language, first in (("en", "seat"), ("de", "Platz")):
        drawn = diagram.build(resolve_any("snack"), language)
        assert next(unit.bias for unit in drawn.units if unit.column == 0) == first
    assert [edge.value for edge in drawn.edges] == [4, 1]


def test_a_network_file_of_784_inputs_is_a_topic_that_is_drawn_as_a_diagram(tmp_path):
    widths = (784, 128, 64, 10)
    rng = np.random.default_rng(0)
    weights = [rng.normal(size=(b, a)) for a, b in itertools.pairwise(widths)]
    network = Network(weights, [np.zeros(len(w)) for w in weights])
    save(network, tmp_path / "big.npz")
    topic = resolve_any(str(tmp_path / "big.npz"))
    assert isinstance(topic, Topic)
    assert unsupported_reason("network", topic) is None
    drawn = diagram.build(topic)
    assert [out.text for out in drawn.left_out] == ["777 more", "121 more", "57 more", "3 more"]
    assert np.array_equal(topic.network.weights[0], network.weights[0])

"""Networks of several inputs and outputs as diagrams: from the catalog, and from PyTorch."""

import itertools
import re

import numpy as np
from matplotlib.patches import Circle

from approx.core.network import Network
from approx.inputs.weights import save
from approx.outputs import figures
from approx.outputs.figures import unsupported_reason
from approx.panels import diagram
from approx.subjects import resolve_any
from approx.subjects.topic import Topic


def test_inputs_and_outputs_have_their_names_in_every_language():
    for language, first in (("en", "seat"), ("de", "Platz")):
        drawn = diagram.build(resolve_any("snack"), language)
        assert next(unit.name for unit in drawn.units if unit.column == 0) == first
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


def test_names_of_a_wide_network_stand_beside_its_circles_and_on_the_paper(tmp_path):
    """They stood below them, under the next circle."""
    drawing = figures.draw(resolve_any("digits"), "network", width=3.3)
    ax = drawing.figure.axes[0]
    drawing.figure.canvas.draw()
    circles = [patch for patch in ax.patches if isinstance(patch, Circle)]
    names = [text for text in ax.texts if re.fullmatch(r"p\d\d|\d", text.get_text())]
    assert len(names) == 14
    for name in names:
        box = name.get_window_extent()
        assert ax.bbox.x0 <= box.x0
        assert box.x1 <= ax.bbox.x1
        assert not any(box.overlaps(circle.get_window_extent()) for circle in circles)

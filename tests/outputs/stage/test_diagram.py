"""Numbers on a network's edges: all of a layer in one size, with room, or none."""

import itertools

import pytest
from manim import tempconfig

from approx.core.network import Network
from approx.outputs.stage.diagram import Diagram, _box
from approx.outputs.stage.layout import WIDE
from approx.panels import diagram as panels
from approx.style.theme import DARK
from approx.subjects import resolve
from approx.subjects.from_network import of_network_on


@pytest.fixture(autouse=True)
def media(tmp_path):
    """Formulas pass through files, which no two tests may share."""
    with tempconfig({"media_dir": str(tmp_path)}):
        yield


#: Four neurons whose numbers are long.
LONG = Network([[[2.5]] * 4, [[-2.25] * 4]], [[1.5] * 4, [1.5]])


@pytest.mark.parametrize(
    ("subject", "weights"),
    [
        (resolve("parabola-4"), {1: 4, 2: 4}),
        (resolve("sigmoid-fit-4"), {1: 4, 2: 0}),
        (of_network_on(LONG, (-3, 3)), {1: 4, 2: 4}),
    ],
    ids=lambda case: getattr(case, "name", ""),
)
def test_weights_have_room_in_one_size_or_are_left_out(subject, weights):
    parts = panels.build(subject)
    diagram = Diagram(parts, WIDE.network_graph[0], DARK, 0.3, smallest=WIDE.smallest)
    for column, many in weights.items():
        labels = [
            part
            for (end, _, _), edge in diagram.edges.items()
            for part in edge.get_family()
            if end == column and getattr(part, "text", "")
        ]
        assert len(labels) == many
        assert len({label.size for label in labels}) <= 1
    texts = [part for part in diagram.get_family() if getattr(part, "text", "")]
    circles = [unit[1] for unit in diagram.units.values()]
    for one, other in itertools.combinations([*texts, *circles], 2):
        assert not _box(one).meets(_box(other)), (one, other)

"""Of wide layers the neurons that bend most are drawn, and the rest is said in numbers."""

from itertools import pairwise

import numpy as np
import pytest

from approx.core.network import Network
from approx.outputs import figures
from approx.panels import diagram, largest, neurons
from approx.style.languages import number
from approx.subjects import resolve
from approx.subjects.fit_options import FitOptions
from approx.subjects.from_network import of_network_on


@pytest.fixture(scope="module")
def wide():
    """200 hinges at random places, of very different weights."""
    rng = np.random.default_rng(7)
    weights = rng.normal(size=(1, 200)) ** 3
    network = Network([np.ones((200, 1)), weights], [-rng.uniform(-1, 1, 200), [0.0]])
    return of_network_on(network, (-1.0, 1.0))


def test_the_largest_weights_come_first_and_the_others_are_counted(wide):
    sizes = np.abs(wide.network.weights[1][0])
    shown = largest.largest(wide, 0, 12)
    assert shown == np.argsort(-sizes, kind="stable")[:12].tolist()
    left = 100 * (1 - sizes[shown].sum() / sizes.sum())
    said = largest.others(wide, {0: shown}, "en")
    assert said == f"188 more neurons make {number(left, 3)} % of all bending"
    row, _ = neurons.build(wide)
    assert (len(row.panels), row.more) == (12, said)
    assert row.title == "layer 1, the 12 that bend most"


def test_the_diagram_shows_them_in_their_order(wide):
    drawn = diagram.build(wide, largest=True)
    units = [unit.index for unit in drawn.units if unit.column == 1]
    assert units == sorted(largest.largest(wide, 0, 7))
    assert drawn.more.startswith("193 more neurons make ")
    # Elsewhere the first and the last are shown.
    assert [u.index for u in diagram.build(wide).units if u.column == 1][:4] == [0, 1, 2, 3]


@pytest.mark.parametrize("kind", ["neurons", "network"])
def test_the_picture_is_one_page_of_a_column(wide, kind):
    assert figures.draw(wide, kind).get_size_inches()[1] < 9.0


def test_small_networks_are_drawn_whole():
    subject = resolve("x^2", FitOptions(("-1", "1"), 6))
    assert [len(row.panels) for row in neurons.build(subject)] == [6, 1]
    assert not any(row.more for row in neurons.build(subject))
    assert diagram.build(subject, largest=True).more == ""


def test_edges_between_wide_layers_run_as_one_bundle():
    rng = np.random.default_rng(3)
    sizes = (1, 12, 12, 1)
    network = Network(
        [rng.normal(size=(b, a)) for a, b in pairwise(sizes)],
        [rng.normal(size=b) for b in sizes[1:]],
    )
    subject = of_network_on(network, (-2.0, 2.0))
    assert diagram.build(subject, largest=True).bundled == {1}
    assert diagram.build(subject).bundled == frozenset()

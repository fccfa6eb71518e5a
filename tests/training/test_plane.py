"""Training on the plane with nothing but a subject: xor, ring, moons, spirals and clouds."""

import numpy as np
import pytest

from approx.core.plane_target import PlanePoints, PlaneTarget
from approx.core.target import label
from approx.inputs.catalog import _points, get_plane
from approx.inputs.expression.function_of_two import parse_of_two
from approx.training.plane import fit_plane

SETS = {
    "xor": (_points.corners(), 0.99),
    "ring": (_points.ring(), 0.99),
    "moons": (get_plane("two-moons").points, 0.99),
    "spirals": (_points.two_spirals(), 0.97),
    "blobs": (_points.blobs(), 0.99),
}


def data_of(points):
    table = np.array(points)
    classes = tuple(str(k) for k in range(int(table[:, 2].max()) + 1))
    return PlanePoints(table[:, :2], table[:, 2], classes, label("data"), ((-3, 3), (-3, 3)))


@pytest.mark.parametrize("name", SETS)
def test_the_defaults_tell_the_textbooks_classes_apart(name):
    points, wanted = SETS[name]
    data = data_of(points)
    network = fit_plane(data).network
    scores = network(data.points)
    chosen = scores.argmax(axis=1) if network.outputs > 1 else scores[:, 0] > 0
    assert (chosen == data.numbers).mean() >= wanted


def test_four_neurons_are_enough_for_exclusive_or():
    data = data_of(SETS["xor"][0])
    network = fit_plane(data, (4,)).network
    assert ((network(data.points)[:, 0] > 0) == data.numbers).mean() >= 0.99


def test_a_function_is_learned_on_all_of_its_box():
    expression = parse_of_two("x + 2*abs(y)")
    box = ((0.0, 2.0), (-1.0, 3.0))
    done = fit_plane(PlaneTarget(expression, expression.label, box, expression.bounds), (4,))
    points = np.random.default_rng(0).uniform([0, -1], [2, 3], (200, 2))
    assert done.network(points)[:, 0] == pytest.approx(
        points[:, 0] + 2 * abs(points[:, 1]), abs=1e-3
    )
    assert done.history.domain.tolist() == [list(side) for side in box]

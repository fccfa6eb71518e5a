"""Along a line a network of two inputs is itself, with breakpoints where it is folded."""

import numpy as np
import pytest

from approx.panels import plane_neurons, slices
from approx.subjects import resolve_any


@pytest.mark.parametrize("name", ["ring", "two-moons", "two-spirals"])
def test_curves_are_the_networks_own_values(name):
    plane = resolve_any(name)
    for axis, found in enumerate(slices.build(plane)):
        curve = found.panel.curves[-1]
        points = np.empty((len(curve.x), 2))
        points[:, axis] = curve.x
        points[:, 1 - axis] = sum(plane.box[1 - axis]) / 2
        assert curve.y == pytest.approx(plane.network(points)[:, 0], abs=1e-9)


def test_the_ring_along_its_middle_is_cut_four_times():
    along_x, _ = slices.build(resolve_any("ring"))
    # f = 1/2 − |‖x‖ − 3/2|: folds at the middle and where the distance is 3/2.
    dots = sorted(marker.x for marker in along_x.panel.markers)
    assert dots == pytest.approx([-3 / 2, 0, 3 / 2])


def test_the_bands_of_a_neuron_are_where_it_is_so_large():
    plane = resolve_any("ring")
    row = plane_neurons.build(plane)[0]
    # The first neuron is ReLU(x) on [−5/2, 5/2]²: its bands begin at 0, 1/2, 1, … and end at 5/2.
    areas = sorted(_area(polygon) for polygon in row.maps[0].bands)
    assert areas == pytest.approx([5 * width for width in (0.5, 1.0, 1.5, 2.0, 2.5)])
    assert row.maps[0].fold[:, :, 0] == pytest.approx(0.0)


def _area(polygon):
    x, y = polygon.T
    return abs(np.sum(x * np.roll(y, -1) - y * np.roll(x, -1))) / 2

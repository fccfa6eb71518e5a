"""Every two-input example carries its truth; the library finds the same."""

import math

import numpy as np
import pytest

from approx import catalog
from approx.regions import regions

PLANES = catalog.planes()


@pytest.mark.parametrize("name", PLANES)
def test_regions_and_the_area_above_zero_are_the_known_ones(name):
    example = catalog.get_plane(name)
    sheet = regions(example.network, example.box)
    assert len(sheet) == example.truth.regions
    assert sheet.area_above(0.0) == pytest.approx(example.truth.area_above, rel=1e-12)


@pytest.mark.parametrize("name", PLANES)
def test_values_are_the_known_ones(name):
    example = catalog.get_plane(name)
    points, values = zip(*example.truth.values.items(), strict=True)
    assert np.allclose(example.network(points)[:, 0], values, rtol=0, atol=1e-15)


@pytest.mark.parametrize("name", PLANES)
def test_every_plane_has_its_title_in_every_language_and_says_its_source(name):
    example = catalog.get_plane(name)
    assert {"en", "de"} <= set(example.title)
    assert example.truth.source


def test_planes_and_one_input_examples_are_two_lists():
    assert {"xor", "ring"} <= set(PLANES)
    assert not set(PLANES) & set(catalog.names())
    with pytest.raises(KeyError):
        catalog.get("xor")
    for other in ("parabola-2", "nothing"):
        with pytest.raises(KeyError):
            catalog.get_plane(other)


def test_the_border_of_xor_is_two_straight_lines():
    example = catalog.get_plane("xor")
    segments = regions(example.network, example.box).level_set()
    assert sorted(segments.sum(axis=2).mean(axis=1)) == pytest.approx([1 / 2, 3 / 2], abs=1e-15)


def test_the_border_of_the_ring_is_two_regular_octagons():
    example = catalog.get_plane("ring")
    segments = regions(example.network, example.box).level_set()
    assert len(segments) == 16
    radii = np.sort(np.hypot(*segments.reshape(-1, 2).T))
    assert radii == pytest.approx([1] * 16 + [2] * 16, abs=1e-14)
    lengths = np.sort(np.hypot(*np.diff(segments, axis=1)[:, 0].T))
    side = 2 * math.sin(math.pi / 8)
    assert lengths == pytest.approx([side] * 8 + [2 * side] * 8, abs=1e-14)


def test_each_fold_of_the_ring_belongs_to_the_two_neurons_that_mirror_each_other():
    example = catalog.get_plane("ring")
    creases = regions(example.network, example.box).creases
    for neuron in range(0, 8, 2):
        assert np.array_equal(creases.of(0, neuron), creases.of(0, neuron + 1))
    assert len(creases.of(1, 0)) == len(creases.of(1, 1)) == 8

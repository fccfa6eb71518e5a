"""Every two-input example carries its truth; the library finds the same."""

import math
from fractions import Fraction

import numpy as np
import pytest

from approx.core.decisions import decide
from approx.core.regions import regions
from approx.inputs import catalog

PLANES = catalog.planes()


@pytest.mark.parametrize("name", PLANES)
def test_regions_and_the_area_above_zero_are_the_known_ones(name):
    example = catalog.get_plane(name)
    if example.truth.class_areas:
        decisions = decide(example.network, example.box)
        assert len(decisions.sheet) == example.truth.regions
        assert decisions.areas == pytest.approx(example.truth.class_areas, rel=1e-12)
        return
    sheet = regions(example.network, example.box)
    assert len(sheet) == example.truth.regions
    assert sheet.area_above(0.0) == pytest.approx(example.truth.area_above, rel=1e-12)


def test_the_clouds_are_told_apart_but_for_a_few_points():
    example = catalog.get_plane("blobs")
    x, y, classes = np.array(example.points).T
    decided = example.network(np.stack([x, y], axis=1)).argmax(axis=1)
    assert (decided == classes).mean() >= 0.97


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


def clipped(polygon, a, b, c):
    """The part of a convex polygon where ax + by + c >= 0."""
    out = []
    for k, q in enumerate(polygon):
        p = polygon[k - 1]
        s, t = (a * x + b * y + c for x, y in (p, q))
        if (s < 0) != (t < 0):
            out.append(tuple(u + s / (s - t) * (v - u) for u, v in zip(p, q, strict=True)))
        if t >= 0:
            out.append(q)
    return out


def area(polygon):
    pairs = zip([polygon[-1], *polygon[:-1]], polygon, strict=True) if polygon else ()
    return sum(((p[0] * q[1] - q[0] * p[1]) / 2 for p, q in pairs), Fraction(0))


def test_the_moons_regions_and_area_are_those_of_rational_arithmetic():
    example = catalog.get_plane("two-moons")
    (first, last), (offsets, (bias,)) = example.network.weights, example.network.biases
    (x0, x1), (y0, y1) = ([Fraction(end) for end in side] for side in example.box)
    lines = [
        (Fraction(a), Fraction(b), Fraction(c), Fraction(v))
        for (a, b), c, v in zip(first, offsets, last[0], strict=True)
    ]
    cells = [[(x0, y0), (x1, y0), (x1, y1), (x0, y1)]]
    for a, b, c, _ in lines:
        halves = [clipped(cell, s * a, s * b, s * c) for cell in cells for s in (1, -1)]
        cells = [half for half in halves if area(half) > 0]
    above = Fraction(0)
    for cell in cells:
        x, y = (sum(corner[i] for corner in cell) / len(cell) for i in (0, 1))
        on = [(a * v, b * v, c * v) for a, b, c, v in lines if a * x + b * y + c > 0]
        slopes = [sum(terms, Fraction(0)) for terms in zip(*on, strict=True)]
        slopes[2] += Fraction(bias)
        above += area(clipped(cell, *slopes))
    assert len(cells) == example.truth.regions
    assert float(above) == pytest.approx(example.truth.area_above, rel=1e-15, abs=0)


def test_the_moons_network_is_right_about_every_point():
    example = catalog.get_plane("two-moons")
    x, y, classes = np.array(example.points).T
    values = example.network(np.stack([x, y], axis=1))[:, 0]
    assert np.array_equal(values > 0, classes == 1)
    assert np.abs(values).min() > 0.9


def test_the_moons_weights_are_what_training_gives():
    from approx.training import fit_points

    example = catalog.get_plane("two-moons")
    x, y, classes = np.array(example.points).T
    places = np.stack([x, y], axis=1)
    settings = {"steps": 3000, "rate": 0.01, "l2": 1e-3, "seed": 0}
    done = fit_points(places, classes, neurons=8, loss="binary", **settings)
    # Another machine's rounding may send training a little elsewhere: the function is compared.
    own, anew = (network(places)[:, 0] for network in (example.network, done.network))
    assert np.allclose(own, anew, atol=0.5)


def test_each_fold_of_the_ring_belongs_to_the_two_neurons_that_mirror_each_other():
    example = catalog.get_plane("ring")
    creases = regions(example.network, example.box).creases
    for neuron in range(0, 8, 2):
        assert np.array_equal(creases.of(0, neuron), creases.of(0, neuron + 1))
    assert len(creases.of(1, 0)) == len(creases.of(1, 1)) == 8

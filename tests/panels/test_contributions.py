"""What neurons add never exceeds the picture, and adds up to the output."""

import numpy as np
import pytest

from approx.core.network import Network
from approx.core.target import square
from approx.inputs import catalog
from approx.panels import contributions, owners
from approx.panels import sum as sums
from approx.panels import target as targets
from approx.subjects import Subject, resolve
from tests.strangers import NAMES, stranger

EVERY = [*NAMES, *catalog.names()]


def subject_of(name):
    return stranger(name) if name in NAMES else resolve(name)


def finite(parts):
    return np.concatenate([part[np.isfinite(part)] for part in parts])


@pytest.mark.parametrize("name", EVERY)
def test_everything_drawn_is_inside_the_axes(name):
    panel = contributions.build(sums.build(subject_of(name))).panel
    low, high = panel.vertical.low, panel.vertical.high
    heights = finite([*(c.y for c in panel.curves), *(b.upper for b in panel.bands)])
    assert low - 1e-9 * (high - low) <= heights.min()
    assert heights.max() <= high + 1e-9 * (high - low)


@pytest.mark.parametrize("name", NAMES)
def test_the_target_fills_the_frame_of_the_contributions_too(name):
    """Without a target, the network does."""
    subject = stranger(name)
    own = subject.target.own
    y = subject.function.y if own else targets.shape(subject.target).y
    frame = contributions.build(sums.build(subject)).panel.vertical
    assert np.nanmax(y) - np.nanmin(y) >= 0.55 * (frame.high - frame.low)


def test_contributions_that_only_add_are_regions_up_to_the_output():
    whole = sums.build(resolve("parabola-4"))
    built = contributions.build(whole)
    assert built.kind == "regions"
    x = np.linspace(-4, 4, 101)
    last = built.panel.bands[-1]
    assert np.interp(x, last.x, last.upper) == pytest.approx(whole.function(x))
    assert [band.neuron for band in built.panel.bands] == [0, 1, 2, 3]


@pytest.mark.parametrize("name", ["sine", "wave", "rough", "noisy", "pole"])
def test_otherwise_each_piece_has_the_colour_of_the_neuron_that_bends_before_it(name):
    subject = stranger(name)
    built = contributions.build(sums.build(subject))
    assert built.kind == "pieces"
    f = subject.analysis.output
    color_at = {mark.x: mark.neuron for mark in owners.breakpoints(subject)}
    pieces = [c for c in built.panel.curves if c.role in {"piece", "sum"}]
    assert len(pieces) == len(f.slopes)
    for piece, x in zip(pieces[1:], f.breakpoints, strict=True):
        assert piece.neuron == color_at[float(x)]


def test_without_the_next_bend_the_sum_goes_straight_on():
    """Right-opening neurons: the tail is the running sum of those so far, which is a line there."""
    network = Network([[[1.0], [1.0], [2.0]], [[1.0, -1.5, 0.6]]], [[1.0, 0.4, -0.2], [0.0]])
    subject = Subject("right", {"en": "right"}, network, square())
    built = contributions.build(sums.build(subject))
    assert built.panel.vertical.name.startswith("each neuron bends the sum once; without the next")
    tails = [c for c in built.panel.curves if c.role == "tail"]
    w, b, a = network.weights[0][:, 0], network.biases[0], network.weights[1][0]
    for count, tail in enumerate(tails, start=1):
        so_far = np.maximum(np.outer(tail.x, w[:count]) + b[:count], 0) @ a[:count]
        assert tail.y == pytest.approx(so_far)
        assert tail.neuron == count - 1


def test_neurons_that_switch_off_are_not_said_to_grow_the_sum():
    network = Network([[[1.0], [-1.0]], [[1.0, -1.0]]], [[0.0, 0.5], [0.0]])
    built = contributions.build(sums.build(Subject("two", {"en": "two"}, network, square())))
    assert "switching on or off" in built.panel.vertical.name

"""The slope's staircase: a step per neuron, together the network's own slopes."""

import numpy as np
import pytest

from approx.core.network import Network
from approx.core.target import Target, label, logistic, runge, sine, square
from approx.panels import owners, slopes
from approx.panels.axes import axis
from approx.panels.rounding import digits_of
from approx.style.languages import number
from approx.subjects import Subject, resolve
from tests.strangers import DATA, NAMES, TYPED, stranger

STEPPED = [name for name in NAMES if name != "tanh"]
TARGETS = [square(), logistic(), sine(3), runge(), Target(np.exp, label("exp"), (-1.0, 1.0))]


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.label.text)
def test_the_slope_of_a_target_is_its_derivative(target):
    a, b = target.domain
    x = np.linspace(a, b, 41)[1:-1]
    step = 1e-4 * (b - a)
    # Richardson's extrapolation of central differences, with an error of the order of step⁴.
    wide, near = ((target(x + h) - target(x - h)) / (2 * h) for h in (2 * step, step))
    assert target.slope(x) == pytest.approx((4 * near - wide) / 3, rel=1e-6, abs=1e-6)


def test_a_slope_is_of_one_side_beside_a_kink():
    kink = Target(np.abs, label("|x|"), (-1.0, 1.0), breaks=(0.0,))
    assert kink.slope([-1e-9, 1e-9]) == pytest.approx([-1.0, 1.0])


@pytest.mark.parametrize("name", STEPPED)
def test_the_steps_lead_from_slope_to_slope(name):
    subject = stranger(name)
    f = subject.analysis.output
    panel = slopes.staircase(subject, axis(*subject.domain))
    low, high = panel.vertical.low, panel.vertical.high
    treads = next(curve for curve in panel.curves if curve.role == "tread")
    seen = (f.slopes >= low) & (f.slopes <= high)
    assert np.isin(np.round(f.slopes[seen], 12), np.round(treads.y, 12)).all()
    risers = [curve for curve in panel.curves if curve.role == "riser"]
    assert {float(curve.x[0]) for curve in risers} >= set(f.breakpoints.tolist())
    for curve in panel.curves:
        assert np.nanmin(curve.y) >= low - 1e-9 * (high - low)
        assert np.nanmax(curve.y) <= high + 1e-9 * (high - low)


def test_slopes_between_the_two_sides_of_a_pole_do_not_set_the_scale():
    """1/x: beside the pole the network climbs by hundreds, where nothing is compared."""
    subject = stranger("pole")
    f, ((a, b),) = subject.analysis.output, subject.target.left_out()
    inside = (f.x[:-1] >= a) & (f.x[1:] <= b)
    vertical = slopes.staircase(subject, axis(*subject.domain)).vertical
    assert f.slopes[inside].max() > 2 * np.abs(f.slopes[~inside]).max()
    x = np.linspace(*subject.domain, 2001)
    derivative = subject.target.slope(x[(x < a) | (x > b)])
    assert vertical.high < f.slopes[inside].max() / 2
    assert vertical.high - vertical.low < 1.3 * np.ptp(np.r_[f.slopes[~inside], derivative, 0])


#: Of tanh there are no steps, and the slopes beside a jump are 0.
SLOPED = [name for name in NAMES if name not in ("tanh", "jump")]


@pytest.mark.parametrize("name", SLOPED)
def test_slopes_fill_the_frame_where_they_are_compared(name):
    """The target's derivative or, without one, the steps; a derivative without end is cut."""
    subject = stranger(name)
    panel = slopes.staircase(subject, axis(*subject.domain))
    heights = {role: [c.y for c in panel.curves if c.role == role] for role in ("target", "tread")}
    y = np.concatenate(heights["target"] or heights["tread"])
    y = y[np.isfinite(y)]
    assert np.ptp(y) >= 0.55 * (panel.vertical.high - panel.vertical.low)


@pytest.mark.parametrize("name", ["sine", "wave", "rough", "tall", "above", "many"])
def test_the_derivative_fills_the_frame(name):
    subject = stranger(name)
    panel = slopes.staircase(subject, axis(*subject.domain))
    y = subject.target.slope(np.linspace(*subject.domain, 999)[1:-1])
    assert np.ptp(y) >= 0.55 * (panel.vertical.high - panel.vertical.low)


@pytest.mark.parametrize("name", [*DATA, "two", "deep"])
def test_without_a_function_there_is_no_derivative(name):
    panel = slopes.staircase(stranger(name), axis(*stranger(name).domain))
    assert "target" not in {curve.role for curve in panel.curves}


def test_neurons_that_share_a_breakpoint_share_its_step():
    network = Network([[[1], [-1]], [[1, 3]]], [[0, 0], [0]])
    panel = slopes.staircase(Subject("shared", {"en": "shared"}, network, square()), axis(-1, 1))
    parts = [(c.neuron, *c.y.tolist()) for c in panel.curves if c.role == "riser"]
    assert parts == [(0, -3.0, -2.0), (1, -2.0, 1.0)]


def test_the_neuron_at_the_left_end_makes_the_first_step():
    network = Network([[[1], [1]], [[2, -1]]], [[1, 0], [0]])
    subject = Subject("left", {"en": "left"}, network, square())
    panel = slopes.staircase(subject, axis(-1, 1))
    parts = [(float(c.x[0]), c.neuron, *c.y.tolist()) for c in panel.curves if c.role == "riser"]
    assert parts == [(-1.0, 0, 0.0, 2.0), (0.0, 1, 2.0, 1.0)]


@pytest.mark.parametrize("name", TYPED)
def test_the_sentence_has_the_networks_slopes(name):
    subject = stranger(name)
    text = slopes.build(subject).sentence
    ends, digits = subject.analysis.output.slopes, digits_of(subject).weight
    assert text.endswith(f"from {number(ends.min(), digits)} to {number(ends.max(), digits)}")


def test_a_deeper_network_is_not_said_to_have_one_step_a_neuron():
    assert owners.coloring(resolve("sawtooth-3")) == "neuron"
    panel = slopes.staircase(resolve("sawtooth-3"), axis(0, 1))
    assert "each step is a neuron that switches" in panel.title

"""The four steps of a hidden layer are the network's own numbers."""

import numpy as np
import pytest
from strangers import stranger

from approx.panels import build_up
from approx.subjects import resolve
from approx.subjects.fit_options import FitOptions

PARABOLA = resolve("parabola-4")


def steps(subject):
    return build_up.build(subject).panels


def test_the_second_step_is_the_first_pressed_flat_below_zero():
    first, second, *_ = steps(PARABOLA)
    x = np.linspace(*PARABOLA.domain, 1001)
    for line, hinge in zip(first.curves, second.curves, strict=True):
        before = np.interp(x, line.x, line.y)
        assert np.interp(x, hinge.x, hinge.y) == pytest.approx(np.maximum(0, before), abs=1e-12)
        assert line.neuron == hinge.neuron
    # Of one subject both have one scale, else nothing is seen to be pressed.
    assert first.vertical.low == second.vertical.low
    assert first.vertical.high == second.vertical.high


@pytest.mark.parametrize("subject", [PARABOLA, resolve("parabola-4-best")], ids=lambda s: s.name)
def test_the_third_step_adds_up_to_the_fourth(subject):
    *_, third, fourth = steps(subject)
    x = np.linspace(*subject.domain, 1001)
    network = next(curve for curve in fourth.curves if curve.role == "sum")
    bias = subject.network.biases[1][0]
    parts = [np.interp(x, c.x, c.y) for c in third.curves]
    assert bias + sum(parts) == pytest.approx(np.interp(x, network.x, network.y), abs=1e-12)


def test_what_leaves_the_third_step_is_cut_with_an_arrowhead():
    """sin(3x) from six neurons: contributions of up to ten add up to less than 1.3."""
    subject = resolve("sin(3*x)", FitOptions(on=("-3", "3"), neurons=6))
    *_, third, _ = steps(subject)
    height = np.ptp(subject.analysis.output.y)
    assert third.vertical.high - third.vertical.low < 2.5 * height
    assert {arrow.neuron for arrow in third.arrows} == set(range(6))
    for curve in third.curves:
        assert (curve.y <= third.vertical.high).all()
        assert (curve.y >= third.vertical.low).all()


def test_points_far_from_zero_leave_their_contributions_in_the_frame():
    """Years against 310 to 425: the bias is in the last step, not in the third."""
    *_, third, fourth = steps(stranger("years"))
    assert third.vertical.low < 0 < third.vertical.high
    assert fourth.vertical.low > 250
    assert not third.arrows


@pytest.mark.parametrize(
    ("name", "reason"),
    [("sine-8", "it has 9 neurons"), ("sigmoid", "it has 2 hidden layers"), ("abs", None)],
)
def test_what_it_cannot_show_is_said(name, reason):
    found = build_up.unsupported_reason(resolve(name))
    assert found is None if reason is None else found.startswith(reason)

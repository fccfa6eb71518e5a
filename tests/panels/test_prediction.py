"""Losses: the source lesson's number, a slope against differences, a staircase against counting."""

import numpy as np
import pytest

from approx.panels import prediction as panels
from approx.subjects import resolve_any
from approx.system.errors import InputError


def test_the_lessons_prediction_has_a_loss_of_0_223():
    losses = panels.build(resolve_any("losses"))
    assert losses.cross_entropy == pytest.approx(0.22314355131420976, rel=1e-15)
    assert losses.squared == pytest.approx((0.1**2 + 0.2**2 + 0.07**2 + 0.03**2) / 2, rel=1e-14)


def test_the_slope_of_the_mean_loss_is_that_of_its_differences():
    for w in (-0.5, panels.AT, 2.0):
        h = 1e-6
        slope = (panels.mean_loss(w + h) - panels.mean_loss(w - h)) / (2 * h)
        assert panels.loss_slope(w) == pytest.approx(float(slope), abs=1e-8)


def test_the_least_loss_is_the_least_of_a_dense_search():
    w = np.linspace(*panels.WEIGHTS, 200_001)
    assert panels.least() == pytest.approx(float(w[np.argmin(panels.mean_loss(w))]), abs=1e-4)


def test_accuracy_changes_at_the_jumps_and_nowhere_else():
    w = np.linspace(*panels.WEIGHTS, 20_001)
    counted = np.array([panels.accuracy(float(v)) for v in w])
    changes = w[1:][np.diff(counted) != 0]
    assert len(changes) == len(panels.jumps())
    assert np.allclose(changes, panels.jumps(), atol=5e-4)


def test_the_binary_curves_are_logarithms():
    one, zero, half = panels.binary(("a", "b", "c")).curves
    assert np.allclose(one.y, -np.log(one.x))
    assert np.allclose(zero.y, -np.log1p(-zero.x))
    assert np.allclose(half.y, 0.5 * (1 - half.x) ** 2)


@pytest.mark.parametrize(
    "text", ["losses(0.5, 0.2)", "losses(0, 1; true=A)", "losses(1, 0; true=C)"]
)
def test_what_is_no_prediction_is_refused(text):
    with pytest.raises(InputError, match=r"^losses\(…\)"):
        resolve_any(text)

"""Runs with other rates and seeds are those that training itself makes."""

import numpy as np
import pytest

from approx.panels import loss_curves, rates
from approx.subjects import resolve
from approx.subjects.fit_options import FitOptions
from approx.subjects.variations import by_rate, by_seed
from approx.training import Diverged, fit

HOW = {"init": "torch", "momentum": 0.0, "method": "gd", "steps": 200, "rate": 0.9, "seed": 3}


@pytest.fixture(scope="module")
def subject():
    return resolve("1000*x^2", FitOptions(("-1", "1"), 4, settings=HOW))


def test_every_curve_is_the_loss_of_such_a_run(subject):
    shown = rates.build(subject)
    top, _ = shown.panels
    for curve, rate in zip(top.curves[:2], (0.09, 0.9), strict=True):
        run = fit(subject.target, 4, **(HOW | {"rate": rate})).history
        assert curve.x == pytest.approx(np.log10(1 + run.steps))
        assert curve.y == pytest.approx(np.log10(run.loss))


def test_a_run_that_diverges_is_drawn_as_far_as_it_has_a_loss(subject):
    run = by_rate(subject)[-1]
    with pytest.raises(Diverged) as stopped:
        fit(subject.target, 4, **(HOW | {"rate": 9.0}))
    assert run.rate == 9.0
    assert run.diverged == stopped.value.step
    assert run.history.steps[-1] < run.diverged
    assert np.isfinite(run.history.loss).all()
    assert f"at rate 9 none, it diverges at step {run.diverged}" in rates.build(subject).sentence
    # What shoots out is cut at the frame with an arrowhead.
    assert rates.build(subject).panels[0].arrows


def test_five_seeds_begin_with_the_runs_own(subject):
    runs = by_seed(subject)
    assert [run.seed for run in runs] == [3, 4, 5, 6, 7]
    assert runs[0].history is subject.fit.history
    ends = sorted(run.history.loss[-1] for run in runs)
    said = [rates.end(run.history) for run in sorted(runs, key=lambda r: r.history.loss[-1])]
    assert f"from 5 seeds between {said[0]} and {said[-1]}" in rates.build(subject).sentence
    assert ends[0] < ends[-1]


def test_a_run_with_given_first_weights_has_no_seeds():
    subject = resolve("parabola-gd")
    assert by_seed(subject) == ()
    assert [run.rate for run in by_rate(subject)] == [0.005, 0.05, 0.5]


@pytest.mark.parametrize(
    ("low", "high"), [(-8.0, 1.0), (-0.3, 0.1), (-0.31, -0.30), (2.0, 2.0), (-1.0, 0.0)]
)
def test_a_loss_fills_its_axis_which_has_two_ticks_at_least(low, high):
    span = loss_curves.loss_axis(low, high)
    assert (high - low) >= 0.85 * (span.high - span.low) or span.high - span.low < 0.06
    assert 2 <= len(span.ticks) <= loss_curves.MOST_TICKS
    assert all(span.low <= tick <= span.high for tick in span.ticks)

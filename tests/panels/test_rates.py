"""Runs with other rates and seeds are those that training itself makes."""

import numpy as np
import pytest

from approx.outputs import figures
from approx.panels import loss_curves, rates
from approx.style.languages import number
from approx.subjects import resolve
from approx.subjects.fit_options import FitOptions
from approx.subjects.variations import by_rate, by_seed
from approx.system.errors import InputError
from approx.training import Diverged, fit
from approx.training.recorder import TrainingError

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


def test_rates_and_seeds_of_ones_own_are_those_that_run(subject):
    drawn = figures.draw(subject, "rates", rates=(0.09, 0.03), seeds=(9, 3, 5))
    ends = {}
    for change in ({"rate": 0.03}, {"rate": 0.09}, {"seed": 5}, {"seed": 9}):
        try:
            history = fit(subject.target, 4, **(HOW | change)).history
        except TrainingError as stopped:  # a seed whose neurons die has a last loss, too
            history = stopped.history
        ends[next(iter(change.items()))] = rates.end(history)
    assert f"{ends['rate', 0.03]} at rate 0.03; {ends['rate', 0.09]} at rate 0.09" in drawn.alt
    assert "from 3 seeds between" in drawn.alt
    assert "--rates 0.09,0.03 --seeds 9,3,5" in drawn.encode(".svg").decode()
    first, *_ = by_seed(subject, (9, 3, 5))
    assert rates.end(first.history) == ends["seed", 9]
    assert by_seed(subject, (9, 3, 5))[1].history is subject.fit.history


@pytest.mark.parametrize(
    ("kind", "given", "line"),
    [
        ("rates", {"rates": (1.0, 2.0, 3.0, 4.0)}, "rates 1,2,3,4: use 2 to 3, each once"),
        ("rates", {"seeds": (1, 1)}, "seeds 1,1: use 2 to 12, each once"),
        ("rates", {"rates": (1.0, 99.0)}, "--rate must be between 1e-06 and 10"),
        ("fit", {"seeds": (1, 2)}, "--rates and --seeds are for the figure rates, not for fit"),
    ],
)
def test_rates_and_seeds_that_cannot_be_compared_are_refused_in_one_line(
    subject, kind, given, line
):
    with pytest.raises(InputError, match=f"^{line}"):
        figures.draw(subject, kind, **given)


def test_given_first_weights_have_no_seeds_to_choose():
    with pytest.raises(InputError, match=r"first weights of its own: no seeds$"):
        by_seed(resolve("parabola-gd"), (1, 2))


@pytest.mark.parametrize("kind", ["loss", "rates", "snapshots"])
def test_runs_of_several_hidden_layers_have_their_losses_drawn(kind):
    settings = {"method": "adam", "steps": 20}
    deep = resolve("sin(2*x)", FitOptions(hidden=(3, 3), settings=settings))
    last = number(float(deep.fit.history.loss[-1]), loss_curves.DIGITS)
    assert last in figures.draw(deep, kind).alt
    with pytest.raises(InputError, match="loss and snapshots show its run"):
        figures.draw(deep, "training")


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

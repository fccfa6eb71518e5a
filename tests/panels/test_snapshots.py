"""The frames of a run are its networks, and both losses are those at the points."""

import re
from dataclasses import replace

import numpy as np
import pytest

from approx.panels import generalisation, snapshots
from approx.style.languages import number
from approx.subjects.entry import subject as make

X = np.linspace(-2.0, 2.0, 30)
Y = np.abs(X) + 0.3 * np.random.default_rng(4).standard_normal(30)
POWERS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")


@pytest.fixture(scope="module")
def run():
    return make((X, Y), neurons=6, method="adam", steps=200, seed=1, held_out=0.3)


def test_five_frames_show_the_network_at_their_steps(run):
    shown, history = snapshots.build(run), run.fit.history
    at = snapshots.chosen(history)
    assert len(shown.frames) == len(at) == 5
    assert (history.steps[at[0]], history.steps[at[-1]]) == (0, 200)
    for k, frame in zip(at, shown.frames, strict=True):
        (curve,) = frame.curves
        inside = np.isfinite(curve.x)
        truth = history.network(k)(curve.x[inside])
        assert curve.y[inside] == pytest.approx(truth, abs=1e-12)
        loss = number(float(history.loss[k]), 3)
        assert frame.title == f"step {history.steps[k]}\nloss {loss}"
    assert f"falls from {number(float(history.loss[0]), 3)}" in shown.sentence


def test_points_learned_and_held_out_are_all_points_and_have_their_own_loss(run):
    shown, history = generalisation.build(run), run.fit.history
    learned, tested = shown.curves.dots
    assert sorted([*learned.x, *tested.x]) == X.tolist()
    assert set(tested.x) == set(X[history.held_out])
    off = history.network(-1)(X) - Y
    for curve, chosen in zip(
        shown.losses.curves, (~history.held_out, history.held_out), strict=True
    ):
        loss = np.mean(off[chosen] ** 2)
        assert 10 ** curve.y[-1] == pytest.approx(loss)
        assert number(loss, 3) in shown.sentence
    (least,) = shown.losses.dots
    assert 10 ** least.y[0] == pytest.approx(history.test_loss.min())


def test_what_has_no_points_held_out_says_how_to_get_them(run):
    without = make((X, Y), neurons=2, method="adam", steps=2)
    assert "add --held-out 0.25" in generalisation.unsupported_reason(without)
    assert "give a table" in generalisation.unsupported_reason(make("x^2", neurons=2))


def test_a_loss_that_is_drawn_cut_off_is_not_given_in_digits(run, monkeypatch):
    history = run.fit.history
    tiny = replace(history, loss=history.loss * np.r_[np.ones(len(history.loss) - 1), 1e-34])
    monkeypatch.setattr(generalisation, "history_of", lambda _: tiny)
    shown = generalisation.build(run)
    (said,) = re.findall("< 10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+) at the", shown.sentence)
    # The next power of ten above the level at which the curve goes on.
    assert int(said.translate(POWERS)) == np.ceil(shown.losses.curves[0].y[-1])
    assert number(history.test_loss[-1], 3) in shown.sentence

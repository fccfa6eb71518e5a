"""The story training: every state is a snapshot's exact network, every number History's own."""

import json
from pathlib import Path

import numpy as np
import pytest
from watch import texts, watch

from approx.core.exact import analyse
from approx.panels import training
from approx.panels.captions import training as story_training
from approx.style.languages import number
from approx.subjects import FitOptions, packed, resolve, unpacked
from approx.subjects.from_run import history_of, untrained


def seen_states(name, tmp_path):
    """The film's axes and 40 places of its run: (place, corners of the curve, step, loss)."""
    states, plots = [], []

    def look(story, beat):
        if beat != "setup":
            return
        plots.append(story.left)
        for at in np.linspace(0, story.run.at[-1], 40):
            story.show(float(at))
            states.append((at, story.line.corners.copy(), story.step.text, story.loss.text))
        story.show(0.0)

    story = watch("training", resolve(name), "dark", tmp_path, look)
    return story, plots[0], states


@pytest.mark.parametrize("name", ["parabola-gd", "dead-neurons"])
def test_every_state_is_an_exact_curve_of_weights_that_the_run_had(name, tmp_path):
    story, plot, states = seen_states(name, tmp_path)
    history = history_of(story.subject)
    places = np.log10(1.0 + history.steps)
    on_the_way = 0
    for at, corners, step, loss in states:
        index = int(np.searchsorted(places, at + 1e-9)) - 1
        weights = history.parameters[index]
        if index + 1 < len(history) and history.steps[index + 1] == history.steps[index] + 1:
            # A single step is a straight way of the weights, evenly gone.
            share = (at - places[index]) / (places[index + 1] - places[index])
            weights = weights + share * (history.parameters[index + 1] - weights)
            on_the_way += 0.05 < share < 0.95
        f = analyse(history.shape.network(weights), story.subject.domain).output
        assert corners == pytest.approx(plot.clipped(f.x, f.y), abs=1e-9)
        assert step == str(history.steps[index])
        assert loss == number(float(history.loss[index]), 3)
    assert states[-1][2] == str(history.steps[-1])
    assert on_the_way > 3


def test_panels_come_one_after_the_other_when_they_are_spoken_of(tmp_path):
    seen = {}

    def look(story, beat):
        named = {text.text for text in texts(story)}
        seen[beat] = {word for word in ("loss (squared error)", "breakpoints") if word in named}
        left = story.left.box
        assert story.line.corners[:, 0].min() >= left.left - 1e-6
        assert story.line.corners[:, 0].max() <= left.right + 1e-6
        seen[f"{beat} width"] = left.width

    watch("training", resolve("parabola-gd"), "dark", tmp_path, look)
    assert seen["setup"] == set()
    assert seen["run-1"] == {"loss (squared error)"}
    assert seen["run-2"] == seen["best"] == {"loss (squared error)", "breakpoints"}
    assert seen["setup width"] > 1.5 * seen["run-1 width"]


def test_points_held_out_have_a_loss_of_their_own(tmp_path):
    data = Path(__file__).parents[3] / "docs" / "data" / "noisy.csv"
    settings = {"method": "adam", "held_out": 0.4, "steps": 300}
    subject = resolve(str(data), FitOptions(neurons=12, settings=settings))
    run = training.build(subject)
    history, points = run.history, subject.target
    held = history.held_out
    (_, learned), (_, tested) = ((dots.role, dots.x) for dots in training.split(run, run.target))
    assert np.array_equal(tested, points.x[held])
    assert np.array_equal(learned, points.x[~held])
    off = run.function(len(run) - 1)(points.x[held]) - points.y[held]
    loss = float(np.mean(off**2))
    assert history.test_loss[-1] == pytest.approx(loss, rel=1e-9)
    said = dict(story_training.beats(run, "en"))["held"]
    assert number(loss, 3) in said
    assert number(loss, 3) in story_training.verdict(run, "de").replace(",", ".")
    story = watch("training", subject, "dark", tmp_path, lambda story, beat: None)
    ends = story.losses.points(run.at[-1:], np.log10([loss]))
    assert story.tested.get_end() == pytest.approx(ends[0], abs=0.06)  # its last dash


def test_the_captions_say_historys_numbers():
    run = training.build(resolve("parabola-gd"))
    said = dict(story_training.beats(run, "en"))
    history = run.history
    for k, index in enumerate(story_training.stops(run), start=1):
        assert number(float(history.loss[index]), 3) in said[f"run-{k}"]
        assert str(history.steps[index]) in said[f"run-{k}"]
    assert run.ratio == pytest.approx(float(history.ratio[-1]), rel=1e-12)
    assert number(float(history.ratio[-1]), 3) in said["best"]


@pytest.mark.parametrize(("language", "rms"), [("en", "rms error"), ("de", "RMS-Fehler")])
def test_how_good_training_is_names_the_error(language, rms):
    """In the largest error the best in rms is not the best, and training seldom as good."""
    phrases = story_training.PHRASES[language]
    ends = [key for key in phrases if key.startswith(("training.best", "training.equal"))]
    assert len(ends) == 8
    assert all(rms in phrases[key] for key in ends)


def test_the_dead_are_counted_and_their_lines_are_grey_to_the_end(tmp_path):
    seen = {}

    def look(story, beat):
        seen[beat] = [text.text for text in texts(story)]
        if beat == "dead":
            seen["grey"] = sum(len(shape.points) > 0 for shape in story.grey)

    story = watch("training", resolve("dead-neurons"), "dark", tmp_path, look)
    assert seen["grey"] == int(story.run.history.dead[-1]) == 5
    assert "dead" in seen["dead"]
    assert "dead" not in seen["run-3"]


def test_worldlines_are_the_historys_inside_the_domain():
    run = training.build(resolve("dead-neurons"))
    known = run.history.worldlines
    inside = np.isfinite(known)
    assert run.places[inside] == pytest.approx(known[inside], abs=1e-12)
    a, b = run.subject.domain
    outside = run.places[~inside]
    assert ((outside <= a) | (outside >= b)).all()
    assert (np.abs(outside) < run.breakpoints.high).all()


def test_a_shipped_example_is_where_its_recorded_run_ends():
    for name in ("parabola-gd", "dead-neurons"):
        subject = resolve(name)
        last = history_of(subject).network(-1)
        for one, other in zip(last.weights, subject.network.weights, strict=True):
            assert one == pytest.approx(other, abs=1e-4)


@pytest.mark.parametrize("method", ["gd", "adam"])
def test_another_process_watches_the_same_run(method):
    options = FitOptions(neurons=3, settings={"method": method, "steps": 50, "seed": 4})
    subject = resolve("sin(3*x)", options)
    copy = unpacked(json.loads(json.dumps(packed(subject))))
    again = history_of(copy)
    assert again.parameters.tobytes() == subject.fit.history.parameters.tobytes()
    assert again.network(-1) == copy.network


def test_what_was_not_trained_by_steps_says_so():
    assert "--method gd" in untrained(resolve("sine-fit-8"))
    assert history_of(resolve("sine-fit-8")) is None
    assert "--method gd" in untrained(resolve("parabola-gd", FitOptions(on=("-2", "2"))))
    deep = resolve("x^2", FitOptions(hidden=(3, 3), settings={"method": "gd", "steps": 5}))
    assert "2 hidden layers" in story_training.unsupported_reason(deep)


def test_captions_claim_no_sliding_that_cannot_be_seen():
    plain = {"method": "gd", "init": "torch", "momentum": 0.0, "rate": 0.05, "steps": 1000}
    outside = resolve("sin(3*x)", FitOptions(neurons=8, settings=plain))
    said = dict(story_training.beats(training.build(outside), "en"))
    assert "hardly move" in said["run-2"]  # every breakpoint is outside the interval
    found = resolve("abs(x)", FitOptions(neurons=8, settings={"method": "lbfgs"}))
    assert "has found it" in dict(story_training.beats(training.build(found), "en"))["best"]


def test_a_fit_writes_its_run(tmp_path, monkeypatch):
    from click.testing import CliRunner

    from approx.cli.app import cli
    from approx.training import load

    monkeypatch.chdir(tmp_path)
    said = ["sin(3*x)", "--neurons", "6", "--method", "gd", "--rate", "0.1", "--steps", "40"]
    done = CliRunner().invoke(cli, ["fit", *said, "--history", "run.npz", "-o", "net.json"])
    assert done.exit_code == 0, done.output
    history = load("run.npz")
    assert history.steps[-1] == 40
    assert history.network(-1) == resolve("net.json").network
    done = CliRunner().invoke(cli, ["fit", *said, "--history", "run.npz", "-o", "run.npz"])
    assert done.exit_code == 2
    assert "same file" in done.output


def test_ratios_are_read_without_powers_of_ten_and_rounding_is_no_loss():
    assert [story_training.times(r) for r in (6.784, 4529.6, 45296.0)] == ["6.78", "4530", "45300"]
    data = Path(__file__).parents[3] / "docs" / "data" / "noisy.csv"
    settings = {"method": "adam", "steps": 20}
    run = training.build(resolve(str(data), FitOptions(neurons=2, settings=settings)))
    assert "no loss is left" not in dict(story_training.beats(run, "en"))["run-3"]

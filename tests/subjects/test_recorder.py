"""A run of one's own: recorded, saved, read again; a folder of checkpoints; what is refused."""

import json

import numpy as np
import pytest
from hostile import npz

import approx
from approx import InputError, Network
from approx.panels import training as panels
from approx.subjects import packed, resolve, unpacked
from approx.subjects.from_run_file import is_run

X = np.linspace(-2, 2, 40)
Y = np.abs(X) - 1


def descended(steps=30, **keywords):
    """|x| − 1 learned by a loop in NumPy; the recorder, and every network with its loss."""
    rng = np.random.default_rng(0)
    weights = [rng.normal(size=(4, 1)), rng.normal(size=(1, 4))]
    biases = [rng.normal(size=4), np.zeros(1)]
    run = approx.Recorder(list(zip(weights, biases, strict=True)), **keywords)
    seen = []
    for _ in range(steps):
        z = weights[0] @ X[None] + biases[0][:, None]
        off = weights[1] @ np.maximum(z, 0) + biases[1][:, None] - Y
        seen.append((Network(weights, biases), float(np.mean(off**2))))
        run.step()
        back = (weights[1].T @ off) * (z > 0) * 2 / len(X)
        weights[1] -= 0.1 * off @ np.maximum(z, 0).T * 2 / len(X)
        biases[1] -= 0.1 * off.sum(1) * 2 / len(X)
        weights[0] -= 0.1 * back @ X[:, None]
        biases[0] -= 0.1 * back.sum(1)
    return run, seen


def test_every_step_is_the_network_as_it_was_with_its_loss_at_the_points():
    run, seen = descended(target=(X, Y))
    history = run.history
    assert history.steps.tolist() == list(range(30))
    assert all(history.network(k) == network for k, (network, _) in enumerate(seen))
    assert history.loss == pytest.approx([loss for _, loss in seen])


def test_a_saved_run_is_a_subject_with_the_same_pictures(tmp_path):
    run, _ = descended(target=(X, Y))
    path = run.save(tmp_path / "mine.npz")
    read = resolve(str(path))
    for subject in (run.subject, read, unpacked(json.loads(json.dumps(packed(read))))):
        shown = panels.build(subject)
        assert np.array_equal(shown.history.parameters, run.history.parameters)
        assert np.array_equal(subject.target.y, Y)
        assert subject.error.rms == pytest.approx(np.sqrt(run.history.loss[-1]))
    assert read.title("de") == "mine: ein aufgezeichneter Trainingslauf"


def test_a_long_run_keeps_its_ends_and_at_most_some_hundred_snapshots():
    model = Network([[[1.0]], [[1.0]]], [[0.0], [0.0]])
    run = approx.Recorder(lambda: model, on=(-1, 1))
    for step in range(5000):
        run.step(loss=5000.0 - step, test_loss=1.0 + step)
    steps = run.history.steps
    assert (steps[0], steps[-1]) == (0, 4999)
    assert 300 <= len(steps) <= 602
    assert run.history.loss.tolist() == [5000.0 - step for step in steps]
    assert run.history.test_loss.tolist() == [1.0 + step for step in steps]


def test_checkpoints_come_in_the_order_of_their_numbers(tmp_path):
    _, seen = descended(target=(X, Y))
    for step in (0, 9, 20):
        seen[step][0].save(tmp_path / f"epoch-{step}.json")
    subject = approx.subject(tmp_path, target=(X, Y))
    assert subject.run.steps.tolist() == [0, 9, 20]
    assert subject.run.loss == pytest.approx([seen[step][1] for step in (0, 9, 20)])
    typed = approx.subject(tmp_path, target="abs(x)-1", on=(-2, 2))
    assert typed.run.domain.tolist() == [[-2, 2]]
    assert typed.network == seen[20][0]


def test_the_history_of_a_fit_is_a_subject_with_its_target(tmp_path):
    done = approx.fit("sin(3*x)", 5, method="adam", steps=20, on=(-1, 1))
    approx.training.save(done.history, tmp_path / "h.npz", "sin(3*x)")
    subject = approx.subject(tmp_path / "h.npz")
    assert subject.network == done.network
    assert subject.error.sup == pytest.approx(done.error.sup)
    assert panels.build(subject).history.method == "adam"


@pytest.mark.parametrize(
    ("model", "keywords", "message"),
    [
        (3, {}, "Recorder takes a model"),
        ([1, 2], {}, "pairs (W, b)"),
        (lambda x: x, {}, "takes no argument"),
        (Network([[[1.0]], [[1.0]]], [[0.0], [0.0]], ("tanh", "identity")), {}, "tanh"),
        (Network([[[1.0]], [[1.0]]], [[0.0], [0.0]], ("step", "identity")), {}, "kind of ReLU"),
        (Network([[[1.0]]], [[0.0]]), {}, "hidden layers"),
        (Network([[[1.0, 1.0]], [[1.0]]], [[0.0], [0.0]]), {}, "one input"),
        (Network([[[1.0]], [[1.0]]], [[0.0], [0.0]]), {"on": 3}, "on takes two numbers"),
        (Network([[[1.0]], [[1.0]]], [[0.0], [0.0]]), {"target": 3}, "arrays"),
    ],
)
def test_what_is_no_run_is_refused_in_one_line(model, keywords, message):
    with pytest.raises(InputError, match=message.replace("(", r"\(").replace(")", r"\)")) as no:
        approx.Recorder(model, **keywords).step(loss=1.0)
    assert "\n" not in str(no.value)


@pytest.mark.parametrize("content", [case[1] for case in npz.cases()])
def test_a_hostile_archive_is_asked_whether_it_is_a_run_and_refused(tmp_path, content):
    file = tmp_path / "net.npz"
    file.write_bytes(content)
    assert not is_run(str(file))
    with pytest.raises(InputError):
        resolve(str(file))


def test_a_run_without_a_step_loss_or_target_says_what_is_missing(tmp_path):
    run = approx.Recorder(Network([[[1.0]], [[1.0]]], [[0.0], [0.0]]))
    with pytest.raises(InputError, match="nothing is recorded yet"):
        _ = run.history
    run.step()
    with pytest.raises(InputError, match="the run has no losses"):
        _ = run.history
    with pytest.raises(InputError, match=r"saved as an \.npz file"):
        run.save(tmp_path / "run.pt")
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match="has 0 checkpoints"):
        resolve(str(tmp_path / "empty"))


def test_the_interval_of_a_run_is_read_as_everywhere():
    run = approx.Recorder(Network([[[1.0]], [[1.0]]], [[0.0], [0.0]]), on=("-pi", "2pi"))
    run.step(loss=1.0)
    assert run.subject.domain == (-np.pi, 2 * np.pi)


def test_leaky_neurons_of_any_slope_are_recorded_and_saved(tmp_path):
    names = ("leaky_relu(0.2)", "identity")
    run = approx.Recorder(Network([[[1.0]], [[2.0]]], [[0.0], [0.0]], names), on=(-1, 1))
    run.step(loss=1.0)
    subject = approx.subject(str(run.save(tmp_path / "run.npz")))
    assert subject.function.slopes.tolist() == [0.4, 2]

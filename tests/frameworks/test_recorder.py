"""Loops in PyTorch and Keras as people write them, recorded while they train, and drawn."""

import os

import numpy as np
import pytest
from click.testing import CliRunner

import approx
from approx.cli.app import cli
from approx.panels import training as panels

X = np.linspace(-1, 1, 100)
Y = np.sin(3 * X)
STEPS = 60
FIGURES = ("training", "loss", "worldlines", "landscape")


@pytest.fixture(scope="module")
def recorded(tmp_path_factory):
    """A loop of PyTorch: the recorder, the losses that the loop saw, its model, checkpoints."""
    torch = pytest.importorskip("torch", reason="PyTorch is not installed")
    torch.manual_seed(0)
    nn = torch.nn
    model = nn.Sequential(nn.Linear(1, 16), nn.ReLU(), nn.Linear(16, 1))
    x, y = (torch.tensor(v, dtype=torch.float32)[:, None] for v in (X, Y))
    optimizer = torch.optim.Adam(model.parameters(), 1e-2)
    folder = tmp_path_factory.mktemp("run")
    (folder / "checkpoints").mkdir()
    run = approx.Recorder(model, target="sin(3*x)", on=(-1, 1))
    losses = []
    for step in range(STEPS):
        optimizer.zero_grad()
        loss = nn.functional.mse_loss(model(x), y)
        loss.backward()
        with torch.no_grad():
            test_loss = nn.functional.mse_loss(model(x[::7]), y[::7])
        run.step(loss=loss, test_loss=test_loss)
        losses.append((loss.item(), test_loss.item()))
        if step % 10 == 0:
            torch.save(model.state_dict(), folder / "checkpoints" / f"step-{step}.pt")
        last = model(x).detach().numpy().ravel()
        optimizer.step()
    return run, losses, last, folder


def test_the_recorder_has_seen_what_the_loop_has(recorded):
    run, losses, last, _ = recorded
    history = run.history
    assert history.steps.tolist() == list(range(STEPS))
    assert history.loss.tolist() == pytest.approx([loss for loss, _ in losses])
    assert history.test_loss.tolist() == pytest.approx([loss for _, loss in losses])
    # PyTorch computes with 24 bits, the network with 53.
    assert history.network(STEPS - 1)(X) == pytest.approx(last, abs=1e-6)
    shown = panels.build(run.subject)
    assert shown.function(STEPS - 1)(X) == pytest.approx(last, abs=1e-6)
    assert 10 ** shown.tested[-1] == pytest.approx(losses[-1][1])


@pytest.mark.parametrize("kind", FIGURES)
def test_a_run_of_pytorch_is_drawn(recorded, kind):
    run, _, _, folder = recorded
    file = run.save(folder / f"{kind}.npz")
    picture = folder / f"{kind}.svg"
    done = CliRunner().invoke(cli, ["figure", str(file), kind, "-o", str(picture)])
    assert done.exit_code == 0, done.output
    assert "sin(3x)" in picture.read_text() or kind == "landscape"


def test_a_folder_of_checkpoints_is_the_same_run(recorded):
    run, _, _, folder = recorded
    subject = approx.subject(folder / "checkpoints", target="sin(3*x)", on=(-1, 1))
    assert subject.run.steps.tolist() == list(range(0, STEPS, 10))
    for k, step in enumerate(subject.run.steps):
        assert np.array_equal(subject.run.parameters[k], run.history.parameters[step])
        # The loop's loss is at its own points, this one is measured at others.
        assert subject.run.loss[k] == pytest.approx(run.history.loss[step], rel=0.05)


def test_a_loop_of_keras_is_recorded(monkeypatch):
    monkeypatch.setitem(os.environ, "KERAS_BACKEND", "torch")
    keras = pytest.importorskip("keras", reason="Keras is not installed")
    keras.utils.set_random_seed(0)
    model = keras.Sequential(
        [keras.Input((1,)), keras.layers.Dense(8, activation="relu"), keras.layers.Dense(1)]
    )
    model.compile(keras.optimizers.Adam(0.01), loss="mse")
    run = approx.Recorder(model, target=(X, Y))

    class Record(keras.callbacks.Callback):
        def on_epoch_end(self, epoch, logs=None):
            run.step(loss=logs["loss"], test_loss=logs["val_loss"])

    seen = model.fit(
        X[:, None], Y, epochs=5, verbose=0, validation_data=(X[::7, None], Y[::7]),
        callbacks=[Record()],
    ).history  # fmt: skip
    history = run.history
    assert history.loss.tolist() == pytest.approx(seen["loss"])
    assert history.test_loss.tolist() == pytest.approx(seen["val_loss"])
    last = model.predict(X[:, None], verbose=0).ravel()
    assert history.network(4)(X) == pytest.approx(last, abs=1e-6)

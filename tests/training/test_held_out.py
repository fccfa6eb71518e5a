"""Points that are held out change nothing in training; their loss is the network's at them."""

import numpy as np
import pytest

from approx.core.dataset import Dataset
from approx.core.target import label, sine
from approx.system.errors import InputError
from approx.training import fit, fit_points, load, save
from approx.training.held_out import held_out

X = np.linspace(-2.0, 2.0, 24)
Y = np.sin(3 * X) + 0.2 * np.random.default_rng(0).standard_normal(24)
POINTS = Dataset(X, Y, label("noisy"), (-2.0, 2.0))
HOW = {"neurons": 5, "method": "adam", "steps": 60, "seed": 2}


@pytest.fixture(scope="module")
def history():
    return fit(POINTS, **HOW, held_out=0.25).history


def test_a_share_of_the_points_is_drawn_by_the_seed():
    one, same, other = (held_out(40, 0.25, seed) for seed in (1, 1, 2))
    assert one.sum() == other.sum() == 10
    assert (one == same).all()
    assert (one != other).any()


def test_every_snapshot_has_its_mean_squared_error_at_the_points_held_out(history):
    for index in (0, len(history) // 2, -1):
        off = history.network(index)(X) - Y
        assert history.test_loss[index] == pytest.approx(np.mean(off[history.held_out] ** 2))
        assert history.loss[index] == pytest.approx(np.mean(off[~history.held_out] ** 2))


def test_what_is_held_out_is_never_seen(history):
    """Moved far away, these points leave every snapshot as it was."""
    moved = Dataset(X, np.where(history.held_out, 1e3, Y), label("moved"), (-2.0, 2.0))
    again = fit(moved, **HOW, held_out=0.25).history
    assert (again.parameters == history.parameters).all()
    assert again.test_loss[-1] > 1e5


def test_several_inputs_are_held_out_too():
    x = np.random.default_rng(1).uniform(-1, 1, (20, 2))
    y = (x[:, 0] > x[:, 1]).astype(float)
    run = fit_points(x, y, 4, loss="binary", steps=20, held_out=0.3).history
    z = run.network(-1)(x[run.held_out])[:, 0]
    wanted = y[run.held_out]
    assert run.test_loss[-1] == pytest.approx(np.mean(np.logaddexp(0, z) - wanted * z))


def test_a_saved_run_has_them(history, tmp_path):
    save(history, tmp_path / "run.npz")
    again = load(tmp_path / "run.npz")
    assert (again.held_out == history.held_out).all()
    assert (again.test_loss == history.test_loss).all()


@pytest.mark.parametrize(
    ("target", "share", "line"),
    [
        (sine(), 0.2, "--held-out is for points; of a function every point is known"),
        (POINTS, 0.95, "--held-out must be between 0 and 0.9, not 0.95"),
        (POINTS.on((-2.0, -1.5)), 0.7, "leaves too few to learn from"),
    ],
)
def test_what_cannot_be_held_out_is_refused_in_one_line(target, share, line):
    with pytest.raises(InputError, match=line.replace("(", r"\(")):
        fit(target, 2, method="adam", steps=2, held_out=share)

"""`approx.fit` and `approx fit` are one: the same text and settings train the same network."""

import numpy as np
import pytest

import approx
from approx.__main__ import run as command

CLASSES = "a,b,c,kind\n" + "".join(
    f"{k % 3},{k % 5},{k},{'odd' if k % 2 else 'even'}\n" for k in range(9)
)
PLANE = "x,y,k\n0,0,a\n1,1,a\n2,0,b\n3,2,b\n4,1,b\n0,1,a\n"


@pytest.mark.parametrize(
    ("flags", "what", "settings"),
    [
        ("--on -1 1 --neurons 3", "sin(3*x)", {"neurons": 3, "on": (-1, 1)}),
        ("--method adam --steps 20 --seed 2 --neurons 3", "abs(x)",
         {"neurons": 3, "method": "adam", "steps": 20, "seed": 2}),
        ("--hidden 3,3 --steps 9", "x^2", {"hidden": (3, 3), "steps": 9}),
        ("--neurons 2", "points.csv", {"neurons": 2}),
        ("--neurons 2", "runge-fit-16", {"neurons": 2}),
        ("--neurons 2 --steps 9", "x*y", {"neurons": 2, "steps": 9}),
        ("--neurons 3 --steps 9", "plane.csv", {"neurons": 3, "steps": 9}),
        ("--neurons 3 --steps 9", "classes.csv", {"neurons": 3, "steps": 9}),
    ],
)  # fmt: skip
@pytest.mark.filterwarnings("ignore::UserWarning")
def test_function_and_command_train_the_same_network(flags, what, settings, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "points.csv").write_text("x,y\n0,0\n1,1\n2,0\n3,2\n4,1\n")
    (tmp_path / "plane.csv").write_text(PLANE)
    (tmp_path / "classes.csv").write_text(CLASSES)
    assert command(["fit", what, *flags.split(), "-o", "net.json"]) == 0
    theirs = approx.Network.load("net.json")
    run = approx.fit(what, **settings)
    for mine, saved in zip(run.subject.network.weights, theirs.weights, strict=True):
        np.testing.assert_array_equal(mine, saved)
    assert len(run.history.loss) >= 2


def test_start_is_a_network_and_unknown_settings_are_named():
    start = approx.fit("x^2", 2, on=(-1, 1), method="adam", steps=2).network
    on = approx.fit("x^2", on=(-1, 1), method="adam", steps=3, start=start)
    assert on.network.hidden_units == 2
    with pytest.raises(approx.InputError, match="start takes a network"):
        approx.fit("x^2", start="net.json")
    with pytest.raises(approx.InputError, match="fit has no setting 'step'"):
        approx.fit("x^2", step=3)

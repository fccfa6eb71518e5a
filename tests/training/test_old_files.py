"""Files that earlier versions wrote still open, with the same numbers.

tests/data/history_v1.npz and network_v1.* were written by version 0.1 from before the folders
moved: approx fit "sin(3*x)" --neurons 3 --on -1 2 --method adam --steps 4 --seed 7.
"""

from pathlib import Path

import numpy as np
import pytest

from approx.core.network import Network
from approx.core.target import Target, label
from approx.subjects import resolve
from approx.training import fit, load

DATA = Path(__file__).parents[1] / "data"


@pytest.fixture(scope="module")
def old():
    return load(DATA / "history_v1.npz")


def test_an_old_history_has_the_numbers_that_were_written(old):
    assert (old.shape.widths, old.shape.activation) == ((1, 3, 1), "relu")
    assert (old.method, old.seed, old.target) == ("adam", 7, None)
    assert old.domain.tolist() == [[-1.0, 2.0]]
    assert [moment.step for moment in old] == [0, 1, 2, 3, 4]
    last = old[-1]
    assert (last.loss, last.error, last.sup, last.ratio, last.dead, last.linear) == (
        0.37717685717920285, 1.063771502834195, 1.0728029255639, 8.308023861500182, 0, 0,
    )  # fmt: skip
    assert last.breakpoints.tolist() == [
        -0.7946412446610843, 0.6515459621815423, 1.612900265233468,
    ]  # fmt: skip
    assert last.network.biases[1].tolist() == [0.0728029255639]


#: The defaults of the version that wrote the file.
USUAL = {"init": "spread", "solve_output": True, "rate": 0.01}


def test_the_same_run_today_takes_the_same_path(old):
    target = Target(lambda x: np.sin(3 * x), label("f"), (-1.0, 2.0))
    new = fit(target, 3, method="adam", steps=4, seed=7, **USUAL).history
    # At the solved output layer the gradient is rounding, which differs between BLAS kernels; Adam
    # divides it by epsilon, 1e-8.
    assert new.parameters == pytest.approx(old.parameters, rel=1e-6)
    for name in ("steps", "loss", "error", "dead", "linear"):
        assert getattr(new, name) == pytest.approx(getattr(old, name), rel=1e-6), name


@pytest.mark.parametrize("ending", ["json", "npz", "safetensors"])
def test_an_old_network_is_the_histories_last_in_every_format(old, ending):
    file = DATA / f"network_v1.{ending}"
    network = Network.load(file)
    assert network == old.network(-1)
    subject = resolve(str(file))
    assert subject.network == network
    assert subject.domain == (-1.0, 2.0)
    assert subject.target(np.array([0.5])) == pytest.approx(np.sin([1.5]))

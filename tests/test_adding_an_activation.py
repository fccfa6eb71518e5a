"""A new activation is one file: a copy of the package without softplus knows it once it is added.

Its derivative, the logistic function, rises from 0 to 1; its curvature is largest at 0, 1/4.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from browser import chromium

ROOT = Path(__file__).parents[1]
SOFTPLUS = '''
"""softplus(z) = ln(1 + e^z)."""

import numpy as np

from approx.core.activations._record import Activation, Effect, JavaScript, Layer, Symbol
from approx.core.activations.sigmoid import ACTIVATION as SIGMOID

ACTIVATION = Activation(
    name="softplus",
    symbol=Symbol("softplus", r"\\mathrm{softplus}", 'op("softplus")'),
    effect={"en": Effect(", rounded off at zero by softplus", ", rounded off at zero")},
    value=lambda z: np.maximum(z, 0.0) + np.log1p(np.exp(-np.abs(z))),
    first=SIGMOID.value,
    second=SIGMOID.first,
    second_turns=(0.0,),
    javascript=JavaScript(
        "Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)))", "1 / (1 + Math.exp(-z))"
    ),
    torch=Layer("Softplus", fixed={"beta": 1}),
    onnx=Layer("Softplus"),
    keras_function=Layer("softplus"),
)
'''
WEIGHTS, BIASES = [[[2.0], [-1.5], [0.5]], [[1.0, -2.0, 0.75]]], [[0.5, 1.0, -1.0], [0.25]]
DOMAIN = (-3.0, 3.0)
X = np.linspace(*DOMAIN, 101)
#: Everything that is asked of the copy in Python.
REPORT = """
import json, sys
import numpy as np
from approx import Network
from approx.subjects import resolve
from approx.core.activations import activation_of, from_framework
from approx.panels.captions.sum import beats
from approx.panels.formula import formula
from approx.panels.neurons import name
from approx.panels.running_sum import build

softplus = activation_of("softplus")
low, high = np.array([-40.0, -1.0, 2.0]), np.array([40.0, 0.5, 3.0])
subject = resolve("net.json")
print(json.dumps({
    "slopes": np.array(softplus.slope_range(low, high)).tolist(),
    "curvatures": np.array(softplus.curvature_range(low, high)).tolist(),
    "torch": from_framework("torch", "Softplus", {"beta": 1.0}.get),
    "activations": subject.network.activations,
    "values": subject.network(np.linspace(-3, 3, 101)).tolist(),
    "error": subject.error.sup,
    "drawn": [subject.analysis.deviation, len(subject.analysis.output.breakpoints)],
    "formula": "".join(part.text for part in formula(subject.network)),
    "neuron": name(subject.network, 0, 0),
    "captions": [caption for _, caption in beats(build(subject), "en")],
    "german": [caption for _, caption in beats(build(subject), "de")],
}))
"""


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """A copy of the package with one file more, and a network file that needs it."""
    folder = tmp_path_factory.mktemp("copy")
    ignored = shutil.ignore_patterns("__pycache__")
    for name in ("approx", "scenes"):
        shutil.copytree(ROOT / name, folder / "site" / name, ignore=ignored)
    added = folder / "site/approx/core/activations/softplus.py"
    added.unlink()
    layers = [
        {"weights": w, "biases": b, "activation": activation}
        for w, b, activation in zip(WEIGHTS, BIASES, ("softplus", "identity"), strict=True)
    ]
    document = {"format": "approx-network", "version": 1, "layers": layers}
    document |= {"domain": DOMAIN, "target": "x^2/2"}
    (folder / "net.json").write_text(json.dumps(document))

    def run(*arguments):
        environment = os.environ | {"PYTHONPATH": str(folder / "site")}
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=folder, env=environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    with pytest.raises(AssertionError, match="unknown activation 'softplus'"):
        run("-m", "approx", "show", "net.json")
    added.write_text(SOFTPLUS)
    return SimpleNamespace(folder=folder, run=run)


def network(x):
    hidden = np.logaddexp(0.0, np.outer(x, np.ravel(WEIGHTS[0])) + BIASES[0])
    return hidden @ np.ravel(WEIGHTS[1]) + BIASES[1][0]


def test_it_loads_is_bounded_and_named(copy):
    found = json.loads(copy.run("-c", REPORT))
    low, high = np.array([-40.0, -1.0, 2.0]), np.array([40.0, 0.5, 3.0])
    logistic = [1 / (1 + np.exp(-low)), 1 / (1 + np.exp(-high))]
    np.testing.assert_allclose(found["slopes"], logistic, rtol=1e-15)
    bell = [s * (1 - s) for s in logistic]
    wanted = [np.minimum(*bell), [0.25, 0.25, bell[0][2]]]
    np.testing.assert_allclose(found["curvatures"], wanted, rtol=1e-12, atol=1e-15)
    assert found["torch"] == "softplus"
    assert found["activations"] == ["softplus", "identity"]
    np.testing.assert_allclose(found["values"], network(X), rtol=1e-14)
    fine = np.linspace(*DOMAIN, 200_001)
    assert found["error"] == pytest.approx(np.abs(network(fine) - fine**2 / 2).max(), rel=1e-8)
    deviation, breakpoints = found["drawn"]
    assert 0 < deviation < 1e-5 * np.ptp(network(X))
    assert breakpoints == 0
    assert found["formula"].startswith("f(x) = softplus(2x + 1/2) − 2 softplus(−3/2x + 1)")
    assert found["neuron"] == "softplus(2x + 1/2)"
    assert found["captions"][0].startswith("Three smooth neurons, softplus of a line each")
    first = "Neuron 1: the line 2x + 1/2, rounded off at zero by softplus, times 1."
    assert found["captions"][1] == first
    assert "rounded off at zero by softplus" in found["german"][1]  # what German lacks is English


@pytest.mark.slow
def test_it_is_drawn_and_named_in_figure_and_film(copy):
    copy.run("-m", "approx", "figure", "net.json", "sum", "-o", "figure.svg")
    assert "softplus" in (copy.folder / "figure.svg").read_text()
    copy.run("-m", "approx", "figure", "net.json", "neurons", "-o", "neurons.svg")
    assert "softplus" in (copy.folder / "neurons.svg").read_text()
    copy.run(
        "-m", "approx", "render", "net.json", "sum", "--still", "neuron-1", "-q", "l",
        "-o", "still.png",
    )  # fmt: skip
    assert (copy.folder / "still.png").stat().st_size > 5_000


def test_the_page_computes_what_python_computes(copy):
    copy.run("-m", "approx", "page", "net.json", "-o", "page.html")
    with chromium() as browser:
        view = browser.new_page()
        complaints = []
        view.on("pageerror", lambda error: complaints.append(str(error)))
        view.goto((copy.folder / "page.html").as_uri())
        view.wait_for_selector(".tile strong")
        found = view.evaluate(
            """(xs) => {
              const { model } = document.querySelector(".approx").approx;
              const { exact, distance } = model.scene();
              const at = xs.map((x) => exact.output.smooth.at(x));
              return { at, sup: distance.sup, names: model.layers.map((l) => l.activation) };
            }""",
            X.tolist(),
        )
        assert view.locator(".tile strong").all_text_contents()[2] == "0"  # breakpoints
        assert view.locator(".group .name").first.text_content() == "neuron 1 · softplus"
        assert not complaints
    np.testing.assert_allclose(found["at"], network(X), atol=1e-9)
    fine = np.linspace(*DOMAIN, 200_001)
    assert found["sup"] == pytest.approx(np.abs(network(fine) - fine**2 / 2).max(), rel=1e-8)
    assert found["names"] == ["softplus", "identity"]

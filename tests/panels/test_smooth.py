"""Every picture and table of a smooth network says that it is one, and none lists its nodes."""

import json
import math

import numpy as np
import pytest

from approx.core.network import Network
from approx.outputs import report
from approx.outputs.figures import draw, fitting
from approx.outputs.films import stories
from approx.panels import diagram, fit, neurons, running_sum
from approx.panels import sum as sums
from approx.panels.captions import sum as story_sum
from approx.panels.formula import formula
from approx.panels.wording import smooth_note, verdict
from approx.style.theme import DARK
from approx.subjects import packed, resolve, unpacked
from approx.system.errors import InputError

W, A = np.array([[1.25], [-0.8], [2.0]]), np.array([[1.5, -0.5, 1.0]])


def written(path, activations, target="sin(2*x)", hidden=1):
    middle = [np.full((3, 3), 0.3)] * (hidden - 1)
    biases = [[0.5, 0.1, -1.0], *[[0.1, 0.2, 0.3]] * (hidden - 1), [0.25]]
    Network([W, *middle, A], biases, activations).save(path, (-3, 3), target)
    return resolve(str(path))


@pytest.fixture
def tanh(tmp_path):
    return written(tmp_path / "net.json", ["tanh", "identity"])


def test_no_table_lists_a_node_as_a_breakpoint(tanh):
    assert len(tanh.analysis.output.x) > 100
    found = json.loads(json.dumps(report.as_dict(tanh)))
    assert found["breakpoints"] == []
    assert found["slopes"] is found["best"] is found["slope_changes"] is found["shares"] is None
    np.testing.assert_allclose(found["values"], tanh.network([-3.0, 3.0]))
    assert found["smooth"]["drawn_within"] == tanh.analysis.deviation < 1e-4
    text = report.lines(tanh)
    assert len(text) < 20
    assert "smooth: no breakpoints, drawn within" in "\n".join(text)
    at_zero = float(tanh.network(0.0))
    assert any(line.split()[:2] == ["0", f"{at_zero:.3g}"] for line in text)


def test_what_is_said_of_the_drawing_is_true(tanh):
    """The rounded bound is a bound."""
    mantissa, power = smooth_note(tanh).split("within ")[1].split("·10")
    digits = power.translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789"))
    assert float(mantissa) * 10 ** int(digits) >= tanh.analysis.deviation


@pytest.mark.parametrize("language", ["en", "de"])
def test_every_picture_says_it(tanh, language):
    said = smooth_note(tanh, language)
    assert said in verdict(tanh, language)
    whole = sums.build(tanh)
    assert said in sums.alt(whole, language)
    assert any(said in caption for _, caption in story_sum.beats(running_sum.build(tanh), language))
    for kind in ("sum", "neurons", "network"):
        figure = draw(tanh, kind, DARK, language)
        texts = [text.get_text() for text in figure.texts]
        assert any(said[1:] in text.replace("\n", " ") for text in texts), kind


def test_nothing_is_marked_as_a_breakpoint(tanh):
    whole = sums.build(tanh)
    assert fit.build(tanh).curves.markers == ()
    assert "best" not in sums.key(whole)
    assert all(panel.markers == () for row in neurons.build(tanh) for panel in row.panels)
    assert all(len(u.shape) < 100 for u in diagram.build(tanh).units if u.shape is not None)
    drawn = whole.contributions[-1].total
    x = np.linspace(-3, 3, 501)
    assert np.abs(drawn(x) - tanh.network(x)).max() <= drawn.deviation + 1e-14


def test_the_formula_names_the_activation(tmp_path):
    wanted = {"tanh": "tanh(", "sigmoid": "σ(", "relu": "ReLU(", "leaky_relu(0.3)": "leaky("}
    for name, symbol in wanted.items():
        space = "" if symbol == "σ(" else " "
        subject = written(tmp_path / f"{name}.json", [name, "identity"])
        assert any(part.text.startswith(f"3/2{space}{symbol}")
                   for part in formula(subject.network)), name  # fmt: skip
        assert neurons.name(subject.network, 0, 0).startswith(symbol)
    last = written(tmp_path / "last.json", ["relu", "sigmoid"])
    assert formula(last.network)[0].text == "f(x) = σ(W₂ ReLU(W₁x + b₁) + b₂)"


def test_what_needs_breakpoints_refuses_in_one_line(tanh, tmp_path):
    assert {"sum", "neurons", "network"} <= set(fitting(tanh))
    assert not {"breakpoints", "worldlines", "training", "landscape"} & set(fitting(tanh))
    with pytest.raises(InputError, match="its neurons are tanh: smooth, without breakpoints"):
        draw(tanh, "breakpoints")
    with pytest.raises(InputError, match="no breakpoints to compare"):
        assert tanh.limit
    assert tanh.equivalent is None
    assert stories.choose(tanh, None) == "sum"
    for story, reason in {
        "neuron": "its first layer is tanh, the story folds by relu",
        "layers": "the story needs two or more",
        "descent": "its neurons are tanh",
        "training": "does not fit",
    }.items():
        with pytest.raises(InputError, match=reason):
            stories.choose(tanh, story)
    deep = written(tmp_path / "deep.json", ["tanh", "tanh", "identity"], hidden=2)
    with pytest.raises(InputError, match="its neurons are tanh: smooth"):
        stories.choose(deep, "layers")
    gated = written(tmp_path / "gated.json", ["relu", "sigmoid"])
    with pytest.raises(InputError, match="its output is sigmoid of a sum"):
        draw(gated, "sum")


def test_without_a_target_it_is_its_own(tmp_path):
    own = written(tmp_path / "net.json", ["sigmoid", "identity"], target=None)
    assert own.error.none
    assert own.error.sup == 0
    again = unpacked(packed(own))
    assert again.target.own
    assert again.network == own.network
    assert math.isclose(float(again.target(0.5)), float(own.network(0.5)))

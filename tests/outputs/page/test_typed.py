"""What is typed in the page means what it means in Python: values, labels, refusals, targets."""

import json
import math
import re
from pathlib import Path

import numpy as np
import pytest

from approx import Network, PiecewiseLinear, measure
from approx.core.smooth_pieces import half_largest_jump, smooth_pieces
from approx.inputs.expression import parse, target_of
from approx.subjects import resolve
from approx.system.errors import InputError

pytestmark = pytest.mark.usefixtures("quick")

#: Texts of the tests of Python's reader, of hostile users and of a random writer.
TEXTS = json.loads((Path(__file__).parents[2] / "data" / "function_texts.json").read_text())
X = [-2.3, -1.0, -0.7, 0.0, 0.4, 1.9]
READ = """([texts, xs]) => texts.map((text) => {
  const { Expression, Refusal } = document.querySelector(".approx").approx.parts;
  try {
    const f = new Expression(text);
    return { label: f.label, jets: xs.map((x) => f.jet(x).map(String)) };
  } catch (error) {
    return { error: error instanceof Refusal ? error.message : String(error.stack) };
  }
})"""
TARGETS = """(asked) => asked.map(([text, domain]) => {
  const { targetOf, Refusal } = document.querySelector(".approx").approx.parts;
  const { words } = document.querySelector(".approx").approx.session.given;
  try {
    const { target, halfJump, domain: on } = targetOf(text, domain, words);
    const { breaks, defined_on, smooth_pieces, over } = target;
    return { on, breaks, defined_on, smooth_pieces, over, halfJump };
  } catch (error) {
    return { error: error instanceof Refusal ? error.message : String(error.stack) };
  }
})"""
#: Of each kind: smooth, kinked, with jumps, poles, holes, gaps, a root's tip, no limit, a sliver.
TYPED = (
    "sin(3*x)", "exp(-x^2)*cos(4*x)", "abs(x) + 0.3*sin(9*x)", "10000*(x^5-x)", "1/x", "tan(x)",
    "floor(x)", "where(x<0, sin(x), cos(x)+2)", "sin(x)/x", "sqrt(x)", "log(x^2 - 1)", "cbrt(x)",
    "x*log(x)", "1/(x^2 - 2)", "max(x, 0)^2", "sign(x)*x^2", "{x<0: x^2, 3x+1}", "x % 1",
    "1/sin(x)", "sqrt(1 - x^2)", "(-1)^floor(x)", "|x|/x",
    "where(x<1, x, where(x<1.00000001, 3, x))", "heaviside(1/floor(x))", "1/floor(x - 1)",
    "where(abs(x - 0.5) < 0.5, 5, 1/floor(x))", "1/(1 + 1e12*(x - 0.3)^2)", "(1 - cos(x))/x^2",
    "log(x^2 + 1)/x^2",
)  # fmt: skip
#: The last is 300 between two neighbouring conditions.
MEASURED = (
    "sin(3*x)", "abs(x)*sin(5*x)", "1/x", "sqrt(x)", "floor(x)",
    "where(x<0.5, x, where(x<0.50000001, 300, x))",
)  # fmt: skip


VALUES = """(asked) => asked.map(([text, domain, xs]) => {
  const { targetOf } = document.querySelector(".approx").approx.parts;
  const { words } = document.querySelector(".approx").approx.session.given;
  return xs.map(targetOf(text, domain, words).at);
})"""
#: Functions without a value at 0, where differences cancel or a logarithm has no bound.
VANISHING = (
    "(exp(x) - 1)/x", "log(1 + x)/x", "sin(x)/x", "x*log(x)", "sin(x)*log(x)", "sqrt(x)*log(x)^2",
)  # fmt: skip


def test_every_text_is_read_as_python_reads_it(opened):
    assert len(TEXTS) == 500
    found = opened().view.evaluate(READ, [TEXTS, X])
    wrong = []
    for text, here in zip(TEXTS, found, strict=True):
        try:
            f = parse(text)
        except InputError as error:
            if here.get("error") != str(error):
                wrong.append((text, str(error), here))
            continue
        if here.get("label") != f.label.text:
            wrong.append((text, f.label.text, here))
            continue
        with np.errstate(all="ignore"):
            wanted = np.array([f(X, order) for order in range(3)]).T
        got = np.array([[float(v.replace("Infinity", "inf")) for v in jet] for jet in here["jets"]])
        if not np.allclose(got, wanted, rtol=1e-9, atol=1e-9, equal_nan=True):
            wrong.append((text, wanted.tolist(), got.tolist()))
    assert wrong == []


@pytest.mark.slow
def test_typed_targets_break_where_pythons_do(opened):
    asked = [(text, domain) for text in TYPED for domain in ((-3.0, 3.0), (0.0, 2.0))]
    found = opened().view.evaluate(TARGETS, asked)
    for (text, domain), here in zip(asked, found, strict=True):
        refused = here.get("error")
        if refused is not None:
            with pytest.raises(InputError, match=f"^{re.escape(refused)}$"):
                target_of(text, domain)
            continue
        target = target_of(text, domain).target
        assert here["on"] == pytest.approx(target.domain)
        assert here["breaks"] == pytest.approx(target.pieces()[1:-1].tolist(), abs=1e-9), text
        assert np.ravel(here["defined_on"]) == pytest.approx(np.ravel(target.defined_on)), text
        curves = np.ravel(smooth_pieces(target))
        assert np.ravel(here["smooth_pieces"]) == pytest.approx(curves, rel=1e-8, abs=1e-8), text
        assert here["halfJump"] == pytest.approx(half_largest_jump(target), abs=1e-9)


@pytest.mark.slow
def test_beside_a_place_without_a_value_values_are_pythons(opened):
    x = [0.0, *(10.0 ** np.arange(-300, 0, 4.5))]
    asked = [[text, (0.0, 3.0), x] for text in VANISHING]
    found = opened().view.evaluate(VALUES, asked)
    for (text, domain, _), values in zip(asked, found, strict=True):
        target = target_of(text, domain).target
        assert values == pytest.approx(target(np.array(x)), rel=3e-8, abs=1e-15), text


@pytest.mark.parametrize("text", MEASURED)
def test_errors_of_what_is_typed_are_pythons(opened, text):
    """Of the page's own network, against a target that the page made itself."""
    subject = resolve("parabola-4-best")
    view = opened(subject).view
    view.locator("[data-part=formula]").fill(text)
    view.locator("[data-part=formula]").press("Enter")
    here = view.evaluate("""() => {
      const { model } = document.querySelector(".approx").approx;
      return { ...model.scene().distance, layers: model.layers, domain: model.data.domain };
    }""")
    layers = here["layers"]
    network = Network([la["weights"] for la in layers], [la["biases"] for la in layers])
    target = target_of(text, subject.domain).target
    assert here["domain"] == pytest.approx(target.domain)
    error = measure(PiecewiseLinear.of(network, target.domain), target)
    assert here["sup"] == pytest.approx(error.sup, rel=1e-9)
    assert here["rms"] == pytest.approx(error.l2 / math.sqrt(target.length), rel=1e-9)
    assert error.known
    view.locator("[data-part=verdict]").filter(has_not_text="found").wait_for()

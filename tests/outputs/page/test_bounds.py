"""The page proves errors of typed functions by Python's interval rules: same bounds and claims."""

import json
from pathlib import Path

import numpy as np
import pytest

from approx import Network, PiecewiseLinear, measure
from approx.core.smooth_error import measure_smooth
from approx.inputs.expression import parse, target_of
from approx.inputs.expression.enclosures import enclose_with
from approx.outputs.page import page

pytestmark = pytest.mark.usefixtures("quick")

#: Every function and operation, and cells with zeros, kinks, poles and jumps inside and at ends.
VECTORS = json.loads((Path(__file__).parents[2] / "data" / "function_bounds.json").read_text())
#: Places of 0/0 that are offered, as the domain's ends and a hole.
ZEROS = (-3.0, 0.0, 3.0)
BOUNDS = """([texts, cells, zeros]) => texts.map((text) => {
  const { Expression, encloseWith } = document.querySelector(".approx").approx.parts;
  const enclose = encloseWith(new Expression(text).parts, zeros);
  const names = ["value", "slope", "bend", "first", "last"];
  return cells.map(([a, b]) => names.map((name) => enclose(a, b)[name].map(String)));
})"""
TYPE = """([text, activation]) => {
  const field = document.querySelector("[data-part=formula]");
  field.value = text;
  field.dispatchEvent(new Event("change", { bubbles: true }));
  if (activation) {
    const menu = document.querySelector("[data-part=layers] select");
    menu.value = activation;
    menu.dispatchEvent(new Event("change"));
  }
}"""
#: The claim, whether it is proved, and whether a smaller one and a larger one would be.
PROVE = """() => {
  const { model, parts } = document.querySelector(".approx").approx;
  const { distance } = model.scene();
  const proved = (share) => {
    const proof = parts.proofOf(model, model.exact, share * distance.sup);
    while (proof.closed === null) proof.once();
    return proof.closed;
  };
  const { layers, data } = model;
  return { ...distance, layers, on: data.domain, proved: [1, 0.999, 1.001].map(proved) };
}"""
TYPED = (
    "sin(3*x)", "exp(-x^2)*cos(4*x)", "abs(x) + 0.3*sin(9*x)", "10000*(x^5-x)", "1/x", "sin(x)/x",
    "sqrt(x)", "x*log(x)", "cbrt(x)", "floor(x)", "x % 1", "max(x, 0)^2", "1/(1+25x^2)",
)  # fmt: skip


def numbers(texts):
    return [float(text.replace("Infinity", "inf")) for text in texts]


def contained(f, order, left, right, low, high):
    """Whether what f or a derivative is between two places lies in the bounds."""
    with np.errstate(all="ignore"):
        values = f(np.linspace(left, right, 43)[1:-1], order)
    values = values[np.isfinite(values)]
    slack = 1e-9 * (1 + np.abs(values).max(initial=0.0))
    return bool(((low - slack <= values) & (values <= high + slack)).all())


@pytest.mark.slow
def test_bounds_on_cells_are_pythons(opened):
    texts, cells = VECTORS["texts"], VECTORS["cells"]
    found = opened(html=page(None)).view.evaluate(BOUNDS, [texts, cells, ZEROS])
    left, right = np.array(cells, dtype=float).T
    rows = range(len(cells))
    for text, here in zip(texts, found, strict=True):
        there = enclose_with(parse(text).parts, ZEROS)(left, right)
        with np.errstate(all="ignore"):  # of a cell without values, nothing need be known
            has_values = np.isfinite(parse(text)(np.linspace(left, right, 43)[1:-1])).any(axis=0)
        for name, bounds, k in zip(there._fields, there, range(5), strict=True):
            low, high = (np.broadcast_to(end, len(left)) for end in bounds)
            below, above = np.array([numbers(cell[k]) for cell in here]).T
            # The page keeps products without rounding exact everywhere, so it may know an end more.
            some = np.isfinite(low) & (low > -1e300), np.isfinite(high) & (high < 1e300)
            some = some[0] & has_values, some[1] & has_values
            assert below[some[0]] == pytest.approx(low[some[0]], rel=1e-9, abs=1e-9), (text, name)
            assert above[some[1]] == pytest.approx(high[some[1]], rel=1e-9, abs=1e-9), (text, name)
            if k < 3:
                assert all(contained(parse(text), k, *cells[i], below[i], above[i]) for i in rows)


@pytest.mark.slow
@pytest.mark.parametrize("activation", ["relu", "tanh", "gelu", "elu"])
def test_a_proved_error_is_pythons_and_a_wrong_one_is_not_proved(opened, activation):
    shown = opened(html=page(None))
    view = shown.view
    for text in TYPED if activation == "relu" else TYPED[:3]:
        view.reload()
        view.evaluate(TYPE, [text, activation])
        here = view.evaluate(PROVE)
        assert here["proved"] == [True, False, False], text
        layers = here["layers"]
        network = Network(
            [la["weights"] for la in layers],
            [la["biases"] for la in layers],
            [la["activation"] for la in layers],
        )
        target = target_of(text, tuple(here["on"])).target
        if activation == "relu":
            error = measure(PiecewiseLinear.of(network, target.domain), target)
        else:
            error = measure_smooth(network, target)
        assert error.known
        assert here["sup"] == pytest.approx(error.sup, rel=1e-6)
    assert shown.said == []


def test_the_sentence_says_largest_only_once_it_is_proved(opened):
    view = opened(html=page(None)).view
    view.evaluate(TYPE, ["sin(3*x)", ""])
    sentence = view.locator("[data-part=verdict]")
    assert "Largest error found 1" in sentence.inner_text()
    sentence.filter(has_not_text="found").wait_for()
    assert sentence.inner_text().startswith("Largest error 1")
    bias = view.locator("input[type=range]").last
    bias.focus()
    bias.press("ArrowRight")
    assert "found" in sentence.inner_text()
    sentence.filter(has_not_text="found").wait_for()

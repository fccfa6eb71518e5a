"""The page in a notebook: Chromium runs the very module that anywidget hands to a notebook."""

import json
import sys

import pytest

import approx
from approx import InputError, Network, PiecewiseLinear
from approx.outputs.page.widget import network_of

pytest.importorskip("anywidget", reason="anywidget is not installed")
pytestmark = pytest.mark.usefixtures("quick")

#: A host as a notebook is one: a model that both sides share, the module from a blob.
HOST = """async ({ esm, css, values }) => {
  document.head.append(Object.assign(document.createElement("style"), { textContent: css }));
  const url = URL.createObjectURL(new Blob([esm], { type: "text/javascript" }));
  const heard = {};
  window.saved = 0;
  window.model = {
    get: (name) => values[name],
    set: (name, value) => {
      values[name] = value;
      (heard[`change:${name}`] ?? []).forEach((hear) => hear());
    },
    save_changes: () => window.saved++,
    on: (event, hear) => (heard[event] ??= []).push(hear),
    off: (event, hear) => (heard[event] = heard[event].filter((one) => one !== hear)),
  };
  window.heard = heard;
  window.widget = (await import(url)).default;
  window.show = () => {
    const el = document.body.appendChild(document.createElement("div"));
    return widget.render({ model, el });
  };
  window.leave = show();
}"""


@pytest.fixture
def shown(browser):
    """A widget of Python's and the page where a browser shows it."""
    views = []

    def shown(what, **looks):
        made = approx.widget(what, **looks)
        view = browser.new_page(viewport={"width": 900, "height": 800})
        views.append(view)
        view.on("pageerror", lambda error: pytest.fail(str(error)))
        view.on("console", lambda message: pytest.fail(message.text))
        values = {name: json.loads(json.dumps(made.get_state()[name])) for name in made.keys}
        view.evaluate(HOST, {"esm": made._esm, "css": made._css, "values": values})
        return made, view

    yield shown
    for view in views:
        view.close()


def told(made, view):
    """What the notebook would send back to Python."""
    made.set_state({"state": view.evaluate("model.get('state')")})
    return made.network


def test_what_is_moved_in_the_page_is_the_network_in_python(shown):
    made, view = shown("parabola-4-best")
    assert made.network.to_dict() == approx.subject("parabola-4-best").network.to_dict()
    bias = view.locator('input[type=range][aria-label="bias, neuron 3"]')
    bias.focus()
    bias.press("PageUp")
    assert view.evaluate("saved") > 0
    moved = told(made, view)
    value = float(bias.input_value())
    assert value != -2
    assert moved.biases[0][2] == pytest.approx(value, abs=1e-12)
    view.get_by_role("switch", name="neuron 4 on").click()
    without = told(made, view)
    assert without.weights[1][0, 3] == 0
    f = PiecewiseLinear.of(without, (-4, 4))
    output = view.evaluate("document.querySelector('.approx').approx.model.exact.output")
    assert output["x"] == pytest.approx(list(f.x))
    assert output["y"] == pytest.approx(list(f.y))


def test_a_network_set_in_python_is_shown_by_the_page(shown):
    made, view = shown("parabola-2", language="de")
    new = Network([[[1], [-1]], [[3, 3]]], [[-0.5, -0.5], [0]])
    made.network = new
    saved = view.evaluate("saved")
    view.evaluate("state => model.set('state', state)", made.state)
    x = view.evaluate("document.querySelector('.approx').approx.model.exact.output.x")
    assert x == [-1, -0.5, 0.5, 1]
    assert view.locator(".tile.breakpoints strong").inner_text() == "2"
    assert view.evaluate("saved") == saved  # what came from Python is not told to Python
    assert view.locator(".approx").get_attribute("lang") == "de"
    made.network = Network([[[1]] * 3, [[1] * 3]], [[0] * 3, [0]], ("tanh", "identity"))
    view.evaluate("state => model.set('state', state)", made.state)
    assert view.evaluate(
        "document.querySelector('.approx').approx.model.exact.output.smooth != null"
    )
    with pytest.raises(InputError, match="more than one input"):
        made.network = Network([[[1, 1]]], [[0]])


def test_neurons_added_in_the_page_are_in_python(shown):
    made, view = shown("parabola-2")
    view.get_by_role("button", name="one neuron more in layer 1").click()
    view.get_by_label("activation of layer 1").select_option("tanh")
    assert told(made, view).hidden_widths == (3,)
    assert told(made, view).activations == ("tanh", "identity")


def test_two_views_of_one_widget_are_the_same_and_one_can_go(shown):
    made, view = shown("parabola-2")
    view.evaluate("void (window.leaveSecond = show())")
    slider = view.locator('input[type=range][aria-label="bias, neuron 1"]')
    slider.first.focus()
    slider.first.press("PageDown")
    one, other = (slider.nth(k).input_value() for k in (0, 1))
    assert one == other != "0"
    view.evaluate("leaveSecond()")
    assert view.evaluate("heard['change:state'].length") == 1
    assert told(made, view).biases[0][0] == pytest.approx(float(one))


def test_show_makes_the_same_widget_and_says_what_does_not_fit():
    made = approx.show("parabola-2", "page")
    assert (made.state, made._esm) == (approx.widget("parabola-2").state, made._esm)
    assert "export default" in made._esm
    assert "x² from two neurons. Largest error 0.25" in repr(made)
    with pytest.raises(InputError, match="no example"):
        approx.widget("parabola-9999")
    with pytest.raises(InputError, match="no theme 'lihgt'; did you mean 'light'"):
        approx.widget("parabola-2", theme="lihgt")


def test_a_widget_of_two_inputs_shares_its_network(shown):
    made, view = shown("xor", language="de")
    view.evaluate("""() => {
      const { approx } = document.querySelector(".approx");
      approx.model.set({ layer: 0, neuron: 1, input: null }, -1.25);
      approx.draw();
      approx.settle();
    }""")
    state = view.evaluate("model.get('state')")
    assert network_of(state).biases[0].tolist() == [0, -1.25]
    assert view.inner_text("[data-part=verdict]").startswith("3 lineare Gebiete")
    with pytest.raises(InputError, match="two inputs"):
        made.network = Network([[[1]], [[1]]], [[0], [0]])


def test_without_anywidget_the_error_says_how_to_get_it(monkeypatch):
    from approx.outputs.page import widget

    monkeypatch.setitem(sys.modules, "anywidget", None)
    widget._class.cache_clear()
    with pytest.raises(InputError, match=r"python -m pip install 'anywidget>=0\.9\.18,<1'"):
        approx.widget("parabola-2")
    widget._class.cache_clear()


def test_a_neuron_switched_off_has_no_weight():
    state = {
        "layers": [
            {"weights": [[1], [2]], "biases": [0, 0], "activation": "relu"},
            {"weights": [[3, 4]], "biases": [5], "activation": "identity"},
        ],
        "off": ["0.1"],
    }
    network = network_of(state)
    assert network.weights[1].tolist() == [[3, 0]]
    assert state["layers"][1]["weights"] == [[3, 4]]

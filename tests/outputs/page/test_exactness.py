"""The page and Python compute the same, to 1e-9: curves, errors and updates of training."""

import math
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from approx import Network, analyse, measure
from approx.core.activations import activation_of
from approx.core.dataset import Dataset
from approx.core.target import label
from approx.inputs.expression import target_of
from approx.subjects import Subject, resolve
from approx.training.backprop import Shape
from approx.training.method import Task
from approx.training.methods import options_for
from approx.training.methods.adam import adam
from approx.training.methods.gradient_descent import gradient_descent
from approx.training.recorder import Recorder
from approx.training.samples import of_dataset, of_target

pytestmark = pytest.mark.usefixtures("quick")

#: Random settings of each subject, more than 200 in all.
SETTINGS = 40
MEASURE = """(settings) => {
  const { model } = document.querySelector(".approx").approx;
  return settings.map(({ layers, off }) => {
    model.layers = layers.map((layer, l) => ({ ...model.data.layers[l], ...layer }));
    model.off = new Set(off);
    model.changed();
    const { exact, distance } = model.scene();
    const smooth = exact.output.smooth?.breakpoints;
    return { ...exact.output, smooth, ...distance, slopeChanges: exact.slopeChanges.length };
  });
}"""
TRAIN = """([steps, settings]) => {
  const { model } = document.querySelector(".approx").approx;
  Object.assign(model.settings, { auto: false, ...settings });
  const { training } = model.begun();
  return Array.from({ length: steps }, () => {
    const loss = training.loss(model.layers);
    model.step();
    return { layers: model.layers, loss };
  });
}"""


def typed(text, domain, widths):
    """A typed target beside a random network."""
    rng = np.random.default_rng(7)
    sizes = [1, *widths, 1]
    weights = [rng.normal(0, 1, (n, m)) for m, n in pairwise(sizes)]
    network = Network(weights, [rng.normal(0, 1, n) for n in sizes[1:]])
    target = target_of(text, domain).target
    return Subject(text, {"en": text}, network, target, {"text": text})


def gated(subject):
    """The same network with a leaky neuron as its output."""
    network = Network(subject.network.weights, subject.network.biases, ("relu", "leaky_relu(0.3)"))
    return Subject("gated", subject.titles, network, subject.target, {"own": ""})


def given(many):
    """Noisy points, some of one x with two y, beside a random network."""
    rng = np.random.default_rng(3)
    x = np.sort(rng.uniform(-1.0, 2.0, many).round(2))
    data = Dataset(x, np.sin(3 * x) + rng.normal(0, 0.2, many), label("points"), (-1.5, 2.5))
    return replace(typed("x", (-1.0, 2.0), (6,)), target=data, source={"points": "points"})


LONG = ("step-like", "kinked", "gap", "jumps")
SUBJECTS = {
    "parabola-4-best": lambda: resolve("parabola-4-best"),
    "sigmoid": lambda: resolve("sigmoid"),
    "step-like": lambda: resolve("step-like"),
    "kinked": lambda: typed("abs(x)*sin(5*x)", (-1.0, 2.0), (6,)),
    "gated": lambda: gated(resolve("parabola-2")),
    "poles": lambda: typed("tan(x)", (-3.0, 3.0), (6,)),
    "gap": lambda: typed("log(x^2 - 1)", (-3.0, 3.0), (6,)),
    "jumps": lambda: typed("floor(x) + x^2/5", (-3.0, 3.0), (6,)),
    "points": lambda: given(200),
    "deep": lambda: typed("exp(-x^2)", (-3.0, 3.0), (6, 5, 4)),
}
#: Target, interval, widths, activations.
SMOOTH = {
    "tanh": ("sin(3*x)", (-3.0, 3.0), (6,), ("tanh", "identity")),
    "sigmoid, deep": ("abs(x)*sin(5*x)", (-1.0, 2.0), (5, 4), ("sigmoid", "tanh", "sigmoid")),
    "relu, then sigmoid": ("tan(x)", (-3.0, 3.0), (6, 5), ("relu", "sigmoid", "identity")),
    "points": (None, (-1.5, 2.5), (6,), ("tanh", "identity")),
}


def smooth(name):
    """A random network with smooth units beside a typed target, or beside points."""
    text, domain, widths, activations = SMOOTH[name]
    subject = typed(text or "x", domain, widths)
    network = Network(subject.network.weights, subject.network.biases, activations)
    target = subject.target if text else given(60).target
    return replace(subject, network=network, target=target)


def settings_of(network, rng):
    """The network itself, then its numbers moved, now and then with a neuron switched off."""
    found = [(network, [])]
    while len(found) < SETTINGS:
        weights = [w + rng.normal(0, 0.4, w.shape) for w in network.weights]
        biases = [b + rng.normal(0, 0.4, b.shape) for b in network.biases]
        off = []
        if len(found) % 3 == 0:
            layer = int(rng.integers(network.depth))
            neuron = int(rng.integers(network.hidden_widths[layer]))
            off = [(layer, neuron)]
        found.append((Network(weights, biases, network.activations), off))
    return found


def without(network, off):
    """Switched off is a neuron that nothing takes from."""
    weights = [w.copy() for w in network.weights]
    for layer, neuron in off:
        weights[layer + 1][:, neuron] = 0
    return Network(weights, network.biases, network.activations)


def plain(network):
    return [
        {"weights": w.tolist(), "biases": b.tolist()}
        for w, b in zip(network.weights, network.biases, strict=True)
    ]


@pytest.mark.parametrize(
    "name", [pytest.param(n, marks=[pytest.mark.slow] if n in LONG else []) for n in SUBJECTS]
)
def test_the_page_and_python_agree_on_random_settings(opened, name):
    subject = SUBJECTS[name]()
    settings = settings_of(subject.network, np.random.default_rng(11))
    told = [
        {"layers": plain(net), "off": [f"{layer}.{neuron}" for layer, neuron in off]}
        for net, off in settings
    ]
    pointwise = isinstance(subject.target, Dataset)
    # The L2 error of points is a mean already.
    length = 1.0 if pointwise else subject.target.length
    found = opened(subject).view.evaluate(MEASURE, told)
    for (network, off), page in zip(settings, found, strict=True):
        f = analyse(without(network, off), subject.domain).output
        error = measure(f, subject.target)
        close = {"rel": 1e-9, "abs": 1e-9}
        assert page["x"] == pytest.approx(f.x, **close)
        assert page["y"] == pytest.approx(f.y, **close)
        assert page["slopes"] == pytest.approx(f.slopes, **close)
        assert page["sup"] == pytest.approx(error.sup, **close)
        assert page["rms"] == pytest.approx(error.l2 / math.sqrt(length), **close)
        if pointwise or not subject.target.breaks:  # at a jump both signs are as large
            assert page["signs"] == list(error.signs)
        # An extremum is as flat as a parabola: its place is known to the root of rounding.
        assert page["at"] == pytest.approx(error.at, abs=1e-6)


@pytest.mark.parametrize(
    "name", [n if n == "tanh" else pytest.param(n, marks=pytest.mark.slow) for n in SMOOTH]
)
def test_smooth_networks_agree_too(opened, name):
    subject = smooth(name)
    settings = settings_of(subject.network, np.random.default_rng(5))
    sent = [
        {"layers": plain(net), "off": [f"{layer}.{neuron}" for layer, neuron in off]}
        for net, off in settings
    ]
    pointwise = isinstance(subject.target, Dataset)
    length = 1.0 if pointwise else subject.target.length
    page = opened(subject)
    found = page.view.evaluate(MEASURE, sent)
    assert not page.said
    for (network, off), here in zip(settings, found, strict=True):
        there = replace(subject, network=without(network, off))
        x = np.array(here["x"])
        assert np.abs(there.network(x) - here["y"]).max() < 1e-9
        size = np.ptp(there.network(np.linspace(*subject.domain, 4001)))
        between = np.linspace(*subject.domain, 9999)
        assert np.abs(np.interp(between, x, here["y"]) - there.network(between)).max() < 2e-3 * size
        assert here["smooth"] == pytest.approx(there.analysis.output.breakpoints, abs=1e-9)
        assert here["sup"] == pytest.approx(there.error.sup, rel=1e-9)
        assert here["rms"] == pytest.approx(there.error.l2 / math.sqrt(length), rel=1e-9)
        assert here["at"] == pytest.approx(there.error.at, abs=1e-5)


#: What trains, and the page's settings beside Python's options.
TRAINED = {
    "parabola-4-best": (
        SUBJECTS["parabola-4-best"],
        {"method": "gd", "rate": 0.03, "momentum": 0.0},
    ),
    "points": (SUBJECTS["points"], {"method": "gd", "rate": 0.03, "momentum": 0.8}),
    "deep": (SUBJECTS["deep"], {"method": "adam", "rate": 0.02}),
    "poles": (SUBJECTS["poles"], {"method": "adam", "rate": 0.02, "decay": 1e-3}),
}
METHODS = {"gd": gradient_descent, "adam": adam}


@pytest.mark.parametrize("name", TRAINED)
def test_the_page_trains_like_python(opened, name):
    make, settings = TRAINED[name]
    subject, steps = make(), 25
    network = subject.network
    shape = Shape.of(network)
    given = {"rate": settings["rate"], "steps": steps, "snapshots": steps + 1}
    given |= {"momentum": settings.get("momentum", 0.0)} if settings["method"] == "gd" else {}
    given |= {"l2": settings["decay"]} if "decay" in settings else {}
    given |= {"schedule": "constant", "batch": None} if settings["method"] == "adam" else {}
    options = options_for(settings["method"], given)
    if isinstance(subject.target, Dataset):
        seen = of_dataset(subject.target)
    else:
        seen = of_target(subject.target, network.hidden_widths)
    record = Recorder(steps, steps + 1)
    start = seen.scaling.scaled(shape, shape.parameters(network))
    problem = seen.problem(shape)
    task = Task(problem, start, replace(options, batch=None), record, np.random.default_rng(0))
    METHODS[settings["method"]](task)
    unit = float(seen.scaling.unit[0])
    found = opened(subject).view.evaluate(TRAIN, [steps, settings])
    for step, page in enumerate(found, start=1):
        wanted = shape.network(seen.scaling.restored(shape, record.parameters[step]))
        for w, b, layer in zip(wanted.weights, wanted.biases, page["layers"], strict=True):
            assert np.abs(w - layer["weights"]).max() < 1e-9
            assert np.abs(b - layer["biases"]).max() < 1e-9
        before = problem.value(record.parameters[step - 1]) * unit**2
        assert page["loss"] == pytest.approx(before, rel=1e-9)


def test_smooth_networks_are_trained_along_their_gradient(opened):
    """Python trains none: its loss, moved a little along every parameter, gives the slope."""
    subject = smooth("tanh")
    seen = of_target(subject.target, subject.network.hidden_widths)
    told = opened(subject).view.evaluate("""() => {
      const { training, layers } = document.querySelector(".approx").approx.model;
      const { slope, loss } = training.gradient(training.scaled(layers));
      return { slope: [...slope], loss };
    }""")
    shape = seen.scaling
    x, y = shape.inputs(seen.x)[0], shape.outputs(seen.y)[0]
    (w1, w2), (b1, b2) = subject.network.weights, subject.network.biases
    middle, half = shape.middle[0], shape.half[0]
    start = np.concatenate(
        [(w1 * half).ravel(), b1 + w1[:, 0] * middle, w2.ravel() / shape.unit[0],
         (b2 - shape.centre) / shape.unit]
    )  # fmt: skip

    def loss(p):
        n = len(b1)
        hidden = np.tanh(np.outer(x, p[:n]) + p[n : 2 * n])
        return np.mean((hidden @ p[2 * n : 3 * n] + p[3 * n] - y) ** 2)

    assert told["loss"] == pytest.approx(loss(start), rel=1e-12)
    for k, slope in enumerate(told["slope"]):
        moved = np.eye(len(start))[k] * 1e-5
        assert slope == pytest.approx((loss(start + moved) - loss(start - moved)) / 2e-5, abs=1e-7)


def test_a_dragged_breakpoint_of_a_deep_neuron_stands_where_it_was_put(opened):
    subject = SUBJECTS["deep"]()
    view = opened(subject).view
    moved = """([layer, neuron, x]) => {
      const { model } = document.querySelector(".approx").approx;
      model.reset();
      model.moveBreakpoint({ layer, neuron }, x);
      return model.layers;
    }"""
    for layer, neuron, x in ((0, 2, 0.5), (1, 3, -1.25), (2, 1, 2.0)):
        layers = view.evaluate(moved, [layer, neuron, x])
        network = Network([la["weights"] for la in layers], [la["biases"] for la in layers])
        z = analyse(network, subject.domain).preactivation(layer, neuron)
        assert float(z(x)) == pytest.approx(0, abs=1e-12)


#: Settings of random depth, widths and activations.
MANY = 500
KINDS = ("relu", "leaky_relu", "identity", "tanh", "sigmoid", "softplus", "elu", "silu", "gelu")
OF_MANY = """(settings) => {
  const { session } = document.querySelector(".approx").approx;
  return settings.map(({ layers, xs, measured }) => {
    const full = layers.map((layer) => ({ ...layer, ...session.kindOf(layer.activation) }));
    session.open(session.source, full, []);
    const { model } = session;
    const { output } = model.exact;
    const at = (x) => {
      if (output.smooth) return output.smooth.at(x);
      const k = Math.max(0, output.x.findLastIndex((t, i) => t <= x && i < output.slopes.length));
      return output.y[k] + output.slopes[k] * (x - output.x[k]);
    };
    const { sup, rms } = measured ? model.scene().distance : {};
    return { y: xs.map(at), sup, rms };
  });
}"""


def kinks_after_smooth(network):
    kinked = [not activation_of(name).smooth and name != "identity" for name in network.activations]
    smooth = [activation_of(name).smooth for name in network.activations]
    return True in smooth and any(kinked[smooth.index(True) :])


@pytest.mark.slow
def test_five_hundred_networks_of_every_activation_and_depth_agree(opened):
    rng = np.random.default_rng(18)
    subject = typed("abs(x)*sin(3*x)", (-2.0, 2.0), (4,))
    xs = np.linspace(-2, 2, 33)
    networks = []
    for k in range(MANY):
        depth = 1 + k % 4
        sizes = [1, *rng.integers(1, 7, depth), 1]
        weights = [rng.normal(0, 1.2, (n, m)) for m, n in pairwise(sizes)]
        hidden = [KINDS[k % len(KINDS)], *rng.choice(KINDS, depth - 1)]
        biases = [rng.normal(0, 1, n) for n in sizes[1:]]
        networks.append(Network(weights, biases, (*hidden, "identity")))
    # Python's own measure of a deep smooth network takes a tenth of a second and more.
    measured = [k % 5 == 0 or not net.smooth for k, net in enumerate(networks)]
    sent = [
        {
            "layers": [
                {**layer, "activation": name}
                for layer, name in zip(plain(net), net.activations, strict=True)
            ],
            "xs": xs.tolist(),
            "measured": told,
        }
        for net, told in zip(networks, measured, strict=True)
    ]
    page = opened(subject)
    found = page.view.evaluate(OF_MANY, sent)
    assert not page.said
    fine = np.linspace(-2, 2, 400_001)
    fine = (fine[1:] + fine[:-1]) / 2
    for network, told, here in zip(networks, measured, found, strict=True):
        assert here["y"] == pytest.approx(network(xs), rel=1e-9, abs=1e-9), network.activations
        if not told:
            continue
        if kinks_after_smooth(network):  # Python draws none of these: its formulas, at many places
            e = network(fine) - subject.target(fine)
            assert here["sup"] == pytest.approx(np.abs(e).max(), rel=1e-4), network.activations
            assert here["rms"] == pytest.approx(np.sqrt(np.mean(e * e)), rel=1e-7)
            continue
        error = replace(subject, network=network).error
        assert here["sup"] == pytest.approx(error.sup, rel=1e-9), network.activations
        assert here["rms"] == pytest.approx(error.l2 / 2, rel=1e-9), network.activations
    assert {name for net in networks for name in net.activations} == set(KINDS)

"""The numbers on the screen are those of `approx show --json`, to the printed digit."""

import numpy as np
import pytest
from watch import texts, watch

from approx.outputs.films.stories import load, names
from approx.outputs.report import as_dict
from approx.style.languages import localised, number, weight
from approx.subjects import FitOptions, resolve
from approx.subjects.resolve import resolve_any

SINE = resolve("sin(3*x)", FitOptions(neurons=8, on=("-3", "3")))


def seen(story, subject, folder, language):
    """The story at its end, and the texts at the end of every beat, its caption in one piece."""
    shown = {}

    def look(told, beat):
        shown[beat] = [text.text for text in texts(told)] + [told.beat.caption]

    return watch(story, subject, "dark", folder, look, language), shown


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize(
    ("story", "subject"),
    [("sum", SINE), ("sum", resolve("parabola-4-best")), ("layers", resolve("sigmoid"))],
    ids=lambda value: getattr(value, "name", value),
)
def test_the_error_its_places_and_the_breakpoints(story, subject, language, tmp_path):
    told, shown = seen(story, subject, tmp_path, language)
    known = as_dict(subject)
    error = localised(number(known["sup_error"]["value"]), language)
    assert f"+{error}" in shown["error"]  # the strip's tick
    assert error in shown["error"][-1]  # the caption
    best = localised(number(known["best"]["sup_error"]), language)
    if known["best"]["ratio"] > 1 + 1e-6:
        assert best in shown["best"][-1]
    if story == "sum":
        dots = [dot.get_center()[0] for dot in told.line.dots if dot.get_fill_opacity() > 0]
        box, axis = told.plot.box, told.plot.horizontal
        places = axis.low + (np.array(dots) - box.left) / box.width * (axis.high - axis.low)
        # The first neuron of a sum may begin at the interval's end, where nothing bends.
        inside = places[np.abs(places - axis.low) > 1e-6]
        assert np.unique(inside.round(9)) == pytest.approx(known["breakpoints"], abs=1e-6)
    else:
        for column, shares in zip(told.panels.hidden, known["shares"], strict=True):
            assert column.share == pytest.approx(sum(shares), abs=1e-12)


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "de"])
def test_the_error_of_the_best_with_as_many_breakpoints(language, tmp_path):
    known = as_dict(resolve("parabola-gd"))["best"]
    assert known["breakpoints"] == 4
    _, shown = seen("width", resolve("parabola-gd"), tmp_path, language)
    error = localised(number(known["sup_error"], 3), language)
    assert f"+{error}" in shown["fit-3"]
    assert any(text.endswith(error) for text in shown["fit-3"])
    assert error in shown["fit-3"][-1]


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "de"])
def test_the_pieces_and_the_error_of_depth(language, tmp_path):
    known = as_dict(resolve("square-deep-3"))
    _, shown = seen("depth", resolve("square-deep-3"), tmp_path, language)
    assert str(len(known["breakpoints"]) + 1) in shown["layer-3"][-1]
    assert localised(number(known["sup_error"]["value"], 3), language) in shown["wide"][-1]


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "de"])
def test_the_loss_where_training_ends(language, tmp_path):
    subject = resolve("parabola-gd")
    told, shown = seen("training", subject, tmp_path, language)
    last = float(told.run.history.loss[-1])
    # A mean square: of the network as it is shown, whose weights have six digits.
    a, b = subject.domain
    assert last == pytest.approx(as_dict(subject)["l2_error"] ** 2 / (b - a), rel=1e-3)
    assert localised(number(last, 3), language) in shown["best"]


# -- every other film ------------------------------------------------------------------------------


def said(value, digits=4):
    return number(float(value), digits)


def value_at(known, x):
    """f(x), between the breakpoints that `show` lists."""
    ends = np.array([known["domain"][0], *known["breakpoints"], known["domain"][1]])
    return float(np.interp(x, ends, known["values"]))


def of_neuron(known, told):
    neuron = told.panel.chosen.number
    layer = known["layers"][0]
    w, b = layer["weights"][neuron][0], layer["biases"][neuron]
    return {
        "weigh": weight(w, 3), "shift": weight(b, 3), f"turn-{neuron + 1}": weight(w, 3),
        f"slide-{neuron + 1}": said(-b / w, 3), f"fold-{neuron + 1}": said(-b / w, 3),
    }  # fmt: skip


def of_forward(known, told):
    first, second = told.passes
    return {
        "output": said(value_at(known, first.x), 3), "second": said(value_at(known, second.x), 3),
    }  # fmt: skip


def of_backprop(known, told):
    y, t = value_at(known, told.step.before.x), told.step.before.x**2
    return {
        "setup": said(t, 3), "forward": said(y, 3), "loss": said((y - t) ** 2 / 2, 3),
        "back": said(y - t, 3), "after": said((y - t) ** 2 / 2, 3),
    }  # fmt: skip


def of_descent(known, told):
    """The least loss over two output weights, by least squares on a fine grid."""
    (a, b), pair = known["domain"], list(told.descent.land.pair)
    x = np.linspace(a, b, 400_001)
    hidden, output = known["layers"]
    rows = np.array(hidden["weights"]) * x + np.array(hidden["biases"])[:, None]
    rows, v = np.maximum(rows, 0), np.array(output["weights"][0])
    rest = [k for k in range(len(v)) if k not in pair]
    wanted = x**2 - output["biases"][0] - v[rest] @ rows[rest]
    chosen = np.linalg.lstsq(rows[pair].T, wanted, rcond=None)[0]
    return {"right": said(np.mean((chosen @ rows[pair] - wanted) ** 2), 2)}


def of_lesson(known, told):
    two, s = as_dict(resolve("parabola-2")), as_dict(resolve("sigmoid"))
    return {
        "two.error": said(two["sup_error"]["value"]), "two.best": said(two["best"]["sup_error"]),
        "four.error": said(known["sup_error"]["value"]),
        "layers.error": said(s["sup_error"]["value"]), "layers.best": said(s["best"]["sup_error"]),
    }  # fmt: skip


def of_folds(known, told):
    right = round(known["accuracy"] * known["points"])
    return {"setup": str(known["points"]), "flat": str(known["regions"]), "top": str(right)}


def of_boundary(known, told):
    right = round(known["accuracy"] * known["points"])
    return {"run-3": [str(right), said(known["cross_entropy"], 3)]}


def of_softmax(known, told):
    scores = np.log(known["output"])
    shares = [f"{share:.3f}" for share in known["output"]]
    assert scores.argmax() == 0
    return {"share": ", ".join(shares), "answer": shares[0]}


def of_perceptron(known, told):
    (layer,) = known["layers"]
    total = np.dot(layer["weights"][0], known["at"]) + layer["biases"][0]
    return {"weigh": said(total), "step": [said(total), said(known["output"][0])]}


def of_digits(known, told):
    shares = np.array(known["output"])
    return {"output": [str(shares.argmax()), f"{shares.max():.3f}"]}


def of_losses(known, told):
    p = known["probabilities"][known["true"]]
    return {"ask": said(p), "value": [said(p), said(-np.log(p), 3)]}


def of_residual(known, told):
    return {"ask": str(known["depth"]), "plain": str(known["depth"])}


def of_initialisation(known, told):
    return {"ask": [str(len(known["widths"])), str(known["widths"][0])]}


FILMS = {
    "neuron": ("parabola-4", of_neuron),
    "forward": ("sigmoid-421", of_forward),
    "backprop": ("parabola-2", of_backprop),
    "descent": ("parabola-4-best", of_descent),
    "lesson": ("parabola-4-best", of_lesson),
    "folds": ("two-moons", of_folds),
    "boundary": ("boundary", of_boundary),
    "softmax": ("softmax-3", of_softmax),
    "perceptron": ("snack", of_perceptron),
    "digits": ("digits", of_digits),
    "losses": ("losses", of_losses),
    "residual": ("residual", of_residual),
    "initialisation": ("initialisation", of_initialisation),
}
#: Those above, and films of whose numbers `show` says none: panels' own tests compare them.
OTHERS = {"sum", "layers", "width", "depth", "training"}
ALONE = {"activations", "optimisers", "regularisation"}


def test_no_film_is_left_out():
    assert {*FILMS, *OTHERS, *ALONE} == set(names())


@pytest.mark.slow
@pytest.mark.parametrize("story", FILMS)
def test_what_a_film_says_is_what_show_says(story):
    name, expected = FILMS[story]
    subject = resolve_any(name)
    told = load(story)(subject=subject)
    captions = {beat.name: beat.caption for beat in told.plan()}
    for beat, numbers in expected(as_dict(subject), told).items():
        for text in [numbers] if isinstance(numbers, str) else numbers:
            assert text in captions[beat], f"{story} {beat}: {captions[beat]}"

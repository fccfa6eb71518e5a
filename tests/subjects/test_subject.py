"""Names, typed functions and files become subjects; a text that can be two things is refused."""

from dataclasses import replace
from importlib import import_module

import numpy as np
import pytest

from approx.core.network import Network
from approx.inputs import catalog
from approx.inputs.weights import save
from approx.panels.wording import verdict
from approx.subjects import FitOptions, packed, resolve, resolve_any, unpacked
from approx.system.errors import InputError


@pytest.fixture(autouse=True)
def _own_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def test_a_typed_function_becomes_a_network_close_to_the_best():
    subject = resolve("sin(3*x)", FitOptions(on=("-3", "3"), neurons=8))
    assert subject.domain == (-3, 3)
    assert subject.network.hidden_widths == (8,)
    assert subject.title("de") == "sin(3x) aus 8 Neuronen"
    assert subject.limit.breakpoints == 7
    assert subject.error.sup <= subject.limit.lower * (1 + 2e-3)
    x = np.linspace(-3, 3, 101)
    assert np.allclose(subject.target(x), np.sin(3 * x))


def test_a_network_file_is_a_subject_with_the_target_it_names(tmp_path):
    made = resolve("x^2", FitOptions(neurons=4))
    save(made.network, tmp_path / "net.json", made.domain, "x^2")
    loaded = resolve("net.json")
    assert loaded.network == made.network
    assert loaded.domain == made.domain
    assert loaded.error.sup == made.error.sup


def test_a_network_file_without_a_target_is_compared_with_nothing(tmp_path):
    save(Network([[[1.0]], [[2.0]]], [[0.0], [0.0]]), tmp_path / "net.npz")
    loaded = resolve("net.npz", FitOptions(on=("-1", "1")))
    assert verdict(loaded) == "No target was given: the curve is the network's own"


def test_a_name_that_the_font_cannot_write_is_left_out_and_it_is_said(tmp_path):
    save(catalog.get("hat").network, tmp_path / "日本.json")
    notes = []
    assert (
        resolve("日本.json", FitOptions(warn=notes.append)).title()
        == "A network with 3 hidden neurons (1-3-1)"
    )
    assert "the font Approx Sans has no '日'" in notes[0]
    save(catalog.get("hat").network, tmp_path / "Größe Σ Ж.json")
    assert resolve("Größe Σ Ж.json").title() == "Größe Σ Ж, a 1-3-1 network"


def test_there_is_no_ratio_to_a_best_without_error():
    net = Network([[[1.0]], [[1.0]]], [[0.0], [1e-6]])
    subject = replace(resolve("x", FitOptions(on=("0", "1"), neurons=1)), network=net)
    assert verdict(subject).endswith("; the best with 0 breakpoints has no error")


def test_an_example_on_another_interval_keeps_its_network():
    subject = resolve("sigmoid", FitOptions(on=("-8", "8")))
    assert subject.domain == (-8, 8)
    assert subject.network == catalog.get("sigmoid").network


def test_an_example_with_other_neurons_is_fitted_anew():
    subject = resolve("sigmoid", FitOptions(neurons=5))
    assert subject.network.hidden_widths == (5,)


@pytest.mark.parametrize("name", [*catalog.names(), "sin(3*x)"])
def test_a_subject_survives_its_way_to_another_process(name):
    subject = resolve(name, FitOptions(neurons=4) if "(" in name else None)
    copy = unpacked(packed(subject))
    assert copy.network == subject.network
    assert copy.error.sup == subject.error.sup
    assert copy.title("de") == subject.title("de")


def test_what_can_be_two_things_is_an_error_that_names_both(tmp_path):
    assert resolve("1/(2+x)", FitOptions(on=("0", "1"), neurons=2)).source == {"text": "1/(2+x)"}
    (tmp_path / "1").mkdir()
    (tmp_path / "1" / "(2+x)").write_text("{}")
    with pytest.raises(InputError, match=r"is a function and a file here; write \(1/\(2\+x\)\)"):
        resolve("1/(2+x)", FitOptions(on=("0", "1"), neurons=2))
    resolve("(1/(2+x))", FitOptions(on=("0", "1"), neurons=2))
    save(catalog.get("hat").network, tmp_path / "hat.json")
    assert resolve("hat").name == resolve("hat.json").name == "hat"


def test_a_new_kind_of_subject_is_one_file_and_one_line(monkeypatch):
    module = import_module("approx.subjects.resolve")  # the package's `resolve` is the function

    def from_zero(text, options):
        return replace(resolve("hat"), name=text)

    zero = (lambda text: text == "zero:", from_zero)
    monkeypatch.setattr(module, "KINDS", (zero, *module.KINDS))
    assert resolve("zero:").name == "zero:"
    assert resolve("abs").name == "abs"


@pytest.mark.parametrize(
    ("text", "options", "message"),
    [
        ("parabla-2", FitOptions(), "did you mean 'parabola-2'"),
        ("sin(x", FitOptions(), "unbalanced"),
        ("1/0", FitOptions(), "not finite anywhere on"),
        ("x", FitOptions(on=("3", "-3")), "runs backwards"),
        ("x", FitOptions(on=("a", "3")), "'a' is not a number"),
        ("x^2", FitOptions(neurons=0), "neurons"),
        ("x^2", FitOptions(settings={"method": "magic"}), "magic"),
        ("net.json", FitOptions(), r"cannot open net\.json"),
        ("__import__('os').system('id')", FitOptions(), "not allowed"),
    ],
)
def test_what_cannot_be_read_is_one_line(text, options, message):
    with pytest.raises(InputError, match=message) as caught:
        resolve_any(text, options)
    assert "\n" not in str(caught.value)


def test_pictures_of_a_run_get_one_where_no_method_is_named():
    from approx.outputs import figures
    from approx.outputs.films import stories

    few = {"steps": 20}
    solved = resolve("x^2", FitOptions(neurons=2))
    trained = resolve("x^2", FitOptions(neurons=4, settings=few, stepwise=True))
    assert trained.training.settings["method"] == "adam"
    assert "--method adam" in " ".join(trained.command_words)
    named = FitOptions(neurons=4, settings={"method": "gd", "rate": 0.01, **few}, stepwise=True)
    assert resolve("x^2", named).training.settings["method"] == "gd"
    for module, names in ((figures, figures.kinds()), (stories, stories.names())):
        for name in names:
            if (module.unsupported_reason(name, solved) or "").startswith("it was not trained"):
                assert module.needs_run(name), name
            assert not (module.unsupported_reason(name, trained) or "").startswith("it was not")

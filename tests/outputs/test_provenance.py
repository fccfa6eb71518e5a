"""Every output says how it was made: the command, approx's version, the seed."""

import shlex
import tomllib
from pathlib import Path

import pytest

import approx
from approx.subjects import FitOptions, of_network, resolve, resolve_any
from approx.system.provenance import provenance, without_provenance

PROJECT = Path(approx.__file__).parents[1] / "pyproject.toml"


def test_the_version_is_the_packages():
    assert tomllib.loads(PROJECT.read_text())["project"]["version"] == approx.__version__


def test_the_command_names_the_subject_and_what_was_asked():
    options = FitOptions(("-1", "2"), 3, settings={"method": "adam", "steps": 5})
    subject = resolve("sin(3*x)", options)
    made = provenance("figure", subject, "sum", theme="light", language="en", transparent=False)
    assert made.command == (
        "approx figure 'sin(3*x)' sum --on -1 2 --neurons 3 --method adam --steps 5 --theme light"
    )
    assert made.seed == 0
    assert str(made).endswith(f"{made.command} (seed 0)")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("parabola-4", ("parabola-4",)),
        ("xor", ("xor",)),
        ("-x^2", ("(-x^2)",)),
        ("net.json", ("net.json",)),
        ("deep/in/my/folders/net.json", ("net.json",)),
    ],
)
def test_words_that_give_the_subject_again(text, words, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    if text.endswith(".json"):
        Path(text).parent.mkdir(parents=True, exist_ok=True)
        resolve("abs").network.save(text)
    subject = resolve_any(text)
    assert subject.command_words == words
    Path("net.json").touch()
    if not text.endswith(".json"):
        again = resolve_any(shlex.split(provenance("show", subject).command)[2])
        assert again.network == subject.network


def test_an_object_made_in_python_has_no_words():
    made = provenance("figure", of_network(resolve("abs").network), "network")
    assert str(made) == f"Made with approx {approx.__version__}: approx figure SUBJECT network"
    assert without_provenance(f"A curve.\n{made}") == "A curve."

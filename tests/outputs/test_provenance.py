"""Every output says how it was made: the command, approx's version, the seed."""

import shlex
import tomllib
import xml.etree.ElementTree as ET
from pathlib import Path

import numpy as np
import pytest
from lxml import html
from PIL import Image
from pypdf import PdfReader

import approx
from approx.__main__ import run
from approx.outputs import figures
from approx.outputs.page import page
from approx.style.theme import LIGHT
from approx.subjects import FitOptions, of_network, resolve, resolve_any
from approx.system.provenance import provenance, without_provenance

PROJECT = Path(approx.__file__).parents[1] / "pyproject.toml"


def test_the_version_is_the_packages():
    assert tomllib.loads(PROJECT.read_text())["project"]["version"] == approx.__version__


def test_the_command_names_the_subject_and_what_was_asked():
    options = FitOptions(("-1", "2"), 3, settings={"method": "adam", "steps": 5})
    subject = resolve("sin(3*x)", options)
    made = provenance("figure", subject, "sum", theme="dark", language="en", transparent=False)
    assert made.command == (
        "approx figure 'sin(3*x)' sum --on -1 2 --method adam --neurons 3 --steps 5 --theme dark"
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


@pytest.fixture(scope="module")
def figures_of(tmp_path_factory):
    folder = tmp_path_factory.mktemp("figures")
    assert run(["figure", "abs", "neurons", "--theme", "light", "-o", str(folder / "a.svg")]) == 0
    subject = resolve("abs")
    figure = figures.draw(subject, "neurons", LIGHT)
    for ending in ("svg", "pdf", "png"):
        figure.save(folder / f"b.{ending}")
    return folder


MADE = f"Made with approx {approx.__version__}: approx figure abs neurons"


def test_the_command_and_python_write_the_same_figure(figures_of):
    assert (figures_of / "a.svg").read_bytes() == (figures_of / "b.svg").read_bytes()


def test_a_figure_says_how_it_was_made(figures_of):
    root = ET.parse(figures_of / "b.svg").getroot()
    assert root.findtext(".//{http://purl.org/dc/elements/1.1/}source") == MADE
    assert PdfReader(figures_of / "b.pdf").metadata["/Keywords"] == MADE
    assert PdfReader(figures_of / "b.pdf").metadata.creator == f"approx {approx.__version__}"
    with Image.open(figures_of / "b.png") as image:
        assert image.text["Comment"] == MADE


def test_a_page_says_how_it_was_made():
    text = page(resolve("abs"), theme="dark")
    root = html.document_fromstring(text)
    metas = {meta.get("name"): meta.get("content") for meta in root.xpath("//meta[@name]")}
    assert metas["generator"] == f"approx {approx.__version__}"
    assert metas["made-with"] == (
        f"Made with approx {approx.__version__}: approx page abs --theme dark"
    )


@pytest.mark.parametrize("ending", ["json", "npz", "safetensors"])
def test_a_network_file_says_how_it_was_made(tmp_path, ending):
    path = tmp_path / f"net.{ending}"
    assert run(["fit", "x^2", "--neurons", "2", "--seed", "7", "-o", str(path)]) == 0
    made = f"{approx.__version__}: approx fit 'x^2' --neurons 2 --seed 7 (seed 7)"
    content = path.read_bytes()
    if ending == "npz":
        content = np.load(path)["approx"].tobytes()
    assert made.encode() in content
    assert resolve(str(path)).network.hidden_units == 2

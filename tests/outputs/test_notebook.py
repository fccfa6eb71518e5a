"""What notebooks show: every object has a picture with words, and none costs an import."""

import base64
import json
import re
import xml.etree.ElementTree as ET
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

import approx
from approx.core.network import Network
from approx.core.piecewise import PiecewiseLinear
from approx.outputs import notebook
from approx.outputs.films import film
from approx.subjects import resolve, resolve_any
from approx.system.errors import InputError

EXAMPLE = Path(__file__).parents[2] / "docs" / "notebook.ipynb"
ABS = Network([[[1], [-1]], [[1, 1]]], [[0, 0], [0]])
THINGS = {
    "network": ABS,
    "function": PiecewiseLinear.of(ABS, (-1, 1)),
    "subject": resolve("parabola-2"),
    "plane": resolve_any("xor"),
}


def description(svg: str) -> str:
    found = ET.fromstring(svg).findtext("{http://www.w3.org/2000/svg}desc")
    assert found
    return found


@pytest.mark.parametrize("name", THINGS)
def test_a_notebook_gets_the_same_picture_in_every_form(name):
    thing = THINGS[name]
    bundle = thing._repr_mimebundle_()
    assert bundle["image/svg+xml"] == thing._repr_svg_()
    assert bundle["text/html"] == thing._repr_html_()
    assert bundle.get("text/latex") == thing._repr_latex_()
    source = re.search(r'src="data:image/svg\+xml;base64,([^"]+)"', bundle["text/html"]).group(1)
    assert base64.b64decode(source).decode() == bundle["image/svg+xml"]
    alt = ET.fromstring(bundle["text/html"].replace('">', '"/>')).get("alt")
    assert alt == description(bundle["image/svg+xml"])


def test_ipython_shows_the_picture():
    formatters = pytest.importorskip("IPython.core.formatters")
    shown, _ = formatters.DisplayFormatter().format(THINGS["network"])
    assert {"text/html", "image/svg+xml", "text/latex", "text/plain"} <= set(shown)


def test_the_pieces_in_latex_are_the_function():
    """Read back as fractions: every line and both its ends."""
    f = PiecewiseLinear([-2, -0.5, 0, 3], [1, 0.25, -1, 2])
    text = notebook.latex(f)
    plain = re.sub(r"\\frac\{(\d+)\}\{(\d+)\}", r"\1/\2", text)
    number = r"(-?\d+(?:/\d+)?)"
    rows = re.search(r"\\begin\{cases\} (.*) \\end\{cases\}", plain).group(1).split(r" \\ ")
    assert len(rows) == 3
    for k, row in enumerate(rows):
        line, ends = row.split(" & ")
        low, high = re.fullmatch(rf"{number} \\le x \\le {number}", ends).groups()
        assert (float(Fraction(low)), float(Fraction(high))) == (f.x[k], f.x[k + 1])
        slope, sign, bias = re.fullmatch(r"(-?[\d/]*)x(?: ([+-]) ([\d/]+))?", line).groups()
        a = Fraction({"": "1", "-": "-1"}.get(slope, slope))
        b = Fraction(f"{sign}{bias}") if bias else Fraction(0)
        assert float(a) == f.slopes[k]
        assert float(a * Fraction(low) + b) == f.y[k]


def test_a_network_alone_is_shown_where_all_its_breakpoints_are():
    from approx.subjects import of_network

    far = Network([[[1], [1]], [[1, -1]]], [[-40, 15], [0]])
    subject = of_network(far)
    assert subject.domain[0] < -15
    assert subject.domain[1] > 40
    assert subject.analysis.output.breakpoints.tolist() == [-15, 40]


def test_what_has_no_picture_yet_is_its_text():
    three = Network([[[1, 2, 3]], [[1]]], [[0], [0]])
    assert three._repr_mimebundle_() == {"text/plain": repr(three)}
    assert three._repr_svg_() is None


def test_a_change_of_object_is_a_change_of_picture():
    one, other = resolve("parabola-2"), resolve("parabola-4")
    assert one._repr_svg_() != other._repr_svg_()
    assert "two neurons" in one._repr_svg_()


# -- approx.show --------------------------------------------------------------------------------


def test_show_takes_names_texts_and_objects():
    drawn = approx.show("parabola-4-best", "neurons", language="de")
    assert "jedes Neuron" in drawn.alt
    assert description(drawn._repr_svg_()) == drawn.alt
    assert approx.show(ABS).svg == notebook.picture(ABS).svg
    assert "dead" not in approx.show("parabola-2", theme="dark").svg


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("parabola-2", "sun"), "no figure 'sun'"),
        (("parabola-2", "film", "lihgt"), "no theme 'lihgt'; did you mean 'light'?"),
        (("nothing",), "no example 'nothing'"),
        ((THINGS["function"], "network"), "a function alone has one picture"),
    ],
)
def test_show_says_what_does_not_fit(arguments, said):
    what, kind, theme = (*arguments, None, None)[:3]
    with pytest.raises(InputError, match=re.escape(said)):
        approx.show(what, kind, **({"theme": theme} if theme else {}))


def test_a_film_brings_its_captions_and_words(monkeypatch):
    def rendered(subject, story, path, quality, **look):
        path.write_bytes(b"film")
        path.with_suffix(".vtt").write_text("WEBVTT\n")

    monkeypatch.setattr(film, "render", rendered)
    shown = approx.show("parabola-2", "film")
    text = shown._repr_html_()
    assert base64.b64encode(b"film").decode() in text
    assert base64.b64encode(b"WEBVTT\n").decode() in text
    assert "Largest error 0.25 at x = ±0.5" in re.search(r'aria-label="([^"]*)"', text).group(1)


# -- the example notebook -----------------------------------------------------------------------


@pytest.fixture(scope="module")
def cells():
    return json.loads(EXAMPLE.read_text(encoding="utf-8"))["cells"]


def test_the_example_notebook_is_small_and_was_run_in_order(cells):
    assert EXAMPLE.stat().st_size < 300 * 1024
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    assert [cell["execution_count"] for cell in code] == list(range(1, len(code) + 1))
    assert not [out for cell in code for out in cell["outputs"] if out["output_type"] == "error"]


def test_the_example_notebook_still_says_what_it_shows(cells, tmp_path, monkeypatch):
    """Every cell is run again here; texts are those in the file, pictures have the same words."""
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    for cell in cells:
        if cell["cell_type"] != "code":
            continue
        *body, last = "".join(cell["source"]).split("\n")
        exec("\n".join(body), names)
        value = eval(last, names) if cell["outputs"] else exec(last, names)
        for out in cell["outputs"]:
            data = {media: "".join(text) for media, text in out["data"].items()}
            if "text/html" in data:
                now, then = (re.search('alt="([^"]*)"', t).group(1) for t in (
                    value._repr_html_(), data["text/html"]
                ))  # fmt: skip
                assert now == then
            elif isinstance(value, float | np.floating):
                assert float(value) == pytest.approx(float(data["text/plain"]), rel=1e-12)
            else:
                assert repr(value) == data["text/plain"]


@pytest.mark.slow
def test_the_example_notebook_runs_in_a_kernel_of_its_own(tmp_path):
    nbformat = pytest.importorskip("nbformat", reason="nbformat is not installed")
    nbclient = pytest.importorskip("nbclient", reason="nbclient is not installed")
    pytest.importorskip("ipykernel", reason="ipykernel is not installed")
    book = nbformat.read(EXAMPLE, as_version=4)
    nbformat.validate(book)
    nbclient.NotebookClient(book, resources={"metadata": {"path": str(tmp_path)}}).execute()
    assert all(cell.outputs or cell.cell_type != "code" for cell in book.cells[-1:])

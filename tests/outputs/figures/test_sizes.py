"""A figure has the size that was asked for, and at that size every letter can be read."""

import io
import itertools
import re

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.patches import Circle
from pypdf import PdfReader

from approx.outputs import figures
from approx.outputs.figures._options import SMALLEST, length, options
from approx.style.theme import DARK, LIGHT
from approx.subjects import FitOptions, resolve, resolve_any
from approx.system.errors import InputError
from tests.strangers import stranger

SUBJECTS = {
    "parabola-4": ("sum", "neurons", "network"),
    "square-deep-3": ("breakpoints",),
    "parabola-gd": ("training", "loss", "worldlines", "landscape"),
    "xor": ("regions", "surface"),
}


def printed_sizes(pdf: bytes) -> list[float]:
    """The size of every piece of text of a PDF, in points."""
    sizes = []

    def visit(text, matrix, line, font, size):
        if text.strip():
            sizes.append(size * np.hypot(line[0], line[1]) * np.hypot(matrix[0], matrix[1]))

    PdfReader(io.BytesIO(pdf)).pages[0].extract_text(visitor_text=visit)
    return sizes


@pytest.mark.parametrize(("name", "kind"), [(n, k) for n, kinds in SUBJECTS.items() for k in kinds])
def test_every_letter_of_a_narrow_figure_has_seven_points(name, kind):
    pdf = figures.draw(resolve_any(name), kind, width=3.3).encode(".pdf")
    sizes = printed_sizes(pdf)
    assert len(sizes) > 5
    assert min(sizes) >= SMALLEST - 0.01


@pytest.mark.slow
def test_a_formula_that_does_not_fit_has_fewer_terms_and_no_smaller_letters():
    subject = resolve("sin(3*x)", FitOptions(("-3", "3"), 8, settings={"method": "optimal"}))
    narrow = figures.draw(subject, "sum", width=2.4)
    wide = figures.draw(subject, "sum", width=12)
    terms = [figure.encode(".svg").decode().count("ReLU") for figure in (narrow, wide)]
    assert terms[0] < terms[1]
    assert min(printed_sizes(narrow.encode(".pdf"))) >= SMALLEST - 0.01


@pytest.mark.parametrize(
    ("text", "inches"),
    [("3.3in", 3.3), ("88mm", 88 / 25.4), ("9 cm", 9 / 2.54), (".5in", 0.5), ("2", 2), (3.3, 3.3)],
)
def test_lengths_have_units(text, inches):
    assert length(text, "width") == pytest.approx(inches)


def test_the_page_has_the_width_that_was_asked_for():
    page = PdfReader(io.BytesIO(figures.draw(resolve("abs"), width="88mm").encode(".pdf"))).pages[0]
    assert float(page.mediabox.width) == pytest.approx(88 / 25.4 * 72, abs=0.01)
    low = figures.draw(resolve("abs"), width=4, height=3)
    assert list(low.get_size_inches()) == [4, 3]
    slide, poster = (figures.draw(resolve("abs"), preset=name) for name in ("slide", "poster"))
    assert list(slide.get_size_inches()) == [10, 5.6]
    assert poster.get_size_inches()[0] == 24


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ({"width": "wide"}, "width 'wide': use a length like 3.3in, 88mm or 9cm, column or full"),
        ({"width": 0.2}, "width 0.2 in: use 1.5 to 200 in"),
        ({"font_size": 5}, "font size 5: use 7 to 200 points"),
        ({"ylim": (2, 1)}, "ylim 2 1: use the lower end first"),
        ({"width": 4, "height": 1}, "a height of 1 in is too low"),
        ({"preset": "stamp"}, "no preset 'stamp'; known: paper, slide, poster"),
        ({"colour": "red"}, "no option 'colour' of figures"),
        ({"style": "/nowhere.mplstyle"}, "--style /nowhere.mplstyle: No such file or directory"),
    ],
)
def test_what_cannot_be_printed_is_refused_in_one_line(changes, line):
    with pytest.raises(InputError, match=f"^{re.escape(line)}"):
        figures.draw(resolve("abs"), **changes)


def words(figure) -> str:
    """What is written in a figure: formulas stand in comments, as they were set."""
    svg = re.sub(
        "<(title|desc|style|metadata).*?</", "", figure.encode(".svg").decode(), flags=re.S
    )
    return " ".join(map("".join, re.findall("<!-- (.*?) -->|<text[^>]*>(.*?)</text>", svg)))


def test_parts_are_left_out_and_axes_named():
    parts = {"title": False, "formula": False, "caption": False}
    bare = figures.draw(resolve("abs"), "sum", **parts, xlabel="time")
    whole = figures.draw(resolve("abs"), "sum")
    assert "ReLU" in words(whole)
    assert "Largest error" in words(whole) or "No error" in words(whole)
    assert not any(word in words(bare) for word in ("ReLU", "error:"))
    assert "time" in words(bare)
    assert bare.get_size_inches()[1] < whole.get_size_inches()[1]
    assert figures.draw(resolve("abs"), ylim=(-1, 7)).axes[0].get_ylim() == (-1, 7)
    assert "My title" in words(figures.draw(resolve("abs"), title="My title"))


def test_a_transparent_page_has_no_colour_and_outlines_are_no_text():
    from PIL import Image

    png = figures.draw(resolve("abs"), transparent=True, dpi=50).encode(".png")
    assert Image.open(io.BytesIO(png)).convert("RGBA").getpixel((0, 0))[3] == 0
    svg = figures.draw(resolve("abs"), text="paths").encode(".svg").decode()
    assert "<text" not in svg
    assert "@font-face" not in svg


def test_from_python_the_users_letters_and_spines_are_used_and_our_colours_stay():
    subject = resolve("parabola-4")
    plain = subject.figure("sum", width=4)
    own_colors = {"lines.color": "red", "axes.prop_cycle": mpl.cycler(color=["red"])}
    with mpl.rc_context({"font.family": ["DejaVu Serif"], "axes.spines.top": False, **own_colors}):
        mpl.rcParams["axes.spines.right"] = False
        own = subject.figure("sum", width=4)
        text = own.encode(".svg").decode()
    assert "DejaVu Serif" in text
    assert "DejaVu Serif" not in plain.encode(".svg").decode()
    assert LIGHT["sum"].color.lower() in text
    assert "#ff0000" not in text


def test_what_is_painted_on_the_users_axes_has_the_theme_of_their_background():
    for ground, theme in (("white", LIGHT), ("black", DARK)):
        ax = Figure(facecolor=ground).subplots()
        ax.set_facecolor(ground)
        assert resolve("parabola-4").draw(ax, "sum") is ax
        assert theme["sum"].color in {line.get_color() for line in ax.get_lines()}
    with pytest.raises(InputError, match="has several panels: use subject"):
        resolve("parabola-4").draw(ax, "neurons")


def test_a_width_alone_brings_the_usual_letters():
    assert [options(width=w).font_size for w in (3.3, 6.5, 10, 24)] == [8, 9, 15, 32]
    assert options(width=6.5, font_size=12).font_size == 12


@pytest.mark.parametrize("preset", ["paper", "slide"])
def test_circles_of_a_diagram_never_meet(preset):
    """On a slide, whose height is fixed, they are smaller and have no biases below them."""
    figure = figures.draw(stranger("sine"), "network", preset=preset)
    circles = [p for p in figure.axes[0].patches if isinstance(p, Circle)]
    places = {(p.center, p.radius) for p in circles}
    assert len(places) == 10
    for (one, radius), (other, _) in itertools.combinations(places, 2):
        assert np.hypot(*np.subtract(one, other)) > 2 * radius
    biases = [text for text in figure.axes[0].texts if text.get_text().startswith("+")]
    assert bool(biases) == (preset == "paper")


@pytest.mark.parametrize("name", ["leaky", "deep", "tanh"])
def test_neurons_of_several_layers_are_no_slivers_on_a_slide(name):
    """Higher than a line and a half of their numbers, and no number touches the next one."""
    figure = figures.draw(stranger(name), "neurons", preset="slide")
    figure.canvas.draw()
    for ax in figure.axes:
        numbers = [label for label in ax.get_yticklabels() if label.get_text()]
        high = ax.get_window_extent().height / figure.dpi * 72
        assert high > 1.5 * ax.title.get_size() * 0.9
        centres = sorted(n.get_window_extent().y0 + n.get_window_extent().y1 for n in numbers)
        apart = np.diff(centres) / 2 / figure.dpi * 72
        assert (apart > 0.75 * min(n.get_size() for n in numbers)).all() if numbers else True

"""Figures are files that read well anywhere: same bytes, fonts and a description inside."""

import itertools
import re
import xml.etree.ElementTree as ET

import pytest
from matplotlib.text import Text

from approx.inputs import catalog
from approx.outputs import figures
from approx.outputs.figures._drawing import settings
from approx.panels import descent as descents
from approx.panels import loss_surface
from approx.panels import plane as planes
from approx.style.theme import DARK, LIGHT, THEMES
from approx.subjects import FitOptions, resolve, resolve_any

SVG = "{http://www.w3.org/2000/svg}"
#: Comparisons take a second each and differ little: a smooth target and a parabola stand for all.
COMPARED = ("sigmoid", "parabola-4")
CASES = [
    (name, kind)
    for name in (*catalog.names(), *catalog.planes())
    for kind in figures.fitting(resolve_any(name))
    if kind != "compare" or name in COMPARED
]


def themed():
    """Every case in one of the themes, for colours move nothing; in the other on request."""
    for number, case in enumerate(CASES):
        for turn, theme in enumerate(THEMES):
            marks = [] if turn == number % len(THEMES) else [pytest.mark.slow]
            yield pytest.param(*case, theme, marks=marks)


@pytest.mark.parametrize(("name", "kind", "theme"), list(themed()))
def test_no_text_overlaps_another_or_leaves_the_page(name, kind, theme):
    figure = figures.draw(resolve_any(name), kind, THEMES[theme])
    renderer = figure.canvas.get_renderer()
    with settings(figure.options):
        figure.draw(renderer)
        check_texts(figure, renderer)


def check_texts(figure, renderer):
    page = figure.bbox
    boxes = []
    for text in figure.findobj(Text):
        if not text.get_visible() or not text.get_text().strip():
            continue
        box = text.get_window_extent(renderer)
        if box.width == 0:
            continue
        assert page.x0 <= box.x0, text.get_text()
        assert box.x1 <= page.x1, text.get_text()
        assert page.y0 <= box.y0, text.get_text()
        assert box.y1 <= page.y1, text.get_text()
        boxes.append((box, text.get_text()))
    for i, (one, a) in enumerate(boxes):
        for other, b in boxes[i + 1 :]:
            wide = min(one.x1, other.x1) - max(one.x0, other.x0)
            high = min(one.y1, other.y1) - max(one.y0, other.y0)
            # Line boxes hold room for accents; glyphs meet only when a third of a line is shared.
            assert wide <= 1 or high <= 0.3 * min(one.height, other.height), (a, b)


@pytest.mark.parametrize("ending", ["svg", "pdf", "png"])
def test_a_figure_written_twice_is_the_same_file(tmp_path, ending):
    subject = resolve("parabola-4")
    files = [tmp_path / f"{n}.{ending}" for n in "ab"]
    for file in files:
        figures.draw(subject, "sum", DARK).save(file)
    assert files[0].read_bytes() == files[1].read_bytes()


@pytest.fixture(scope="module")
def svg(tmp_path_factory):
    subject = resolve("parabola-4-best")
    path = tmp_path_factory.mktemp("svg") / "figure.svg"
    figures.draw(subject, "fit", LIGHT).save(path)
    return path.read_text()


def test_an_svg_says_what_it_shows(svg):
    root = ET.fromstring(svg)
    assert root.get("role") == "img"
    ids = root.get("aria-labelledby").split()
    texts = {e.get("id"): e.text for e in root if e.tag in {f"{SVG}title", f"{SVG}desc"}}
    assert set(ids) <= set(texts)
    title, description = (texts[name] for name in ids)
    assert title == "x² from four neurons"
    assert "3 breakpoints on [−4, 4]" in description
    assert "Largest error 0.5" in description
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == root.get("lang") == "en"


def test_text_in_an_svg_is_text_and_brings_its_fonts(svg):
    root = ET.fromstring(svg)
    words = " ".join("".join(e.itertext()) for e in root.iter(f"{SVG}text"))
    assert "x² from four neurons" in words
    used = set(re.findall(r"font-family: '([^']+)'", svg)) - {"DejaVu Sans"}
    brought = set(re.findall(r"@font-face\{font-family:'([^']+)'", svg))
    assert used <= brought
    assert not re.findall(r"(?:src|href|url)[=(]['\"]?(?:https?:|//)", svg)


def test_a_pdf_embeds_its_fonts_as_text(tmp_path):
    subject = resolve("parabola-2")
    path = tmp_path / "figure.pdf"
    figures.draw(subject, "sum", LIGHT).save(path)
    data = path.read_bytes()
    assert b"/FontFile2" in data  # TrueType, not outlines
    assert b"/CreationDate" not in data


def test_the_curve_in_the_file_is_the_networks_breakpoints(svg):
    """The thick line has exactly five corners: no sampling, no smoothing."""
    thick = r'<path d="([^"]*)"[^>]*style="[^"]*stroke: #12141a[^"]*stroke-width: 2.03'
    curve, sample = sorted(re.findall(thick, svg), key=len, reverse=True)  # the key has a sample
    assert len(re.findall("[ML]", curve)) == 5
    assert "C" not in curve + sample


def test_the_users_own_matplotlib_settings_change_nothing(tmp_path):
    import matplotlib as mpl

    subject = resolve("parabola-2")
    files = [tmp_path / "a.svg", tmp_path / "b.svg"]
    figures.draw(subject, "sum", DARK).save(files[0])
    with mpl.rc_context(
        {"lines.linewidth": 9, "font.size": 30, "axes.grid": True, "savefig.dpi": 7}
    ):
        figures.draw(subject, "sum", DARK).save(files[1])
    assert files[0].read_bytes() == files[1].read_bytes()


@pytest.mark.parametrize(("preset", "beside"), [("slide", 1), ("paper", 0)])
def test_on_a_slide_the_surface_stands_beside_the_map_of_regions(preset, beside):
    drawn = figures.draw(resolve_any("xor"), "regions", preset=preset)
    solids = [ax for ax in drawn.axes if ax.name == "3d"]
    assert len(drawn.axes) - 1 == len(solids) == beside
    for ax in solids:
        assert ax.get_position().x0 > drawn.axes[0].get_position().x1
        assert ax.get_position().x1 <= 1


@pytest.mark.parametrize("width", [2.4, 6.5])
def test_numbers_below_small_pictures_of_neurons_are_apart(width):
    subject = resolve("x^3", FitOptions(("0.001", "0.002"), 4))
    drawn = figures.draw(subject, "neurons", width=width)
    drawn.draw_without_rendering()
    for ax in drawn.axes:
        boxes = [text.get_window_extent() for text in ax.get_xticklabels() if text.get_text()]
        for one, other in itertools.pairwise(sorted(boxes, key=lambda box: box.x0)):
            assert one.x1 < other.x0


@pytest.mark.parametrize("kind", ["fit", "sum", "neurons", "network"])
def test_a_dollar_sign_in_a_tables_header_begins_no_formula(kind, tmp_path):
    header = r"$\price$"
    table = tmp_path / "prices.csv"
    table.write_text(f"time,{header}\n0,1\n1,2\n2,5\n3,1\n")
    subject = resolve(str(table), FitOptions(neurons=2))
    drawn = figures.draw(subject, kind, xlabel=header)
    drawn.encode(".pdf")
    if kind != "network":  # which has no axes
        assert header in [text.get_text() for text in drawn.findobj(Text)]


def test_on_the_users_axes_a_header_is_text_and_the_users_own_name_a_formula(tmp_path):
    from matplotlib.figure import Figure

    table = tmp_path / "prices.csv"
    table.write_text("$\\time$,$\\price$\n0,1\n1,2\n2,5\n3,1\n")
    ax = Figure().add_subplot()
    figures.paint_on(resolve(str(table), FitOptions(neurons=2)), ax, "fit", ylabel=r"$\alpha$")
    ax.figure.draw_without_rendering()
    assert ax.get_xlabel() == r"$\time$"
    assert ax.yaxis.label.get_parse_math()


def test_the_bowl_is_the_loss_and_its_paths_end_at_its_rim():
    descent = descents.build(resolve("parabola-gd"))
    bowl, land = loss_surface.bowl(descent), descent.land
    u, v, loss = bowl.faces.reshape(-1, 3).T
    assert loss == pytest.approx(land.loss(u, v), rel=1e-12)
    top = land.least + 1.5 * (float(land.loss(*descent.start)) - land.least)
    assert loss.max() == pytest.approx(top)
    for segments in bowl.paths.values():
        u, v, loss = segments.reshape(-1, 3).T
        assert loss == pytest.approx(land.loss(u, v), rel=1e-12)
        assert loss.max() <= top


def test_a_boundary_of_several_classes_lies_on_the_surface():
    plane = resolve_any("blobs")
    picture = planes.build(plane)
    raised = planes.raised(picture, plane)
    assert len(raised)
    assert raised[..., 2] == pytest.approx(plane.logits(raised[..., :2]).max(axis=-1))


@pytest.mark.parametrize(
    "kind",
    [
        "landscape",
        *(
            pytest.param(kind, marks=pytest.mark.slow)
            for kind in figures.fitting(resolve("parabola-gd"))
            if kind != "landscape"
        ),
    ],
)
def test_numbers_in_german_have_decimal_commas(kind):
    figure = figures.draw(resolve("parabola-gd"), kind, LIGHT, "de", preset="slide")
    figure.canvas.get_renderer()
    texts = [text.get_text() for text in figure.findobj(Text) if text.get_visible()]
    assert not [text for text in texts if re.search(r"\d\.\d", text)]

"""A lecturer's own colours are taken where they can be seen, and refused in one line."""

import io
import os
import re

import pytest
from click.testing import CliRunner
from PIL import Image

from approx.cli import app
from approx.outputs import figures, slides
from approx.outputs.films.stills import render_still
from approx.outputs.page import page
from approx.outputs.slides import deck as decks
from approx.style.theme import DARK, LIGHT
from approx.style.theme_file import packed, read_theme, theme_named
from approx.subjects import resolve
from approx.system.errors import InputError


@pytest.fixture
def written(tmp_path):
    def write(text):
        file = tmp_path / "mine.toml"
        file.write_text(text)
        return file

    return write


def test_what_is_not_named_stays_as_it_is(written):
    theme = read_theme(written('neurons = ["#005F73"]\n[colors]\nerror = "#ae2012"\n'))
    assert theme["error"].color == "#AE2012"
    assert theme["sum"] == LIGHT["sum"]
    assert theme.neuron(0) == theme.neuron(5) == "#005F73"
    svg = figures.draw(resolve("parabola-4"), theme=theme).encode(".svg").decode()
    assert "#ae2012" in svg
    assert LIGHT["error"].color.lower() not in svg
    assert "--theme mine.toml" in svg


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (
            '[colors]\nerror = "#FFEE00"',
            "mine.toml: error #FFEE00 has a contrast of 1.2",
        ),
        ('neurons = ["#EEEEEE"]', "mine.toml: neurons[0] #EEEEEE has a contrast of 1.1"),
        ('[colors]\neror = "#AE2012"', "mine.toml: no role 'eror'; known: background, ink"),
        ('[colors]\nerror = "red"', "mine.toml: error is a colour like #1B1F2A, not 'red'"),
        ("base = 'pink'", "mine.toml: base is dark or light"),
        ("color = 1", "mine.toml: unknown 'color'; known: base, neurons, colors"),
        ("colors = 1", "mine.toml: colors is a table of roles"),
        ("= 1", "mine.toml is no TOML"),
        (f"base = {'[' * 50_000}", "mine.toml is nested too deeply"),
        (f"base = {'9' * 5000}", "mine.toml is no TOML"),
        ("#" * 200_000, "mine.toml is larger than 100 kB"),
    ],
)
def test_colours_that_cannot_be_used_are_refused_in_one_line(written, text, line):
    with pytest.raises(InputError, match=f"^{re.escape(line)}") as refused:
        read_theme(written(text))
    assert "\n" not in str(refused.value)


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(InputError, match=r"none\.toml: No such file"):
        read_theme(tmp_path / "none.toml")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="a pipe needs POSIX")
def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.toml")
    with pytest.raises(InputError, match=r"pipe\.toml is not a regular file"):
        read_theme(tmp_path / "pipe.toml")


MINE = 'base = "dark"\nneurons = ["#E69F00", "#56B4E9"]\n[colors]\nbackground = "#000000"\n'


def test_another_machine_gets_the_colours_and_needs_no_file(written):
    theme = read_theme(written(MINE))
    assert theme_named(packed(theme)) == theme
    assert packed(DARK) == "dark"
    assert theme_named("light") is LIGHT
    with pytest.raises(InputError, match="did you mean 'dark'"):
        theme_named("darc")


def test_a_page_has_the_files_colours_and_no_button_that_changes_them(written):
    html = page(resolve("parabola-2"), theme=str(written(MINE)))
    assert '<main class="approx" data-theme="own">' in html
    own = re.search(r'\[data-theme="own"\] \{ ([^}]*)\}', html).group(1)
    assert "--background: #000000;" in own
    assert "--neuron-3: #56B4E9;" in own
    assert '[data-theme="own"] [data-part="theme"] { display: none; }' in html
    assert "--theme mine.toml" in html


@pytest.mark.slow
def test_a_film_has_the_files_colours(written, tmp_path):
    still = tmp_path / "still.png"
    theme = str(written(MINE))
    render_still(resolve("parabola-2"), "sum", still, "", quality="480p15", theme=theme)
    picture = Image.open(still).convert("RGB")
    assert picture.getpixel((2, 2)) == (0, 0, 0)
    assert (0xE6, 0x9F, 0x00) in {color for _, color in picture.getcolors(1 << 20)}


@pytest.mark.parametrize(
    "line",
    [
        "figure parabola-2", "render parabola-2", "storyboard parabola-2", "slides parabola-2",
        "kit parabola-2", "lesson perceptron", "course", "page parabola-2", "compare sine-8",
    ],
)  # fmt: skip
def test_every_command_with_colours_refuses_those_that_cannot_be_seen(line, written, tmp_path):
    mine = written('[colors]\nerror = "#FFEE00"')
    out = tmp_path / "out.svg"
    done = CliRunner().invoke(app.cli, [*line.split(), "--theme", str(mine), "-o", str(out)])
    assert "error #FFEE00 has a contrast of 1.2" in str(done.exception)
    assert not out.exists()


def test_what_is_printed_of_a_deck_or_kit_has_own_colours_where_they_are_light(written):
    dark = slides.Look(str(written(MINE)))
    assert dark.colors["background"].color == "#000000"
    assert dark.printed is LIGHT
    assert dark.options["theme"] == "mine.toml"
    light = slides.Look(str(written('[colors]\nbackground = "#FFFEFA"')))
    assert light.printed is light.colors
    assert theme_named(light.of_print["theme"]) == light.colors
    assert slides.Look("dark").of_print == {**slides.Look("dark").of_film, "theme": "light"}


@pytest.mark.slow
def test_slides_and_a_handout_have_the_files_colours(written, tmp_path):
    mine = written('neurons = ["#005F73"]\n[colors]\nbackground = "#FFFEFA"')
    look = slides.Look(str(mine), quality="480p15")
    made = decks.build([(resolve("parabola-2"), "sum")], look, moving=False)
    assert made.theme == look.colors
    picture = Image.open(io.BytesIO(made.lessons[0].slides[-1].still)).convert("RGB")
    colors = {color for _, color in picture.getcolors(1 << 20)}
    assert {(0xFF, 0xFE, 0xFA), (0x00, 0x5F, 0x73)} <= colors

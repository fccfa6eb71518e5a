"""A lecturer's own colours are taken where they can be seen, and refused in one line."""

import re

import pytest
from PIL import Image

from approx.outputs import figures
from approx.outputs.films.stills import render_still
from approx.outputs.page import page
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
    ],
)
def test_colours_that_cannot_be_used_are_refused_in_one_line(written, text, line):
    with pytest.raises(InputError, match=f"^{re.escape(line)}") as refused:
        read_theme(written(text))
    assert "\n" not in str(refused.value)


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(InputError, match=r"none\.toml: No such file"):
        read_theme(tmp_path / "none.toml")


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

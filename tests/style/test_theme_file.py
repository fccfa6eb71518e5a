"""A lecturer's own colours are taken where they can be seen, and refused in one line."""

import re

import pytest

from approx.outputs import figures
from approx.style.theme import LIGHT
from approx.style.theme_file import read_theme
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

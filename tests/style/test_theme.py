"""Both themes can be read: contrast by WCAG 2, and no two neurons look alike."""

import itertools

import pytest
from contrast import contrast

from approx.style.theme import FONT_FOLDER, THEMES

PAIRS = [
    (theme, role)
    for theme in THEMES
    for role in ("ink", "quiet", "sum", "target", "error", "best", "edge")
]


def test_the_measure_knows_black_on_white():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") < 4.5


@pytest.mark.parametrize(("name", "role"), PAIRS)
def test_what_is_read_has_a_contrast_of_four_and_a_half(name, role):
    theme = THEMES[name]
    assert contrast(theme[role].color, theme["background"].color) >= 4.5


@pytest.mark.parametrize("name", THEMES)
def test_every_neuron_colour_can_be_read_and_told_apart(name):
    theme = THEMES[name]
    for color in theme.neurons:
        assert contrast(color, theme["background"].color) >= 4.5
    assert len(set(theme.neurons)) == len(theme.neurons)
    reserved = {theme[role].color for role in ("sum", "error", "best")}
    assert not reserved & set(theme.neurons)


def test_themes_know_the_same_roles():
    assert len({frozenset(theme.roles) for theme in THEMES.values()}) == 1


def test_no_two_of_the_first_six_neurons_are_close():
    for theme in THEMES.values():
        for one, other in itertools.combinations(theme.neurons[:6], 2):
            distance = sum(
                (int(one[i : i + 2], 16) - int(other[i : i + 2], 16)) ** 2 for i in (1, 3, 5)
            )
            assert distance > 45**2, (theme.name, one, other)


def test_the_fonts_travel_with_the_package():
    assert {file.name for file in FONT_FOLDER.glob("*.ttf")} == {
        "ApproxSans-Regular.ttf",
        "ApproxSans-Bold.ttf",
        "ApproxSans-Italic.ttf",
    }

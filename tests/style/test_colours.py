"""Colours that mean different things look different: to most people, in grey, to deuteranopes."""

import itertools

import numpy as np
import pytest
from colours import VISIONS, difference, normal

from approx.style.shades import class_color, shades
from approx.style.theme import AREAS, TEXTS, THEMES, contrast

APART = 10.0
#: What one picture shows together.
TOGETHER = [
    ("sum", "target", "error", "best"),
    ("path.small", "path.right", "path.large"),
    ("path.full", "path.batch", "path.single"),
    ("compare.optimum", "compare.equidistributed", "compare.uniform", "compare.deep"),
    ("boundary", "crease"),
]
PAIRS = [pair for roles in TOGETHER for pair in itertools.combinations(roles, 2)]
OWN = (
    "sum",
    "error",
    "best",
    "boundary",
    "path.small",
    "path.right",
    "path.large",
    "above",
    "below",
)


@pytest.mark.parametrize(
    ("one", "other", "known"),
    [
        ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
        ((50, 2.5, 0), (73, 25, -18), 27.1492),
        ((2.0776, 0.0795, -1.135), (0.9033, -0.0636, -0.5514), 0.9082),
    ],
)
def test_the_measure_gives_the_published_differences(one, other, known):
    assert difference(np.array(one), np.array(other)) == pytest.approx(known, abs=1e-4)


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
@pytest.mark.parametrize("vision", VISIONS)
@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_roles_of_a_picture_differ_by_colour_or_by_their_line(theme, vision, one, other):
    a, b = theme[one], theme[other]
    see = VISIONS[vision]
    by_line = (a.dash, a.marker, a.points) != (b.dash, b.marker, b.points)
    if vision == "normal" or not by_line:
        # A band or a thick line is told from thin ones by itself.
        if vision != "normal" and (a.opacity != b.opacity or abs(a.width - b.width) >= 0.7):
            return
        assert difference(see(a.color), see(b.color)) >= APART


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
@pytest.mark.parametrize("vision", VISIONS)
def test_the_three_step_sizes_differ_by_their_colours_alone(theme, vision):
    see = VISIONS[vision]
    for one, other in itertools.combinations(("path.small", "path.right", "path.large"), 2):
        assert difference(see(theme[one].color), see(theme[other].color)) >= APART


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_no_role_has_a_neurons_colour(theme):
    for role, neuron in itertools.product(OWN, theme.neurons):
        assert difference(normal(theme[role].color), normal(neuron)) >= APART, (role, neuron)


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_neurons_differ_and_the_first_six_for_deuteranopes_too(theme):
    for one, other in itertools.combinations(theme.neurons, 2):
        assert difference(normal(one), normal(other)) >= APART, (one, other)
    see = VISIONS["deuteranope"]
    for one, other in itertools.combinations(theme.neurons[:6], 2):
        assert difference(see(one), see(other)) >= APART, (one, other)


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
@pytest.mark.parametrize("count", range(2, 11))
def test_up_to_ten_classes_differ(theme, count):
    colors = [class_color(theme, number, count) for number in range(count)]
    for one, other in itertools.combinations(colors, 2):
        assert difference(normal(one), normal(other)) >= APART, (one, other)


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
@pytest.mark.parametrize("vision", VISIONS)
def test_above_and_below_differ_where_the_function_is_large(theme, vision):
    above, below = (
        "#" + "".join(f"{round(255 * channel):02X}" for channel in shade)
        for shade in shades(theme, np.array([1.0, -1.0]))
    )
    assert difference(VISIONS[vision](above), VISIONS[vision](below)) >= APART


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_words_have_a_contrast_of_four_and_a_half_and_lines_of_three(theme):
    ground = theme["background"].color
    for role, style in theme.roles.items():
        if role not in AREAS:
            assert contrast(style.color, ground) >= (4.5 if role in TEXTS else 3.0), role
    for color in theme.neurons:
        assert contrast(color, ground) >= 4.5

"""Text and formulas on the stage: what is set twice looks alike, what is scaled is scaled whole."""

import numpy as np
import pytest
from manim import MathTypst, tempconfig

from approx.core.network import Network
from approx.outputs.stage.text import formula, mathematics
from approx.panels.formula import formula as terms
from approx.style.theme import DARK

HALF = "x - 1/2"


@pytest.fixture(autouse=True)
def media(tmp_path):
    """Formulas pass through files, which no two tests may share."""
    with tempconfig({"media_dir": str(tmp_path)}):
        yield


def test_a_formula_set_twice_looks_the_same():
    one, other = (mathematics(HALF, 0.3, "#ffffff", (0.0, 0.0)) for _ in range(2))
    assert np.array_equal(one.points, other.points)


def test_manims_own_memory_would_change_the_bar_of_a_fraction():
    """Shows that the comparison can fail, and when Manim is mended."""
    bars = [
        [part.get_stroke_width() for part in MathTypst(HALF, font_size=24).submobjects]
        for _ in range(2)
    ]
    assert bars[0] != bars[1]


def test_the_bar_of_a_fraction_grows_with_its_letters():
    small, large = (mathematics(HALF, size, "#ffffff", (0.0, 0.0)) for size in (0.2, 0.8))
    assert small.points * 4 == pytest.approx(large.points, abs=1e-3)


def rows(pieces):
    """Texts of the lines of a formula, and their widths."""
    lines = {}
    for piece in pieces:
        lines.setdefault(round(float(piece.get_center()[1]) / 0.4), []).append(piece)
    widths = [line[-1].get_right()[0] - line[0].get_left()[0] for line in lines.values()]
    return [[piece.text.strip() for piece in line] for line in lines.values()], widths


def test_a_formulas_lines_begin_with_signs_and_are_as_short_as_they_can_be():
    first, last = [[1], [0.123], [1.5], [-2.25]], [[0.5, -1.123, 3, -0.01]]
    parts = terms(Network([first, last], [[1, 2, -1.25, 0.5], [0.25]]))
    (whole,), (width,) = rows(formula(parts, 0.4, DARK, (0.0, 0.0), 100.0))
    room = 0.62 * width
    texts, widths = rows(formula(parts, 0.4, DARK, (0.0, 0.0), room, 2))
    assert texts[0] + texts[1] == whole
    assert len(texts) == 2
    assert texts[1][0] in "+−"
    assert texts[0][-1] not in "+−"
    # No other place for the break makes the longer line shorter.
    one = formula(parts, 0.4, DARK, (0.0, 0.0), 100.0)
    left, right = one[0].get_left()[0], one[-1].get_right()[0]
    breaks = [k for k, text in enumerate(whole) if text in "+−"]
    longest = [max(one[k - 1].get_right()[0] - left, right - one[k].get_left()[0]) for k in breaks]
    assert max(widths) == pytest.approx(min(longest), abs=1e-6)


@pytest.mark.parametrize(("depth", "printed"), [(1, "W₂h₁ + b₂"), (11, "W₁₂h₁₁ + b₁₂")])
def test_a_formula_by_layers_is_as_long_for_every_depth(depth, printed):
    from approx.panels.formula import layered

    network = Network([[[1]]] * (depth + 1), [[0]] * (depth + 1))
    whole = "".join(part.text for part in layered(network))
    assert whole == f"f(x) = {printed},   hₖ = ReLU(Wₖhₖ₋₁ + bₖ),   h₀ = x"
    sizes = [piece.size for piece in formula(layered(network), 0.4, DARK, (0.0, 0.0), 7.24, 2)]
    assert sizes == [0.4] * len(sizes)


def test_a_paragraph_takes_one_more_line_before_it_is_set_smaller():
    from approx.outputs.stage.text import paragraph, write

    text = "Drei Schichten aus geraden Scharnieren: Welche Funktion ergeben sie?"
    width = 0.55 * write(text, 0.4, "#ffffff").width  # the second of two lines is longer
    two, three = (paragraph(text, 0.4, "#ffffff", (0, 0), width, lines) for lines in (2, 3))
    assert [len(two), len(three)] == [2, 3]
    assert two[0].size < 0.4
    assert {line.size for line in three} == {0.4}
    assert three.width <= width

"""Text and formulas on the stage: what is set twice looks alike, what is scaled is scaled whole."""

import numpy as np
import pytest
from manim import MathTypst

from approx.outputs.stage.text import mathematics

HALF = "x - 1/2"


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

"""Texts are Typst's, letter by letter, without Manim's way through files."""

import numpy as np
import pytest
from manim import Typst, tempconfig

from approx.outputs.stage.text import Number
from approx.outputs.stage.typeset import outlines
from approx.style.theme import FONT, FONT_FOLDER
from approx.system.plain_text import typst


def area(points):
    """What the outlines enclose, by Green's theorem along each cubic; holes count against it."""
    nodes, weights = np.polynomial.legendre.leggauss(4)
    t = (nodes[:, None, None] + 1) / 2
    a, b, c, d = (points[k::4, :2] for k in range(4))
    at = (1 - t) ** 3 * a + 3 * t * (1 - t) ** 2 * b + 3 * t * t * (1 - t) * c + t**3 * d
    speed = 3 * ((1 - t) ** 2 * (b - a) + 2 * t * (1 - t) * (c - b) + t * t * (d - c))
    turned = at[..., 0] * speed[..., 1] - at[..., 1] * speed[..., 0]
    return float((weights @ turned).sum() / 4)


@pytest.mark.parametrize(
    ("text", "bold"),
    [
        ("Four neurons", False),
        ('−3.5 "x²" \\ # é ½', False),
        (" a  b", True),
        ("4 > 3", True),
        ("target σ(x), η = 0.28", False),  # Typst sets every script by itself
    ],
)
def test_outlines_are_those_of_manims_typst(text, bold, tmp_path):
    source = f"#text(font: {typst(FONT)}, weight: {700 if bold else 400}, {typst('H' + text)})"
    with tempconfig({"media_dir": str(tmp_path)}):
        theirs = Typst(source, font_size=96, font_paths=[FONT_FOLDER])
    points = np.vstack([part.points for part in theirs.family_members_with_points()])
    strut = theirs.submobjects[0]
    points = points - (strut.get_left()[0], strut.get_bottom()[1], 0)
    ours = outlines("H" + text, bold)
    ours = ours - (ours[:, 0].min(), 0, 0)
    assert np.allclose(ours.min(axis=0), points.min(axis=0), atol=1e-9)
    assert np.allclose(ours.max(axis=0), points.max(axis=0), atol=1e-9)
    # The contours' steps are rounded to 1e-9; an edge more or less is a hundred thousand times it.
    assert area(ours) == pytest.approx(area(points), abs=1e-7)
    assert abs(area(points) - area(outlines("H" + text, not bold))) > 1e-3


def test_a_number_that_says_the_same_keeps_its_points():
    number = Number(0.4, "#ffffff", (1.0, 2.0)).show("12.5")
    points = number.points
    assert number.show("12.5").points is points
    assert number.show("12.6").points is not points


def test_digits_stand_still_while_a_number_counts():
    number = Number(1.0, "#ffffff", (0.0, 0.0))
    second = {digit: number.show(f"{digit}8").points[-1].tolist() for digit in ("0", "1", "4", "9")}
    assert len(set(map(tuple, second.values()))) == 1

"""The page draws and measures a target where it is looked at, and joins nothing across a cut."""

import re
from itertools import pairwise

import numpy as np
import pytest

import approx
from approx.panels.wording import verdict
from approx.subjects import resolve

pytestmark = pytest.mark.usefixtures("quick")

#: Text, what cuts it, and how many curves are left.
CUT = {
    "tan(x)": ([-np.pi / 2, np.pi / 2], 3),
    "sqrt(x^2 - 1)": ([0.0], 2),
    "floor(x)": ([-2.0, -1.0, 0.0, 1.0, 2.0], 6),
}


def curves(view, selector):
    """The x of every point of a path, curve by curve."""
    d = view.locator(selector).first.get_attribute("d")
    return [
        [float(x) for x in re.findall(r"[ML](-?[\d.]+) ", f"M{curve}")]
        for curve in d.split("M")[1:]
    ]


@pytest.mark.parametrize(("text", "places", "count"), [(t, *c) for t, c in CUT.items()])
def test_no_path_runs_over_what_cuts_the_target(opened, text, places, count):
    shown = opened(text)
    (line,) = curves(shown.view, "path.sum")
    a, b = shown.subject.domain
    pixels = [line[0] + (t - a) / (b - a) * (line[-1] - line[0]) for t in places]
    for selector in ("path.target", "path.error"):
        drawn = curves(shown.view, selector)
        assert len(drawn) == count
        for curve in drawn:
            for left, right in pairwise(curve):
                # To the hundredth of a pixel that a path is written with.
                assert not any(left + 0.01 < t < right - 0.01 for t in pixels), selector
    strips = curves(shown.view, "path.excluded")
    assert len(strips) == len(shown.subject.target.left_out())
    assert shown.said == []


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_sentence_says_over_what_the_error_holds(opened, language):
    subject = resolve("1/x")
    said = opened(subject, language).view.locator('[data-part="verdict"]').text_content()
    assert said == f"{verdict(subject, language)}."


@pytest.mark.slow
def test_the_strip_of_points_says_that_its_errors_are_theirs(opened):
    points = approx.subject(([0, 1, 2, 3], [0, 1, 0, 2]), neurons=1)
    for subject, said in ((points, "error at the points: network − point"), ("abs", None)):
        view = opened(subject).view
        name = view.locator("[data-part=strip-name]").inner_text()
        assert name == view.locator("[data-part=strip]").get_attribute("aria-label")
        assert name == (said or "error: network − target")

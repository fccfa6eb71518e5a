"""Nothing is drawn through a pole, a gap or a jump, whatever draws it."""

from itertools import pairwise

import numpy as np
import pytest

from approx import Network
from approx.inputs.expression import target_of
from approx.outputs import figures
from approx.outputs.stage.geometry import Plot
from approx.outputs.stage.layout import Box
from approx.outputs.stage.shapes import Polyline, dashed
from approx.panels import sum as sums
from approx.panels.target import excluded
from approx.panels.wording import error_sentence, measured
from approx.style.theme import DARK
from approx.subjects import Subject

HERE = (-3.0, 3.0)
PI = np.pi
#: Text, and what no segment of its target may cross.
CUT = {
    "1/x": [0.0],
    "tan(x)": [-PI / 2, PI / 2],
    "log(x^2 - 1)": [-1.0, 0.0, 1.0],
    "sqrt(x^2 - 1)": [0.0],
    "floor(x)": [-2.0, -1.0, 0.0, 1.0, 2.0],
    "abs(x)/x": [0.0],
}


def subject(text):
    """A typed target beside a network that is no fit of it."""
    network = Network([[[1], [-1], [1]], [[1, 2, -1]]], [[0, 0.5, -1], [0.1]])
    return Subject(text, {"en": text}, network, target_of(text, HERE).target, {"text": text})


def crossings(x, places):
    """How many segments between finite neighbours run over one of the places."""
    left, right = np.minimum(x[:-1], x[1:]), np.maximum(x[:-1], x[1:])
    return sum(int(((left < t) & (t < right)).sum()) for t in places)


@pytest.mark.parametrize(("text", "places"), CUT.items(), ids=list(CUT))
def test_no_segment_of_a_panel_crosses_what_cuts_the_target(text, places):
    whole = sums.build(subject(text))
    assert crossings(whole.target.x, places) == 0
    assert crossings(np.array(HERE), places) == len(places)  # what a vertical join would count


@pytest.mark.parametrize(("text", "places"), CUT.items(), ids=list(CUT))
def test_no_segment_of_a_film_crosses_what_cuts_the_target(text, places):
    whole = sums.build(subject(text))
    plot = Plot(Box(-4, -2, 4, 2), whole.horizontal, whole.vertical)
    frame = [float(plot.point(t, 0.0)[0]) for t in places]
    corners = plot.clipped(whole.target.x, whole.target.y)
    for shape in (dashed(corners, DARK["target"]), Polyline(corners, DARK["target"])):
        starts, ends = shape.points[0::4, 0], shape.points[3::4, 0]
        assert np.isfinite(shape.points).all()
        for t in frame:
            low, high = np.minimum(starts, ends), np.maximum(starts, ends)
            assert not ((low < t - 1e-9) & (t + 1e-9 < high)).any()


@pytest.mark.parametrize(("text", "places"), CUT.items(), ids=list(CUT))
def test_no_segment_of_a_figure_crosses_what_cuts_the_target(text, places):
    drawn = figures.draw(subject(text), "fit", DARK, "en")
    (line,) = [a for a in drawn.axes[0].get_lines() if str(a.get_label()).startswith("target")]
    # As the SVG gets it: segments of a path, cut at NaN.
    path = line.get_path().transformed(line.get_transform())
    pixels = drawn.axes[0].transData.transform([(t, 0.0) for t in places])[:, 0]
    segments = [(v, c) for v, c in path.iter_segments(remove_nans=True, simplify=False)]
    for (start, _), (end, code) in pairwise(segments):
        if code == path.LINETO:
            assert crossings(np.array([start[0], end[0]]), pixels) == 0


def test_strips_cover_what_is_left_out_from_edge_to_edge():
    whole = sums.build(subject("tan(x)"))
    strips = excluded(whole.subject.target, whole.vertical)
    assert [tuple(strip.x) for strip in strips] == [
        pytest.approx((pole - 0.12, pole + 0.12)) for pole in (-PI / 2, PI / 2)
    ]
    for strip in strips:
        assert set(strip.lower) == {whole.vertical.low}
        assert set(strip.upper) == {whole.vertical.high}
    assert excluded(subject("floor(x)").target, whole.vertical) == ()


@pytest.mark.parametrize(
    ("text", "en", "de"),
    [
        ("x^2", "", ""),
        (
            "1/x",
            "measured outside (−0.12, 0.12), unbounded at the pole",
            "gemessen außerhalb von (−0,12; 0,12), unbeschränkt am Pol",
        ),
        ("sqrt(x^2 - 1)", "measured outside (−1, 1)", "gemessen außerhalb von (−1; 1)"),
        (
            "tan(20x)",
            "measured on 39 parts of the interval, unbounded at 38 poles",
            "gemessen auf 39 Teilen des Intervalls, unbeschränkt an 38 Polen",
        ),
    ],
)
def test_every_error_says_over_what_it_holds(text, en, de):
    found = subject(text)
    for language, words in (("en", en), ("de", de)):
        assert measured(found.target, language) == words
        assert error_sentence(found, language).endswith(words)

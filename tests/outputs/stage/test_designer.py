"""A strict designer looks at every story every half second; and the looking itself is looked at."""

import numpy as np
import pytest
from designer import SEEN, crossed, em, holds, inspect, overlap, seen, shape_faults, text_faults
from manim import Circle, Line, Rectangle

from approx.core.target import Target
from approx.outputs.films import stories
from approx.outputs.stage.layout import Box
from approx.outputs.stage.text import write
from approx.subjects import FitOptions, resolve, resolve_any

SAFE = Box(-6.0, -3.5, 6.0, 3.5)
LABEL = write("a label", 0.4, "#FFFFFF", (0.0, 0.0))


def shapes(*mobjects):
    return [s for m in mobjects if (s := seen(m))]


def test_boxes_that_touch_do_not_overlap():
    one = Box(0.0, 0.0, 1.0, 1.0)
    assert overlap(one, Box(0.9, 0.9, 2.0, 2.0))
    assert not overlap(one, Box(1.0, 0.0, 2.0, 1.0))
    assert not overlap(one, Box(0.99, 0.0, 2.0, 1.0))  # by less than the slack
    assert holds(one, Box(0.0, 0.2, 1.0, 0.8))
    assert not holds(one, Box(0.0, 0.2, 1.1, 0.8))


def test_a_line_crosses_a_text_and_its_container_does_not():
    box = seen(LABEL).box
    middle = (box.bottom + box.top) / 2
    through = Line((-1, middle, 0), (3, middle, 0), stroke_width=3)
    beside = Line((-1, box.top + 0.1, 0), (3, box.top + 0.1, 0), stroke_width=3)
    around = Rectangle(width=3, height=1, stroke_width=3, fill_opacity=0).move_to(LABEL)
    assert crossed(seen(through), box)
    assert not crossed(seen(beside), box)
    assert not crossed(seen(around), box)


def test_a_circle_round_a_text_does_not_cross_it():
    box = seen(LABEL).box
    half = np.hypot(box.width, box.height) / 2
    for size, through in ((1.1, False), (0.8, True)):
        ring = Circle(size * half, stroke_width=3, fill_opacity=0).move_to(LABEL)
        assert crossed(seen(ring), box) == through


def test_what_passes_behind_a_plate_crosses_nothing():
    line = Line((-1, 0.1, 0), (3, 0.1, 0), stroke_width=3, stroke_color="#FF0000")
    plate = Rectangle(
        width=2, height=1, stroke_width=0, fill_color="#000000", fill_opacity=1
    ).move_to(LABEL)
    assert shape_faults(shapes(line, LABEL), ()) == ["'a label' is crossed by a Line of #FF0000"]
    assert shape_faults(shapes(line, plate, LABEL), ()) == []
    assert shape_faults(shapes(plate, line, LABEL), ()) != []  # the plate is behind the line
    assert shape_faults(shapes(line, LABEL), ["#FF0000"]) == []  # a grid


def test_what_is_hardly_there_is_not_seen():
    faint = Circle(1.0, stroke_opacity=SEEN / 2, fill_opacity=0)
    assert seen(faint) is None
    assert seen(Circle(1.0, stroke_opacity=1.0, fill_opacity=0)) is not None


def test_texts_are_large_enough_inside_the_frame_and_apart():
    small = write("small", 0.1, "#FFFFFF", (2.0, 2.0))
    far = write("far", 0.4, "#FFFFFF", (5.9, 0.0))
    on = write("on top", 0.4, "#FFFFFF", (0.2, 0.0))
    found = text_faults(shapes(LABEL, small, far, on), SAFE, 0.2)
    assert found == [
        "'small' is 0.50 of the smallest size",
        "'far' is too close to the edge",
        "'a label' and 'on top' overlap",
    ]


def test_the_em_of_a_text_follows_its_scale():
    label = write("Scaled", 0.4, "#FFFFFF")
    assert em(label) == pytest.approx(0.4)
    assert em(label.scale(0.5)) == pytest.approx(0.2)


SINE = ("sin(3*x)", FitOptions(neurons=8, on=("-3", "3")))
SUBJECTS = {
    "backprop": ("parabola-2", FitOptions()),
    "depth": ("square-deep-3", FitOptions()),
    "layers": ("sigmoid", FitOptions()),
    "lesson": ("parabola-4", FitOptions()),
    "training": ("parabola-gd", FitOptions()),
}
LOOKS = [("1:1", "dark", "de"), ("9:16", "light", "de")]
TOLD = ("neuron", "sum", "layers", "forward", "width", "depth", "training", "descent", "backprop")
TOPICS = {
    **{name: name for name in ("activations", "losses", "initialisation", "regularisation")},
    **{name: name for name in ("residual", "optimisers", "digits")},
    "perceptron": "snack",
    "softmax": "softmax-3",
}
#: What of a film may stand still.
STILL = 0.25


@pytest.mark.slow
@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look[0])
@pytest.mark.parametrize("story", TOLD)
def test_a_designer_finds_nothing_in_any_half_second(story, look, tmp_path):
    subject = resolve(*SUBJECTS.get(story, SINE))
    assert stories.unsupported_reason(story, subject) is None
    _, report = inspect(story, subject, tmp_path, look)
    assert report.lines() == []


@pytest.fixture(scope="module", params=TOLD)
def drawn(request, tmp_path_factory):
    """A wide film drawn, which costs the most: all that is asked of it is asked of the same."""
    story, folder = request.param, tmp_path_factory.mktemp("drawn")
    told, report = inspect(story, resolve(*SUBJECTS.get(story, SINE)), folder, draw=True)
    return story, told, report


@pytest.mark.slow
def test_a_film_begins_with_a_picture_and_is_clean_and_short(drawn):
    story, told, report = drawn
    assert report.lines() == []
    assert report.ink >= 0.01
    assert report.seconds <= (45 if story == "sum" else 75)
    plot = getattr(told, "plot", None) or getattr(told, "left", None)
    if isinstance(told.subject.target, Target) and story not in ("neuron", "backprop", "descent"):
        y = told.subject.target(np.linspace(*told.subject.domain, 512))
        assert np.ptp(y) >= 0.55 * (plot.vertical.high - plot.vertical.low)


@pytest.mark.slow
def test_a_film_moves(drawn):
    _, _, report = drawn
    assert report.still_share <= STILL


@pytest.mark.slow
@pytest.mark.parametrize("story", TOPICS)
def test_a_topics_film_begins_with_a_picture_and_moves(story, tmp_path):
    _, report = inspect(story, resolve_any(TOPICS[story]), tmp_path, draw=True)
    assert report.ink >= 0.01
    assert report.still_share <= STILL

"""Who plans a segment and who draws it find the same key, and equal keys mean equal frames."""

from pathlib import Path

import numpy as np
import pytest
from manim import ImageMobject, Square, tempconfig

from approx.outputs.films import telling
from approx.outputs.films.camera import Camera
from approx.outputs.films.job import Job
from approx.outputs.films.keys import FIRST
from approx.outputs.films.plan import Segment
from approx.outputs.films.renderer import Renderer
from approx.outputs.films.sight import Eye, Sight
from approx.subjects import packed, resolve

GROUND = b"ground"
TINY = str(Path(__file__).parent / "tiny.py")


class Both:
    """A visitor that draws every play, and looks at it as who plans would."""

    def __init__(self):
        self.drawer, self.drawn, self.planned, self.again = Sight(GROUND), [], [], []

    def beat(self, number, beats, caption):
        pass

    def play(self, play):
        drawn = Segment(play.first, play.count)
        for number in range(1 if play.rest else play.count):
            play.draw(number)
            self.drawer.saw(drawn, play.camera, play.count if play.rest else 1)
        self.drawn.append(drawn.key)
        for keys in (self.planned, self.again):
            planned = Segment(play.first, play.count)
            Sight(GROUND, {drawn.key[:FIRST]}).look(planned, play, 0, play.count)
            keys.append(planned.key)


@pytest.mark.parametrize(
    ("story", "name"),
    [
        pytest.param(TINY, "abs"),
        pytest.param("neuron", "abs", marks=pytest.mark.slow),
        pytest.param("sum", "parabola-2", marks=pytest.mark.slow),
        pytest.param("layers", "sigmoid", marks=pytest.mark.slow),
        pytest.param("width", "parabola-2", marks=pytest.mark.slow),
        pytest.param("depth", "sawtooth-3", marks=pytest.mark.slow),
        pytest.param("training", "parabola-gd", marks=pytest.mark.slow),
        pytest.param("descent", "parabola-gd", marks=pytest.mark.slow),
    ],
)
def test_who_plans_and_who_draws_see_the_same(story, name, tmp_path):
    both = Both()
    job = Job(packed(resolve(name)), story, "dark", "en", "16:9", 128, 72, 12)
    with tempconfig(telling.settings(job, tmp_path)):
        telling.story_of(job, Renderer(both)).render()
    assert both.planned == both.drawn == both.again
    assert "" not in both.drawn
    assert len(set(both.drawn)) > len(both.drawn) / 2


@pytest.fixture
def camera():
    return Camera(pixel_width=96, pixel_height=54)


def changes(square):
    """One after the other, each of them visible."""
    yield square
    yield square.shift((0.5, 0, 0))
    yield square.set_fill("#ff0000", 0.5)
    yield square.set_stroke("#00ff00", 7)
    yield square.set_stroke(width=3)
    yield square.set_color(["#ff0000", "#0000ff"])
    yield square.set_sheen_direction((0, 1, 0))


def test_equal_frames_have_equal_digests_and_others_others(camera):
    digests, pictures = set(), set()
    for square in changes(Square()):
        # A copy is another mobject that looks the same.
        digests |= {Eye().frame(camera, [], [one]) for one in (square, square.copy())}
        camera.forget()
        camera.show([], [square])
        digests.add(Eye().drawn(camera))
        pictures.add(camera.pixel_array.tobytes())
    assert len(digests) == len(pictures) == 7


def test_an_eye_that_remembers_sees_what_a_fresh_one_sees(camera):
    eye = Eye()
    for square in changes(Square()):
        assert eye.frame(camera, [], [square]) == Eye().frame(camera, [], [square])


def test_order_view_and_background_count(camera):
    eye, one, other = Eye(), Square(), Square().shift((0.3, 0.2, 0))
    found = {eye.frame(camera, [], [one, other]), eye.frame(camera, [], [other, one])}
    camera.frame_center = np.array([1.0, 0, 0])
    found.add(eye.frame(camera, [], [one, other]))
    camera.background_color = "#123456"
    found.add(eye.frame(camera, [], [one, other]))
    assert len(found) == 4
    assert eye.frame(camera, [one], [other]) == eye.frame(camera, [], [one, other])


def test_what_is_not_drawn_as_a_shape_has_no_digest(camera):
    image = ImageMobject(np.zeros((4, 4), np.uint8))
    assert Eye().frame(camera, [], [Square(), image]) is None
    camera.show([], [Square(), image])
    assert Eye().drawn(camera) is None


class Frozen:
    """A play of one picture."""

    rest = True

    def __init__(self, camera, *mobjects):
        self.camera, self.mobjects = camera, mobjects

    def go_to(self, number):
        self.asked = True

    def shown(self):
        return [], self.mobjects


def key(*frames, known=None):
    segment, sight = Segment(0), Sight(GROUND, known)
    for play, count in frames:
        sight.look(segment, play, 0, count)
    return segment.key


def test_a_segment_is_its_frames_in_order_and_their_number(camera):
    class Any(set):
        def __contains__(self, start):
            return True

        def __bool__(self):
            return True

    one, other = Frozen(camera, Square()), Frozen(camera, Square().shift((1, 0, 0)))
    runs = [[(one, 2), (other, 1)], [(one, 1), (other, 2)], [(other, 1), (one, 2)], [(one, 3)]]
    assert len({key(*run, known=Any()) for run in runs}) == 4
    assert key((one, 1), (one, 2), known=Any()) == key((one, 3), known=Any())
    image = Frozen(camera, ImageMobject(np.zeros((4, 4), np.uint8)))
    assert key((one, 1), (image, 1), (one, 1), known=Any()) == ""


def test_nobody_looks_further_than_the_first_unknown_frame(camera):
    one, other = Frozen(camera, Square()), Frozen(camera, Square())
    assert key((one, 1), (other, 1), known={"0" * FIRST}) == ""
    assert one.asked
    assert not hasattr(other, "asked")
    assert key((other, 1), known=set()) == ""
    assert not hasattr(other, "asked")

"""A segment's key is the same whether it is drawn or only looked at; equal keys, equal frames."""

from pathlib import Path

import numpy as np
import pytest
from manim import ImageMobject, Square

from approx.outputs.films.camera import Camera
from approx.outputs.films.film_cache import FIRST
from approx.outputs.films.formats import FORMATS
from approx.outputs.films.frame_hash import FrameHasher, SegmentHash
from approx.outputs.films.job import Job
from approx.outputs.films.plan import Share
from approx.outputs.films.renderer import play_story
from approx.outputs.films.segment_writer import SegmentWriter
from approx.subjects import packed, resolve

GROUND = b"ground"
TINY = str(Path(__file__).parent / "tiny.py")


def written(story, name, folder, known=frozenset()):
    """What a writer makes of the story, every play of its own a segment where it is long."""
    folder.mkdir()
    job = Job(packed(resolve(name)), story, "dark", "en", "16:9", 128, 72, 12)
    writer = SegmentWriter(folder, FORMATS["mp4"], Share(0, 1), GROUND, known)
    play_story(job, folder, writer)
    writer.close()
    return writer


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
def test_a_segment_that_is_looked_at_has_the_key_that_it_has_when_it_is_drawn(
    story, name, tmp_path
):
    drawn = written(story, name, tmp_path / "drawn")
    keys = [segment.key for segment in drawn.plan.segments]
    assert drawn.drawn == drawn.plan.segments
    assert "" not in keys
    assert len(set(keys)) == len(keys)
    looked = written(story, name, tmp_path / "looked", {key[:FIRST] for key in keys})
    assert looked.drawn == []
    assert [segment.key for segment in looked.plan.segments] == keys
    assert looked.plan == drawn.plan
    some = written(story, name, tmp_path / "some", {keys[1][:FIRST]})
    assert [segment.key for segment in some.plan.segments] == keys
    assert some.drawn == [*drawn.plan.segments[:1], *drawn.plan.segments[2:]]


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
        digests |= {FrameHasher().frame(camera, [], [one]) for one in (square, square.copy())}
        camera.forget()
        camera.show([], [square])
        digests.add(FrameHasher().drawn(camera))
        pictures.add(camera.pixel_array.tobytes())
    assert len(digests) == len(pictures) == 7


def test_a_hasher_that_remembers_finds_what_a_new_one_finds(camera):
    hasher = FrameHasher()
    for square in changes(Square()):
        assert hasher.frame(camera, [], [square]) == FrameHasher().frame(camera, [], [square])


def test_order_view_and_background_count(camera):
    hasher, one, other = FrameHasher(), Square(), Square().shift((0.3, 0.2, 0))
    found = {hasher.frame(camera, [], [one, other]), hasher.frame(camera, [], [other, one])}
    camera.frame_center = np.array([1.0, 0, 0])
    found.add(hasher.frame(camera, [], [one, other]))
    camera.background_color = "#123456"
    found.add(hasher.frame(camera, [], [one, other]))
    assert len(found) == 4
    assert hasher.frame(camera, [one], [other]) == hasher.frame(camera, [], [one, other])


def test_what_is_not_drawn_as_a_shape_has_no_digest(camera):
    image = ImageMobject(np.zeros((4, 4), np.uint8))
    assert FrameHasher().frame(camera, [], [Square(), image]) is None
    camera.show([], [Square(), image])
    assert FrameHasher().drawn(camera) is None


def key(*frames):
    run = SegmentHash(GROUND)
    for frame, count in frames:
        run.add(frame, count)
    return run.key


def test_a_segment_is_its_frames_in_order_and_their_number():
    runs = [
        [(b"one", 2), (b"other", 1)],
        [(b"one", 1), (b"other", 2)],
        [(b"other", 1), (b"one", 2)],
        [(b"one", 3)],
    ]
    assert len({key(*run) for run in runs}) == 4
    assert key((b"one", 1), (b"one", 2)) == key((b"one", 3))
    assert key((b"one", 1), (None, 1), (b"one", 1)) == ""


def test_a_key_starts_with_the_first_frame_s_digest():
    whole, first = SegmentHash(GROUND), SegmentHash(GROUND)
    first.add(b"one", 1)
    whole.add(b"one", 3)
    whole.add(b"other", 2)
    assert whole.key[:FIRST] == first.start == first.key[:FIRST]

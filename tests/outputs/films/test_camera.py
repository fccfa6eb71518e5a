"""What is drawn again and converted again is enough: frames are Manim's, pictures the encoder's."""

import numpy as np
import pytest
from manim import Camera as PlainCamera

from approx.outputs.films.encoder import Encoder, _plane
from approx.outputs.films.formats import FORMATS
from approx.outputs.films.job import Job
from approx.outputs.films.renderer import play_story
from approx.subjects import packed, resolve


class Watcher:
    """Draws some frames of every play, one after the other, and passes on what it saw.

    Args:
        saw: called with the play, the frame before and the boxes that changed.
    """

    def __init__(self, saw):
        self.saw, self.plays = saw, 0

    def beat(self, number, beats, caption):
        pass

    def play(self, play):
        for number in sorted({0, 1, play.count // 2, play.count - 1} & set(range(play.count))):
            before = play.camera.pixel_array.copy()
            boxes = play.draw(number)
            self.saw(play, before, boxes)
        self.plays += 1


def tell(story, name, saw, folder):
    job = Job(packed(resolve(name)), story, "dark", "en", "16:9", 480, 270, 15)
    watcher = Watcher(saw)
    play_story(job, folder, watcher)
    assert watcher.plays > 10


STORIES = [
    ("neuron", "parabola-2"),
    pytest.param("sum", "parabola-4-best", marks=pytest.mark.slow),
    pytest.param("layers", "sigmoid", marks=pytest.mark.slow),
    pytest.param("training", "parabola-gd", marks=pytest.mark.slow),
]


@pytest.mark.parametrize(("story", "name"), STORIES)
def test_frames_are_those_of_manims_own_camera(story, name, tmp_path):
    worst, changed = [], []

    def saw(play, before, boxes):
        theirs = PlainCamera()
        theirs.background_color = play.camera.background_color
        theirs.reset()
        for mobjects in play.shown():
            theirs.capture_mobjects(mobjects)
        frame = play.camera.pixel_array
        worst.append(np.abs(frame.astype(int) - theirs.pixel_array).max())
        # What lies outside the boxes is as it was: the encoder does not look at it.
        if boxes is not None:
            still = np.ones(frame.shape[:2], bool)
            for left, top, right, bottom in boxes:
                still[top:bottom, left:right] = False
            assert np.array_equal(frame[still], before[still])
            changed.append(not np.array_equal(frame, before))

    tell(story, name, saw, tmp_path)
    assert max(worst) <= 1
    assert any(changed)


@pytest.mark.parametrize("size", [(854, 480), (640, 362)])
def test_boxes_converted_by_themselves_are_that_part_of_the_picture(size, tmp_path):
    rng = np.random.default_rng(0)
    width, height = size
    frame = np.full((height, width, 4), 255, np.uint8)
    ours = Encoder(tmp_path / "a.mp4", width, height, 30, FORMATS["mp4"])
    for _ in range(40):
        left, top = int(rng.integers(width - 1)), int(rng.integers(height - 1))
        right, bottom = int(rng.integers(left + 1, width)), int(rng.integers(top + 1, height))
        noise = rng.integers(0, 256, (bottom - top, right - left, 3), np.uint8)
        stale = frame.copy()
        frame[top:bottom, left:right, :3] = noise
        ours.write(frame, [(left, top, right, bottom)])
        whole = ours.converted(frame)
        for mine, plane in zip(ours._planes, whole.planes, strict=True):
            assert np.array_equal(mine, _plane(plane))
        assert not np.array_equal(frame, stale)
    ours.close()

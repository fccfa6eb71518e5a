"""A film is drawn in segments by many processes, and is the film that one process draws."""

import hashlib
import itertools

import av
import numpy as np
import pytest
from manim import tempconfig

import approx
from approx.inputs import catalog
from approx.outputs.films import film, stories, telling
from approx.outputs.films.formats import FORMATS
from approx.outputs.films.job import Job, size_of
from approx.outputs.films.paint import Painter
from approx.outputs.films.plan import LONGEST, Plan, Segment, pieces
from approx.outputs.films.renderer import Renderer
from approx.panels.wording import described
from approx.subjects import packed, resolve


def digest(path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_any_number_of_processes_makes_the_same_file(tmp_path):
    subject = resolve("parabola-2")
    files = []
    for jobs in (1, 2, 5):
        files.append(tmp_path / f"{jobs}.mp4")
        film.render(subject, "neuron", files[-1], "480p15", jobs=jobs)
    assert len({digest(path) for path in files}) == 1


class Still:
    """A visitor that keeps chosen frames of every play, in the order given."""

    def __init__(self, order):
        self.order, self.frames = order, []

    def beat(self, number, beats, caption):
        pass

    def play(self, play):
        for number in self.order(play.count):
            play.draw(number)
            kept = play.camera.pixel_array.copy()
            self.frames.append((play.first + number, kept))


def told(story, name, visitor, folder):
    width, height, fps = size_of("480p15")
    job = Job(packed(resolve(name)), story, "dark", "en", "16:9", width // 2, height // 2, fps)
    with tempconfig(telling.settings(job, folder)):
        one = telling.story_of(job, Renderer(visitor))
        one.render()
    return visitor


def teller_of(story):
    """The first example that the story fits."""
    return next(
        name for name in catalog.names() if not stories.unsupported_reason(story, resolve(name))
    )


@pytest.mark.parametrize(
    "story",
    ["sum", *(pytest.param(s, marks=pytest.mark.slow) for s in stories.names() if s != "sum")],
)
def test_a_frame_does_not_depend_on_the_frames_seen_before(story, tmp_path):
    """The stage's contract, without which a play could not begin in its middle."""
    name = teller_of(story)
    forth = told(story, name, Still(lambda n: sorted({0, n // 3, n // 2, n - 1})), tmp_path)
    back = told(story, name, Still(lambda n: sorted({0, n // 2, n - 1})[::-1]), tmp_path)
    seen = dict(forth.frames)
    assert len(back.frames) > 20
    for number, frame in back.frames:
        assert np.array_equal(frame, seen[number]), number


def test_the_comparison_of_frames_can_fail(tmp_path):
    frames = told("neuron", "parabola-2", Still(lambda n: [0, n - 1]), tmp_path).frames
    assert any(not np.array_equal(a, b) for (_, a), (_, b) in itertools.pairwise(frames))


def test_a_segment_drawn_by_itself_is_that_part_of_the_film(tmp_path):
    path = tmp_path / "film.mp4"
    subject = resolve("parabola-2")
    film.render(subject, "neuron", path, "480p15")
    width, height, fps = size_of("480p15")
    job = Job(packed(subject), "neuron", "dark", "en", "16:9", width, height, fps)

    class Enough(Exception):
        pass

    def stop():
        raise Enough

    segment = Segment(60, 40)
    painter = Painter([segment], tmp_path, FORMATS["mp4"], lambda frames: None, stop)
    with tempconfig(telling.settings(job, tmp_path)), pytest.raises(Enough):
        telling.story_of(job, Renderer(painter)).render()
    whole, part = decoded(path), decoded(segment.file(tmp_path))
    assert len(part) == 40
    for number, frame in enumerate(part):
        # Encoded from another cut on, a frame may differ by what the codec rounds away.
        assert np.abs(whole[60 + number].astype(int) - frame).mean() < 1


def decoded(path):
    with av.open(str(path)) as container:
        return [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]


# -- where the cuts are -------------------------------------------------------------------------


@pytest.mark.parametrize("taken", [0, 1, LONGEST - 1, LONGEST])
@pytest.mark.parametrize("count", [1, LONGEST - 1, LONGEST, LONGEST + 1, 10 * LONGEST + 7])
def test_pieces_cover_a_play_once_and_are_short(taken, count):
    parts = list(pieces(count, False, taken))
    assert parts[0][0] == 0
    assert parts[-1][1] == count
    for one, other in itertools.pairwise(parts):
        assert one[1] == other[0]
        assert other[2]
    assert all(end - start <= LONGEST for start, end, _ in parts)
    if not parts[0][2]:
        assert taken + parts[0][1] <= LONGEST


def test_a_rest_is_never_cut():
    assert list(pieces(5000, True, 30)) == [(0, 5000, False)]


def test_a_plan_survives_its_journey_as_text():
    plan = Plan([Segment(0, 5, 0, "k"), Segment(5, 7, 1)], [])
    assert Plan.of_json(plan.to_json()) == plan
    assert plan.frames == 12


@pytest.mark.slow
def test_clips_are_the_film_cut_into_its_beats(tmp_path):
    subject, path = resolve("abs"), tmp_path / "film.mp4"
    captions = film.render(subject, "neuron", path, "480p15")
    parts = film.clips(subject, "neuron", "480p15")
    assert [(p.beat, p.caption) for p in parts] == [(c.name, c.text) for c in captions]
    shown = []
    for part in parts:
        (tmp_path / "clip.mp4").write_bytes(part.mp4)
        shown += decoded(tmp_path / "clip.mp4")
    whole = decoded(path)
    assert len(shown) == len(whole)
    assert all(np.array_equal(a, b) for a, b in zip(shown, whole, strict=True))


def test_a_film_says_what_it_shows(tmp_path):
    subject, path = resolve("abs"), tmp_path / "film.mp4"
    film.render(subject, "neuron", path, "480p15", language="de")
    with av.open(str(path)) as container:
        assert container.metadata["title"] == subject.title("de")
        assert container.metadata["description"] == described(subject, "de")
        assert container.metadata["comment"].splitlines() == [
            described(subject, "de"),
            f"Made with approx {approx.__version__}: "
            "approx render abs neuron --size 854x480 --fps 15 --language de",
        ]

"""A film is drawn in segments by many processes, and is the film that one process draws."""

import hashlib
import itertools

import av
import numpy as np
import pytest

import approx
from approx.outputs.films import film, renderer, stories
from approx.outputs.films.formats import FORMATS
from approx.outputs.films.job import Job, size_of
from approx.outputs.films.plan import LONGEST, Plan, Segment, Share, pieces
from approx.outputs.films.segment_writer import SegmentWriter
from approx.panels.wording import described
from approx.subjects import packed, resolve, resolve_any


def digest(path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.slow
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
    job = Job(packed(resolve_any(name)), story, "dark", "en", "16:9", width // 2, height // 2, fps)
    renderer.play_story(job, folder, visitor)
    return visitor


@pytest.mark.parametrize(
    "story",
    ["sum", *(pytest.param(s, marks=pytest.mark.slow) for s in stories.names() if s != "sum")],
)
def test_a_frame_does_not_depend_on_the_frames_seen_before(story, tmp_path):
    """The stage's contract, without which a play could not begin in its middle."""
    forth = told(story, story, Still(lambda n: sorted({0, n // 3, n // 2, n - 1})), tmp_path)
    back = told(story, story, Still(lambda n: sorted({0, n // 2, n - 1})[::-1]), tmp_path)
    seen = dict(forth.frames)
    assert len(back.frames) > 20
    for number, frame in back.frames:
        assert np.array_equal(frame, seen[number]), number


def test_the_comparison_of_frames_can_fail(tmp_path):
    frames = told("neuron", "parabola-2", Still(lambda n: [0, n - 1]), tmp_path).frames
    assert any(not np.array_equal(a, b) for (_, a), (_, b) in itertools.pairwise(frames))


@pytest.mark.slow
def test_shares_and_single_segments_are_the_files_of_the_whole_film(tmp_path):
    width, height, fps = size_of("480p15")
    job = Job(packed(resolve("parabola-2")), "neuron", "dark", "en", "16:9", width, height, fps)

    def draw(name, share):
        folder = tmp_path / name
        folder.mkdir()
        writer = SegmentWriter(folder, FORMATS["mp4"], share, b"")
        renderer.play_story(job, folder, writer)
        writer.close()
        return writer, {path.name: path.read_bytes() for path in folder.glob("*.segment")}

    whole, files = draw("whole", Share(0, 1))
    assert len(files) == len(whole.plan.segments) > 4
    shares = [draw(str(number), Share(number, 3)) for number in range(3)]
    assert all(writer.plan == whole.plan for writer, _ in shares)
    assert sum(len(part) for _, part in shares) == len(files)
    assert {name: data for _, part in shares for name, data in part.items()} == files
    for segment in whole.plan.segments[1:4:2]:
        _, part = draw(f"only {segment.first}", Share(0, 1, {segment.first}))
        (name,) = part
        assert part[name] == files[name]


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


@pytest.mark.parametrize("of", [1, 2, 3, 7])
@pytest.mark.parametrize("only", [None, {150 * k for k in range(1, 40, 3)}])
def test_every_segment_is_in_one_share_and_shares_have_like_work(of, only):
    segments = [Segment(150 * k, 150, moving=(37 * k) % 120) for k in range(40)]
    parts = []
    for number in range(of):
        share = Share(number, of, only)
        parts.append([segment for segment in segments if share.takes(segment)])
    firsts = sorted(segment.first for part in parts for segment in part)
    assert firsts == (sorted(only) if only else [segment.first for segment in segments])
    loads = [sum(segment.work for segment in part) for part in parts]
    assert max(loads) - min(loads) <= max(segment.work for segment in segments)


def test_a_plan_survives_its_journey_as_text():
    plan = Plan([Segment(0, 5, 0, "k"), Segment(5, 7, 1)], [])
    assert Plan.of_json(plan.to_json()) == plan
    assert plan.frames == 12


@pytest.mark.slow
def test_clips_are_the_film_cut_into_its_beats(tmp_path):
    subject, path = resolve("abs"), tmp_path / "film.mp4"
    captions = film.render(subject, "neuron", path, "480p15")
    (rendered,) = film.render_stories(subject, ["neuron"], "480p15")
    parts = rendered.clips
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

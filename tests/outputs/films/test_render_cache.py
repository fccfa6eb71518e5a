"""What was rendered before is not drawn again; of what was changed, the change is."""

import json
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import av
import numpy as np
import pytest

from approx.__main__ import run
from approx.outputs.films import cache, engine, film, film_cache
from approx.outputs.films.cache import Cache
from approx.outputs.films.encoder import Encoder
from approx.outputs.films.formats import format_of
from approx.outputs.films.job import Caption
from approx.outputs.films.plan import Plan, Segment
from approx.outputs.films.progress import ProgressEvent
from approx.subjects import resolve

TINY = (Path(__file__).parent / "tiny.py").read_text()
LONG = TINY.replace('"There.")]', '"There."), Beat("fold", "Again."), Beat("dot", "The end.")]')


@pytest.fixture
def kept(tmp_path, monkeypatch):
    """The cache of a user who has one."""
    monkeypatch.setenv(cache.FOLDER, str(tmp_path / "kept"))
    monkeypatch.setenv(cache.SIZE, "1G")
    return Cache(tmp_path / "kept", 2**30)


def told(folder, text=TINY):
    story = folder / "mine.py"
    story.write_text(text)
    return str(story)


def render(path, story, **how):
    """Its plan."""
    look = {name: how.pop(name) for name in ("fps", "transparent", "theme") if name in how}
    request = film.request(resolve("abs"), story, path, "480p15", size="256x144", **look)
    (plan,) = film.render_all([request], **how)
    return plan


def decoded(path):
    with av.open(str(path)) as container:
        return [frame.to_ndarray(format="rgba") for frame in container.decode(video=0)]


def same(one, other):
    pairs = zip(decoded(one), decoded(other), strict=True)
    return [np.array_equal(a, b) for a, b in pairs]


def drawn(kept):
    """Which entries are there, and which files they are: one drawn again is another file."""
    return {path.name: path.stat().st_ino for path in kept.folder.iterdir()}


def written(before, after):
    """How many segments were drawn between two looks."""
    return sum(before.get(name) != inode for name, inode in after.items() if "segment" in name)


# -- a changed film -----------------------------------------------------------------------------


def test_a_changed_caption_draws_the_segments_that_show_it_and_no_others(kept, tmp_path):
    plan = render(tmp_path / "old.mp4", told(tmp_path, LONG))
    first = drawn(kept)
    assert written({}, first) == len(plan.segments) == 5
    changed = told(tmp_path, LONG.replace("It folds.", "It bends."))
    events = []
    render(tmp_path / "new.mp4", changed, on_progress=events.append)
    assert sum(event.drawn for event in events) == plan.frames
    second = drawn(kept)
    render(tmp_path / "plain.mp4", changed, cache=False)
    assert drawn(kept) == second
    assert all(same(tmp_path / "new.mp4", tmp_path / "plain.mp4"))
    like = same(tmp_path / "new.mp4", tmp_path / "old.mp4")
    differ = [one for one in plan.segments if not all(like[one.first : one.end])]
    # The beat's own, and the one in which its caption fades out.
    assert {one.beat for one in differ} == {1, 2}
    assert written(first, second) == len(differ) == 2


# -- an unchanged film --------------------------------------------------------------------------

NEURON = ("render", "abs", "neuron", "-q", "l", "--size", "256x144", "--fps", "12")


def blank(folder, job):
    """The bytes of a film of 24 empty frames."""
    path = folder / f"blank-{job.fps}.mp4"
    encoder = Encoder(path, job.width, job.height, job.fps, format_of("mp4"))
    encoder.write(np.zeros((job.height, job.width, 4), np.uint8), repeat=24)
    encoder.close()
    return path.read_bytes()


class Engine:
    """Makes an empty film, and counts how often."""

    def __init__(self):
        self.asked = 0

    def __call__(self, jobs, folder, options, made):
        self.asked += 1
        plan = Plan(
            [Segment(0, 24)], [Caption("a", "First.", 0, 1.5), Caption("b", "Then.", 1.5, 2)]
        )
        for number, job in jobs.items():
            path = engine.film_file(job, folder, number)
            path.parent.mkdir()
            path.write_bytes(blank(folder, job))
            made(number, plan)
            options.on_progress(ProgressEvent(number, planned=24, drawn=24, done=True))
        return dict.fromkeys(jobs, plan)


@pytest.fixture
def workers(kept, tmp_path, monkeypatch):
    """After a first render into first.mp4."""
    found = Engine()
    monkeypatch.setattr(film, "make", found)
    render(tmp_path / "first.mp4", "neuron", fps=12)
    assert found.asked == 1
    return found


def test_a_film_rendered_before_appears_with_its_captions_and_is_not_drawn(workers, tmp_path):
    events, path = [], tmp_path / "again.mp4"
    plan = render(path, "neuron", fps=12, on_progress=events.append)
    assert workers.asked == 1
    for ending in (".mp4", ".srt", ".vtt"):
        first = tmp_path / f"first{ending}"
        assert path.with_suffix(ending).read_bytes() == first.read_bytes()
    assert [one.text for one in plan.captions] == ["First.", "Then."]
    assert [(event.drawn, event.done) for event in events] == [(24, True)]


def test_another_film_a_damaged_one_and_other_code_make_work(workers, kept, tmp_path, monkeypatch):
    def work(**how):
        before = workers.asked
        render(tmp_path / "again.mp4", "neuron", **{"fps": 12, **how})
        return workers.asked - before

    assert work() == 0
    assert work(theme="light") == work(fps=13) == 1
    assert work(cache=False) == work(cache=False) == 1
    for path in kept.folder.glob("*.film"):
        path.write_bytes(path.read_bytes()[:-1])
    assert [work(), work()] == [1, 0]
    monkeypatch.setattr(film_cache, "machine", lambda: ["another"])
    assert [work(), work()] == [1, 0]
    monkeypatch.setenv(cache.SIZE, "0")
    assert work() == work() == 1


@pytest.mark.parametrize(
    "content",
    [b"", b"junk", b"{}\nfilm", b'{"segments": [], "captions": []}\n', b"[1]\n", b"\xff\n",
     "other frames", "playlist"],
)  # fmt: skip
def test_an_entry_with_a_right_digest_and_wrong_content_is_drawn_and_dropped(
    workers, kept, tmp_path, content
):
    """Its frames are decoded before anything is put in place (H6 of the cases of strangers)."""
    (entry,) = kept.folder.glob("*.film")
    good = kept.get(entry.name)
    plan, _, film_bytes = good.partition(b"\n")
    if content == "other frames":
        content = plan.replace(b'"frames": 24', b'"frames": 23') + b"\n" + film_bytes
    elif content == "playlist":
        content = plan + b"\n#EXTM3U\n#EXTINF:1,\n/etc/hostname\n"
    kept.store(entry.name, content)
    assert kept.get(entry.name) == content
    render(tmp_path / "again.mp4", "neuron", fps=12)
    assert workers.asked == 2
    assert len(decoded(tmp_path / "again.mp4")) == 24
    assert kept.get(entry.name) == good


@pytest.mark.slow
def test_segments_with_right_digests_and_wrong_content_are_drawn_again(kept, tmp_path):
    render(tmp_path / "first.mp4", told(tmp_path))
    segments = sorted(path.name for path in kept.folder.glob("*.segment"))
    before = {name: kept.get(name) for name in segments}
    for name, content in zip(segments, (b"junk", before[segments[0]], b""), strict=False):
        kept.store(name, content)
    render(tmp_path / "again.mp4", told(tmp_path))
    assert (tmp_path / "again.mp4").read_bytes() == (tmp_path / "first.mp4").read_bytes()
    assert {name: kept.get(name) for name in segments} == before


def test_of_several_films_those_are_made_that_are_not_known(workers, tmp_path):
    look = {"quality": "480p15", "size": "256x144"}
    requests = [
        film.request(resolve("abs"), "neuron", tmp_path / f"{fps}.mp4", fps=fps, **look)
        for fps in (13, 12, 14)
    ]
    events, done = [], []
    plans = film.render_all(requests, events.append, done=done.append)
    assert workers.asked == 2
    assert done == [requests[1].path, requests[0].path, requests[2].path]
    assert [event.film for event in events if event.done] == [1, 0, 2]
    assert len(plans) == 3
    assert all(len(decoded(one.path)) == 24 for one in requests)


def test_a_film_is_not_kept_when_the_code_changed_while_it_was_drawn(kept, tmp_path, monkeypatch):
    def change(*arguments):
        monkeypatch.setattr(film_cache, "machine", lambda: ["another"])
        return Engine()(*arguments)

    monkeypatch.setattr(film, "make", change)
    render(tmp_path / "a.mp4", "neuron")
    assert kept.state().films == 0


def test_manim_is_not_loaded_for_a_known_film(workers, kept, tmp_path):
    script = (
        "import sys\nfrom approx.__main__ import run\n"
        f"assert run([*{NEURON}, '-o', 'again.mp4']) == 0\n"
        "print([name for name in ('manim', 'matplotlib') if name in sys.modules])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=tmp_path, capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    assert done.stdout.splitlines() == ["again.mp4", "[]"]
    assert done.stderr == ""
    assert (tmp_path / "again.mp4").read_bytes() == (tmp_path / "first.mp4").read_bytes()


@pytest.mark.slow
def test_a_damaged_film_is_put_together_anew_from_its_segments(kept, tmp_path):
    render(tmp_path / "first.mp4", "neuron", fps=12)
    (entry,) = kept.folder.glob("*.film")
    entry.write_bytes(entry.read_bytes()[:-1] + b"?")
    before = drawn(kept)
    assert kept.get(entry.name) is None
    render(tmp_path / "again.mp4", "neuron", fps=12)
    assert (tmp_path / "again.mp4").read_bytes() == (tmp_path / "first.mp4").read_bytes()
    assert written(before, drawn(kept)) == 0
    assert drawn(kept).keys() == before.keys()
    assert all(kept.get(name) is not None for name in before)


# -- damage, other processes, other ways to draw ------------------------------------------------


@pytest.mark.slow
def test_damaged_segments_are_drawn_again_and_replaced(kept, tmp_path):
    plan = render(tmp_path / "a.mp4", told(tmp_path))
    whole = {path.name: path.read_bytes() for path in kept.folder.iterdir()}
    for number, (name, data) in enumerate(whole.items()):
        path = kept.folder / name
        match number % 4:
            case 0:
                path.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
            case 1:
                path.write_bytes(data[: len(data) // 2])
            case 2:
                path.unlink()
                path.mkdir()
            case 3:
                path.write_bytes(next(iter(whole.values())))
    before = drawn(kept)
    render(tmp_path / "b.mp4", told(tmp_path))
    assert (tmp_path / "b.mp4").read_bytes() == (tmp_path / "a.mp4").read_bytes()
    assert written(before, drawn(kept)) == len(plan.segments)
    assert {path.name: path.read_bytes() for path in kept.folder.iterdir()} == whole


@pytest.mark.slow
def test_two_renders_at_once_while_the_cache_is_cleared_make_the_same_films(kept, tmp_path):
    story, stop = told(tmp_path), threading.Event()
    approx, small = (sys.executable, "-m", "approx"), ("-q", "l", "--size", "256x144")
    render(tmp_path / "plain.mp4", story, cache=False)

    def clear():
        while not stop.wait(0.05):
            kept.clear()

    thread = threading.Thread(target=clear)
    thread.start()
    try:
        for turn in range(2):
            running = [
                subprocess.Popen(
                    [*approx, "render", "abs", story, *small, "-o", f"{turn}-{number}.mp4"],
                    cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                )
                for number in range(2)
            ]  # fmt: skip
            assert [one.communicate(timeout=120)[0].strip() for one in running] == [
                f"{turn}-{number}.mp4".encode() for number in range(2)
            ]
            stop.set()  # the second turn finds what the first one kept
            thread.join()
    finally:
        stop.set()
    for path in tmp_path.glob("?-?.mp4"):
        assert path.read_bytes() == (tmp_path / "plain.mp4").read_bytes()


@pytest.mark.slow
def test_an_executor_is_not_asked_for_what_is_known(kept, tmp_path):
    class Recorder(ThreadPoolExecutor):
        def submit(self, function, *arguments):
            futures.append(super().submit(function, *arguments))
            return futures[-1]

    def drawn_by(path, story):
        """The plan, and how many segments the executor drew."""
        futures.clear()
        plan = render(path, story, executor=pool)
        return plan, sum(len(future.result().drawn) for future in futures)

    story, futures = told(tmp_path), []
    with Recorder(2) as pool:
        plan, count = drawn_by(tmp_path / "a.mp4", story)
        assert count == written({}, drawn(kept)) == len(plan.segments)
        _, count = drawn_by(tmp_path / "b.mp4", story)
        assert count == 0
        changed = told(tmp_path, TINY.replace("It folds.", "It bends."))
        _, count = drawn_by(tmp_path / "c.mp4", changed)
        assert 0 < count < len(plan.segments)
    # Drawn here, or by an executor: the same.
    render(tmp_path / "plain.mp4", changed, cache=False)
    assert (tmp_path / "b.mp4").read_bytes() == (tmp_path / "a.mp4").read_bytes()
    assert (tmp_path / "c.mp4").read_bytes() == (tmp_path / "plain.mp4").read_bytes()


@pytest.mark.slow
def test_pictures_that_move_share_their_segments_and_clips_take_the_films(kept, tmp_path):
    story = told(tmp_path)
    plan = render(tmp_path / "a.gif", story)
    count = len(plan.segments)
    first = drawn(kept)
    render(tmp_path / "a.apng", story)
    assert drawn(kept) == first
    render(tmp_path / "plain.apng", story, cache=False)
    assert (tmp_path / "a.apng").read_bytes() == (tmp_path / "plain.apng").read_bytes()
    for name, look in {"b.apng": {"transparent": True}, "c.webm": {}, "d.mp4": {}}.items():
        before = drawn(kept)
        render(tmp_path / name, story, **look)
        assert written(before, drawn(kept)) == count, name
    before = drawn(kept)
    (rendered,) = film.render_stories(resolve("abs"), [story], "480p15", size="256x144")
    assert len(rendered.clips) == 3
    assert drawn(kept) == before


# -- the command line ---------------------------------------------------------------------------


def test_the_command_says_what_is_kept_and_clears_it(kept, capsys):
    kept.store("0" * 64 + ".film", bytes(1000))
    kept.store("0" * 16 + "-" + "0" * 64 + ".segment", bytes(2000))
    size = kept.state().size
    found = {"folder": str(kept.folder), "films": 1, "segments": 1, "size": size, "limit": 2**30}
    assert run(["cache", "info", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == found
    assert run(["cache"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == ["folder", "films", "segments", "size"]
    assert run(["cache", "clear", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {**found, "films": 0, "segments": 0, "size": 0}
    assert kept.names() == set()


def test_a_size_that_is_none_is_the_users_mistake(monkeypatch, tmp_path, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(cache.SIZE, "much")
    assert run(["render", "abs", "-q", "l"]) == 2
    output, errors = capsys.readouterr()
    assert output == ""
    assert errors.startswith("error: APPROX_CACHE_SIZE takes a size like 500M")

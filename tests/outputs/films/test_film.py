"""A real film: rendered, decoded, counted; captions beside it; nothing left behind by a failure."""

import itertools
import os
import signal
import subprocess
import sys

import av
import pytest
import srt

from approx.outputs.films import film, stories, worker_process
from approx.outputs.films.assemble import check
from approx.subjects import resolve
from approx.system.errors import InputError, MachineError


@pytest.fixture(scope="module")
def rendered(tmp_path_factory):
    folder = tmp_path_factory.mktemp("film")
    path = folder / "O'Brien's {odd}\n%d $x # é 日本 🎬 \\ name.mp4"
    events = []
    captions = film.render(
        resolve("parabola-2"), "sum", path, quality="480p15", on_progress=events.append
    )
    return path, captions, events


def test_the_film_has_the_frames_its_beats_need(rendered):
    path, captions, _ = rendered
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        size = (stream.codec_context.width, stream.codec_context.height)
        frames = [frame.pts for frame in container.decode(stream)]
    assert size == (854, 480)
    assert float(stream.average_rate) == pytest.approx(15, rel=1e-3)
    assert len(frames) == round(captions[-1].end * 15)
    assert frames == sorted(set(frames))


def test_captions_follow_each_other_without_gaps(rendered):
    path, captions, _ = rendered
    told = list(srt.parse(path.with_suffix(".srt").read_text()))
    assert [t.content for t in told] == [caption.text for caption in captions]
    for one, other in itertools.pairwise(captions):
        assert one.end == pytest.approx(other.start)


def test_every_beat_and_every_frame_is_reported(rendered):
    _, captions, events = rendered
    beats = [(one.beat, one.beats, one.caption) for one in events if one.beat is not None]
    assert beats == [(k, len(captions), c.text) for k, c in enumerate(captions)]
    frames = round(captions[-1].end * 15)
    assert sum(one.drawn for one in events) == frames
    assert [one.planned for one in events if one.planned is not None][-1] == frames
    assert [one for one in events if one.done] == events[-1:]


def test_every_caption_can_be_read(rendered):
    for caption in rendered[1]:
        assert caption.end - caption.start >= len(caption.text) / 20


def test_the_folder_holds_the_film_and_its_captions_only(rendered):
    path = rendered[0]
    names = [path.with_suffix(ending).name for ending in (".mp4", ".srt", ".vtt")]
    assert sorted(p.name for p in path.parent.iterdir()) == names


def test_a_film_cut_short_or_of_the_wrong_size_is_refused(rendered, tmp_path):
    path, captions, _ = rendered
    frames = round(captions[-1].end * 15)
    check(path, 854, 480, 15, [frames])
    starts = _keyframes(path)
    assert len(starts) > 2
    check(path, 854, 480, 15, [b - a for a, b in itertools.pairwise([*starts, frames])], cores=2)
    half = tmp_path / "half.mp4"
    half.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(MachineError, match=r"cannot be played back|frames, not"):
        check(half, 854, 480, 15, [frames])
    with pytest.raises(MachineError, match="not 1280x720 at 30"):
        check(path, 1280, 720, 30, [frames])
    with pytest.raises(MachineError, match="frames, not"):
        check(path, 854, 480, 15, [frames + 1])
    with pytest.raises(MachineError, match="frames, not"):
        check(path, 854, 480, 15, [frames - 1])


def test_a_film_that_is_damaged_anywhere_is_refused(rendered, tmp_path):
    path = rendered[0]
    with av.open(str(path)) as container:
        packets = [(p.pos, p.size) for p in container.demux(video=0) if p.size]
    whole, starts = path.read_bytes(), _keyframes(path)
    parts = [b - a for a, b in itertools.pairwise([*starts, len(packets)])]
    assert len(starts) > 2
    for start in starts:
        position, size = packets[start]
        broken = tmp_path / "broken.mp4"
        broken.write_bytes(whole[:position] + bytes(size) + whole[position + size :])
        with pytest.raises(MachineError, match=r"cannot be played back|frames, not"):
            check(broken, 854, 480, 15, parts, cores=2)


def _keyframes(path):
    with av.open(str(path)) as container:
        packets = [packet for packet in container.demux(video=0) if packet.size]
    return [number for number, packet in enumerate(packets) if packet.is_keyframe]


def test_a_failing_worker_leaves_the_old_film_as_it_was(tmp_path, monkeypatch):
    path = tmp_path / "a.mp4"
    path.write_bytes(b"old")
    worker_process.close()
    monkeypatch.setattr(worker_process.sys, "executable", "/bin/false")
    with pytest.raises(MachineError, match="the render failed"):
        film.render(resolve("parabola-2"), "sum", path)
    assert path.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["a.mp4"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_film_that_is_stopped_leaves_nothing(tmp_path, number):
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    process = subprocess.Popen(
        [sys.executable, "-m", "approx", "render", "parabola-2", "-q", "l"],
        cwd=tmp_path, env={**os.environ, "TMPDIR": str(temporary)},
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stderr is not None
    process.stderr.readline()  # the first beat is being told
    process.send_signal(number)
    output, errors = process.communicate(timeout=30)
    assert (process.returncode, output) == (128 + number, "")
    assert errors.endswith("error: stopped; nothing was written\n")
    assert list(temporary.iterdir()) == []
    assert not (tmp_path / "outputs").exists()


def test_a_story_that_does_not_fit_says_which_do():
    with pytest.raises(InputError, match="does not fit 'sigmoid': it has 2 hidden layers"):
        stories.choose(resolve("sigmoid"), "sum")
    assert stories.choose(resolve("parabola-2"), None) == "sum"

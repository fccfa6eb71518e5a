"""The checks that follow every fault can fail."""

import random
import signal
import subprocess
import sys

import pytest

from faults.place import MARK, Ended, Place, no_traceback, one_line, stopped_by


@pytest.fixture
def place(tmp_path):
    return Place(tmp_path, random.Random(0))


def test_a_mixture_of_old_and_new_is_neither(place):
    new = {".mp4": b"a new film", ".srt": b"new captions", ".vtt": b"new cues"}
    place.old()
    assert place.is_old()
    assert not place.is_new(new)
    place.film.with_suffix(".srt").write_bytes(new[".srt"])
    assert not place.is_old()
    assert not place.is_new(new)
    for ending, data in new.items():
        place.film.with_suffix(ending).write_bytes(data)
    assert place.is_new(new)
    place.film.write_bytes(new[".mp4"][:-1])
    assert not place.is_new(new)


@pytest.mark.parametrize("left", ["out/.approx-x.part", "tmp/approx-film-x", "tmp/anything"])
def test_what_is_left_is_seen(place, left):
    place.clean()
    (place.folder / left).touch()
    with pytest.raises(AssertionError, match=left.partition("/")[2]):
        place.clean()


def test_a_process_that_lives_on_is_seen_and_ended(place, monkeypatch):
    monkeypatch.setattr("faults.place.PATIENCE", 0.1)
    sleeper = subprocess.Popen(
        [sys.executable, "-c", "import time; print(flush=True); time.sleep(60)"],
        env={MARK: place.mark}, stdout=subprocess.PIPE,
    )  # fmt: skip
    assert sleeper.stdout is not None
    sleeper.stdout.read(1)
    with pytest.raises(AssertionError, match=f"live on: .{sleeper.pid}"):
        place.clean()
    assert sleeper.wait(10) == -signal.SIGKILL
    sleeper.stdout.close()


@pytest.mark.parametrize(
    "said",
    [
        b"", b"Traceback (most recent call last):\n", b"error: stopped\nerror: stopped\n",
        b"oh\nerror: stopped\n", b"error: something else\n",
    ],
)  # fmt: skip
def test_anything_but_one_line_is_seen(said):
    one_line(Ended(1, b"", b"a: beat 1 of 3\nerror: stopped\n"), "stopped")
    with pytest.raises(AssertionError):
        one_line(Ended(1, b"", said), "stopped")


def test_another_exit_code_and_a_traceback_are_seen():
    stopped_by(Ended(143, b"", b"error: stopped; nothing was written\n"), signal.SIGTERM)
    stopped_by(Ended(-15, b"", b""), signal.SIGTERM)
    with pytest.raises(AssertionError):
        stopped_by(Ended(1, b"", b"error: stopped; nothing was written\n"), signal.SIGTERM)
    with pytest.raises(AssertionError):
        no_traceback(Ended(0, b"", b"Traceback (most recent call last):\n"))

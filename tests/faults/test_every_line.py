"""A signal at any line of what puts files in place, or folders away, leaves nothing half done."""

import errno
import os
import signal
import sys
import threading
from pathlib import Path

import pytest

from approx.system import file_locks as owners
from approx.system import files, scratch
from approx.system import signals as stops
from approx.system.errors import MachineError

FILES = {module.__file__ for module in (files, owners, stops, scratch)}


class Stop(BaseException):
    """What the signal raises, as the command line's handler does: once."""


def every_line(action):
    """Do something again and again, interrupted once at its next line, until it gets through.

    Yields, after each time, whether it was interrupted.
    """
    assert threading.current_thread() is threading.main_thread()
    number = 0
    while True:
        number += 1
        seen, raised = 0, []

        def trace(frame, event, argument, number=number):
            nonlocal seen
            if frame.f_code.co_filename not in FILES:
                return trace if "contextlib" in frame.f_code.co_filename else None
            if event == "line":
                seen += 1
                if seen == number:
                    os.kill(os.getpid(), signal.SIGTERM)
            return trace

        def stop(number, frame, raised=raised):
            if not raised:
                raised.append(True)
                raise Stop

        before, tracing = signal.signal(signal.SIGTERM, stop), sys.gettrace()
        sys.settrace(trace)
        try:
            action()
        except Stop:
            pass
        finally:
            sys.settrace(tracing)
            signal.signal(signal.SIGTERM, before)
        yield bool(raised)
        if seen < number:
            return


def entries(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_files_are_all_old_or_all_new(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "fsync", lambda handle: None)
    old = {f"film.{ending}": b"old" for ending in ("srt", "vtt", "mp4")}
    new = dict.fromkeys(old, b"new")
    outcomes = []

    def put() -> None:
        for name, data in old.items():
            (tmp_path / name).write_bytes(data)
        files.write_files({tmp_path / name: data for name, data in new.items()})

    for interrupted in every_line(put):
        found = entries(tmp_path)
        assert found in (old, new), found
        outcomes.append((interrupted, found == new))
    assert {(True, False), (True, True), (False, True)} == set(outcomes)
    assert len(outcomes) > 100


def test_a_folder_is_gone_whenever_its_owner_is_stopped(tmp_path, monkeypatch):
    monkeypatch.setattr(scratch.tempfile, "gettempdir", lambda: str(tmp_path))

    def use() -> None:
        with scratch.scratch() as folder:
            (folder / "film").write_bytes(b"half")

    outcomes = set()
    for interrupted in every_line(use):
        assert entries(tmp_path) == {}
        outcomes.add(interrupted)
    assert outcomes == {True, False}


def test_the_comparison_can_fail(tmp_path):
    def carelessly() -> None:
        files.written.clear()
        (tmp_path / "part").touch()
        files.check_name("film.mp4")
        (tmp_path / "part").unlink()

    assert any(entries(tmp_path) for _ in every_line(carelessly))


def test_what_cannot_be_put_in_place_takes_nothing_with_it(tmp_path):
    captions, film = tmp_path / "film.srt", tmp_path / "film.mp4"
    captions.write_bytes(b"old")
    film.mkdir()
    with pytest.raises(MachineError, match=r"cannot write .*film\.mp4: Is a directory"):
        files.write_files({captions: b"new", tmp_path / "film.vtt": b"new", film: b"new"})
    assert captions.read_bytes() == b"old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["film.mp4", "film.srt"]


def test_a_disk_that_is_full_when_the_film_is_renamed_keeps_the_old_captions(tmp_path, monkeypatch):
    """Once a rename has failed nothing more may be written: what is needed was written before."""
    old = {tmp_path / f"film.{ending}": b"old" for ending in ("srt", "vtt", "mp4")}
    for path, data in old.items():
        path.write_bytes(data)
    full, replace, new_file = [], Path.replace, files.new_file

    def renamed(part: Path, place: Path) -> Path:
        if place.suffix == ".mp4":
            full.append(place)
            raise OSError(errno.ENOSPC, "No space left on device")
        return replace(part, place)

    def opened(*name: object) -> object:
        if full:
            raise OSError(errno.ENOSPC, "No space left on device")
        return new_file(*name)

    monkeypatch.setattr(Path, "replace", renamed)
    monkeypatch.setattr(files, "new_file", opened)
    with pytest.raises(MachineError, match="No space left on device"):
        files.write_files(dict.fromkeys(old, b"new"))
    assert entries(tmp_path) == dict.fromkeys(entries(tmp_path), b"old")
    assert len(entries(tmp_path)) == 3


def test_a_part_is_swept_when_its_owner_is_gone_and_not_before(tmp_path):
    file, part = owners.new_file(tmp_path, files.PART, files.SUFFIX)
    files.write_file(tmp_path / "a.svg", b"a")
    assert part.exists()
    file.close()
    files.write_file(tmp_path / "b.svg", b"b")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.svg", "b.svg"]


def test_a_folder_locked_for_long_keeps_no_process_from_writing(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "PATIENCE", 0.05)
    handle = os.open(tmp_path, os.O_RDONLY)
    owners.lock(handle)
    files.write_file(tmp_path / "a.svg", b"a")
    os.close(handle)
    assert (tmp_path / "a.svg").read_bytes() == b"a"

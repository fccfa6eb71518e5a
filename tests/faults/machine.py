"""Faults of the machine: full disks, quotas, read-only folders, strange surroundings."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .kinds import kind
from .place import FORMATS, Place, Skipped, no_traceback, one_line
from .whole import whole

NAMES = (
    "O'Brien", "{braces} {0}", "new\nline", "two  spaces ", "Ünïcödé", "日本語", "🎬 film", "%d %s",
    "-leading", "$HOME `id`", "back\\slash", "#a?b&c", "semi;colon", '"quoted"', "a" * 200,
    "file:x", "concat", "a|b", "*", "~", "\x7fdel",
)  # fmt: skip


@contextmanager
def mounted(folder: Path, options: str) -> Iterator[None]:
    """A small disk of its own in place of the folder."""
    if os.geteuid() or not shutil.which("mount"):
        raise Skipped("only root may mount")
    line = ["mount", "-t", "tmpfs", "-o", options, "none", str(folder)]
    done = subprocess.run(line, capture_output=True, check=False)
    if done.returncode:
        raise Skipped(f"mount: {done.stderr.decode().strip()}")
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=False)


def fill(folder: Path, left: int) -> None:
    """Leave so many bytes of a disk."""
    status = os.statvfs(folder)
    size = status.f_bavail * status.f_frsize - left
    with (folder / "filler").open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, size)


@kind("disk full while drawing", 3)
def full_temporary(place: Place) -> None:
    """Anything from nothing to a little; Python may then find another folder, and that is good."""
    place.form = place.dice.choice(FORMATS)
    place.old()
    with mounted(place.temporary, "size=1m"):
        fill(place.temporary, place.dice.choice([4096, 8192, 16384, 32768, 65536]))
        ended = place.run()
        (place.temporary / "filler").unlink()
        place.clean()
    if ended.code == 0:
        assert place.is_new(whole(place.form))
        return
    assert ended.code == 1, ended
    one_line(ended, ("No space left", "no room"))
    assert place.is_old()


@kind("disk full when it is put in place", 3)
def full_folder(place: Place) -> None:
    """A folder with room for nothing, for captions only, or for a part of the film."""
    place.form = place.dice.choice(FORMATS)
    new = whole(place.form)
    with mounted(place.out, "size=4m"):
        place.old()
        room = place.dice.choice([0, 4096, 8192, 12288, len(new[f".{place.form}"]) // 2])
        fill(place.out, room)
        ended = place.run()
        place.clean()
        if ended.code == 0:
            assert place.is_new(new)
            return
        assert ended.code == 1, ended
        one_line(ended, ("No space left",))
        assert place.is_old()


@kind("no file may be large (RLIMIT_FSIZE)", 3)
def small_files(place: Place) -> None:
    """As a quota would have it."""
    place.form = place.dice.choice(FORMATS)
    place.old()
    most = place.dice.choice([600, 2000, 4000, 8000])
    ended = place.run(preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (most, most)))
    place.clean()
    if ended.code == 0:
        assert place.is_new(whole(place.form))
        return
    assert ended.code == 1, ended
    one_line(ended, ("File too large", "no room", "too large"))
    assert place.is_old()


@kind("little memory (RLIMIT_AS)", 1)
def little_memory(place: Place) -> None:
    place.old()
    most = place.dice.choice([350, 500, 700, 900]) * 2**20
    ended = place.run(preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (most, most)))
    place.clean()
    if ended.code == 0:
        assert place.is_new(whole(place.form))
        return
    assert ended.code == 1, ended
    one_line(ended)
    assert place.is_old()


@kind("few open files (RLIMIT_NOFILE)", 1)
def few_files(place: Place) -> None:
    place.old()
    most = place.dice.choice([6, 8, 10, 12, 16, 24])
    ended = place.run(preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (most, most)))
    place.clean()
    if ended.code == 0:
        assert place.is_new(whole(place.form))
        return
    assert ended.code == 1, ended
    one_line(ended)
    assert place.is_old()


@kind("the folder cannot be written", 2)
def read_only(place: Place) -> None:
    """From the start, or since the work began."""
    early = place.dice.random() < 0.5
    with mounted(place.out, "size=4m"):
        place.old()
        remount = ["mount", "-o", "remount,ro", str(place.out)]
        if early:
            subprocess.run(remount, check=True)
        process = place.start()
        if not early:
            place.until(process, lambda: place.lines() > 0)
            subprocess.run(remount, check=True)
        ended = place.end(process)
        place.clean()
        assert ended.code == (2 if early else 1), ended
        one_line(ended, "Read-only file system")
        assert place.is_old()


@kind("the folder goes away", 1)
def gone(place: Place) -> None:
    process = place.start()
    place.until(process, lambda: place.lines() > 0)
    place.out.rmdir()
    ended = place.end(process)
    place.out.mkdir()
    place.clean()
    assert ended.code == 1, ended
    one_line(ended, "No such file")


@kind("a folder in the film's place", 1)
def in_the_way(place: Place) -> None:
    """It came while the film was drawn; captions may not change alone."""
    place.old()
    process = place.start()
    place.until(process, lambda: place.lines() > 0)
    place.film.unlink()
    place.film.mkdir()
    ended = place.end(process)
    place.clean()
    assert ended.code == 1, ended
    one_line(ended, "cannot write")
    place.film.rmdir()
    place.film.write_bytes(b"an old film")
    assert place.is_old()


@kind("an odd path", 4)
def odd(place: Place) -> None:
    """Of the film, of the folder around it, and of the temporary folder."""
    name, around = place.dice.choice(NAMES), place.dice.choice(NAMES)
    new = whole(place.form)
    place.folder = place.folder / around
    place.__post_init__()
    place.name = name
    place.old()
    bare = place.dice.random() < 0.5 and not name.startswith("-")
    ended = place.run(film=place.film.name, cwd=place.out) if bare else place.run()
    no_traceback(ended)
    assert ended.code == 0, ended
    wanted = place.film.name if bare else str(place.film)
    assert ended.out.decode() == wanted + "\n", ended.out
    place.clean()
    assert place.is_new(new)
    assert len(list(place.out.iterdir())) == 3


SURROUNDINGS: dict[str, dict[str, str | None]] = {
    "no home": {"HOME": None},
    "a home that is not there": {"HOME": "/nonexistent/home"},
    "no terminal to speak of": {"TERM": "dumb", "COLUMNS": "1"},
    "a terminal of one column": {"TERM": "xterm", "COLUMNS": "1", "LINES": "1"},
    "ASCII only": {"LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0",
                   "PYTHONCOERCECLOCALE": "0"},
    "no fonts": {"FONTCONFIG_FILE": "{empty}", "FONTCONFIG_PATH": "/nonexistent"},
    "no folder for temporary files": {"TMPDIR": "/nonexistent/tmp"},
    "a time zone far away": {"TZ": "Pacific/Kiritimati", "LANG": "tr_TR.UTF-8"},
    "nearly nothing": {"PATH": "", "HOME": None, "TMPDIR": None},
    "warnings are errors": {"PYTHONWARNINGS": "error"},
    "Python shows development": {"PYTHONDEVMODE": "1"},
}  # fmt: skip


@kind("surroundings", 6)
def surroundings(place: Place) -> None:
    """Some of many, which change nothing."""
    strange(place, *place.dice.sample(sorted(SURROUNDINGS), place.dice.randint(1, 3)))


def strange(place: Place, *names: str) -> None:
    new = whole(place.form)
    (place.folder / "fonts.conf").write_text("<fontconfig></fontconfig>")
    empty = str(place.folder / "fonts.conf")
    env: dict[str, str | None] = {}
    for name in names:
        env |= SURROUNDINGS[name]
    env = {key: value and value.format(empty=empty) for key, value in env.items()}
    place.name = "Ünï 日本"
    place.old()
    ended = place.run(env=env)
    assert ended.code == 0, (names, ended)
    place.clean()
    assert place.is_new(new), names
    assert ended.out == f"{place.film}\n".encode(), ended.out
    if not {"PYTHONWARNINGS", "PYTHONDEVMODE"} & env.keys():
        assert all(": beat " in line for line in ended.lines), (names, ended.lines)


@kind("a home that cannot be written, and the usual cache", 1)
def home(place: Place) -> None:
    new = whole(place.form)
    place.old()
    with mounted(place.home, "size=1m,ro"):
        ended = place.run(env={"APPROX_CACHE_SIZE": None})
    assert ended.code == 0, ended
    assert all(": beat " in line for line in ended.lines), ended.lines
    place.clean()
    assert place.is_new(new)


@kind("a manim.cfg in the folder", 2)
def manim_cfg(place: Place) -> None:
    """Another picture's settings, or no settings at all."""
    new = whole(place.form)
    place.old()
    text = place.dice.choice(
        ["[CLI]\nbackground_color = RED\npixel_width = 64\nquality = low_quality\n", "not a [file"]
    )
    (place.folder / "manim.cfg").write_text(text)
    ended = place.run()
    assert ended.code == 0, ended
    place.clean()
    assert place.is_new(new)


@kind("the current folder is gone, or cannot be written", 2)
def here(place: Place) -> None:
    new = whole(place.form)
    place.old()
    with tempfile.TemporaryDirectory() as folder:
        if place.dice.random() < 0.5:
            line = ["sh", "-c", 'rmdir "$PWD" && exec "$@"', "sh", *place.command()]
            process = subprocess.Popen(
                line, cwd=folder, env=place.environment(), start_new_session=True,
                stdout=(place.folder / "stdout").open("wb"),
                stderr=(place.folder / "stderr").open("wb"),
            )  # fmt: skip
            ended = place.end(process)
            Path(folder).mkdir(exist_ok=True)
        else:
            with mounted(Path(folder), "size=1m,ro"):
                ended = place.run(cwd=folder)
    assert ended.code == 0, ended
    place.clean()
    assert place.is_new(new)

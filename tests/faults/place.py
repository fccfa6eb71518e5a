"""A place of its own for one render: where it writes, what befalls it, what it leaves."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

ROOT = Path(__file__).parents[2]
STORY = ROOT / "tests" / "outputs" / "films" / "tiny.py"
FPS = 12
FORMATS = ("mp4", "webm", "mov", "gif", "webp", "apng", "zip")
#: What an old film has beside it.
OLD = {".srt": b"old captions\n", ".vtt": b"old cues\n"}
#: Seconds. Machines have other work; a render of this size takes about three of a free core.
LONGEST, PATIENCE = 900.0, 60.0
MARK = "APPROX_FAULT"


class Skipped(Exception):
    """This machine cannot have the fault."""


@dataclass
class Ended:
    """What a render came to: its exit code, both streams, seconds from the fault to its end."""

    code: int
    out: bytes
    err: bytes
    seconds: float = 0.0

    @property
    def lines(self) -> list[str]:
        return self.err.decode(errors="replace").splitlines()


@dataclass
class Place:
    """Folders of one fault's own, and the film in it that is to be replaced.

    Attributes:
        folder: has all of them.
        dice: decides moments.
        form: the format.
        name: the film's, without its ending.
        story: what is told.
    """

    folder: Path
    dice: random.Random
    form: str = "mp4"
    name: str = "film"
    story: str = str(STORY)
    mark: str = field(default_factory=lambda: uuid4().hex)

    def __post_init__(self) -> None:
        for one in (self.out, self.temporary, self.home):
            one.mkdir(parents=True, exist_ok=True)

    @property
    def out(self) -> Path:
        return self.folder / "out"

    @property
    def temporary(self) -> Path:
        return self.folder / "tmp"

    @property
    def home(self) -> Path:
        return self.folder / "home"

    @property
    def film(self) -> Path:
        return self.out / f"{self.name}.{self.form}"

    def environment(self, **more: str | None) -> dict[str, str]:
        """Nothing of this machine's but what a render needs; None takes something away."""
        path = os.pathsep.join(map(str, (ROOT, ROOT / "tests")))
        # Python leaves files half written where there is no room, and reads them the next time:
        # what it compiles is not ours to damage.
        here = {
            "PYTHONDONTWRITEBYTECODE": "1",
            "PATH": os.environ["PATH"], "PYTHONPATH": path, "HOME": str(self.home),
            "TMPDIR": str(self.temporary), "APPROX_CACHE_SIZE": "0", MARK: self.mark,
        }  # fmt: skip
        return {key: value for key, value in {**here, **more}.items() if value is not None}

    def command(self, *more: str, film: str | None = None) -> list[str]:
        """A small film, forced over the old one."""
        return [
            sys.executable, "-m", "approx", "render", "parabola-2", self.story,
            "--size", "128x72", "--fps", str(FPS), "--force", *more,
            "-o", film or str(self.film),
        ]  # fmt: skip

    def old(self) -> None:
        """Put an older film with its captions in place."""
        self.film.write_bytes(b"an old film")
        for ending, data in OLD.items():
            self.film.with_suffix(ending).write_bytes(data)

    def start(
        self, *more: str, film: str | None = None, env: dict[str, str | None] | None = None, **how
    ) -> subprocess.Popen[bytes]:
        """A render of its own process group; its streams go to files."""
        streams = {
            one: (self.folder / one).open("wb") for one in ("stdout", "stderr") if one not in how
        }
        try:
            return subprocess.Popen(
                self.command(*more, film=film), stdin=subprocess.DEVNULL,
                **{
                    "cwd": self.folder, "env": self.environment(**(env or {})),
                    "start_new_session": True, **streams, **how,
                },
            )  # fmt: skip
        finally:
            for stream in streams.values():
                stream.close()

    def end(self, process: subprocess.Popen[bytes]) -> Ended:
        """Wait for it, not for ever."""
        start = time.monotonic()
        try:
            code = process.wait(LONGEST)
        except subprocess.TimeoutExpired:
            self.kill_all()
            raise AssertionError(f"no end after {LONGEST:g} s") from None
        took = time.monotonic() - start
        streams = [self.folder / one for one in ("stdout", "stderr")]
        out, err = (one.read_bytes() if one.exists() else b"" for one in streams)
        return Ended(code, out, err, took)

    def run(self, *more: str, **how) -> Ended:
        """Start and wait."""
        return self.end(self.start(*more, **how))

    def processes(self) -> list[int]:
        """All processes of this place's renders that live."""
        return list(_marked(f"{MARK}={self.mark}".encode()))

    def kill_all(self) -> None:
        for pid in self.processes():
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def until(self, process: subprocess.Popen[bytes], seen: Callable[[], object]) -> bool:
        """Wait until something can be seen; False when the render ends before."""
        end = time.monotonic() + LONGEST
        while not seen() and time.monotonic() < end:
            if process.poll() is not None:
                return False
            time.sleep(0.002)
        return True

    def lines(self) -> int:
        """How many lines of progress there are."""
        return (self.folder / "stderr").read_bytes().count(b"\n")

    def moment(self, process: subprocess.Popen[bytes], usual: float) -> str:
        """Wait for a moment that the dice decide; which it was."""
        work = self.temporary
        moments: dict[str, Callable[[], object]] = {
            "the folder": lambda: any(work.glob("approx-film-*")),
            "a line": lambda: self.lines() >= line,
            "a segment": lambda: any(work.glob("approx-film-*/**/*.segment")),
            "the film": lambda: any(work.glob("approx-film-*/0000/film.*")),
            "a part": lambda: any(self.out.glob(".approx-*")),
        }
        line = self.dice.randint(1, 3)
        name = self.dice.choice(["a time", "a time", *moments])
        if name == "a time":
            time.sleep(self.dice.uniform(0, usual))
            return name
        self.until(process, moments[name])
        time.sleep(self.dice.choice([0, 0, 0.01, 0.1]))
        return name

    # What must hold.

    def is_old(self) -> bool:
        """Whether the old film and its captions are as they were."""
        files = {self.film: b"an old film"}
        files |= {self.film.with_suffix(ending): data for ending, data in OLD.items()}
        return all(path.exists() and path.read_bytes() == data for path, data in files.items())

    def is_new(self, whole: dict[str, bytes]) -> bool:
        """Whether film and captions are those of an undisturbed render, byte for byte."""
        files = [self.film, *(self.film.with_suffix(ending) for ending in OLD)]
        return all(path.exists() and path.read_bytes() == whole[path.suffix] for path in files)

    def clean(self, killed: bool = False) -> None:
        """Fail unless no process, no part and no temporary folder is left.

        Args:
            killed: the caller itself, at once: then only no process may be left.
        """
        end = time.monotonic() + PATIENCE
        while self.processes() and time.monotonic() < end:
            time.sleep(0.02)
        left = self.processes()
        self.kill_all()
        assert not left, f"processes live on: {left}"
        if not killed:
            parts = [path.name for path in self.out.iterdir() if path.name.startswith(".approx-")]
            assert not parts, f"parts in the folder: {parts}"
            temporary = [path.name for path in self.temporary.iterdir()]
            assert not temporary, f"temporary files: {temporary}"

    def next_is_clean(self) -> None:
        """Fail unless the next run removes what a killed one left."""
        done = self.run(film=str(self.out / f"next.{self.form}"))
        assert done.code == 0, done
        self.clean()


def one_line(ended: Ended, said: str | Sequence[str] = "") -> None:
    """Fail unless the last line says what is wrong, and there is no other but progress."""
    lines = [line for line in ended.lines if ": beat " not in line]
    assert len(lines) == 1, ended.err.decode(errors="replace")
    assert lines[0].startswith("error: "), lines
    wanted = [said] if isinstance(said, str) else said
    assert any(one in lines[0] for one in wanted), lines
    # The path may have been printed before a signal came: then the film is there, and that is said.
    assert ended.out == b"" or "is in place" in lines[0], ended.out


def no_traceback(ended: Ended) -> None:
    assert b"Traceback" not in ended.err, ended.err.decode(errors="replace")
    assert b"Exception ignored" not in ended.err, ended.err.decode(errors="replace")


def stopped_by(ended: Ended, number: int) -> None:
    """Fail unless it ended by the signal: with our line, or before there was anything of ours."""
    no_traceback(ended)
    if ended.code == -number:
        assert (ended.out, ended.err) == (b"", b""), ended
        return
    assert ended.code == 128 + number, ended
    one_line(ended, "stopped")


def _marked(mark: bytes) -> Iterator[int]:
    for found in Path("/proc").iterdir():
        if found.name.isdecimal() and int(found.name) != os.getpid():
            with suppress(OSError):
                if mark in (found / "environ").read_bytes().split(b"\0"):
                    yield int(found.name)

"""The command line as a user calls it: exit code, both streams, and the files it left behind."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from approx.__main__ import run


@dataclass(frozen=True)
class Outcome:
    """What a command line came to.

    Attributes:
        code: its exit code.
        out: what stood on standard output.
        err: the lines on standard error.
        left: entries of the folder that are new, gone or changed.
    """

    code: int
    out: str
    err: tuple[str, ...]
    left: tuple[str, ...]

    def refuses(self, message: str, code: int = 2, matches: str = "") -> None:
        """Fail unless one line says `message` and `matches`, and nothing was printed or written."""
        assert len(self.err) == 1, self.err
        (line,) = self.err
        assert line.startswith("error: "), line
        assert message in line, line
        assert re.search(matches, line), line
        assert line.isprintable(), line
        assert (self.code, self.out, self.left) == (code, "", ()), self

    def accepts(self, warning: str = "") -> None:
        """Fail unless it is done, with the one warning, or without a word."""
        assert self.code == 0, self
        warnings = [line for line in self.err if not line.startswith("note: ")]
        assert len(warnings) == bool(warning), warnings
        assert all(line.startswith("warning: ") and warning in line for line in warnings), warnings


CommandLine = Callable[..., Outcome]


@pytest.fixture
def approx(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    """Runs a command line in an empty folder, in this process."""
    monkeypatch.chdir(tmp_path)

    def call(*arguments: str, stdin: bytes = b"") -> Outcome:
        streams = [io.TextIOWrapper(io.BytesIO(data), "utf-8") for data in (stdin, b"", b"")]
        with _watched(tmp_path) as left, pytest.MonkeyPatch.context() as patch:
            for name, stream in zip(("stdin", "stdout", "stderr"), streams, strict=True):
                patch.setattr(sys, name, stream)
            code = run(list(arguments))
        _, out, err = (_text(stream) for stream in streams)
        return Outcome(code, out, tuple(err.splitlines()), tuple(left))

    return call


@pytest.fixture
def process(tmp_path: Path) -> CommandLine:
    """Runs a command line in an empty folder, as a process of its own."""

    def call(*arguments: str, env: dict[str, str] | None = None, **options: object) -> Outcome:
        with _watched(tmp_path) as left:
            done = subprocess.run(
                [sys.executable, "-m", "approx", *arguments],
                cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False,
                env={**os.environ, **(env or {})}, **options,
            )  # fmt: skip
        return Outcome(done.returncode, done.stdout, tuple(done.stderr.splitlines()), tuple(left))

    return call


def _text(stream: io.TextIOWrapper) -> str:
    stream.flush()
    assert isinstance(stream.buffer, io.BytesIO)
    return stream.buffer.getvalue().decode()


@contextmanager
def _watched(folder: Path) -> Iterator[list[str]]:
    """A list that holds, afterwards, what changed in the folder."""
    before, changed = _entries(folder), []
    yield changed
    after = _entries(folder)
    changed += sorted(k for k in before.keys() | after.keys() if before.get(k) != after.get(k))


def _entries(folder: Path) -> dict[str, bytes | int]:
    """Every entry below the folder: a file's bytes, or what else it is."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        if path.is_file() and not path.is_symlink()
        else path.lstat().st_mode
        for path in folder.rglob("*")
    }

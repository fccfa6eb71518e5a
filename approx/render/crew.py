"""The process that runs Manim: started, listened to, and ended with all its children."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from approx.doctor import require
from approx.errors import InputError, MachineError


@dataclass(frozen=True)
class News:
    """What a worker tells while it works.

    Attributes:
        film: its number in the request.
        beat, beats, caption: set when a beat begins to be told.
        planned: frames in all, as far as that can be said.
        drawn: frames drawn since the last news.
        done: whether the film is finished.
    """

    film: int
    beat: int | None = None
    beats: int = 0
    caption: str = ""
    planned: int | None = None
    drawn: int = 0
    done: bool = False


Report = Callable[[News], None]

#: One thread a process, and the same order of everything everywhere.
ENVIRONMENT = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "PYTHONHASHSEED": "0"}


def run(request: dict[str, Any], folder: Path, report: Report) -> None:
    """Have a request done in `folder`.

    Raises:
        InputError, MachineError: what a worker says went wrong, or Manim is of another version.
    """
    require("manim", "av")
    log = folder / "log.txt"
    with log.open("wb") as errors:
        worker = subprocess.Popen(
            [sys.executable, "-m", "approx.render.worker"],
            cwd=folder,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            env={**os.environ, "PYTHONPATH": _path(), **ENVIRONMENT},
            start_new_session=True,  # Ctrl-C is for us; we end them all
        )
    assert worker.stdin is not None
    assert worker.stdout is not None
    try:
        with suppress(BrokenPipeError):  # a worker that died at once says why in its log
            line = json.dumps({**request, "parent": os.getpid()}) + "\n"
            worker.stdin.write(line.encode())
            worker.stdin.flush()
        failure = _listen(worker.stdout, report)
    finally:
        _end(worker)
    if failure is not None:
        raise failure
    if worker.returncode:
        raise MachineError(f"the render failed: {_last_words(log)}")


def _listen(news: Any, report: Report) -> InputError | MachineError | None:
    """Pass news on until the worker ends or something fails; what failed."""
    for line in news:
        told = json.loads(line)
        if "error" in told:
            return (InputError if told["code"] == 2 else MachineError)(told["error"])
        report(News(**told))
    return None


def _end(worker: subprocess.Popen[bytes]) -> None:
    """No process of the worker's is left; what it had to say has been said."""
    with suppress(ProcessLookupError, PermissionError):
        if hasattr(os, "killpg"):
            # It may have finished well: then only the group is gone, and its exit code stays.
            with suppress(subprocess.TimeoutExpired):
                if sys.exc_info()[0] is None:
                    worker.wait(0.5)
            os.killpg(worker.pid, signal.SIGKILL)
        else:
            worker.kill()
    worker.wait()
    for pipe in (worker.stdin, worker.stdout):
        if pipe is not None:
            with suppress(BrokenPipeError):
                pipe.close()


def _path() -> str:
    """Where the worker finds this very package: it runs in another folder."""
    here = str(Path(__file__).parents[2])
    given = [part for part in os.environ.get("PYTHONPATH", "").split(os.pathsep) if part]
    return os.pathsep.join([here, *(str(Path(part).absolute()) for part in given)])


def _last_words(log: Path) -> str:
    """The last line of the worker's log that says anything."""
    lines = [line.strip(" │╭╰─╯╮") for line in log.read_text(errors="replace").splitlines()]
    told = [line for line in lines if line]
    return told[-1] if told else "the worker stopped without a word; approx doctor may know why"

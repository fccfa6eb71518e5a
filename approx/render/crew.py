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
from approx.stops import held


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
#: What to say when a process ends that nobody asked to: the system chooses it when memory is short.
SCARCE = "there may not be enough memory: try --jobs 1 or a smaller size"

#: Seconds that a worker has to end by itself.
PATIENCE = 5.0
#: One thread a process, and the same order of everything everywhere; Manim's warnings are no errors
#: to who has his own be some.
ENVIRONMENT = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "PYTHONHASHSEED": "0",
    "PYTHONWARNINGS": "",
}


def run(request: dict[str, Any], folder: Path, report: Report) -> None:
    """Have a request done in `folder`.

    Raises:
        InputError, MachineError: what a worker says went wrong, or Manim is of another version.
    """
    require("manim", "av")
    log = folder / "log.txt"
    started: list[subprocess.Popen[bytes]] = []
    try:
        with held():
            started.append(_start(folder, log))
        if _listen(started[0], request, report):
            return
        with suppress(subprocess.TimeoutExpired):  # it has closed its news: it is about to end
            started[0].wait(PATIENCE)
    finally:
        with held():
            for worker in started:
                _end(worker)
    if worker.returncode:
        raise MachineError(_last_words(log, worker.returncode))


def _start(folder: Path, log: Path) -> subprocess.Popen[bytes]:
    with log.open("wb") as errors:
        return subprocess.Popen(
            [sys.executable, "-m", "approx.render.worker"],
            cwd=folder,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            env={**os.environ, "PYTHONPATH": _path(), **ENVIRONMENT},
            start_new_session=True,  # Ctrl-C is for us; we end them all
        )


def _listen(worker: subprocess.Popen[bytes], request: dict[str, Any], report: Report) -> bool:
    """Ask and pass news on; whether all that was asked for is done, whatever comes after.

    Raises:
        InputError, MachineError: what the worker says went wrong.
    """
    assert worker.stdin is not None
    assert worker.stdout is not None
    with suppress(BrokenPipeError):  # a worker that died at once says why in its log
        worker.stdin.write((json.dumps({**request, "parent": os.getpid()}) + "\n").encode())
        worker.stdin.flush()
    left = len(request.get("films", "1"))
    for line in worker.stdout:
        told = json.loads(line)
        if "error" in told:
            raise (InputError if told["code"] == 2 else MachineError)(told["error"])
        news = News(**told)
        report(news)
        left -= news.done
        if not left:
            return True
    return False


def _end(worker: subprocess.Popen[bytes]) -> None:
    """No process of the worker's is left; what it had to say has been said."""
    with suppress(ProcessLookupError, PermissionError):
        if hasattr(os, "killpg"):
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


def _last_words(log: Path, code: int) -> str:
    """Why the worker ended: the last line of its log that says anything."""
    if code < 0:
        return f"the render was ended by signal {-code}; {SCARCE}"
    lines = [line.strip(" │╭╰─╯╮") for line in log.read_text(errors="replace").splitlines()]
    told = [line for line in lines if line]
    if told:
        return f"the render failed: {told[-1]}"
    return "the render failed without a word; approx doctor may know why"

"""The process that runs Manim: started, listened to, and ended with all its children."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from approx.outputs.films.scratch import scratch
from approx.system.errors import InputError, MachineError
from approx.system.signals import deferred


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


@dataclass(frozen=True)
class Worker:
    """A process that imports Manim and then does one request; what it complains of is in `log`."""

    process: subprocess.Popen[bytes]
    log: Path


#: Workers that nobody has asked for anything yet.
_waiting: list[Worker] = []


@contextmanager
def ready() -> Iterator[None]:
    """Inside, a worker is there before it is asked: Manim takes as long as reading a subject."""
    with scratch() as folder:
        try:
            with deferred():
                _waiting.append(_start(folder))
            yield
        finally:
            with deferred():
                while _waiting:
                    _end(_waiting.pop().process)


def run(request: dict[str, Any], folder: Path, report: Report) -> None:
    """Have a request done in `folder`.

    Raises:
        InputError, MachineError: what a worker says went wrong, or Manim is of another version.
    """
    from approx.system.doctor import require

    require("manim", "av")
    asked: list[Worker] = []
    try:
        with deferred():
            asked.append(_waiting_or_new(folder))
        worker = asked[0]
        if _listen(worker.process, {**request, "folder": str(folder)}, report):
            return
        with suppress(subprocess.TimeoutExpired):  # it has closed its news: it is about to end
            worker.process.wait(PATIENCE)
    finally:
        with deferred():
            for one in asked:
                _end(one.process)
    if worker.process.returncode:
        raise MachineError(_last_words(worker.log, worker.process.returncode))


def _waiting_or_new(folder: Path) -> Worker:
    try:
        return _waiting.pop()  # in one step: several threads may ask
    except IndexError:
        return _start(folder)


def _start(folder: Path) -> Worker:
    log = folder / "log.txt"
    with log.open("wb") as errors:
        process = subprocess.Popen(
            [sys.executable, "-m", "approx.outputs.films.worker"],
            cwd=folder,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            env={**os.environ, "PYTHONPATH": _path(), **ENVIRONMENT},
            start_new_session=True,  # Ctrl-C is for us; we end them all
        )
    return Worker(process, log)


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
    here = str(Path(__file__).parents[3])
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

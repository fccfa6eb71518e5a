"""Processes with Manim, in which functions are called; they end with the process that called.

Manim takes seconds to import, its configuration is global and its cache races: it never runs in
the caller's process. On Linux one server process imports it and forks a child for every call, so
no call sees what another left behind. Elsewhere graphics libraries do not survive a fork: there
every process is started anew, and kept for later calls.
"""

from __future__ import annotations

import atexit
import os
import pickle
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from approx.system.errors import MachineError
from approx.system.scratch import scratch
from approx.system.signals import deferred

#: Whether processes may be forked; APPROX_FORK=0 says no.
CAN_FORK = sys.platform == "linux" and os.environ.get("APPROX_FORK") != "0"
#: Why a process may have been killed: the system chooses one when memory is short.
MEMORY_HINT = "there may not be enough memory: try --jobs 1 or a smaller size"
#: Seconds between two looks at the file whose removal stops a call.
POLL = 0.05
#: One thread a process, and the same order of sets everywhere; Manim's warnings are not errors,
#: whatever the user wants of other warnings.
ENVIRONMENT = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "PYTHONHASHSEED": "0",
    "PYTHONWARNINGS": "",
}


class WorkerLostError(MachineError):
    """A process ended before it had an answer: another one may find it."""


@dataclass
class _Process:
    """A process that imports Manim. What it prints is in log.txt of its own folder.

    Attributes:
        control: through which the server gets one end of a connection for every call.
        resources: its folder and our end of `control`.
    """

    process: subprocess.Popen[bytes]
    folder: Path
    control: socket.socket | None
    resources: ExitStack = field(default_factory=ExitStack)

    def is_server_alive(self) -> bool:
        assert self.control is not None
        try:
            return self.control.recv(1, socket.MSG_DONTWAIT) != b""
        except BlockingIOError:
            return True
        except OSError:
            return False

    def end(self) -> int:
        """Kill it and all its children; its exit code."""
        if self.process.returncode is None:
            with suppress(ProcessLookupError, PermissionError):
                if hasattr(os, "killpg"):
                    os.killpg(self.process.pid, signal.SIGKILL)
                else:
                    self.process.kill()
        code = self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()
        return code


_lock = threading.RLock()
#: The server; where processes cannot be forked, all that wait for a call.
_ready: list[_Process] = []
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_ready.clear)  # they belong to the parent


def start() -> None:
    """Have a process import Manim while the caller does something else."""
    with deferred(), _lock:
        if not _ready:
            _ready.append(_open())


@atexit.register
def close() -> None:
    """End all processes; the next call starts new ones."""
    with deferred(), _lock:
        while _ready:
            _discard(_ready.pop())


def call(
    function: Callable[..., Any],
    *arguments: Any,
    folder: Path,
    stop: Path | None = None,
    reuse: bool = True,
) -> Any:
    """What the function answers in a process with Manim, whose current folder is `folder`.

    Args:
        function, arguments: and the answer can be pickled.
        stop: a file; when it is removed, the call ends.
        reuse: whether the process may be used again, where it is not a child of its own.

    Raises:
        InputError, MachineError: of the function; whatever else it raises is a MachineError.
        WorkerLostError: when the process was killed.
    """
    from approx.system.doctor import require

    require("manim", "av")
    with _connected(reuse) as (process, reader, writer, cut):
        finished = threading.Event()
        if stop is not None:
            threading.Thread(target=_watch, args=(stop, finished, cut), daemon=True).start()
        try:
            pickle.dump((function, arguments, str(folder)), writer)
            writer.flush()
            succeeded, answer = pickle.load(reader)
        except (EOFError, OSError, pickle.UnpicklingError):
            raise _reason(process) from None
        finally:
            finished.set()
    if not succeeded:
        raise answer
    return answer


def _watch(stop: Path, finished: threading.Event, cut: Callable[[], None]) -> None:
    while not finished.wait(POLL):
        if not stop.exists():
            cut()
            return


_Connection = tuple[_Process, IO[bytes], IO[bytes], Callable[[], None]]


@contextmanager
def _connected(reuse: bool) -> Iterator[_Connection]:
    """A process that waits for one task: (process, from it, to it, what ends it early)."""
    if not CAN_FORK:
        yield from _kept(reuse)
        return
    with deferred(), _lock:
        start()
        server = _ready[0]
    here, there = socket.socketpair()

    def cut() -> None:
        with suppress(OSError):  # it has ended already
            here.shutdown(socket.SHUT_RDWR)

    with here, there:
        assert server.control is not None
        try:
            socket.send_fds(server.control, [b"+"], [there.fileno()])
        except OSError:
            raise _reason(server) from None
        there.close()
        with here.makefile("rb") as reader, here.makefile("wb") as writer:
            try:
                yield server, reader, writer, cut
            finally:
                cut()  # the child ends with its connection
                with suppress(OSError):
                    writer.close()


def _kept(reuse: bool) -> Iterator[_Connection]:
    with _lock:
        process = _ready.pop() if _ready else _open()
    answered = False
    try:
        assert process.process.stdin is not None
        assert process.process.stdout is not None
        yield process, process.process.stdout, process.process.stdin, process.process.kill
        answered = reuse and process.process.poll() is None
    finally:
        with deferred(), _lock:
            if answered:
                _ready.append(process)
            else:
                _discard(process)


def _open() -> _Process:
    with ExitStack() as resources:
        folder = resources.enter_context(scratch())
        control, theirs = None, None
        if CAN_FORK:
            control, theirs = (resources.enter_context(one) for one in socket.socketpair())
        with (folder / "log.txt").open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "approx.outputs.films.worker"],
                cwd=folder,  # not the user's, where a manim.cfg might change the picture
                stdin=subprocess.PIPE if theirs is None else theirs.fileno(),
                stdout=subprocess.PIPE if theirs is None else log,
                stderr=log,
                env={**os.environ, "PYTHONPATH": _python_path(), **ENVIRONMENT},
                start_new_session=True,  # Ctrl-C is for the caller, which ends them all
            )
        if theirs is not None:
            theirs.close()
        return _Process(process, folder, control, resources.pop_all())


def _discard(process: _Process) -> None:
    process.end()
    process.resources.close()


def _reason(process: _Process) -> MachineError:
    """Why there was no answer; a server that is gone is forgotten."""
    if process.control is not None and process.is_server_alive():
        return WorkerLostError(f"a process that drew was ended; {MEMORY_HINT}")
    with _lock:
        code = process.process.wait() if process.control else process.end()
        text = _last_words(process.folder / "log.txt", code)
        if process in _ready:
            _ready.remove(process)
            _discard(process)
    return (WorkerLostError if code < 0 else MachineError)(text)


def _python_path() -> str:
    """Where the process finds this very package: it runs in another folder."""
    here = str(Path(__file__).parents[3])
    given = [part for part in os.environ.get("PYTHONPATH", "").split(os.pathsep) if part]
    return os.pathsep.join([here, *(str(Path(part).absolute()) for part in given)])


def _last_words(log: Path, code: int) -> str:
    """Why a process ended: the last line of its log that says anything."""
    if code < 0:
        return f"the render was ended by signal {-code}; {MEMORY_HINT}"
    text = log.read_text(errors="replace") if log.exists() else ""
    lines = [line.strip(" │╭╰─╯╮") for line in text.splitlines()]
    words = [line for line in lines if line]
    if words:
        return f"the render failed: {words[-1]}"
    return "the render failed without a message; approx doctor may know why"

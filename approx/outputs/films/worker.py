"""The process that runs Manim: `python -m approx.outputs.films.worker`.

It imports Manim once. On Linux standard input is a socket that brings one end of a connection for
every call; a forked child answers it. Elsewhere standard input brings the calls themselves.

Half of the time in which Manim is imported goes to graphs' layouts, rotations in space, parsers
for highlighted code and IPython's shell. They are left out; a story that uses one gets it later.
"""

from __future__ import annotations

import errno
import gc
import importlib
import os
import pickle
import queue
import signal
import socket
import sys
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import reduce
from pathlib import Path
from types import ModuleType
from typing import IO, Any

from approx.outputs.films.stories import MODULE
from approx.outputs.films.worker_process import CAN_FORK
from approx.system.errors import ApproxError, MachineError

#: What Manim's modules import names from and use inside functions only.
LATER = ("networkx", "scipy.spatial.transform", "bs4")
#: What Manim imports if it is there, to serve notebooks: a film's process is none.
NEVER = ("IPython",)


def main() -> None:
    """Import Manim, then answer calls until the caller has gone."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # Manim and its libraries print
    with postponed():
        import manim  # noqa: F401
    from approx.outputs.films import assemble, stills, tasks  # noqa: F401
    from approx.outputs.stage.typeset import outlines

    outlines("Every film needs the typesetter: 0123456789")
    if CAN_FORK:
        _serve_forks(socket.socket(fileno=os.dup(0)))
    else:
        _answer(sys.stdin.buffer, answers, once=False)


@contextmanager
def postponed() -> Iterator[None]:
    """Inside, the libraries are stand-ins; imports afterwards give the real ones."""
    stand_ins: dict[str, Any] = {name: _Later(name) for name in LATER} | dict.fromkeys(NEVER)
    missing = {name: module for name, module in stand_ins.items() if name not in sys.modules}
    sys.modules.update(missing)
    try:
        yield
    finally:
        for name in missing:
            del sys.modules[name]


class _Later(ModuleType):
    """A module, or something in it, that is imported when it is called or compared with."""

    def __init__(self, module: str, *path: str) -> None:
        super().__init__(module)
        self._module, self._path = module, path

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # the import system's questions
            raise AttributeError(name)
        return _Later(self._module, *self._path, name)

    def __call__(self, *args: Any, **options: Any) -> Any:
        return self._real()(*args, **options)

    def __instancecheck__(self, instance: Any) -> bool:
        return isinstance(instance, self._real())

    def _real(self) -> Any:
        return reduce(getattr, self._path, importlib.import_module(self._module))


def _serve_forks(control: socket.socket) -> None:
    """Fork a child for every connection."""
    signal.signal(signal.SIGCHLD, _reap)
    gc.freeze()  # what exists now stays shared between all children
    with open(os.devnull, "rb") as nothing:  # noqa: PTH123
        os.dup2(nothing.fileno(), 0)
    while True:
        message, handles, _, _ = socket.recv_fds(control, 1, 1)
        if not message:
            return
        if os.fork() == 0:
            control.close()
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            connection = socket.socket(fileno=handles[0])
            _answer(connection.makefile("rb"), connection.makefile("wb"), once=True)
        os.close(handles[0])


def _reap(number: int, frame: object) -> None:
    """Children have ended; their CPU time counts as this process's."""
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def _answer(reader: IO[bytes], writer: IO[bytes], once: bool) -> None:
    """Do what the reader brings, one task after another; this process ends with its caller."""
    tasks: queue.SimpleQueue[Any] = queue.SimpleQueue()

    def read() -> None:
        try:
            while True:
                tasks.put(pickle.load(reader))
        except BaseException:
            os._exit(1)

    threading.Thread(target=read, daemon=True).start()
    while True:
        function, arguments, folder = tasks.get()
        try:
            os.chdir(folder)
            answer = True, function(*arguments)
        except BaseException as error:
            answer = False, _for_caller(error)
        pickle.dump(answer, writer)
        writer.flush()
        if once:
            os._exit(0)


def _for_caller(error: BaseException) -> ApproxError:
    """The error in one line; all of it goes to the log."""
    if isinstance(error, ApproxError):
        return error
    with suppress(OSError):  # a full disk takes no log either
        traceback.print_exception(error)
    return MachineError(reason(error))


def reason(error: BaseException) -> str:
    """What went wrong, in words that help."""
    if isinstance(error, MemoryError):
        return "not enough memory; use a smaller size or --jobs 1"
    if isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
        return f"no room for the film: {error.strerror}; free some, or set TMPDIR"
    said = " ".join(str(error).split()) or type(error).__name__
    return f"the render failed: {_place(error)}{said}"


def _place(error: BaseException) -> str:
    """'mine.py, line 12: ' where a story is to blame; '' otherwise."""
    places = [
        f"{Path(frame.f_code.co_filename).name}, line {line}: "
        for frame, line in traceback.walk_tb(error.__traceback__)
        if frame.f_globals.get("__name__", "").startswith(MODULE)
    ]
    return places[-1] if places else ""


if __name__ == "__main__":
    main()

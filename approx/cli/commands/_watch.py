"""Drawing again whenever a file changes, until Ctrl-C."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NoReturn

from approx.cli.commands._output import echo
from approx.cli.errors import report
from approx.system.errors import ApproxError

#: Seconds between two looks at the files.
POLL = 0.1
#: When a file was changed, and its size; (0, 0) of one that is not there.
Stamp = tuple[int, int]


def redraw(draw: Callable[[], None], files: Iterable[Path]) -> NoReturn:
    """Draw, and again after every change; an error is one line, and is no end.

    Ends by a signal alone, as Ctrl-C.
    """
    watched = [path for path in files if path.is_file()]
    echo(f"note: watching {watched[0].name} and its words; Ctrl-C ends", err=True)
    drawn: list[Stamp] = []
    while True:
        while (now := [_stamp(path) for path in watched]) == drawn:
            time.sleep(POLL)
        drawn = now  # before drawing: what changes meanwhile is drawn, too
        try:
            draw()
        except ApproxError as error:
            report(error)
        _fresh()


def _stamp(path: Path) -> Stamp:
    try:
        state = path.stat()
    except OSError:  # an editor is just replacing it
        return 0, 0
    return state.st_mtime_ns, state.st_size


def _fresh() -> None:
    """Where processes are kept for later calls, have a new one that knows none of the old words."""
    from approx.outputs.films import worker_process

    if not worker_process.CAN_FORK:
        worker_process.close()
        worker_process.start()

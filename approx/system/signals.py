"""Signals that ask the process to end: as an exception, and deferred while files are renamed."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

#: Ctrl-C, kill, and a terminal that is closed (a signal that Windows lacks).
STOPS = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
)
#: Seconds within which further signals count as the same request: cleaning up takes a moment.
GRACE = 3.0


class Stopped(BaseException):
    """A signal asked the process to end; the argument is its number."""

    ignored_until = 0.0  # time at which further signals count again


def raise_stopped(number: int, frame: object) -> None:
    """A signal handler that raises Stopped once for signals that come together."""
    now = time.monotonic()
    if now > Stopped.ignored_until:
        Stopped.ignored_until = now + GRACE
        raise Stopped(number)


@contextmanager
def deferred() -> Iterator[None]:
    """Defer signals that ask for the end until the block, which takes a moment, is done.

    Python runs signal handlers in the main thread: in other threads there is nothing to defer.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    waiting: list[int] = []
    before: dict[int, Any] = {}
    try:
        for number in STOPS:
            handler = signal.getsignal(number)
            if callable(handler):  # the others are ignored, or end the process without Python
                before[number] = handler
                signal.signal(number, lambda number, frame: waiting.append(number))
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        if waiting:
            signal.raise_signal(waiting[0])

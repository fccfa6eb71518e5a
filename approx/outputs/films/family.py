"""Processes that never outlive who started them, and a purse of tokens that they share."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import sys
import threading
import time
from pathlib import Path

#: Whether a process can be doubled safely: elsewhere graphics libraries do not survive it.
CAN_FORK = sys.platform == "linux"
_PR_SET_PDEATHSIG = 1
#: Seconds between two looks at a file that may go away.
GLANCE = 0.2


def die_with_parent(parent: int) -> None:
    """From now on this process is killed when its parent ends, however that ends.

    Args:
        parent: its process id; one that has ended already ends this process now.
    """
    if sys.platform != "linux":
        _die_with_input()
        return
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)


def _die_with_input() -> None:
    """The same where no such signal is known: standard input ends when the parent does."""

    def watch() -> None:
        while os.read(0, 4096):
            pass
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def die_with_file(path: Path) -> None:
    """From now on this process ends when the file goes away."""

    def watch() -> None:
        while path.exists():
            time.sleep(GLANCE)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


class Purse:
    """As many tokens as processes may work at once, in a pipe that all of them inherit.

    A process that dies with a token keeps it; its film fails then, and with it everything else.
    """

    def __init__(self, tokens: int) -> None:
        self._take, self._give = os.pipe()
        os.write(self._give, b"." * tokens)

    def __enter__(self) -> None:
        os.read(self._take, 1)

    def __exit__(self, *_: object) -> None:
        os.write(self._give, b".")


class Child:
    """A doubled process that waits until it is told how much to do."""

    def __init__(self) -> None:
        hear, self._say = os.pipe()
        parent = os.getpid()
        self.pid = os.fork()
        if self.pid:
            os.close(hear)
            return
        die_with_parent(parent)
        os.close(self._say)
        self._hear = hear

    @property
    def born(self) -> bool:
        """Whether this is the child."""
        return self.pid == 0

    def hear(self) -> int:
        """In the child: what it is told; 0 when there is nothing to do."""
        told = os.read(self._hear, 16)
        os.close(self._hear)
        return int(told or b"0")

    def tell(self, number: int) -> None:
        """In the parent: let it work, or with 0 go."""
        with contextlib.suppress(BrokenPipeError):  # it died; waiting for it tells why
            os.write(self._say, str(number).encode())
        os.close(self._say)

    def abandon(self) -> None:
        """In a sister: close what is not ours."""
        with contextlib.suppress(OSError):
            os.close(self._say)

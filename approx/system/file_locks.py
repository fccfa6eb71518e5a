"""Temporary files that are locked by the process that writes them.

A file without a lock is an orphan: the process that made it has ended.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO, Any


def new_file(folder: Path, prefix: str, suffix: str) -> tuple[IO[bytes], Path]:
    """A new file, locked until it is closed or this process ends."""
    while True:
        handle, name = tempfile.mkstemp(prefix=prefix, suffix=suffix, dir=folder)
        file, path = os.fdopen(handle, "wb"), Path(name)
        with suppress(OSError):  # a file system without locks has no orphans either
            lock(file)
        if is_at(file, path):
            return file, path
        file.close()  # removed as an orphan before it was locked


def orphans(folder: Path, pattern: str) -> Iterator[Path]:
    """The files there that no process has locked; each is locked until the next is asked for."""
    for path in folder.glob(pattern):
        with suppress(OSError), path.open("r+b") as file:
            if lock(file, wait=False) and is_at(file, path):
                if sys.platform == "win32":  # which removes no open file
                    file.close()
                yield path


def lock(file: IO[Any] | int, wait: bool = True) -> bool:
    """Lock an open file; False when another process has locked it and `wait` is not set.

    Raises:
        OSError: on a file system without locks.
    """
    handle = file if isinstance(file, int) else file.fileno()
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except (BlockingIOError, PermissionError):
        return False
    return True


def is_at(file: IO[Any], path: Path) -> bool:
    """Whether the path still leads to this open file."""
    try:
        return os.path.samestat(os.fstat(file.fileno()), path.stat())
    except FileNotFoundError:
        return False

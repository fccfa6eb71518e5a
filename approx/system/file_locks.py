"""Files with an owner: whoever finds one can tell whether the process that made it still lives."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO, Any


def new_file(folder: Path, prefix: str, suffix: str) -> tuple[IO[bytes], Path]:
    """A new file that is owned until it is closed, or this process ends."""
    while True:
        handle, name = tempfile.mkstemp(prefix=prefix, suffix=suffix, dir=folder)
        file, path = os.fdopen(handle, "wb"), Path(name)
        with suppress(OSError):  # where nothing can be owned, nothing is an orphan either
            lock(file)
        if is_at(file, path):
            return file, path
        file.close()  # taken for an orphan between its birth and its lock


def orphans(folder: Path, pattern: str) -> Iterator[Path]:
    """The files there whose owner is gone; each is owned by us while it is looked at."""
    for path in folder.glob(pattern):
        with suppress(OSError), path.open("r+b") as file:
            if lock(file, wait=False) and is_at(file, path):
                if sys.platform == "win32":  # which removes no open file
                    file.close()
                yield path


def lock(file: IO[Any] | int, wait: bool = True) -> bool:
    """Own an open file; False when another does and this does not wait for its end.

    Raises:
        OSError: where files cannot be owned.
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
    """Whether this very file is still at its place."""
    try:
        return os.path.samestat(os.fstat(file.fileno()), path.stat())
    except FileNotFoundError:
        return False

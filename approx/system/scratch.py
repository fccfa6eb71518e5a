"""Temporary folders that the next run removes when their owner did not live to do it."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from approx.system.errors import MachineError
from approx.system.file_locks import new_file, orphans
from approx.system.signals import deferred

#: The process that owns approx-film-x.lock owns the folder approx-film-x. The lock comes before the
#: folder and goes after it: a killed process never leaves a folder that no other may remove.
PREFIX, SUFFIX = "approx-film-", ".lock"
#: Processes that were killed may hold on to a folder for a moment.
PATIENCE = 5.0


@contextmanager
def scratch() -> Iterator[Path]:
    """A private empty folder; gone afterwards, whatever happens.

    Raises:
        MachineError: when there is no place for temporary files.
    """
    opened: list[tuple[IO[bytes], Path]] = []
    process = os.getpid()
    try:
        try:
            with deferred():
                folder = _open(opened)
            yield folder
        finally:
            _close(opened, process)
    finally:
        _close(opened, process)  # again: a signal may have come before the first time had begun


def _open(opened: list[tuple[IO[bytes], Path]]) -> Path:
    try:
        place = Path(tempfile.gettempdir())
        sweep(place)
        opened.append(new_file(place, PREFIX, SUFFIX))
        folder = opened[0][1].with_suffix("")
        folder.mkdir(mode=0o700)
    except OSError as error:
        raise MachineError(
            f"no usable temporary folder: {error.strerror or error}; set TMPDIR"
        ) from None
    return folder


def _close(opened: list[tuple[IO[bytes], Path]], process: int) -> None:
    with deferred():
        while opened and os.getpid() == process:  # a forked process has a copy of this list
            file, owner = opened.pop()
            folder, end = owner.with_suffix(""), time.monotonic() + PATIENCE
            while not _removed(folder) and time.monotonic() < end:
                time.sleep(0.01)
            file.close()
            if not folder.exists():
                owner.unlink(missing_ok=True)


def sweep(place: Path) -> None:
    """Remove the folders there whose owner is gone."""
    for owner in orphans(place, f"{PREFIX}*{SUFFIX}"):
        if _removed(owner.with_suffix("")):
            owner.unlink(missing_ok=True)


def _removed(folder: Path) -> bool:
    shutil.rmtree(folder, ignore_errors=True)
    return not folder.exists()

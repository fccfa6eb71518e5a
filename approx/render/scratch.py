"""Temporary folders that the next run removes when their owner did not live to do it."""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from approx.errors import MachineError

PREFIX, UNBORN = "approx-film-", "approx-new-"
#: Processes that were killed may hold on to a folder for a moment.
PATIENCE = 5.0


@contextmanager
def scratch() -> Iterator[Path]:
    """A folder of our own, empty; gone afterwards, whatever happens.

    Raises:
        MachineError: when there is no place for temporary files.
    """
    try:
        place = Path(tempfile.gettempdir())
        sweep(place)
        unborn = Path(tempfile.mkdtemp(prefix=UNBORN, dir=place))
        # Owned before it gets the name that is swept.
        owner = (unborn / "owner").open("w")
        lock(owner)
        folder = unborn.with_name(PREFIX + unborn.name.removeprefix(UNBORN))
        unborn.rename(folder)
    except OSError as error:
        raise MachineError(
            f"no usable temporary folder: {error.strerror or error}; set TMPDIR"
        ) from None
    try:
        yield folder
    finally:
        _remove(folder)
        owner.close()


def sweep(place: Path) -> None:
    """Remove the folders there whose owner is gone."""
    for folder in place.glob(PREFIX + "*"):
        with suppress(OSError), (folder / "owner").open("r+") as owner:
            if lock(owner):
                shutil.rmtree(folder, ignore_errors=True)


def lock(file: IO[str]) -> bool:
    """Own an open file until it is closed or this process ends; False if another does."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _remove(folder: Path) -> None:
    end = time.monotonic() + PATIENCE
    while folder.exists() and time.monotonic() < end:
        shutil.rmtree(folder, ignore_errors=True)
        if folder.exists():
            time.sleep(0.01)

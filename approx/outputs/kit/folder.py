"""A folder as a result: checked before the work, put in place in one step: all files or none."""

from __future__ import annotations

import ctypes
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from approx.system import files
from approx.system.errors import InputError, MachineError
from approx.system.scratch import scratch

#: The list of what is in a kit; a folder with it is one.
LIST = "kit.json"
#: Files that systems leave in folders that were opened.
DROPPED = {".DS_Store", "Thumbs.db", "desktop.ini"}
_HERE, _EXCHANGE = -100, 2  # AT_FDCWD and RENAME_EXCHANGE of Linux


def destination(given: files.Output | None, default: str) -> Path:
    """Where the kit goes, checked as far as it can be before any work is done.

    Args:
        given: what the user wrote after -o, or None.
        default: the folder's name in outputs/ otherwise; a kit in outputs/ is replaced.

    Raises:
        InputError: when nothing could be written there, or something is there that would be lost.
    """
    path = files.folder(given, default)
    if not path.exists() and not path.is_symlink():
        return path
    if path.is_symlink() or not path.is_dir():
        raise InputError(f"{path} is not a folder")
    if given is not None and not given.force and not files.is_output(path):
        raise InputError(f"{path} exists; add --force")
    _check_own(path)
    return path


def _check_own(folder: Path) -> None:
    """Refuse to replace a folder with a file that no kit wrote.

    Raises:
        InputError: naming the file.
    """
    try:
        text = (folder / LIST).read_text(encoding="utf-8")
        listed = {entry["file"] for entry in json.loads(text)["files"]}
    except (OSError, ValueError, KeyError, TypeError):
        listed = set()
    for file in folder.rglob("*"):
        name = file.relative_to(folder).as_posix()
        plain = file.is_dir() and not file.is_symlink()
        if not plain and file.name not in DROPPED and name not in {*listed, LIST}:
            raise InputError(f"{folder} holds {name}, which no kit wrote; choose another folder")


@contextmanager
def placed(path: Path) -> Iterator[Path]:
    """An empty private folder that becomes `path` when all went well.

    What was at `path` stays there until then, and after any failure.
    """
    with scratch() as work:
        made = work / "kit"
        made.mkdir()
        yield made
        try:
            _place(made, path)
            files.written.append(path)
        except OSError as error:
            raise MachineError(f"cannot write {path}: {error.strerror or error}") from None


def _place(made: Path, path: Path) -> None:
    """Bring the folder onto the disk of its place first; then one step is enough."""
    files.make_outputs(path)
    beside = Path(tempfile.mkdtemp(prefix=".approx-", suffix=".part", dir=path.parent))

    def copy(source: str, copied: str) -> None:
        try:
            shutil.copyfile(source, copied)
        except OSError as error:  # copytree would go on, and collect errors without a reason
            raise MachineError(f"cannot write {path}: {error.strerror}") from None

    try:
        new = shutil.copytree(made, beside / "kit", copy_function=copy)
        if not path.exists():
            new.rename(path)
            return
        _check_own(path)  # it may have come, or changed, since the work began
        if not _exchange(new, path):
            _swap(new, path, beside / "old")
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _exchange(first: Path, second: Path) -> bool:
    """Exchange two names in one step; False where the system cannot."""
    if not sys.platform.startswith("linux"):
        return False
    rename = getattr(ctypes.CDLL(None), "renameat2", None)
    if rename is None:
        return False
    done: int = rename(_HERE, os.fsencode(first), _HERE, os.fsencode(second), _EXCHANGE)
    return done == 0


def _swap(new: Path, path: Path, aside: Path) -> None:
    """The same in two steps; if it is stopped between them, the old folder comes back."""
    path.rename(aside)
    try:
        new.rename(path)
    except BaseException:
        with suppress(OSError):
            aside.rename(path)
        raise

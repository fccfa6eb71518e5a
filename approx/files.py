"""Putting a result in place: checked before the work starts, written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from approx.errors import InputError, MachineError

#: Results go here unless the user says otherwise.
OUTPUTS = Path("outputs")
LONGEST_NAME = 240  # bytes; most file systems allow 255


def destination(given: str | None, default: str, endings: tuple[str, ...]) -> Path:
    """Where the result goes, checked as far as it can be before any work is done.

    Args:
        given: what the user wrote after -o, or None.
        default: the file's name in outputs/ otherwise.
        endings: the endings this command can write, the first being the usual one.

    Raises:
        InputError: when nothing could be written there.
    """
    path = OUTPUTS / default if given is None else Path(given)
    if given is None:
        try:
            OUTPUTS.mkdir(exist_ok=True)
        except OSError as error:
            raise InputError(
                f"cannot make {OUTPUTS}/ here: {error.strerror}; use -o FILE"
            ) from None
    listed = ", ".join(endings[:-1]) + f" or {endings[-1]}" if len(endings) > 1 else endings[0]
    if len(os.fsencode(path.name)) > LONGEST_NAME:
        raise InputError(f"output name is longer than {LONGEST_NAME} bytes")
    if "\0" in str(path):
        raise InputError("the output name holds a NUL character")
    if path.is_dir():
        raise InputError(f"{path} is a folder; give a file name")
    if path.suffix.lower() not in endings:
        raise InputError(f"{path.name}: use {listed}")
    if not path.parent.is_dir():
        raise InputError(f"folder {path.parent} does not exist")
    if (path.exists() or path.is_symlink()) and not path.is_file():
        raise InputError(f"{path} is not a regular file")
    if not os.access(path.parent, os.W_OK):
        raise InputError(f"cannot write in {path.parent}: no permission")
    return path


def publish(path: Path, data: bytes) -> None:
    """Write the file in one step: a reader sees the old file or the new one, never a part."""
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".approx-", suffix=".part")
        part = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            part.chmod(0o666 & ~_umask())
            part.replace(path)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise MachineError(f"cannot write {path}: {error.strerror}") from None


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def slug(*words: str) -> str:
    """A file name from a subject's name and its kind: letters, digits and dashes only."""
    kept = ["".join(c if c.isalnum() or c in "-_." else "-" for c in word) for word in words]
    return "-".join(word.strip("-") for word in kept if word not in {"", "dark"})

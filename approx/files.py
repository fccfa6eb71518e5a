"""Putting a result in place: checked before the work starts, written whole or not at all."""

from __future__ import annotations

import hashlib
import ntpath
import os
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from approx.errors import InputError, MachineError

#: Results go here unless the user says otherwise.
OUTPUTS = Path("outputs")
LONGEST_NAME = 240  # bytes; most file systems allow 255
#: What Windows takes for a device, whatever the ending.
DEVICES = {"CON", "PRN", "AUX", "NUL"}
DEVICES |= {f"{port}{n}" for port in ("COM", "LPT") for n in range(1, 10)}


@dataclass(frozen=True)
class Output:
    """What the user wrote after -o, and whether an older file may be replaced (--force)."""

    name: str
    force: bool = False


def destination(
    given: Output | str | None,
    default: str,
    endings: tuple[str, ...],
    beside: tuple[str, ...] = (),
) -> Path:
    """Where the result goes, checked as far as it can be before any work is done.

    Args:
        given: what the user wrote after -o, or None.
        default: the file's name in outputs/ otherwise; what lies there is ours and is replaced.
        endings: the endings this command can write, the first being the usual one.
        beside: endings of further files that will be written next to it.

    Raises:
        InputError: when nothing could be written there, or a file is there and force is not.
    """
    path, force = _place(given, default)
    listed = ", ".join(endings[:-1]) + f" or {endings[-1]}" if len(endings) > 1 else endings[0]
    if path.is_dir():
        raise InputError(f"{path} is a folder; give a file name")
    if path.suffix.lower() not in endings:
        raise InputError(f"{path.name}: use {listed}")
    _check_parent(path)
    for place in (path, *(path.with_suffix(ending) for ending in beside)):
        if (place.exists() or place.is_symlink()) and not place.is_file():
            raise InputError(f"{place} is not a regular file")
        if place.exists() and not force:
            raise InputError(f"{place} exists; add --force")
    _check_folder(path.parent)
    return path


def folder(given: Output | None, default: str) -> Path:
    """Where a folder of results goes, as far as its name and its surroundings are concerned.

    Args:
        given: what the user wrote after -o, or None.
        default: the folder's name in outputs/ otherwise.

    Raises:
        InputError: when no folder could be made there.
    """
    path, _ = _place(given, default)
    _check_parent(path)
    _check_folder(path.parent)
    return path


def _place(given: Output | str | None, default: str) -> tuple[Path, bool]:
    """The path, and whether what is there may be replaced: in outputs/ it is ours."""
    if given is not None:
        given = Output(given) if isinstance(given, str) else given
        check_name(given.name)
        return Path(given.name), given.force
    return OUTPUTS / _short(default), True


def _check_parent(path: Path) -> None:
    if path.parent != OUTPUTS and not path.parent.is_dir():
        raise InputError(f"folder {path.parent} does not exist")


def check_name(name: str, platform: str = sys.platform) -> None:
    """Refuse what no file can be called.

    Raises:
        InputError: naming the reason.
    """
    if "\0" in name:
        raise InputError("the output name holds a NUL character")
    if len(os.fsencode(Path(name).name)) > LONGEST_NAME:
        raise InputError(f"output name is longer than {LONGEST_NAME} bytes")
    if platform != "win32":
        return
    drive, rest = ntpath.splitdrive(name)
    last = ntpath.basename(rest)
    reserved = last.split(".")[0].rstrip().upper() in DEVICES
    odd = any(c in '<>:"|?*' or ord(c) < 32 for c in last) or last != last.rstrip(" .")
    if reserved or odd or (drive and not rest.startswith(("\\", "/"))):
        raise InputError(f"{name!r} is not a usable file name on Windows")


def _check_folder(folder: Path) -> None:
    """A nameless file is the only honest test: rights, quotas and read-only disks all count."""
    missing = folder == OUTPUTS and not folder.is_dir()
    try:
        if missing:
            folder.mkdir()
            folder.rmdir()
        else:
            with tempfile.TemporaryFile(dir=folder):
                pass
    except OSError as error:
        if missing:
            raise InputError(f"cannot make {folder}/ here: {error.strerror}; use -o") from None
        raise InputError(f"cannot write in {folder}: {error.strerror}") from None


def make_outputs(path: Path) -> None:
    """Make outputs/ when something is about to go there: what is refused leaves no folder."""
    if path.parent == OUTPUTS:
        OUTPUTS.mkdir(exist_ok=True)


def publish(path: Path, data: bytes) -> None:
    """Write the file in one step: a reader sees the old file or the new one, never a part."""
    try:
        make_outputs(path)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".approx-", suffix=".part")
        part = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            part.chmod(0o666 & ~_umask())
            _replace(part, path)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise MachineError(f"cannot write {path}: {error.strerror}") from None


def _replace(part: Path, path: Path) -> None:
    try:
        part.replace(path)
    except PermissionError:
        if sys.platform == "win32" and path.exists():
            message = f"cannot replace {path}: it is open in another program"
            raise MachineError(message) from None
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def slug(*words: str) -> str:
    """A file name from a subject's name and its kind: letters, digits and dashes only."""
    kept = ["".join(c if c.isalnum() or c in "-_." else "-" for c in word) for word in words]
    return "-".join(word.strip("-") for word in kept if word not in {"", "dark"})


def _short(name: str) -> str:
    """A default name that any file system takes; what is cut off lives on as a checksum."""
    if len(os.fsencode(name)) <= LONGEST_NAME:
        return name
    stem, ending = Path(name).stem, Path(name).suffix
    mark = hashlib.sha256(name.encode()).hexdigest()[:8]
    return os.fsencode(stem)[:100].decode(errors="ignore") + f"-{mark}{ending}"

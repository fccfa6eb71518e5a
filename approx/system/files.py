"""Results: a path is checked before the work starts, a file is written complete or not at all."""

from __future__ import annotations

import hashlib
import ntpath
import os
import re
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from approx.system.errors import InputError, MachineError
from approx.system.file_locks import lock, new_file, orphans
from approx.system.signals import deferred

#: Results go here without -o.
OUTPUTS = Path("outputs")
LONGEST_NAME = 240  # bytes; most file systems allow 255
#: A file has a name of this form until it is complete.
PART, SUFFIX = ".approx-", ".part"
#: Seconds to wait for another process that puts files in place.
PATIENCE = 2.0
#: The files that this command has put in place.
written: list[Path] = []

_TemporaryFile = tuple[IO[bytes], Path]
#: Names of devices on Windows, with any ending.
DEVICES = {"CON", "PRN", "AUX", "NUL"}
DEVICES |= {f"{port}{n}" for port in ("COM", "LPT") for n in range(1, 10)}


@dataclass(frozen=True)
class Output:
    """The argument of -o, and whether an existing file may be overwritten (--force)."""

    name: str
    force: bool = False


def destination(
    given: Output | str | None,
    default: str,
    endings: tuple[str, ...],
    beside: tuple[str, ...] = (),
) -> Path:
    """The path of the result, checked as far as possible before any work is done.

    Args:
        given: the argument of -o, or None.
        default: the file's name in outputs/ otherwise; files in outputs/ are overwritten.
        endings: the endings this command can write, the default first.
        beside: endings of further files that will be written next to it.

    Raises:
        InputError: when nothing can be written there, or the file exists and force is not set.
    """
    path, force = _path_and_force(given, default)
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
    """The path of a folder of results; its name and its parent folder are checked.

    Args:
        given: the argument of -o, or None.
        default: the folder's name in outputs/ otherwise.

    Raises:
        InputError: when no folder can be made there.
    """
    path, _ = _path_and_force(given, default)
    _check_parent(path)
    _check_folder(path.parent)
    return path


def _path_and_force(given: Output | str | None, default: str) -> tuple[Path, bool]:
    """The path, and whether an existing file may be overwritten."""
    if given is not None:
        given = Output(given) if isinstance(given, str) else given
        check_name(given.name)
        return Path(given.name), given.force or is_output(given.name)
    return OUTPUTS / _short(default), True


def is_output(path: str | Path) -> bool:
    """Whether a path leads into outputs/, where everything can be made again."""
    return OUTPUTS.resolve() in Path(path).resolve().parents


def _check_parent(path: Path) -> None:
    if path.parent != OUTPUTS and not path.parent.is_dir():
        raise InputError(f"folder {path.parent} does not exist; make it first")


def check_name(name: str, platform: str = sys.platform) -> None:
    """Refuse names that no file can have.

    Raises:
        InputError: naming the reason.
    """
    if not name:
        raise InputError("the output name is empty; give one after -o")
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
    """Try with a nameless file: rights, quotas and read-only disks all count."""
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
    """Make outputs/ only when a file is about to be written there."""
    if path.parent == OUTPUTS:
        OUTPUTS.mkdir(exist_ok=True)


@contextmanager
def made(folder: Path) -> Iterator[None]:
    """A folder that is there, for results; when they fail, one that was not there is gone again.

    Raises:
        MachineError: when it cannot be made.
    """
    try:
        make_outputs(folder)
        new = not folder.is_dir()
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise MachineError(f"cannot make the folder {folder}: {error.strerror}") from None
    try:
        yield
    except BaseException:
        if new:
            with suppress(OSError):
                folder.rmdir()
        raise


def write_file(path: Path, data: bytes) -> None:
    """Write the file in one step: a reader sees the old file or the complete new one."""
    write_files({path: data})


def write_files(files: Mapping[Path, bytes]) -> None:
    """Write files of one folder that belong together, the main one last.

    All are first written under temporary names. Then they are renamed in their order, while signals
    that ask for the end are deferred and other processes that do the same wait, so that all come
    from one process. When a rename fails, the files renamed before get their old content back. Only
    SIGKILL or a power cut between two renames leaves new files beside old ones, each complete, and
    the last one is old then.

    Raises:
        MachineError: when they cannot be written; existing files are unchanged.
    """
    path = list(files)[-1]
    try:
        make_outputs(path)
        for part in orphans(path.parent, f"{PART}*{SUFFIX}"):
            part.unlink(missing_ok=True)
        with ExitStack() as parts:
            ready = [
                (parts.enter_context(_temporary_file(place, files[place])), place)
                for place in files
            ]
            with deferred(), _folder_locked(path.parent):
                _rename_all(ready)
                written.append(path)
    except OSError as error:
        raise MachineError(f"cannot write {path}: {error.strerror}") from None


@contextmanager
def _temporary_file(path: Path, data: bytes) -> Iterator[_TemporaryFile]:
    """The data on disk under a temporary name, removed afterwards unless it was renamed."""
    opened: list[_TemporaryFile] = []
    try:
        with deferred():
            opened.append(new_file(path.parent, PART, SUFFIX))
        file, part = opened[0]
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
        part.chmod(0o666 & ~_umask())
        yield file, part
    finally:
        with deferred():
            for file, part in opened:
                with suppress(OSError):  # closing may try once more what could not be written
                    file.close()
                part.unlink(missing_ok=True)


@contextmanager
def _folder_locked(folder: Path) -> Iterator[None]:
    """Wait, not for long, until no other process puts files in place there."""
    handle = None
    try:
        with suppress(OSError):
            handle = os.open(folder, os.O_RDONLY)  # fails on Windows
            end = time.monotonic() + PATIENCE
            while not lock(handle, wait=False) and time.monotonic() < end:
                time.sleep(0.01)
        yield
    finally:
        if handle is not None:
            os.close(handle)


def _rename_all(ready: Sequence[tuple[_TemporaryFile, Path]]) -> None:
    """Rename all files, or none.

    What the earlier ones held is copied first: a full disk refuses it before anything has changed,
    and putting a copy back takes no room.
    """
    *earlier, _ = [place for _, place in ready]
    with ExitStack() as copies:
        before = {
            place: copies.enter_context(_temporary_file(place, place.read_bytes()))
            for place in earlier
            if place.exists()
        }
        done: list[Path] = []
        try:
            for new, place in ready:
                _replace(new, place)
                done.append(place)
        except BaseException:
            for place in done:
                if place in before:
                    _replace(before[place], place)
                else:
                    place.unlink()
            raise


def _replace(new: _TemporaryFile, path: Path) -> None:
    file, part = new
    if sys.platform == "win32":  # which renames no open file
        file.close()
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


#: Signs of typed functions in the names of files, where * is a dash.
SIGNS = {
    "**": "to", "^": "to", "/": "over", "+": "plus", "-": "minus", "|": "abs", "√": "root",
    "<": "below", ">": "above",
}  # fmt: skip


def output_name(
    *words: str, theme: str = "dark", language: str = "en", aspect: str = "16:9"
) -> str:
    """A file name without its ending: letters, digits and dashes; default options are omitted.

    Args:
        words: the subject's name, and what is drawn of it; "" is left out.
        theme: "" for a command's own default, too.
    """
    shape = "" if aspect == "16:9" else aspect.replace(":", "x")
    own = Path(theme).stem if theme.endswith(".toml") else theme
    options = ("" if own == "dark" else own, shape, "" if language == "en" else language)
    return "-".join(_letters(word).strip("-_") for word in (*words, *options) if word)


def _letters(word: str) -> str:
    """A name that any file system takes. Functions that differ in a sign or bracket differ in it:
    sin(3*x) is sin-3-x, sin(3/x) is sin-3-over-x, sin(x)*3 is sin-x_3 and x^2 is x-to-2.
    """
    typed = re.search(r"[(*^/+|√<>]|^-| - ", word)  # else the dash of a name is one
    if typed:
        word = re.sub(r"\)[\s)]*$", "", word)
        word = re.sub(r"(?<!\w)\(|\)", "_", word)  # a bracket that is not a function's own
        word = re.sub(r"\*\*|[\^/+|√<>-]", lambda sign: f"-{SIGNS[sign[0]]}-", word)
    plain = "".join(c if c.isalnum() or c in "-_." else "-" for c in word)
    if not typed:
        return plain
    return re.sub(r"[-_]*_[-_]*|-+", lambda run: "_" if "_" in run[0] else "-", plain)


def _short(name: str) -> str:
    """A default name that any file system takes; a checksum replaces what is cut off."""
    if len(os.fsencode(name)) <= LONGEST_NAME:
        return name
    stem, ending = Path(name).stem, Path(name).suffix
    mark = hashlib.sha256(name.encode()).hexdigest()[:8]
    return os.fsencode(stem)[:100].decode(errors="ignore") + f"-{mark}{ending}"

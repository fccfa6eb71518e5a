"""Films and segments that were drawn before, in a folder of the user's that never gets too large.

No locks: entries appear whole by a rename, are read whole and checked on every use, and vanish
whole. What is damaged or gone is drawn anew. Nothing here ever fails a render.
"""

from __future__ import annotations

import hashlib
import os
import re
import shlex
import shutil
import stat
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from approx.system.errors import InputError

FOLDER, SIZE = "APPROX_CACHE", "APPROX_CACHE_SIZE"
USUAL_SIZE = "2G"
UNITS = {"": 1, "K": 2**10, "M": 2**20, "G": 2**30, "T": 2**40}
#: What entries are called; a folder may hold other files, which are never touched.
NAME = re.compile(r"[0-9a-f-]{64,96}\.(film|segment)")
PART, STALE = ".approx-", 3600.0
#: Bytes of an entry's first line, at most.
LONGEST_HEADER = 300
#: The folder is looked through about so many times while its limit's worth is written.
LOOKS = 32


@dataclass(frozen=True)
class State:
    """What is kept: how many films and segments, and their bytes together."""

    films: int
    segments: int
    size: int


@dataclass(frozen=True)
class Cache:
    """Entries by key: 'first-rest.kind', made of hexadecimal digits.

    Attributes:
        folder: where they are.
        limit: their bytes together, at most; the least recently used go.
    """

    folder: Path
    limit: int

    def get(self, key: str) -> bytes | None:
        """An entry's content; None when there is none that is exactly what was stored."""
        path = self.folder / key
        try:
            # A pipe would be waited for.
            if not path.is_file():
                return None
            with path.open("rb") as file:
                header = file.readline(LONGEST_HEADER)
                size = os.fstat(file.fileno()).st_size - len(header)
                if not header.startswith(_title(key, size)):
                    return None
                data = file.read()
        except OSError:
            return None
        if header != _header(key, data):
            return None
        with suppress(OSError):
            os.utime(path)  # used just now
        return data

    def store(self, key: str, data: bytes) -> None:
        """Keep an entry, if that can be; one of that key is replaced, whatever it is."""
        header = _header(key, data)
        size = len(header) + len(data)
        if size > self.limit:
            return
        with suppress(OSError):
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self.folder, prefix=PART)
            part = Path(name)
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(header)
                    file.write(data)
                _put_in_place(part, self.folder / key)
            except BaseException:
                part.unlink(missing_ok=True)
                raise
            # Now and then, as often as this much writing makes it worth while: the digest is the
            # die, so that no two processes have to count together.
            digest = int(hashlib.sha256(header).hexdigest()[:8], 16) / 2**32
            if digest * self.limit < size * LOOKS:
                self.trim()

    def drop(self, key: str) -> None:
        """Remove an entry whose content turned out to be of no use."""
        _remove(self.folder / key)

    def names(self) -> set[str]:
        """The keys of all entries, of which some may be damaged."""
        return {path.name for path, _ in self._entries()}

    def state(self) -> State:
        """What is kept."""
        entries = list(self._entries())
        films = sum(path.suffix == ".film" for path, _ in entries)
        return State(films, len(entries) - films, sum(status.st_size for _, status in entries))

    def trim(self) -> None:
        """Remove what was used longest ago, until the limit is kept."""
        entries = sorted(self._entries(), key=lambda entry: entry[1].st_mtime, reverse=True)
        size = 0
        for path, status in entries:
            size += status.st_size
            if size > self.limit:
                _remove(path)
        # What a process that was killed left half written.
        self._sweep(lambda status: status.st_mtime < time.time() - STALE)

    def clear(self) -> None:
        """Remove every entry, and nothing else."""
        for path, _ in self._entries():
            _remove(path)
        self._sweep(lambda status: True)

    def _entries(self) -> Iterator[tuple[Path, os.stat_result]]:
        return self._files(lambda name: NAME.fullmatch(name) is not None)

    def _sweep(self, which: Callable[[os.stat_result], bool]) -> None:
        for path, status in self._files(lambda name: name.startswith(PART)):
            if which(status):
                _remove(path)

    def _files(self, wanted: Callable[[str], bool]) -> Iterator[tuple[Path, os.stat_result]]:
        with suppress(OSError), os.scandir(self.folder) as entries:
            for entry in entries:
                if wanted(entry.name):
                    with suppress(OSError):  # another process was faster
                        yield Path(entry.path), entry.stat(follow_symlinks=False)


def user_cache() -> Cache | None:
    """The user's cache; None when it is switched off, or there is no home for it.

    Raises:
        InputError: when its size in the environment is none, or others can write in the folder
            that the environment names; a usual folder of that kind is not used.
    """
    folder, size = place(), limit()
    if folder is None or size == 0:
        return None
    if fault := _distrusted(folder):
        if os.environ.get(FOLDER):
            raise InputError(f"{FOLDER}: {folder} {fault}")
        return None
    return Cache(folder, size)


def _distrusted(folder: Path) -> str:
    """Why others could put films of theirs there, or ""."""
    if sys.platform == "win32":
        return ""
    try:
        status = folder.stat()
    except OSError:  # not there yet
        return ""
    if status.st_uid != os.geteuid():
        return "belongs to another user; name a folder of your own"
    if status.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        return f"can be written by others; chmod go-w {shlex.quote(str(folder))}"
    return ""


def place() -> Path | None:
    """Where entries are: APPROX_CACHE, or the platform's folder for such things."""
    given = os.environ.get(FOLDER)
    if given:
        return Path(given).absolute()
    from platformdirs import user_cache_path

    with suppress(OSError, RuntimeError):
        folder = user_cache_path("approx", appauthor=False)
        if folder.is_absolute():  # a home that is not known stays '~'
            return folder
    return None


def limit() -> int:
    """How many bytes are kept; 0 for none."""
    given = os.environ.get(SIZE) or USUAL_SIZE
    match = re.fullmatch(r"(\d{1,15}) *([KMGT]?)(?:i?B)?", given.strip(), re.IGNORECASE)
    if match is None:
        raise InputError(f"{SIZE} takes a size like 500M or 2G (0 keeps nothing), not {given!r}")
    return int(match[1]) * UNITS[match[2].upper()]


def _header(key: str, data: bytes) -> bytes:
    """An entry's first line: what it is, its key, its size in bytes, the digest of all that."""
    title = _title(key, len(data))
    return title + hashlib.sha256(title + data).hexdigest().encode() + b"\n"


def _title(key: str, size: int) -> bytes:
    return f"approx {key} {size} ".encode()


def _put_in_place(part: Path, path: Path) -> None:
    try:
        part.replace(path)
    except OSError:
        if not _is_folder(path):
            raise
        _remove(path)
        part.replace(path)


def _remove(path: Path) -> None:
    """Remove what lies in an entry's place, if we may."""
    if _is_folder(path):
        shutil.rmtree(path, ignore_errors=True)
        return
    with suppress(OSError):
        path.unlink()


def _is_folder(path: Path) -> bool:
    try:
        return stat.S_ISDIR(path.lstat().st_mode)
    except OSError:
        return False

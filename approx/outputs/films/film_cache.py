"""Films and segments that were drawn before.

Whole films are found by what they are made of, before Manim would have started; segments by what
their frames look like, as a digest.
"""

from __future__ import annotations

import hashlib
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from approx.outputs.films.cache import Cache
from approx.outputs.films.formats import format_of
from approx.outputs.films.job import Job
from approx.outputs.films.plan import Plan, Segment
from approx.system import folders
from approx.system.errors import ApproxError
from approx.system.scratch import scratch

PACKAGE = Path(__file__).parents[2]
MADE = {".pyc", ".pyo"}
#: Digits of a segment's first frame, by which it is found before all of it is known.
FIRST = 16


def surroundings() -> str:
    """What every film depends on besides its job.

    All of the package counts: its code, its words, its fonts, the stories; and everything that is
    installed. A film that is played again without need finds its segments.
    """
    code = [digest_of_files(folder) for folder in (PACKAGE, folders.scenes())]
    return digest([*code, *machine(), _settings()])


def film_key(job: Job, around: str) -> str | None:
    """The name of a film's entry; None when what it depends on is not known."""
    if job.story.endswith(".py"):
        return None  # a user's own story may read any file
    return f"{digest([asdict(job), around])}.film"


class FilmCache:
    """The cache of a command's films; without one, nothing is found and nothing kept.

    Args:
        cores: how many parts of a film are decoded at the same time.
    """

    def __init__(self, cache: Cache | None, cores: int = 1) -> None:
        self._cache, self._cores = cache, cores
        self._around = surroundings() if cache else ""

    def find(self, job: Job) -> tuple[Plan, bytes] | None:
        """The film's plan and file, if it was rendered before.

        Its digest tells that it is what was kept; that it is a film, and the one that was planned,
        only decoding every frame tells. An entry that is none is dropped.
        """
        key = film_key(job, self._around)
        data = self._cache.get(key) if self._cache and key else None
        if self._cache is None or key is None or data is None:
            return None
        words, _, film = data.partition(b"\n")
        try:
            plan = Plan.of_json(words.decode())
            _check(job, plan, film, self._cores)
        except (ApproxError, ValueError, TypeError, KeyError, AttributeError, OverflowError):
            self._cache.drop(key)
            return None
        return plan, film

    def keep(self, job: Job, plan: Plan, film: bytes) -> None:
        """Keep a film that was looked at, unless what it was made with has changed meanwhile."""
        key = film_key(job, self._around)
        if self._cache and key and surroundings() == self._around:
            self._cache.store(key, plan.to_json().encode() + b"\n" + film)
            self._cache.trim()


def _check(job: Job, plan: Plan, film: bytes, cores: int) -> None:
    from approx.outputs.films.assemble import check_film

    with scratch() as folder:
        path = folder / f"film.{job.format}"
        path.write_bytes(film)
        check_film(job, plan, path, cores)


def ground(job: Job) -> bytes:
    """What all segments of a film depend on: size, rate, encoding, and what draws and encodes."""
    form = format_of(job.format, job.transparent)
    encoding = [form.container, form.codec, form.pixels, form.alpha, dict(form.options)]
    shape = [job.width, job.height, job.fps]
    code = digest_of_files(PACKAGE / "outputs" / "films")
    return digest([shape, encoding, code, *machine()]).encode()


def segment_key(first: str, whole: str) -> str:
    """The name of a segment's entry, from the digests of its first frame and of all."""
    return f"{first[:FIRST]}-{whole}.segment"


class SegmentCache:
    """The cache of segments; without one, nothing is found and nothing kept."""

    def __init__(self, cache: Cache | None) -> None:
        self._cache = cache

    def starts(self) -> set[str]:
        """How the keys of all segments begin."""
        names = self._cache.names() if self._cache else set()
        return {name[:FIRST] for name in names if name.endswith(".segment")}

    def fetch(self, segment: Segment, folder: Path) -> bool:
        """Put a segment's file in place if it is known; whether it did."""
        data = self._cache.get(segment.key) if self._cache and segment.key else None
        if data is None:
            return False
        segment.file(folder).write_bytes(data)
        return True

    def drop(self, segment: Segment) -> None:
        """Forget a segment whose file turned out to be none."""
        if self._cache and segment.key:
            self._cache.drop(segment.key)

    def keep(self, segment: Segment, data: bytes) -> None:
        """Keep a segment's file for the next time."""
        if self._cache and segment.key:
            self._cache.store(segment.key, data)


def digest(values: Any) -> str:
    return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()


def digest_of_files(folder: Path) -> str:
    """A digest of every file there that is not made from another, with its place."""
    whole = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.suffix not in MADE and path.is_file():
            whole.update(f"{path.relative_to(folder)}\n".encode(errors="surrogateescape"))
            whole.update(_content(path))
    return whole.hexdigest()


def _content(path: Path) -> bytes:
    """A file's digest; nothing for one that is gone or cannot be read."""
    try:
        return hashlib.sha256(path.read_bytes()).digest()
    except OSError:
        return b""


def machine() -> list[str]:
    """This Python, every package that it finds, and the system's library that draws."""
    import cairo

    names = {path.name for folder in sys.path for path in _inside(Path(folder))}
    packages = sorted(name for name in names if name.endswith((".dist-info", ".egg-info")))
    return [sys.version, sys.platform, cairo.cairo_version_string(), *packages]


def _inside(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except OSError:
        return []


def _settings() -> str:
    """The user's own Manim settings, which Manim obeys wherever it starts."""
    windows = sys.platform == "win32"
    folder = Path("AppData", "Roaming", "Manim") if windows else Path(".config", "manim")
    try:
        home = Path.home()
    except RuntimeError:
        return ""
    return _content(home / folder / "manim.cfg").hex()

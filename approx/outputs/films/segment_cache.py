"""Segments that were drawn before: found by what their frames look like, as a digest."""

from __future__ import annotations

from pathlib import Path

from approx.outputs.films.cache import Cache
from approx.outputs.films.film_cache import PACKAGE, digest, digest_of_files, machine
from approx.outputs.films.formats import format_of
from approx.outputs.films.job import Job
from approx.outputs.films.plan import Segment

#: Digits of a segment's first frame, by which it is found before all of it is known.
FIRST = 16


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
            self._cache.put(segment.key, data)

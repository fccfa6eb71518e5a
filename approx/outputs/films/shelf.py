"""Where segments are that were drawn before; for whoever has them drawn, here or elsewhere."""

from __future__ import annotations

from pathlib import Path

from approx.outputs.films.cache import Cache
from approx.outputs.films.keys import FIRST
from approx.outputs.films.plan import Segment


class Shelf:
    """The cache of segments: fetched by their keys, and kept; without a cache, neither."""

    def __init__(self, cache: Cache | None) -> None:
        self._cache = cache

    def known(self) -> set[str]:
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

    def keep(self, segment: Segment, folder: Path) -> None:
        """Keep a segment's file for the next time."""
        if self._cache and segment.key:
            self._cache.put(segment.key, segment.file(folder).read_bytes())

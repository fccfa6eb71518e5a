"""Whole films that were rendered before: found by what they are made of, without drawing."""

from __future__ import annotations

from approx.outputs.films.cache import Cache
from approx.outputs.films.job import Job
from approx.outputs.films.keys import film_key, surroundings
from approx.outputs.films.plan import Plan


class Films:
    """The cache of a command's films; without one, nothing is found and nothing kept."""

    def __init__(self, cache: Cache | None) -> None:
        self._cache = cache
        self._around = surroundings() if cache else ""

    def find(self, job: Job) -> tuple[Plan, bytes] | None:
        """The film's plan and file, if it was rendered before.

        It was decoded, every frame of it, before it was kept; that it is the same file, byte for
        byte, its digest tells.
        """
        key = film_key(job, self._around)
        data = self._cache.get(key) if self._cache and key else None
        if data is None:
            return None
        plan, _, film = data.partition(b"\n")
        return Plan.of_json(plan.decode()), film

    def keep(self, job: Job, plan: Plan, film: bytes) -> None:
        """Keep a film that was looked at, unless what it was made with has changed meanwhile."""
        key = film_key(job, self._around)
        if self._cache and key and surroundings() == self._around:
            self._cache.put(key, plan.to_json().encode() + b"\n" + film)
            self._cache.trim()

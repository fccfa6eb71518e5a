"""How a film's segments are divided among those who draw them: by work, in one way only."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from approx.outputs.films.plan import Segment
from approx.system.errors import InputError

#: What a segment costs beyond the frames that move, in such frames: its file, its first frame.
BASE = 4
#: Shards of a film.
MOST = 999


def available_cores() -> int:
    """How many processes can run at the same time."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def work(segment: Segment) -> int:
    """What drawing it costs: frames of a rest are all alike and next to nothing."""
    return BASE + segment.moving


def neighbours(segments: Sequence[Segment], parts: int) -> list[list[Segment]]:
    """Up to `parts` runs of neighbours: who draws one hurries through the story up to it."""
    whole = sum(map(work, segments))
    runs: list[list[Segment]] = [[] for _ in range(parts)]
    before = 0
    for segment in segments:
        # Where the middle of its work lies.
        runs[(2 * before + work(segment)) * parts // (2 * whole)].append(segment)
        before += work(segment)
    return [run for run in runs if run]


@dataclass(frozen=True)
class Part:
    """One of several machines' part of a film: shard `number` of `of`, counted from 1."""

    number: int
    of: int

    @classmethod
    def read(cls, text: str) -> Part:
        """From "2/4".

        Raises:
            InputError: for anything else.
        """
        number, _, of = text.partition("/")
        if not (number.isdecimal() and of.isdecimal() and 1 <= int(number) <= int(of) <= MOST):
            raise InputError(f"--shard takes I/N like 1/4, up to N/N and {MOST}, not {text!r}")
        return cls(int(number), int(of))

    def holds(self, film: int) -> Callable[[Segment], bool]:
        """Whether a segment is in it; to be asked of all of a film's segments in order.

        Each goes to the shard with the least work so far, as the story is told: so every machine
        tells it once, and knows its part without knowing the whole.

        Args:
            film: its number; another shard begins with each, or many short films were the first's.
        """
        load = [0] * self.of

        def ours(segment: Segment) -> bool:
            shard = min(range(self.of), key=lambda one: (load[one], (one - film) % self.of))
            load[shard] += work(segment)
            return shard == self.number - 1

        return ours

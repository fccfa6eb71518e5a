"""How a film's segments are divided among those who draw them: by work, in one way only."""

from __future__ import annotations

from collections.abc import Sequence

from approx.render.plan import Segment

#: What a segment costs beyond the frames that move, in such frames: its file, its first frame.
BASE = 4


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

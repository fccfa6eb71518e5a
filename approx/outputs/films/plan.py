"""A film's plan: which frames, cut into segments that are drawn apart from each other.

Where the cuts are depends on the story and the frame rate alone, never on the number of workers:
so does every frame, because an encoder begins anew at each cut.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from approx.outputs.films.job import Caption

#: The most frames of a segment, unless they are a rest's, which cost next to nothing.
LONGEST = 120
#: A play that is longer is cut into pieces of at most so many: all workers end together.
PIECE = 75
#: What a segment costs beyond its moving frames, in such frames: its file, its first frame.
BASE = 4


@dataclass
class Segment:
    """A run of frames of one beat.

    Attributes:
        first: its first frame's number in the film.
        frames: how many.
        moving: how many of them belong to no rest.
        beat: which one they belong to.
        key: what its frames look like, as a digest; '' when that is not known.
    """

    first: int
    frames: int = 0
    beat: int = 0
    key: str = field(default="", compare=False)
    moving: int = 0

    @property
    def end(self) -> int:
        """The number of the first frame after it."""
        return self.first + self.frames

    @property
    def work(self) -> int:
        """What drawing it costs: frames of a rest are all alike and next to nothing."""
        return BASE + self.moving

    def file(self, folder: Path) -> Path:
        """Where its frames are."""
        return folder / f"{self.first:06d}.segment"


@dataclass
class Plan:
    """All segments in order, and every beat with its caption and times."""

    segments: list[Segment] = field(default_factory=list)
    captions: list[Caption] = field(default_factory=list)

    @property
    def frames(self) -> int:
        """How many frames the film has."""
        return self.segments[-1].end if self.segments else 0

    def to_json(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def of_json(cls, text: str) -> Plan:
        values: dict[str, Any] = json.loads(text)
        return cls(
            [Segment(**segment) for segment in values["segments"]],
            [Caption(**caption) for caption in values["captions"]],
        )


def pieces(count: int, rest: bool, taken: int) -> Iterator[tuple[int, int, bool]]:
    """How a play of `count` frames continues a segment that has `taken` frames already.

    Yields:
        (from, to, whether a new segment begins there), frames counted within the play.
    """
    begin = taken == 0
    if rest or taken + count <= LONGEST:
        yield 0, count, begin
        return
    parts = -(-count // PIECE)
    cuts = [count * k // parts for k in range(parts + 1)]
    for start, end in itertools.pairwise(cuts):
        yield start, end, True


class Share:
    """One worker's share of a film's segments, decided as the story goes by.

    Each segment goes to the share with the least work so far: every worker goes through the story
    once, draws on the way, and knows its share without knowing the whole.

    Args:
        number, of: the share, counted from 0, and how many there are.
        only: first frames of the segments to be shared; None for all.
    """

    def __init__(self, number: int, of: int, only: Collection[int] | None = None) -> None:
        self._number, self._only = number, only
        self._work = [0] * of
        self._given: tuple[int, Segment] | None = None

    def takes(self, segment: Segment) -> bool:
        """Whether the segment is in it; asked once of each, in order, when it begins."""
        if self._given is not None:
            share, before = self._given
            self._work[share] += before.work
            self._given = None
        if self._only is not None and segment.first not in self._only:
            return False
        share = self._work.index(min(self._work))
        self._given = share, segment
        return share == self._number

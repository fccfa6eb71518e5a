"""A film's plan: which frames, cut into segments that are drawn apart from each other.

Where the cuts are depends on the story and the frame rate alone, never on the number of cores: so
does every frame, because an encoder begins anew at each cut.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from approx.outputs.films.job import Caption

#: The most frames of a segment, unless they are a rest's, which cost next to nothing.
LONGEST = 120
#: A play that is longer is cut into pieces of at most so many: two cores, or seven, end together.
PIECE = 75


@dataclass
class Segment:
    """A run of frames of one beat.

    Attributes:
        first: its first frame's number in the film.
        frames: how many.
        moving: how many of them are no rest's.
        beat: which one they belong to.
        key: what its frames look like; '' when nobody asked.
    """

    first: int
    frames: int = 0
    beat: int = 0
    key: str = ""
    moving: int = 0

    @property
    def end(self) -> int:
        """The number of the first frame after it."""
        return self.first + self.frames

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

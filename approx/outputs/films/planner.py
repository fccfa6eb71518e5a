"""A visitor that goes through a story and writes down its plan; nothing is drawn."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from approx.outputs.films.plan import Plan, Segment, pieces
from approx.outputs.films.renderer import Play
from approx.outputs.films.sight import Sight


class Planner:
    """Cuts a story into segments.

    Args:
        tell: passes news on.
        sight: gives segments their keys.

    Attributes:
        plan: what is planned so far; the captions are not its business.
    """

    def __init__(self, tell: Callable[..., None], sight: Sight) -> None:
        self.plan = Plan()
        self._tell, self._sight = tell, sight
        self._beat = 0
        self._open: Any = None

    def beat(self, number: int, beats: int, caption: str) -> None:
        """A cut; the number of frames to come is estimated from the beats told."""
        self._close()
        self._beat = number
        told = self.plan.frames
        self._tell(beat=number, beats=beats, caption=caption)
        if number:
            self._tell(planned=told * beats // number)

    def play(self, play: Play) -> None:
        """Add the play's frames to the plan."""
        taken = self.plan.segments[-1].frames if self._open else 0
        for start, end, cut in pieces(play.count, play.rest, taken):
            if cut:
                self._close()
                if self._begin(play, Segment(play.first + start, beat=self._beat)):
                    return
            segment = self.plan.segments[-1]
            segment.frames += end - start
            segment.moving += 0 if play.rest else end - start
            self._sight.look(segment, play, start, end)

    def finish(self) -> None:
        """The story is told."""
        self._close()
        self._tell(planned=self.plan.frames)

    def _begin(self, play: Play, segment: Segment) -> bool:
        """Open a segment; whether somebody else goes on with the story from here."""
        self.plan.segments.append(segment)
        self._open = segment
        return False

    def _close(self) -> None:
        """The open segment, if there is one, is complete."""
        self._open = None

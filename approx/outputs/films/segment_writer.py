"""A visitor that cuts a story into segments and draws one share of them, each into a file."""

from __future__ import annotations

from collections.abc import Callable, Collection
from enum import Enum, auto
from pathlib import Path

from approx.outputs.films.encoder import Encoder
from approx.outputs.films.formats import Format
from approx.outputs.films.frame_hash import FrameHasher, SegmentHash
from approx.outputs.films.plan import Plan, Segment, Share, pieces
from approx.outputs.films.renderer import Play

#: Progress is reported every so many frames.
STEP = 12


class _Mode(Enum):
    """What is done with the frames of the open segment."""

    SKIP = auto()  # another worker's
    LOOK = auto()  # it was perhaps drawn before: its key is enough
    DRAW = auto()


class SegmentWriter:
    """Draws the share's segments; those that begin like a known one get their key only.

    Args:
        ground: what all of the film's segments depend on besides their frames.
        known: how the keys of known segments begin.
        report: called with the progress: `drawn` frames, `beat`, `beats`, `caption`, `planned`.

    Attributes:
        plan: what is planned so far, without the captions.
        drawn: the segments that were drawn.
    """

    def __init__(
        self,
        folder: Path,
        form: Format,
        share: Share,
        ground: bytes,
        known: Collection[str] = frozenset(),
        report: Callable[..., None] = lambda **progress: None,
    ) -> None:
        self.plan, self.drawn = Plan(), list[Segment]()
        self._folder, self._format, self._share = folder, form, share
        self._ground, self._known, self._report = ground, known, report
        self._hasher, self._hash = FrameHasher(), SegmentHash(ground)
        self._segment: Segment | None = None
        self._mode = _Mode.SKIP
        self._beat = self._unreported = 0
        self._encoder: Encoder | None = None

    def beat(self, number: int, beats: int, caption: str) -> None:
        """A cut; the number of frames to come is estimated from the beats so far."""
        self.close()
        self._beat = number
        self._report(beat=number, beats=beats, caption=caption)
        if number:
            self._report(planned=self.plan.frames * beats // number)

    def play(self, play: Play) -> None:
        """Add the play's frames to the plan, and draw those of the share."""
        taken = self._segment.frames if self._segment else 0
        for start, end, cut in pieces(play.count, play.rest, taken):
            if cut:
                self.close()
                self._begin(play, start)
            assert self._segment is not None
            self._segment.frames += end - start
            self._segment.moving += 0 if play.rest else end - start
            if self._mode is not _Mode.SKIP:
                self._take(play, start, end)

    def close(self) -> None:
        """The open segment, if there is one, is complete."""
        segment, self._segment = self._segment, None
        if segment is None or self._mode is _Mode.SKIP:
            return
        segment.key = self._hash.key
        if self._encoder is not None:
            self._encoder.close()
            self._encoder = None
            self.drawn.append(segment)
        if self._unreported:
            self._report(drawn=self._unreported)
            self._unreported = 0

    def _begin(self, play: Play, start: int) -> None:
        self._segment = Segment(play.first + start, beat=self._beat)
        self.plan.segments.append(self._segment)
        if not self._share.takes(self._segment):
            self._mode = _Mode.SKIP
            return
        self._hash = SegmentHash(self._ground)
        self._mode = _Mode.LOOK if self._begins_like_a_known_one(play, start) else _Mode.DRAW
        if self._mode is _Mode.DRAW:
            camera = play.camera
            self._encoder = Encoder(
                self._segment.file(self._folder),
                camera.pixel_width,
                camera.pixel_height,
                int(camera.frame_rate),
                self._format,
            )

    def _begins_like_a_known_one(self, play: Play, start: int) -> bool:
        if not self._known:
            return False
        first = SegmentHash(self._ground)
        first.add(self._look(play, start), 1)
        return first.start in self._known

    def _take(self, play: Play, start: int, end: int) -> None:
        """Frames of the share: a rest's are one picture."""
        repeat = end - start if play.rest else 1
        for number in range(start, end, repeat):
            if self._mode is _Mode.LOOK:
                self._hash.add(self._look(play, number), repeat)
                continue
            assert self._encoder is not None
            boxes = play.draw(number)
            self._encoder.write(play.camera.pixel_array, boxes, repeat)
            self._hash.add(self._hasher.drawn(play.camera), repeat)
            self._unreported += repeat
            if self._unreported >= STEP:
                self._report(drawn=self._unreported)
                self._unreported = 0

    def _look(self, play: Play, number: int) -> bytes | None:
        play.go_to(number)
        return self._hasher.frame(play.camera, *play.shown())

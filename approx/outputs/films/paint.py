"""Drawing: the frames of the segments asked for, each segment into a file of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from approx.outputs.films.encoder import Encoder
from approx.outputs.films.formats import Format
from approx.outputs.films.plan import Segment
from approx.outputs.films.renderer import Play
from approx.outputs.films.sight import Sight

#: Progress is told every so many frames.
STEP = 12


class Painter:
    """A visitor that draws segments, in order, and calls `done` after the last one.

    Args:
        sight: gives them their keys.
    """

    def __init__(
        self,
        segments: Sequence[Segment],
        folder: Path,
        form: Format,
        drawn: Callable[[int], None],
        done: Callable[[], None],
        sight: Sight | None = None,
    ) -> None:
        self._left = list(segments)
        self._folder, self._format = folder, form
        self._drawn, self._done, self._sight = drawn, done, sight
        self._encoder: Encoder | None = None
        self._untold = 0

    def beat(self, number: int, beats: int, caption: str) -> None:
        """Beats are told by who plans."""

    def play(self, play: Play) -> None:
        """Draw those frames of the play that lie in segments."""
        while self._left and self._left[0].first < play.first + play.count:
            segment = self._left[0]
            start = max(segment.first, play.first)
            end = min(segment.end, play.first + play.count)
            self._draw(play, start - play.first, end - play.first, segment)
            if end < segment.end:
                return
            self._close()
        if not self._left:
            self._done()

    def _draw(self, play: Play, start: int, end: int, segment: Segment) -> None:
        if self._encoder is None:
            camera = play.camera
            self._encoder = Encoder(
                segment.file(self._folder),
                camera.pixel_width,
                camera.pixel_height,
                int(camera.frame_rate),
                self._format,
            )
        if play.rest:
            boxes = play.draw(start)
            self._encoder.write(play.camera.pixel_array, boxes, end - start)
            self._saw(segment, play, end - start)
            return
        for number in range(start, end):
            boxes = play.draw(number)
            self._encoder.write(play.camera.pixel_array, boxes)
            self._saw(segment, play, 1)

    def _saw(self, segment: Segment, play: Play, frames: int) -> None:
        if self._sight is not None:
            self._sight.saw(segment, play.camera, frames)
        self._untold += frames
        if self._untold >= STEP:
            self._drawn(self._untold)
            self._untold = 0

    def _close(self) -> None:
        assert self._encoder is not None
        self._encoder.close()
        self._encoder = None
        self._left.pop(0)
        if self._untold:
            self._drawn(self._untold)
            self._untold = 0

"""What frames look like, as digests: a segment's key is found before it is drawn, or on the way.

A frame is the shapes that the camera would draw: their points and looks in order, the view and the
background. Equal ones give equal pixels, and equal pixels in equal order, encoded the same way,
equal files; nothing has to be known of stories, words or networks.

Looking at all frames of a film that was never drawn would be wasted. So a segment's key begins with
its first frame: where no known key begins like that, nobody looks further, and who draws the
segment finds its key on the way.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Set
from typing import Any

from manim import Mobject

from approx.outputs.films.camera import Camera, Pixels
from approx.outputs.films.keys import FIRST, segment_key
from approx.outputs.films.plan import Segment
from approx.outputs.films.renderer import Play
from approx.outputs.films.shape import Shape


class Sight:
    """Gives segments their keys; '' while they are of no use, or not all that is seen are shapes.

    Args:
        ground: what all of the film's segments depend on besides their frames.
        known: how the keys of known segments begin.
    """

    def __init__(self, ground: bytes, known: Set[str] = frozenset()) -> None:
        self._ground, self._known = ground, known
        self._eye = Eye()
        self._segment: Segment | None = None
        self._run: Run | None = None

    def look(self, segment: Segment, play: Play, start: int, end: int) -> None:
        """Take notice of frames that were planned for a segment, while that can be of use."""
        if segment is not self._segment:
            self._segment, self._run = segment, Run(self._ground) if self._known else None
        for number in (start,) if play.rest else range(start, end):
            if self._run is None:
                return
            play.go_to(number)
            frame = self._eye.frame(play.camera, *play.shown())
            self._add(segment, frame, end - start if play.rest else 1)
            if segment.key[:FIRST] not in self._known:
                segment.key, self._run = "", None

    def saw(self, segment: Segment, camera: Camera, frames: int) -> None:
        """Take notice of a frame as it was drawn just now, shown for so many frames."""
        if segment is not self._segment:
            self._segment, self._run = segment, Run(self._ground)
        if self._run is not None:
            self._add(segment, self._eye.drawn(camera), frames)

    def _add(self, segment: Segment, frame: bytes | None, count: int) -> None:
        if self._run is None or frame is None:
            segment.key, self._run = "", None
            return
        self._run.add(frame, count)
        segment.key = self._run.key


class Run:
    """Frames in a row, as digests that grow with them."""

    def __init__(self, ground: bytes) -> None:
        self._first, self._ground = "", ground
        self._whole = hashlib.sha256(ground)

    def add(self, frame: bytes, count: int) -> None:
        """Frames that follow, all alike."""
        self._first = self._first or hashlib.sha256(self._ground + frame).hexdigest()
        self._whole.update(frame * count)

    @property
    def key(self) -> str:
        """The key of a segment that ends here."""
        return segment_key(self._first, self._whole.hexdigest())


class Eye:
    """Frames as digests; what did not change is not digested again."""

    def __init__(self) -> None:
        # What the digests are of is kept, so that nothing else takes its id.
        self._looks: dict[int, tuple[Mobject, bytes, tuple[Any, ...], bytes]] = {}
        self._shapes: dict[int, tuple[Shape, bytes]] = {}
        self._background: tuple[Pixels | None, bytes] = (None, b"")

    def frame(
        self, camera: Camera, static: Iterable[Mobject], moving: Iterable[Mobject]
    ) -> bytes | None:
        """A frame that the camera would draw; None when it is not made of shapes alone."""
        looks = camera.looks(static, moving)
        if looks is None:
            return None
        found = {}
        for mobject, points, look in looks:
            old = self._looks.get(id(mobject))
            if old is None or old[1] != points or old[2] != look:
                old = mobject, points, look, _digest(points, look)
            found[id(mobject)] = old
        self._looks = found
        return self._joined(camera, [one[3] for one in found.values()])

    def drawn(self, camera: Camera) -> bytes | None:
        """The frame that the camera drew last; None when it is not made of shapes alone."""
        shapes = camera.seen()
        if shapes is None:
            return None
        known = self._shapes
        self._shapes = {
            id(one): known.get(id(one)) or (one, _digest(one.points, one.look)) for one in shapes
        }
        return self._joined(camera, [digest for _, digest in self._shapes.values()])

    def _joined(self, camera: Camera, digests: list[bytes]) -> bytes:
        if camera.background is not self._background[0]:
            pixels = camera.background
            self._background = pixels, hashlib.sha256(pixels.tobytes()).digest()
        view = (camera.frame_width, camera.frame_height, *map(float, camera.frame_center))
        parts = [repr(view).encode(), self._background[1], *digests]
        return hashlib.sha256(b"".join(parts)).digest()


def _digest(points: bytes, look: tuple[Any, ...]) -> bytes:
    return hashlib.sha256(repr(look).encode() + points).digest()

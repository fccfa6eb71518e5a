"""What frames look like, as digests: a segment's key is found before it is drawn, or on the way.

A frame is the shapes that the camera would draw: their points and looks in order, the view and the
background. Equal ones give equal pixels, and equal pixels in equal order, encoded the same way,
equal files; nothing has to be known of stories, captions or networks.

Keys start with the first frame's hash, so a miss costs one frame.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

from manim import Mobject

from approx.outputs.films.camera import Camera, Pixels
from approx.outputs.films.film_cache import FIRST, segment_key
from approx.outputs.films.vector_path import Shape


class SegmentHash:
    """Frames in a row, as digests that grow with them.

    Args:
        ground: what all of the film's segments depend on besides their frames.
    """

    def __init__(self, ground: bytes) -> None:
        self._first, self._ground = "", ground
        self._whole = hashlib.sha256(ground)
        self._complete = True

    def add(self, frame: bytes | None, count: int) -> None:
        """Frames that follow, all alike; None for one that has no digest."""
        if frame is None:
            self._complete = False
            return
        self._first = self._first or hashlib.sha256(self._ground + frame).hexdigest()
        self._whole.update(frame * count)

    @property
    def start(self) -> str:
        """How the key of a segment begins that begins like this."""
        return self._first[:FIRST]

    @property
    def key(self) -> str:
        """The key of a segment that ends here; '' when not all of its frames have a digest."""
        return segment_key(self._first, self._whole.hexdigest()) if self._complete else ""


class FrameHasher:
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
        digests = {}
        for mobject, points, look in looks:
            old = self._looks.get(id(mobject))
            if old is None or old[1] != points or old[2] != look:
                old = mobject, points, look, _digest(points, look)
            digests[id(mobject)] = old
        self._looks = digests
        return self._joined(camera, [entry[3] for entry in digests.values()])

    def drawn(self, camera: Camera) -> bytes | None:
        """The frame that the camera drew last; None when it is not made of shapes alone."""
        shapes = camera.seen()
        if shapes is None:
            return None
        before = self._shapes
        self._shapes = {
            id(shape): before.get(id(shape)) or (shape, _digest(shape.points, shape.look))
            for shape in shapes
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

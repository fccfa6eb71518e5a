"""Frames become a file: one encoder, one thread, the same bytes on every machine.

Only what changed is converted to the encoder's colours, and a frame shown longer is converted once.
The settings, and how they were chosen, are in `formats`.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc
from numpy.typing import NDArray

from approx.outputs.films.dirty_rects import Box
from approx.outputs.films.formats import Format

Frame = NDArray[np.uint8]
#: Pixels around a box that its outermost chroma samples are made from.
MARGIN = 4
#: Boxes begin and end on such columns: the converter takes so many at a time.
COLUMNS = 16


class Encoder:
    """Writes frames, RGBA of shape (height, width, 4), into one file.

    A frame's colours are multiplied by their opacity, as a camera keeps them.

    Attributes:
        frames: how many were written.
    """

    def __init__(self, path: Path, width: int, height: int, fps: int, form: Format) -> None:
        self.frames = 0
        self._form, self._base = form, Fraction(1, fps)
        self._width, self._height = width, height
        self._file = av.open(str(path), "w", format=form.container)
        options = {**form.options, "threads": "1"}
        self._stream: Any = self._file.add_stream(form.codec, rate=fps, options=options)
        self._stream.width, self._stream.height = width, height
        self._stream.pix_fmt = form.pixels
        self._stream.codec_context.time_base = self._base
        self._reformat = av.video.reformatter.VideoReformatter()
        self._picture: Any = None
        if form.pixels.startswith("yuv"):
            context = self._stream.codec_context
            context.colorspace, context.color_range = Colorspace.ITU709, ColorRange.MPEG
            context.color_primaries, context.color_trc = ColorPrimaries.BT709, ColorTrc.BT709

    def write(self, frame: Frame, boxes: Sequence[Box] | None = None, repeat: int = 1) -> None:
        """Show `frame` for `repeat` frames; `boxes` changed since the last, None for all of it."""
        if self._picture is None or boxes is None:
            boxes = [(0, 0, self._width, self._height)]
        if self._form.pixels == "yuv420p":
            self._update(frame, boxes)
        elif boxes:
            self._picture = self.converted(_straight(frame) if self._form.alpha else frame)
        for _ in range(repeat):
            self._picture.pts, self._picture.time_base = self.frames, self._base
            self.frames += 1
            self._file.mux(self._stream.encode(self._picture))

    def close(self) -> None:
        """Write what is left and finish the file."""
        self._file.mux(self._stream.encode(None))
        self._file.close()

    def _update(self, frame: Frame, boxes: Sequence[Box]) -> None:
        """Bring these boxes of the one picture up to date; x264 copies what it is given."""
        if self._picture is None:
            self._picture = self.converted(frame)
            self._planes = [_plane(plane) for plane in self._picture.planes]
            return
        for left, top, right, bottom in boxes:
            # Chroma is halved: boxes begin and end on even pixels, a pair further out.
            y0, y1, above, below = _spans(top, bottom, self._height, 2)
            x0, x1, before, after = _spans(left, right, self._width, COLUMNS)
            strip = self.converted(frame[above:below, before:after])
            for plane, kept, half in zip(strip.planes, self._planes, (1, 2, 2), strict=True):
                part = _plane(plane)[
                    (y0 - above) // half : (y1 - above) // half,
                    (x0 - before) // half : (x1 - before) // half,
                ]
                kept[y0 // half : y1 // half, x0 // half : x1 // half] = part

    def converted(self, pixels: Frame) -> Any:
        """A new picture in the encoder's format."""
        picture = av.VideoFrame.from_numpy_buffer(pixels, format="rgba")
        if not self._form.pixels.startswith("yuv"):
            return picture.reformat(format=self._form.pixels, threads=1)
        return self._reformat.reformat(
            picture,
            format=self._form.pixels,
            interpolation="BILINEAR",
            dst_colorspace=Colorspace.ITU709,
            dst_color_range=ColorRange.MPEG,
            dst_color_trc=ColorTrc.BT709,
            dst_color_primaries=ColorPrimaries.BT709,
            threads=1,
        )


def _spans(first: int, end: int, size: int, unit: int) -> tuple[int, int, int, int]:
    """What to replace, from and to, and what it is made from, in multiples of a unit."""
    first, end = max(0, first - 2), min(size, end + 2)
    first, end = first - first % 2, min(size, end + end % 2)
    start, stop = max(0, first - MARGIN), min(size, end + MARGIN)
    return first, end, start - start % unit, min(size, stop + -stop % unit)


def _plane(plane: Any) -> Frame:
    """A plane's samples, shape (height, width), writable in place."""
    whole = np.frombuffer(plane, np.uint8).reshape(plane.height, plane.line_size)
    return whole[:, : plane.width]


def _straight(frame: Frame) -> Frame:
    """Colours that are not multiplied by their opacity, as files keep them."""
    opacity = frame[..., 3:].astype(np.uint16)
    if opacity.min() == 255:
        return frame
    straight = frame.copy()
    divisor = np.maximum(opacity, 1)
    straight[..., :3] = np.minimum((frame[..., :3] * np.uint16(255) + divisor // 2) // divisor, 255)
    return straight

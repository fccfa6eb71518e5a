"""Frames become a file: one encoder, one thread, the same bytes on every machine.

Only rows that changed are converted to the encoder's colours; a frame shown longer is converted
once. The settings, and how they were chosen, are in `formats`.
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

from approx.render.formats import Format

Frame = NDArray[np.uint8]
#: Rows above and below a strip that its lowest and highest chroma samples are made from.
MARGIN = 4


class Encoder:
    """Writes frames, RGBA of shape (height, width, 4), into one file.

    A frame's colours are multiplied by their opacity, as a camera keeps them.

    Attributes:
        frames: how many were written.
    """

    def __init__(self, path: Path, width: int, height: int, fps: int, form: Format) -> None:
        self.frames = 0
        self._form, self._height, self._base = form, height, Fraction(1, fps)
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

    def write(
        self, frame: Frame, rows: Sequence[tuple[int, int]] | None = None, repeat: int = 1
    ) -> None:
        """Show `frame` for `repeat` frames; `rows` that changed since the last, None for all."""
        if self._picture is None or rows is None:
            rows = [(0, self._height)]
        if self._form.pixels == "yuv420p":
            self._convert_rows(frame, rows)
        elif rows:
            self._picture = self.converted(_straight(frame) if self._form.alpha else frame)
        for _ in range(repeat):
            self._picture.pts, self._picture.time_base = self.frames, self._base
            self.frames += 1
            self._file.mux(self._stream.encode(self._picture))

    def close(self) -> None:
        """Write what is left and finish the file."""
        self._file.mux(self._stream.encode(None))
        self._file.close()

    def _convert_rows(self, frame: Frame, rows: Sequence[tuple[int, int]]) -> None:
        """Bring these rows of the one picture up to date; x264 copies what it is given."""
        if self._picture is None:
            self._picture = self.converted(frame)
            self._planes = [_plane(plane) for plane in self._picture.planes]
            return
        for top, bottom in rows:
            # Chroma is halved: bands begin and end on even rows, a pair further out.
            first, last = max(0, (top & ~1) - 2), min(self._height, (bottom + 3) & ~1)
            start, end = max(0, first - MARGIN), min(self._height, last + MARGIN)
            strip = self.converted(frame[start:end])
            for plane, ours, half in zip(strip.planes, self._planes, (1, 2, 2), strict=True):
                part = _plane(plane)[(first - start) // half : (last - start) // half]
                ours[first // half : last // half] = part

    def converted(self, pixels: Frame) -> Any:
        """A new picture in the encoder's format."""
        picture = av.VideoFrame.from_numpy_buffer(np.ascontiguousarray(pixels), format="rgba")
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

"""Frames become a file: one encoder, one thread, the same bytes on every machine."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

from approx.render.formats import Format

Frame = NDArray[np.uint8]


class Encoder:
    """Writes frames, RGBA of shape (height, width, 4), into one file."""

    def __init__(self, path: Path, width: int, height: int, fps: int, form: Format) -> None:
        self.frames = 0
        self._base = Fraction(1, fps)
        self._file = av.open(str(path), "w", format=form.container)
        options = {**form.options, "threads": "1"}
        self._stream: Any = self._file.add_stream(form.codec, rate=fps, options=options)
        self._stream.width, self._stream.height = width, height
        self._stream.pix_fmt = form.pixels
        self._stream.codec_context.time_base = self._base

    def write(
        self, frame: Frame, rows: list[tuple[int, int]] | None = None, repeat: int = 1
    ) -> None:
        """Show `frame` for `repeat` frames; `rows` that changed since the last, None for all."""
        for _ in range(repeat):
            picture = av.VideoFrame.from_ndarray(frame, format="rgba")
            picture.pts, picture.time_base = self.frames, self._base
            self.frames += 1
            self._file.mux(self._stream.encode(picture))

    def close(self) -> None:
        """Write what is left and finish the file."""
        self._file.mux(self._stream.encode(None))
        self._file.close()

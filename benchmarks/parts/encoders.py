"""The encoder by itself: a film's frames are in memory already, as a camera leaves them."""

from __future__ import annotations

import multiprocessing
import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np

from approx.outputs.films.encoder import Encoder
from approx.outputs.films.formats import FORMATS, Format

#: Frames that are held in memory at a time, per process.
HELD = 30


def frames(path: Path, first: int, end: int) -> Iterator[list[np.ndarray]]:
    """A film's frames, RGBA, in runs of at most HELD."""
    held: list[np.ndarray] = []
    with av.open(str(path)) as film:
        for number, frame in enumerate(film.decode(video=0)):
            if number >= end:
                break
            if number >= first:
                held.append(frame.to_ndarray(format="rgba"))
            if len(held) == HELD:
                yield held
                held = []
    if held:
        yield held


def alone(path: Path, cores: int) -> float:
    """Seconds in which so many processes convert and encode all frames of a film, each its part."""
    with av.open(str(path)) as film:
        count = film.streams.video[0].frames
    cuts = [count * k // cores for k in range(cores + 1)]
    allowed = sorted(os.sched_getaffinity(0))
    with multiprocessing.get_context("fork").Pool(cores) as pool:
        parts = zip([path] * cores, cuts, cuts[1:], allowed, strict=False)
        return max(pool.starmap(_encode, parts))


def _encode(path: Path, first: int, end: int, core: int) -> float:
    os.sched_setaffinity(0, {core})
    with tempfile.TemporaryDirectory() as folder:
        return _timed(path, first, end, FORMATS["mp4"], Path(folder) / "part.mp4")


def _timed(path: Path, first: int, end: int, form: Format, out: Path) -> float:
    """Seconds in the encoder; what decodes the frames in between does not count."""
    encoder, seconds = None, 0.0
    for held in frames(path, first, end):
        began = time.perf_counter()
        if encoder is None:
            height, width = held[0].shape[:2]
            encoder = Encoder(out, width, height, 60, form)
        for frame in held:
            encoder.write(frame)
        seconds += time.perf_counter() - began
    began = time.perf_counter()
    if encoder is not None:
        encoder.close()
    return seconds + time.perf_counter() - began

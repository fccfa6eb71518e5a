"""Segments become one film by copying their packets; nothing is encoded twice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import av

from approx.outputs.films.formats import Format
from approx.system.errors import MachineError


def join(
    files: Sequence[tuple[Path, int]],
    path: Path,
    fps: int,
    form: Format,
    words: Mapping[str, str],
) -> None:
    """Write the film.

    Args:
        files: every segment's file and number of frames, in order.
        words: the file's tags: title, description, comment.

    Raises:
        MachineError: when a segment has not as many packets as frames.
    """
    # WebM would have random numbers in it: the same film is the same file.
    options = {"webm": {"fflags": "+bitexact"}}.get(form.container, {"movflags": "+faststart"})
    with av.open(str(path), "w", format=form.container, options=options) as film:
        film.metadata.update(words)
        stream: Any = None
        first = 0
        for file, frames in files:
            with av.open(str(file)) as segment:
                source = segment.streams.video[0]
                if stream is None:
                    stream = film.add_stream_from_template(source)
                count = _copy(segment, source, film, stream, first, fps)
            if count != frames:
                raise MachineError(f"a part of the film has {count} frames, not {frames}")
            first += frames


def _copy(segment: Any, source: Any, film: Any, stream: Any, first: int, fps: int) -> int:
    """Copy a segment's packets to where it begins; how many."""
    count = 0
    step = Fraction(1, fps)
    for packet in segment.demux(source):
        if packet.size == 0:  # the demuxer's way to say that it is done
            continue
        scale = source.time_base / step
        pts, dts = round(packet.pts * scale), round(packet.dts * scale)
        packet.stream = stream
        packet.time_base, packet.pts, packet.dts = step, first + pts, first + dts
        packet.duration = 1
        film.mux(packet)
        count += 1
    return count

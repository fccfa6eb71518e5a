"""A film in pieces: every beat a file of its own that plays anywhere, and its last frame."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from approx.render import film
from approx.render.crew import Report
from approx.render.job import Caption
from approx.subject import Subject

#: As the film's own: sharp lines on flat colours, and the same bytes every time.
ENCODER = {"crf": "18", "preset": "veryfast", "threads": "1"}


@dataclass(frozen=True)
class Clip:
    """One beat of a film: its name, its sentence, its length in seconds, and an mp4 file."""

    beat: str
    caption: str
    seconds: float
    mp4: bytes


def clips(
    subject: Subject, story: str, quality: str, report: Report | None = None, **look: Any
) -> list[Clip]:
    """Render the film once and cut it at its beats; `look` is theme, language and aspect."""
    with tempfile.TemporaryDirectory(prefix="approx-") as folder:
        path = Path(folder) / "film.mp4"
        captions = film.render(subject, story, path, quality, report=report, **look)
        return cut(path, captions)


def cut(path: Path, captions: Sequence[Caption]) -> list[Clip]:
    """The film's beats, each encoded anew so that it starts with a whole picture."""
    import av

    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        rate = stream.average_rate
        frames = container.decode(stream)
        out: list[Clip] = []
        done = 0
        for caption in captions:
            end = round(caption.end * float(rate))
            piece = path.with_name(f"{path.stem}-{len(out)}.mp4")
            _encode(piece, (next(frames) for _ in range(done, end)), rate)
            data = piece.read_bytes()
            piece.unlink()
            seconds = (end - done) / float(rate)
            out.append(Clip(caption.name, caption.text, seconds, data))
            done = end
    return out


def _encode(path: Path, frames: Any, rate: Any) -> None:
    import av

    with av.open(str(path), "w", options={"movflags": "+faststart"}) as container:
        stream = None
        for number, frame in enumerate(frames):
            if stream is None:
                stream = container.add_stream("libx264", rate=rate, options=ENCODER)
                stream.width, stream.height, stream.pix_fmt = frame.width, frame.height, "yuv420p"
                stream.time_base = 1 / rate
            frame.pts, frame.time_base = number, 1 / rate
            container.mux(stream.encode(frame))
        if stream is not None:
            container.mux(stream.encode())


def last_frame(mp4: bytes) -> bytes:
    """The frame on which a clip rests, as a PNG file's bytes; 256 colours are enough for it."""
    import av
    from PIL import Image

    with av.open(io.BytesIO(mp4)) as container:
        *_, frame = container.decode(video=0)
    file = io.BytesIO()
    few = frame.to_image().quantize(256, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    few.save(file, "PNG", optimize=True)
    return file.getvalue()

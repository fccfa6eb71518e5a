"""All segments of a film, wherever they were drawn, become the film, and every frame is decoded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
from itertools import islice
from pathlib import Path
from typing import Any

from approx.outputs.films.formats import Format, format_of
from approx.outputs.films.job import Caption, Job
from approx.outputs.films.plan import Plan
from approx.system.errors import MachineError


def assemble(job: Job, plan: Plan, film: Path, cores: int) -> None:
    """The segments, which lie beside it, become the film, and the film is checked.

    Args:
        cores: how many parts of it are decoded at the same time.

    Raises:
        MachineError: when it is not what was planned.
    """
    from approx.outputs.films import animated_images

    form = format_of(job.format, job.transparent)
    files = [segment.file(film.parent) for segment in plan.segments]
    frames = [segment.frames for segment in plan.segments]
    if form.by_frame:
        animated_images.write(files, film, form, job.fps)
        animated_images.tag(film, form.name, job.words, job.fps)
    else:
        chapters = plan.captions if form.container == "mp4" else []
        join(list(zip(files, frames, strict=True)), film, job.fps, form, job.words, chapters)
    check_film(job, plan, film, cores)


def check_film(job: Job, plan: Plan, film: Path, cores: int) -> None:
    """Decode every frame of a film.

    Raises:
        MachineError: when it is not what was planned.
    """
    from approx.outputs.films import animated_images

    form = format_of(job.format, job.transparent)
    if form.by_frame:
        animated_images.check(film, form.name, job.width, job.height)
        return
    frames = [segment.frames for segment in plan.segments]
    check(film, job.width, job.height, job.fps, frames, cores, form.container)


def join(
    files: Sequence[tuple[Path, int]],
    path: Path,
    fps: int,
    form: Format,
    words: Mapping[str, str],
    chapters: Sequence[Caption] = (),
) -> None:
    """Write the film.

    Args:
        files: every segment's file and number of frames, in order.
        words: the file's tags: title, comment, description.
        chapters: beats that a player can jump to.

    Raises:
        MachineError: when a segment has not as many packets as frames.
    """
    import av

    # WebM would have random numbers in it: the same film is the same file.
    options = {"webm": {"fflags": "+bitexact"}}.get(form.container, {"movflags": "+faststart"})
    with av.open(str(path), "w", format=form.container, options=options) as film:
        film.metadata.update(words)
        film.set_chapters([_chapter(number, beat) for number, beat in enumerate(chapters)])
        stream: Any = None
        first = 0
        for file, frames in files:
            with av.open(str(file), format=form.container) as segment:
                source = segment.streams.video[0]
                if stream is None:
                    stream = film.add_stream_from_template(source)
                count = _copy(segment, source, film, stream, first, fps)
            if count != frames:
                raise MachineError(f"a part of the film has {count} frames, not {frames}")
            first += frames


def _chapter(number: int, beat: Caption) -> Any:
    """A beat as PyAV has chapters, in milliseconds."""
    start, end = (round(1000 * seconds) for seconds in (beat.start, beat.end))
    return {
        "id": number, "start": start, "end": end, "time_base": Fraction(1, 1000),
        "metadata": {"title": beat.text},
    }  # fmt: skip


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


def check(
    path: Path,
    width: int,
    height: int,
    fps: int,
    parts: Sequence[int],
    cores: int = 1,
    container: str | None = None,
) -> None:
    """Decode the film.

    Args:
        parts: how many frames it is to have from one place where decoding can begin to the next.
        cores: how many parts are decoded at the same time.
        container: the only kind of file that it may be; None for any.

    Raises:
        MachineError: when it does not decode, or its size, rate or number of frames is not what
            was planned.
    """
    import av

    try:
        with av.open(str(path), format=container) as opened:
            stream = opened.streams.video[0]
            size = (stream.codec_context.width, stream.codec_context.height)
            rate = float(stream.average_rate or 0)
            packets = iter([packet for packet in opened.demux(stream) if packet.size])
            runs = [[*islice(packets, count)] for count in parts]
            beyond = len([*packets])
            with ThreadPoolExecutor(cores) as pool:  # decoding leaves the others to run
                decoded = [*pool.map(lambda run: _frames(stream.codec_context, run), runs)]
    except (av.error.FFmpegError, IndexError, OSError) as error:
        raise MachineError(f"the finished film cannot be played back: {error}") from None
    if size != (width, height) or abs(rate - fps) > 0.01 * fps:
        raise MachineError(
            f"the finished film is {size[0]}x{size[1]} at {rate:g} fps, "
            f"not {width}x{height} at {fps}"
        )
    if beyond or decoded != [*parts]:
        raise MachineError(
            f"the finished film has {sum(decoded) + beyond} frames, not {sum(parts)}"
        )


def _frames(like: Any, packets: Iterable[Any]) -> int:
    """How many frames the packets decode to, by a decoder of their own."""
    import av

    decoder: Any = av.CodecContext.create(like.codec.name, "r")
    decoder.extradata = like.extradata
    decoder.thread_type, decoder.thread_count = "NONE", 1
    decoded = sum(len(decoder.decode(packet)) for packet in packets)
    return decoded + len(decoder.decode(None))

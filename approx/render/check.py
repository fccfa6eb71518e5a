"""A finished film is decoded, every frame of it, before anyone gets to see it."""

from __future__ import annotations

from pathlib import Path

from approx.errors import MachineError


def check(path: Path, width: int, height: int, fps: int, expected: int) -> None:
    """Decode the film.

    Raises:
        MachineError: when it does not decode, or its size, rate or number of frames is not what
            was planned.
    """
    import av

    try:
        with av.open(str(path)) as container:
            stream = container.streams.video[0]
            stream.thread_type = "AUTO"
            size = (stream.codec_context.width, stream.codec_context.height)
            rate = float(stream.average_rate or 0)
            frames = sum(1 for _ in container.decode(stream))
    except (av.error.FFmpegError, IndexError, OSError) as error:
        raise MachineError(f"the finished film cannot be played back: {error}") from None
    if size != (width, height) or abs(rate - fps) > 0.01 * fps:
        raise MachineError(
            f"the finished film is {size[0]}x{size[1]} at {rate:g} fps, "
            f"not {width}x{height} at {fps}"
        )
    if frames != expected:
        raise MachineError(f"the finished film has {frames} frames, not {expected}")

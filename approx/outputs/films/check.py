"""A finished film is decoded, every frame of it, before anyone gets to see it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from typing import Any

from approx.system.errors import MachineError


def check(
    path: Path, width: int, height: int, fps: int, parts: Sequence[int], cores: int = 1
) -> None:
    """Decode the film.

    Args:
        parts: how many frames it is to have from one place where decoding can begin to the next.
        cores: how many parts are decoded at the same time.

    Raises:
        MachineError: when it does not decode, or its size, rate or number of frames is not what
            was planned.
    """
    import av

    try:
        with av.open(str(path)) as container:
            stream = container.streams.video[0]
            size = (stream.codec_context.width, stream.codec_context.height)
            rate = float(stream.average_rate or 0)
            packets = iter([packet for packet in container.demux(stream) if packet.size])
            runs = [[*islice(packets, count)] for count in parts]
            beyond = len([*packets])
            with ThreadPoolExecutor(cores) as pool:  # who decodes lets the others run
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

"""Which films can be written: container, codec and its settings, one line per ending."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Format:
    """How frames become a file.

    Attributes:
        name: of the format.
        container: what PyAV calls the file's container.
        codec: what encodes a segment.
        pixels: the codec's pixel format.
        alpha: whether a transparent background survives.
        options: of the codec; the number of threads is always 1, or bytes would depend on cores.
        by_frame: segments are lossless, and the film is written frame by frame from them.
    """

    name: str
    container: str
    codec: str
    pixels: str
    alpha: bool = False
    options: Mapping[str, str] = field(default_factory=dict)
    by_frame: bool = False


FORMATS: Mapping[str, Format] = {
    one.name: one
    for one in (
        Format("mp4", "mp4", "libx264", "yuv420p", False, {"crf": "18", "preset": "veryfast"}),
    )
}

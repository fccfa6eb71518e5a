"""Which films can be written: container, codec and its settings, one entry per ending."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from approx.system.errors import InputError


@dataclass(frozen=True)
class Format:
    """How frames become a file.

    Attributes:
        name: of the format, and its files' ending.
        container: what PyAV calls the file's container.
        codec: what encodes a segment.
        pixels: the codec's pixel format.
        clear: the pixel format with opacity; '' when there is none.
        alpha: whether the background is transparent.
        options: of the codec; the number of threads is always 1, or bytes would depend on cores.
        by_frame: segments are lossless, and the film is written frame by frame from them.
        fastest: the most frames per second that its viewers show.
    """

    name: str
    container: str
    codec: str
    pixels: str
    clear: str = ""
    alpha: bool = False
    options: Mapping[str, str] = field(default_factory=dict)
    by_frame: bool = False
    fastest: int = 60


def _lossless(name: str, clear: bool = True, fastest: int = 60) -> Format:
    """Kept as QuickTime animation, whose unchanged lines cost nothing, until all is drawn."""
    pixels = "argb" if clear else ""
    return Format(name, "mov", "qtrle", "rgb24", pixels, by_frame=True, fastest=fastest)


#: Chosen by measurement on frames of the story `sum`, 1080p60, one thread of a slow core;
#: benchmarks/films.py --encoder prints it anew, with the conversion. Manim's (medium, crf 23):
#: 21.5 ms a frame, 0.30 Mbit/s, PSNR 49 dB, SSIM 0.9990. veryfast, crf 18: 14.3 ms, 0.34, 50 dB,
#: 0.9993. These: 5.8 ms, 0.73 Mbit/s, 54 dB, 0.9994. Lines on flat ground need no look ahead; CABAC
#: and 8x8 transforms cost little and save a tenth of the file.
H264 = {"preset": "ultrafast", "qp": "20", "x264-params": "cabac=1:8x8dct=1"}
_VP9 = {
    "deadline": "realtime", "cpu-used": "6", "crf": "18", "b": "0",
    "lag-in-frames": "0", "auto-alt-ref": "0",
}  # fmt: skip
# ProRes 4444 is what video editors and Keynote take; a fixed quantiser is five times as fast.
_PRORES = {
    "profile": "4", "vendor": "apl0", "alpha_bits": "8", "flags": "+qscale",
    "global_quality": str(118 * 4),
}  # fmt: skip

FORMATS: Mapping[str, Format] = {
    one.name: one
    for one in (
        Format("mp4", "mp4", "libx264", "yuv420p", options=H264),
        Format("webm", "webm", "libvpx-vp9", "yuv420p", "yuva420p", options=_VP9),
        Format("mov", "mov", "prores_ks", "yuv444p10le", "yuva444p10le", options=_PRORES),
        _lossless("gif", clear=False, fastest=50),
        _lossless("webp"),
        _lossless("apng"),
        _lossless("zip"),
    )
}
#: Pictures that pages show by themselves: small unless the user says otherwise.
LOOPS = ("gif", "webp", "apng")


def format_of(name: str, transparent: bool = False) -> Format:
    """The format by its ending.

    Raises:
        InputError: when it cannot be transparent.
    """
    found = FORMATS[name]
    if not transparent:
        return found
    if not found.clear:
        able = ", ".join(f".{one.name}" for one in FORMATS.values() if one.clear)
        raise InputError(f".{name} knows no transparency; use one of {able}")
    return replace(found, pixels=found.clear, alpha=True)

"""Which films can be written: container, codec and its settings, one entry per ending."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from approx.system.errors import InputError


@dataclass(frozen=True)
class AnimatedImage:
    """How PyAV writes a picture that moves and repeats for ever.

    Attributes:
        opaque: the pixel format without transparency, where that is another one.
        options: of the codec.
        muxing: of the container.
    """

    container: str
    codec: str
    pixels: str
    options: Mapping[str, str]
    muxing: Mapping[str, str]
    opaque: str = ""


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
        by_frame: segments are lossless, and the film is written frame by frame from them: as
            `image`, or as a PNG sequence.
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
    image: AnimatedImage | None = None
    fastest: int = 60


def _by_frame(
    name: str, image: AnimatedImage | None, clear: str = "argb", fastest: int = 60
) -> Format:
    """Kept as QuickTime animation, whose unchanged lines cost nothing, until all is drawn."""
    return Format(name, "mov", "qtrle", "rgb24", clear, by_frame=True, image=image, fastest=fastest)


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
_WEBP, _PNG = {"lossless": "1", "compression_level": "3"}, {"pred": "mixed"}

FORMATS: Mapping[str, Format] = {
    form.name: form
    for form in (
        Format("mp4", "mp4", "libx264", "yuv420p", options=H264),
        Format("webm", "webm", "libvpx-vp9", "yuv420p", "yuva420p", options=_VP9),
        Format("mov", "mov", "prores_ks", "yuv444p10le", "yuva444p10le", options=_PRORES),
        _by_frame("gif", AnimatedImage("gif", "gif", "pal8", {}, {"loop": "0"}), "", fastest=50),
        _by_frame("webp", AnimatedImage("webp", "libwebp_anim", "bgra", _WEBP, {"loop": "0"})),
        _by_frame("apng", AnimatedImage("apng", "apng", "rgba", _PNG, {"plays": "0"}, "rgb24")),
        _by_frame("zip", None),
    )
}
#: Pictures that pages show by themselves: small unless the user says otherwise.
LOOPS = tuple(form.name for form in FORMATS.values() if form.image)


def format_of(name: str, transparent: bool = False) -> Format:
    """The format by its ending.

    Raises:
        InputError: when it cannot be transparent.
    """
    form = FORMATS[name]
    if not transparent:
        return form
    if not form.clear:
        able = ", ".join(f".{other.name}" for other in FORMATS.values() if other.clear)
        raise InputError(f".{name} knows no transparency; use one of {able}")
    return replace(form, pixels=form.clear, alpha=True)

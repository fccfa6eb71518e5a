"""What one film or set of stills is made of: plain values, to the worker and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from approx.outputs.films.formats import Format
from approx.system.errors import InputError

#: By the letters that commands take.
QUALITIES = {"l": "480p15", "m": "720p30", "h": "1080p60", "p": "1440p60", "k": "2160p60"}


@dataclass(frozen=True)
class Job:
    """One film to render, or the stills of its beats.

    Attributes:
        subject: packed, so that nothing is fitted or read twice.
        story, language, aspect: by name.
        theme: by name, or with its colours, as :func:`approx.style.theme_file.packed` writes them.
        width, height: in pixels, even.
        fps: frames per second.
        format: of the film, one of FORMATS.
        transparent: whether the background is.
        words: the file's tags: title, description, and a comment that says how it was made, too.
            No time and nothing of this machine: the same film has the same bytes everywhere.
        voice: seconds that a voice speaks at each beat, by its name; beats wait for it.
        pace: how fast captions are read; 1 is the usual speed.
        beat: when stills are drawn, this one only; '' is the last one.
    """

    subject: dict[str, Any]
    story: str
    theme: str
    language: str
    aspect: str
    width: int
    height: int
    fps: int
    format: str = "mp4"
    transparent: bool = False
    words: Mapping[str, str] = field(default_factory=dict)
    voice: Mapping[str, float] = field(default_factory=dict)
    pace: float = 1.0
    beat: str | None = None


@dataclass(frozen=True)
class Caption:
    """One beat of the finished film, in seconds."""

    name: str
    text: str
    start: float
    end: float


#: In pixels and frames per second.
SMALLEST, LONGEST_SIDE, LONGEST_SHORT_SIDE = 64, 3840, 2160
SLOWEST, FASTEST = 12, 60


def size_of(quality: str, aspect: str = "16:9") -> tuple[int, int, int]:
    """Width, height and frames per second of '720p30'; H.264 needs even sizes.

    The number is the shorter side, so that a tall or square film is as sharp as a wide one.
    """
    short, fps = (int(part) for part in quality.split("p"))
    across, down = (int(part) for part in aspect.split(":"))
    unit = short / min(across, down)
    return round(across * unit / 2) * 2, round(down * unit / 2) * 2, fps


def quality_letter(quality: str) -> str:
    """The letter of '720p30'."""
    (letter,) = (letter for letter, name in QUALITIES.items() if name == quality)
    return letter


def parse_size(text: str, aspect: str) -> tuple[int, int]:
    """Width and height in pixels from '1920x1080'.

    Raises:
        InputError: for a size that cannot be drawn or encoded.
    """
    try:
        width, height = (int(part) for part in text.lower().split("x"))
    except ValueError:
        raise InputError(f"--size takes WIDTHxHEIGHT like 1280x720, not {text!r}") from None
    short, long = sorted((width, height))
    if short < SMALLEST or long > LONGEST_SIDE or short > LONGEST_SHORT_SIDE:
        raise InputError(
            f"--size must be between {SMALLEST}x{SMALLEST} and "
            f"{LONGEST_SIDE}x{LONGEST_SHORT_SIDE}, not {text}"
        )
    if width % 2 or height % 2:
        even = f"{width + width % 2}x{height + height % 2}"
        raise InputError(f"--size {text}: video codecs need even sizes; use {even}")
    across, down = (int(part) for part in aspect.split(":"))
    if abs(width * down - height * across) > 2 * max(across, down):
        fitting = f"{width}x{round(width * down / across / 2) * 2}"
        raise InputError(f"--size {text} is not {aspect}; use {fitting}, or another --aspect")
    return width, height


def check_rate(fps: int, form: Format) -> int:
    """The frames per second, if a viewer can show them.

    Raises:
        InputError: otherwise.
    """
    most = min(FASTEST, form.fastest)
    if not SLOWEST <= fps <= most:
        raise InputError(f"--fps must be between {SLOWEST} and {most} for .{form.name}, not {fps}")
    return fps

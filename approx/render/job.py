"""What one film or set of stills is made of: plain values, to the worker and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

QUALITIES = {"480p15", "720p30", "1080p60", "1440p60", "2160p60"}


@dataclass(frozen=True)
class Job:
    """One film to render, or the stills of its beats.

    Attributes:
        subject: packed, so that nothing is fitted or read twice.
        story, theme, language, aspect: by name.
        width, height: in pixels, even.
        fps: frames per second.
        format: of the film, one of FORMATS.
        words: what the file says of itself: title, comment, description.
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
    words: Mapping[str, str] = field(default_factory=dict)
    beat: str | None = None


@dataclass(frozen=True)
class Caption:
    """One beat of the finished film, in seconds."""

    name: str
    text: str
    start: float
    end: float


def size_of(quality: str, aspect: str = "16:9") -> tuple[int, int, int]:
    """Width, height and frames per second of '720p30'; H.264 needs even sizes.

    The number is the shorter side, so that a tall or square film is as sharp as a wide one.
    """
    short, fps = (int(part) for part in quality.split("p"))
    across, down = (int(part) for part in aspect.split(":"))
    unit = short / min(across, down)
    return round(across * unit / 2) * 2, round(down * unit / 2) * 2, fps

"""The film `training` by matplotlib's own animations, and by Pillow's GIF."""

from __future__ import annotations

import shutil
from pathlib import Path

from benchmarks.parts.measured import run


def ffmpeg() -> str | None:
    """The program that FFMpegWriter needs: the system's, or the one that imageio-ffmpeg brings."""
    try:
        from imageio_ffmpeg import get_ffmpeg_exe
    except ImportError:
        return shutil.which("ffmpeg")
    return shutil.which("ffmpeg") or str(get_ffmpeg_exe())


def table(quality: tuple[int, int, int], folder: Path, cores: int) -> None:
    """One run of each writer."""
    width, height, fps = quality
    print(f"\ntraining by matplotlib, {height}p{fps}, one run: seconds, CPU seconds, MB of memory")
    writers = {"FFMpegWriter": ("film.mp4", ffmpeg()), "PillowWriter": ("film.gif", "")}
    for writer, (name, program) in writers.items():
        if program is None:
            print(f"{writer:<14} no ffmpeg here; pip install imageio-ffmpeg brings one")
            continue
        size = str(width), str(height), str(fps)
        script = "benchmarks.usual.animation"
        found = run((script, writer, program or "-", name, *size), folder, cores, watched=True)
        print(f"{writer:<14}{found.seconds:>8.2f}{found.cpu:>8.2f}{found.memory:>7.0f}", flush=True)

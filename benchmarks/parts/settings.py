"""What x264's settings cost and give on the frames of a story: time, size, likeness."""

from __future__ import annotations

import math
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import av
import numpy as np
from scipy.ndimage import uniform_filter

from approx.outputs.films.encoder import Encoder
from approx.outputs.films.formats import FORMATS, H264
from approx.outputs.films.job import Job
from approx.outputs.films.renderer import Play, play_story
from approx.subjects import packed, resolve

SETTINGS: dict[str, dict[str, str]] = {
    "medium, crf 23 (Manim's)": {"crf": "23"},
    "veryfast, crf 18": {"preset": "veryfast", "crf": "18"},
    "superfast, crf 18": {"preset": "superfast", "crf": "18"},
    "ultrafast, crf 18": {"preset": "ultrafast", "crf": "18"},
    "ultrafast, qp 20": {"preset": "ultrafast", "qp": "20"},
    "ours": dict(H264),
}
#: Local windows of the structural similarity, in pixels, and its constants (Wang et al. 2004).
WINDOW, C1, C2 = 8, (0.01 * 255) ** 2, (0.03 * 255) ** 2
#: Every so many frames, one is compared with its source.
APART = 25


def table(quality: tuple[int, int, int], folder: Path) -> None:
    """Encode the story `sum` with every setting, in one thread, and print what came of it."""
    width, height, fps = quality
    story = Job(packed(resolve("parabola-4-best")), "sum", "dark", "en", "16:9", width, height, fps)
    coders = [Coder(folder / f"{n}.mp4", story, SETTINGS[name]) for n, name in enumerate(SETTINGS)]
    for task in (Coder.write, Coder.compare):
        play_story(story, folder, Frames(coders, task))
        for coder in coders:
            coder.end()
    print(f"story sum, {height}p{fps}, rests cut short, one thread")
    print(f"{'x264':<26}{'ms/frame':>9}{'Mbit/s':>8}{'PSNR dB':>9}{'SSIM':>8}")
    for name, coder in zip(SETTINGS, coders, strict=True):
        count = coder.encoder.frames
        print(
            f"{name:<26}{1000 * coder.seconds / count:>9.2f}"
            f"{8e-6 * coder.path.stat().st_size * fps / count:>8.2f}"
            f"{10 * math.log10(255**2 / statistics.fmean(coder.errors)):>9.1f}"
            f"{statistics.fmean(coder.likeness):>8.4f}"
        )


class Coder:
    """One setting's file, the time it took, and how like its source it is."""

    def __init__(self, path: Path, job: Job, options: dict[str, str]) -> None:
        form = replace(FORMATS["mp4"], options=options)
        self.path, self.seconds = path, 0.0
        self.encoder = Encoder(path, job.width, job.height, job.fps, form)
        self.errors: list[float] = []
        self.likeness: list[float] = []
        self._decoded: Iterator[Any] = iter(())
        self._seen = 0

    def write(self, frame: np.ndarray, rows: Any) -> None:
        """Convert what changed, and encode."""
        began = time.process_time()
        self.encoder.write(frame, rows)
        self.seconds += time.process_time() - began

    def end(self) -> None:
        """All is written: what follows are comparisons; or all is compared."""
        if not self._seen:
            self.encoder.close()
            self._decoded = av.open(str(self.path)).decode(video=0)

    def compare(self, frame: np.ndarray, _: Any) -> None:
        """Some frames' luma with their source's."""
        found = next(self._decoded)
        self._seen += 1
        if self._seen % APART == 0:
            one, other = luma(self.encoder.converted(frame)), luma(found)
            self.errors.append(float(((one - other) ** 2).mean()))
            self.likeness.append(similarity(one, other))


class Frames:
    """A visitor that hands all frames to all coders; of a rest, a quarter of a second."""

    def __init__(self, coders: list[Coder], task: Callable[[Coder, np.ndarray, Any], None]) -> None:
        self.coders, self.task = coders, task

    def beat(self, number: int, beats: int, caption: str) -> None:
        """Nothing to do."""

    def play(self, play: Play) -> None:
        """Draw and hand on."""
        rate = int(play.camera.frame_rate)
        for number in range(min(play.count, rate // 4) if play.rest else play.count):
            rows = play.draw(number)
            for coder in self.coders:
                self.task(coder, play.camera.pixel_array, rows)


def luma(picture: Any) -> np.ndarray:
    """Shape (height, width), as floats."""
    plane = picture.planes[0]
    whole = np.frombuffer(plane, np.uint8).reshape(plane.height, plane.line_size)
    return whole[:, : plane.width].astype(float)


def similarity(one: np.ndarray, other: np.ndarray) -> float:
    """The mean structural similarity of two pictures (Wang et al. 2004), in square windows."""
    a, b = uniform_filter(one, WINDOW), uniform_filter(other, WINDOW)
    aa = uniform_filter(one * one, WINDOW) - a * a
    bb = uniform_filter(other * other, WINDOW) - b * b
    ab = uniform_filter(one * other, WINDOW) - a * b
    likeness = (2 * a * b + C1) * (2 * ab + C2) / ((a * a + b * b + C1) * (aa + bb + C2))
    return float(likeness.mean())

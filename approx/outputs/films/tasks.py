"""What executors do: draw a share of a film's segments.

A task is a function of plain values that returns plain values, so that any executor can run it, in
a process or a thread, here or on a machine that shares no disk with this one. It calls a process
with Manim there.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

from approx.outputs.films import worker_process
from approx.outputs.films.film_cache import ground
from approx.outputs.films.formats import format_of
from approx.outputs.films.job import Job
from approx.outputs.films.plan import Plan, Share
from approx.system import folders
from approx.system.errors import InputError, MachineError
from approx.system.provenance import SOFTWARE
from approx.system.scratch import scratch

#: What a frame depends on beside approx itself.
PACKAGES = ("manim", "av", "numpy", "pycairo", "typst")


@dataclass(frozen=True)
class RenderTask:
    """A share of a film's segments.

    Attributes:
        job: the film; its story is a built-in one's name or a file's bare name.
        source: that file's text; None for a built-in story.
        versions: that must draw it.
        share, shares: its number, counted from 0, and how many there are.
        known: how the keys of segments begin that need not be drawn again.
        only: the first frames of the segments to be shared; None for all.
    """

    job: Job
    source: str | None
    versions: str
    share: int = 0
    shares: int = 1
    known: tuple[str, ...] = ()
    only: tuple[int, ...] | None = None

    @classmethod
    def of(cls, job: Job) -> RenderTask:
        """The whole film; nothing in it depends on this machine's disk.

        Raises:
            InputError: when a story of one's own cannot be read.
        """
        if not job.story.endswith(".py"):
            return cls(job, None, versions())
        path = Path(job.story)
        try:
            source = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            raise InputError(f"{path.name} is no text in UTF-8") from None
        return cls(replace(job, story=path.name), source, versions())


@dataclass(frozen=True)
class SegmentResult:
    """One segment's file: the number of its first frame, its bytes, their checksum."""

    first: int
    data: bytes
    sha256: str

    @property
    def intact(self) -> bool:
        """Whether the bytes are those that were drawn."""
        return sha256(self.data).hexdigest() == self.sha256


@dataclass(frozen=True)
class RenderResult:
    """The film's plan, in which the share's segments have their keys, and what was drawn."""

    plan: Plan
    drawn: list[SegmentResult]


def render(task: RenderTask, progress: str) -> RenderResult:
    """Draw the share.

    Args:
        progress: a file of the caller's. Where it can be seen, on the same machine or disk, it
            gets a line of JSON for all progress, and when it is removed the drawing ends.

    Raises:
        InputError, MachineError: what the story, or this machine, says went wrong.
    """
    other = difference(versions(), task.versions)
    if other:
        raise MachineError(f"a worker has {other}; install the same there")
    with scratch() as folder:
        if task.source is not None:
            story = folder / Path(task.job.story).name
            story.write_text(task.source, encoding="utf-8")
            task = replace(task, job=replace(task.job, story=str(story)))
        # What the user's own story leaves behind in a process must not reach another film.
        reuse = task.source is None
        return in_process(_draw, task, progress=progress, folder=folder, reuse=reuse)


def in_process(
    function: Callable[..., Any], *arguments: Any, progress: str, folder: Path, reuse: bool = True
) -> Any:
    """Call a function with Manim; its last argument is called with the progress."""
    stop = Path(progress) if Path(progress).exists() else None
    return worker_process.call(
        _reporting, function, arguments, stop, folder=folder, stop=stop, reuse=reuse
    )


def _reporting(function: Callable[..., Any], arguments: tuple[Any, ...], path: Path | None) -> Any:
    if path is None:
        return function(*arguments, lambda **progress: None)

    def report(**progress: Any) -> None:
        with suppress(OSError):  # removed just now, and this process is about to end; a full disk
            handle = os.open(path, os.O_WRONLY | os.O_APPEND)  # never made anew
            try:
                os.write(handle, json.dumps(progress).encode() + b"\n")
            finally:
                os.close(handle)

    return function(*arguments, report)


def _draw(task: RenderTask, report: Callable[..., None]) -> RenderResult:
    from approx.outputs.films.renderer import play_story
    from approx.outputs.films.segment_writer import SegmentWriter

    folder, job = Path.cwd(), task.job

    def report_frames(**progress: Any) -> None:
        if task.share == 0 or "drawn" in progress:  # one share reports the beats
            report(**progress)

    writer = SegmentWriter(
        folder,
        format_of(job.format, job.transparent),
        Share(task.share, task.shares, task.only),
        ground(job),
        frozenset(task.known),
        report_frames,
    )
    captions = play_story(job, folder, writer)
    writer.close()
    writer.plan.captions = captions
    drawn = []
    for segment in writer.drawn:
        data = segment.file(folder).read_bytes()
        drawn.append(SegmentResult(segment.first, data, sha256(data).hexdigest()))
    return RenderResult(writer.plan, drawn)


@cache
def versions() -> str:
    """'approx 1.0.0 (3f2a9c01), manim 0.22.0, ...': versions, and a checksum of approx's code."""
    code = sha256()
    package = Path(__file__).parents[2]
    for file in sorted({*package.rglob("*.py"), *folders.scenes().glob("*.py")}):
        code.update(file.name.encode() + b"\0" + file.read_bytes())
    approx = f"{SOFTWARE} ({code.hexdigest()[:8]})"
    return ", ".join([approx, *(f"{name} {version(name)}" for name in PACKAGES)])


def difference(here: str, there: str) -> str:
    """How two machines' versions differ, in words; '' when they do not."""
    mine, theirs = here.split(", "), there.split(", ")
    only_here = [name for name in mine if name not in theirs]
    only_there = [name for name in theirs if name not in mine]
    if not only_here and not only_there:
        return ""
    return f"{', '.join(only_here)}, not {', '.join(only_there)}"

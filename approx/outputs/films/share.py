"""What is asked of a machine that helps: to plan a film, or to draw a share of its segments.

Both are functions of plain values that return plain values, so that any executor can run them, in a
process or a thread, here or on a machine that shares no disk with this one. Each runs Manim in a
private process of its own.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from approx.outputs.films import crew
from approx.outputs.films.job import Job
from approx.outputs.films.makers import another, made_by
from approx.outputs.films.plan import Plan, Segment
from approx.outputs.films.scratch import scratch
from approx.system.errors import MachineError


@dataclass(frozen=True)
class Wish:
    """A film that a machine is to help with.

    Attributes:
        job: what film; its story is a name of ours or a file's bare name.
        source: that file's text; None for a story of ours.
        maker: the versions that must draw it.
    """

    job: Job
    source: str | None
    maker: str

    @classmethod
    def of(cls, job: Job) -> Wish:
        """Nothing in it depends on this machine's disk."""
        if not job.story.endswith(".py"):
            return cls(job, None, made_by())
        path = Path(job.story)
        return cls(replace(job, story=path.name), path.read_text(encoding="utf-8"), made_by())


@dataclass(frozen=True)
class Drawn:
    """One segment's file: the number of its first frame, its bytes, their checksum, its key."""

    first: int
    data: bytes
    sha256: str
    key: str = ""

    @property
    def whole(self) -> bool:
        """Whether the bytes are those that were drawn."""
        return sha256(self.data).hexdigest() == self.sha256


def plan(wish: Wish, known: tuple[str, ...], wire: str) -> Plan:
    """The film's plan.

    Args:
        known: how the keys of segments begin that need not be drawn again.
        wire: as for :func:`draw`.

    Raises:
        InputError, MachineError: what the story, or this machine, says went wrong.
    """
    with _asked("plan", wish, wire, known=known) as folder:
        return Plan.of_json((folder / "plan.json").read_text())


def draw(wish: Wish, segments: tuple[tuple[int, int], ...], wire: str) -> list[Drawn]:
    """The files of some segments of the film.

    Args:
        segments: (first frame, how many frames) of each, in order.
        wire: a file of who asks. Where it can be seen, on the same machine or disk, it gets a byte
            for every frame drawn, and when it goes away the drawing ends.

    Raises:
        InputError, MachineError: what the story, or this machine, says went wrong.
    """
    with _asked("share", wish, wire, segments=segments) as folder:
        drawn = []
        keys = json.loads((folder / "keys.json").read_text())
        for (first, frames), key in zip(segments, keys, strict=True):
            file = Segment(first, frames).file(folder)
            if not file.is_file():
                raise MachineError(f"the story ended before frame {first}")
            data = file.read_bytes()
            drawn.append(Drawn(first, data, sha256(data).hexdigest(), key))
        return drawn


@contextmanager
def _asked(task: str, wish: Wish, wire: str, **more: Any) -> Iterator[Path]:
    """The folder in which a private process has done the task."""
    seen = Path(wire).exists()
    other = another(made_by(), wish.maker)
    if other:
        raise MachineError(f"a worker has {other}; install the same there")
    with scratch() as folder:
        job = wish.job
        if wish.source is not None:
            story = folder / Path(job.story).name
            story.write_text(wish.source, encoding="utf-8")
            job = replace(job, story=str(story))
        request = {"task": task, "job": asdict(job), "wire": wire if seen else "", **more}
        crew.run(request, folder, lambda news: None)
        yield folder

"""All segments of a film, wherever they were drawn, become the film."""

from __future__ import annotations

from pathlib import Path

from approx.outputs.films import loops
from approx.outputs.films.check import check
from approx.outputs.films.divide import available_cores
from approx.outputs.films.formats import format_of
from approx.outputs.films.job import Job
from approx.outputs.films.join import join
from approx.outputs.films.plan import Plan


def assemble(job: Job, plan: Plan, folder: Path, cores: int | None = None) -> None:
    """All segments, which lie in `folder`, become the film there, and the film is looked at.

    Args:
        cores: how many parts of it are looked at at the same time; None for as many as there are.

    Raises:
        MachineError: when it is not what was planned.
    """
    form = format_of(job.format, job.transparent)
    film = folder / f"film.{job.format}"
    if form.by_frame:
        loops.write(
            [one.file(folder) for one in plan.segments], film, form.name, job.fps, form.alpha
        )
        loops.check(film, form.name, job.width, job.height)
        return
    join([(one.file(folder), one.frames) for one in plan.segments], film, job.fps, form, job.words)
    parts = [one.frames for one in plan.segments]
    check(film, job.width, job.height, job.fps, parts, cores or available_cores())

"""Films drawn by any executor: planned, divided into shares, gathered, put together."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, CancelledError, Executor, Future, wait
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from approx.outputs.films import share
from approx.outputs.films.assemble import assemble
from approx.outputs.films.crew import News, Report
from approx.outputs.films.divide import Part, neighbours
from approx.outputs.films.job import Job
from approx.outputs.films.plan import Plan, Segment
from approx.outputs.films.shelf import Shelf
from approx.system.errors import InputError, MachineError

#: How often somebody else's executor is asked for a share before the film is given up.
TRIES = 3
#: Seconds between two looks at how far the shares are.
GLANCE = 0.2
#: Shares of a film where an executor does not say how many workers it has.
USUAL = 8


@dataclass
class Task:
    """Something asked of the executor.

    Attributes:
        film: its number.
        function, arguments: what is asked; a wire is added to the arguments.
        frames: how many it draws.
        told: how many of them the report knows.
        tries: how often it was asked.
        wire: by which the one who does it tells and is told.
    """

    film: int
    function: Callable[..., Any]
    arguments: tuple[Any, ...]
    frames: int = 0
    told: int = 0
    tries: int = 0
    wire: Path = Path()


@dataclass
class Film:
    """A film that is being made, in a folder of its own."""

    job: Job
    folder: Path
    wish: share.Wish
    plan: Plan = field(default_factory=Plan)
    left: int = 0


class Scatter:
    """Films that are being made by an executor.

    Args:
        places: a folder for each film.
        shelf: where segments are that were drawn before.
        workers: how many the executor has; None to ask it.
        tries: how often a share is asked for.
        part: draw these segments of each film only, and make no film of them.
        made: called with the number of each film whose file is there.
    """

    def __init__(
        self,
        jobs: Sequence[Job],
        places: Sequence[Path],
        shelf: Shelf,
        executor: Executor,
        workers: int | None,
        tries: int,
        part: Part | None,
        report: Report,
        made: Callable[[int, Plan], None],
    ) -> None:
        self._films = [
            Film(job, place, share.Wish.of(job)) for job, place in zip(jobs, places, strict=True)
        ]
        self._shelf, self._executor, self._tries, self._part = shelf, executor, tries, part
        self._report, self._made = report, made
        known = workers or getattr(executor, "_max_workers", None) or USUAL
        self._parts = math.ceil(known / len(jobs))
        self._tasks: dict[Future[Any], Task] = {}
        self._count = 0

    def run(self) -> list[Plan]:
        """Make them all; when one fails, or this is interrupted, the others end.

        Returns:
            their plans.

        Raises:
            InputError: when a story does not fit.
            MachineError: when a share failed as often as it may.
        """
        try:
            known = tuple(sorted(self._shelf.known()))
            for number, film in enumerate(self._films):
                self._ask(Task(number, share.plan, (film.wish, known)))
            while self._tasks:
                done, waiting = wait(self._tasks, GLANCE, FIRST_COMPLETED)
                for future in waiting:
                    task = self._tasks[future]
                    self._tell(task, task.wire.stat().st_size)
                for future in done:
                    self._take(self._tasks.pop(future), future)
        finally:
            for future, task in self._tasks.items():
                future.cancel()
                _cut(task.wire)
        return [film.plan for film in self._films]

    def _ask(self, task: Task) -> None:
        """Ask for something, once more or for the first time."""
        self._count += 1
        task.wire = self._films[task.film].folder / f"{self._count}.wire"
        task.tries += 1
        task.wire.touch()
        try:
            future = self._executor.submit(task.function, *task.arguments, str(task.wire))
        except RuntimeError as error:  # shut down, or broken by a worker that died
            raise MachineError(f"the executor takes no work: {error}") from None
        self._tasks[future] = task

    def _take(self, task: Task, future: Future[Any]) -> None:
        """Take what came of a task; ask again when it is nothing."""
        _cut(task.wire)
        try:
            result = future.result()
            if task.function is share.draw:
                _check(result, task.arguments[1])
        except InputError:
            raise
        except CancelledError:  # not by us: it lost its workers, or was told to stop
            raise MachineError("the executor gave its work up; is it still there?") from None
        except Exception as error:
            if task.tries == self._tries:
                times = f" ({task.tries} times)" if task.tries > 1 else ""
                raise MachineError(_line(error) + times) from None
            self._ask(task)
            return
        if task.function is share.plan:
            self._divide(task.film, result)
        else:
            self._keep(task, result)

    def _divide(self, number: int, plan: Plan) -> None:
        """The film is planned: ask for its shares, unless they are known."""
        film = self._films[number]
        film.plan = plan
        holds = self._part.holds(number) if self._part else lambda segment: True
        ours = [*filter(holds, plan.segments)]
        for beat, caption in enumerate(plan.captions):
            self._report(News(number, beat, len(plan.captions), caption.text))
        unknown = [one for one in ours if not self._shelf.fetch(one, film.folder)]
        frames = sum(one.frames for one in ours)
        fetched = frames - sum(one.frames for one in unknown)
        self._report(News(number, planned=frames, drawn=fetched))
        runs = neighbours(unknown, self._parts)
        film.left = len(runs)
        for run in runs:
            wanted = tuple((one.first, one.frames) for one in run)
            frames = sum(one.frames for one in run)
            self._ask(Task(number, share.draw, (film.wish, wanted), frames))
        if not runs:
            self._finish(number)

    def _keep(self, task: Task, drawn: list[share.Drawn]) -> None:
        """A share is here; the last one makes the film whole."""
        film = self._films[task.film]
        for one in drawn:
            segment = Segment(one.first, key=one.key)
            segment.file(film.folder).write_bytes(one.data)
            self._shelf.keep(segment, film.folder)
        self._tell(task, task.frames)
        film.left -= 1
        if not film.left:
            self._finish(task.film)

    def _finish(self, number: int) -> None:
        """All shares of a film are here."""
        film = self._films[number]
        if self._part is None:
            assemble(film.job, film.plan, film.folder)
        self._made(number, film.plan)
        self._report(News(number, done=True))

    def _tell(self, task: Task, drawn: int) -> None:
        """Report frames that were not reported before."""
        new = min(drawn, task.frames) - task.told
        if new > 0:
            task.told += new
            self._report(News(task.film, drawn=new))


def _cut(wire: Path) -> None:
    """Whoever works at its other end, if that is on this machine, sees it and ends."""
    with suppress(OSError):  # Windows keeps a file while it is written; its folder goes later
        wire.unlink()


def _check(drawn: list[share.Drawn], wanted: tuple[tuple[int, int], ...]) -> None:
    """Whether a share is what was asked for.

    Raises:
        MachineError: when it is not.
    """
    if [one.first for one in drawn] != [first for first, _ in wanted]:
        raise MachineError("a worker drew other frames than it was asked for")
    if not all(one.whole for one in drawn):
        raise MachineError("a part of the film was damaged on its way")


def _line(error: Exception) -> str:
    """An error in one line; ours speak for themselves."""
    if isinstance(error, MachineError):
        return str(error)
    return f"a share of the film failed: {type(error).__name__}: {' '.join(str(error).split())}"

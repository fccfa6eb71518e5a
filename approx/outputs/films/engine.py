"""The film engine: shares of films' segments are drawn by an executor, and put together here."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import (
    FIRST_COMPLETED,
    CancelledError,
    Executor,
    Future,
    ThreadPoolExecutor,
    wait,
)
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from approx.outputs.films import tasks, worker_process
from approx.outputs.films.assemble import assemble
from approx.outputs.films.cache import Cache
from approx.outputs.films.film_cache import SegmentCache
from approx.outputs.films.job import Job
from approx.outputs.films.plan import Plan, Segment
from approx.outputs.films.progress import OnProgress, ProgressEvent, ignore_progress
from approx.outputs.films.tasks import RenderResult, RenderTask
from approx.outputs.films.worker_process import WorkerLostError
from approx.system.errors import ApproxError, MachineError
from approx.system.signals import deferred

#: How often a task is given to an executor before the film is given up.
TRIES = 3
#: Seconds between two looks at the progress of tasks.
POLL = 0.1
#: Shares of a film where an executor does not say how many workers it has.
USUAL = 8


@dataclass(frozen=True)
class RenderOptions:
    """Where films are drawn, how many tasks at once, and what gets the progress.

    Attributes:
        jobs: how many tasks run at once; None for one per core, or for what the executor has.
        executor: any of concurrent.futures; every worker needs this approx, and nothing else of
            this machine. None for processes of this machine.
        cache: has what was drawn before, and gets what is drawn.
        on_progress: called with the progress.
    """

    jobs: int | None = None
    executor: Executor | None = None
    cache: Cache | None = None
    on_progress: OnProgress = ignore_progress


def available_cores() -> int:
    """How many processes can run at the same time."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def make(
    jobs: Mapping[int, Job], folder: Path, options: RenderOptions, made: Callable[[int, Plan], None]
) -> dict[int, Plan]:
    """Make the films, by their numbers, in folders of `folder`; when one fails, the others end.

    Args:
        made: called with the number of each film whose file is complete.

    Raises:
        InputError: when a story does not fit.
        MachineError: when a share failed as often as it may, or a finished film does not play.
    """
    with _executor(options) as (executor, workers):
        queue = TaskQueue(executor, folder, options.on_progress)
        cache = SegmentCache(options.cache)
        known = tuple(sorted(cache.starts()))
        films = []
        for left, (number, job) in zip(range(len(jobs), 0, -1), jobs.items(), strict=True):
            film = _Film(number, job, film_file(job, folder, number), cache, queue, made)
            film.file.parent.mkdir()
            # The last films are shared by all workers: they have work until the end.
            film.draw(workers if left <= workers else 1, known)
            films.append(film)
        queue.run()
    return {film.number: film.plan for film in films}


def film_file(job: Job, folder: Path, number: int) -> Path:
    """Where the film with this number is made, its segments beside it."""
    return folder / f"{number:04d}" / f"film.{job.format}"


@contextmanager
def _executor(options: RenderOptions) -> Iterator[tuple[Executor, int]]:
    """The executor, and how many tasks it does at once."""
    if options.executor is not None:
        workers = options.jobs or getattr(options.executor, "_max_workers", None) or USUAL
        yield options.executor, workers
        return
    workers = options.jobs or available_cores()
    with local_executor(workers) as executor:
        yield executor, workers


@contextmanager
def local_executor(workers: int) -> Iterator[Executor]:
    """Threads, each of which waits for the process that does its task."""
    pool = ThreadPoolExecutor(workers)
    try:
        yield pool
    finally:
        with deferred():
            pool.shutdown(cancel_futures=True)


@dataclass
class _Entry:
    """A task of an executor.

    Attributes:
        film: its number.
        function, arguments: what is done; the progress file is added to the arguments.
        done: called with the answer.
        reported: frames that were reported.
        tries: how often it was given to the executor.
        progress: the file through which it reports, and is stopped.
        read: bytes of that file that were read.
        drawn: frames that it reports of this try.
    """

    film: int
    function: Callable[..., Any]
    arguments: tuple[Any, ...]
    done: Callable[[Any, Callable[[int], None]], None]
    reported: int = 0
    tries: int = 0
    progress: Path = Path()
    read: int = 0
    drawn: int = 0


class TaskQueue:
    """Tasks of an executor: watched, and given to it again when a worker is lost.

    Args:
        folder: for files through which tasks report their progress.
    """

    def __init__(self, executor: Executor, folder: Path, on_progress: OnProgress) -> None:
        self.on_progress = on_progress
        self._executor, self._folder = executor, folder
        self._running: dict[Future[Any], _Entry] = {}
        self._count = 0
        self._beats: dict[int, int] = {}

    def add(
        self,
        film: int,
        function: Callable[..., Any],
        *arguments: Any,
        done: Callable[[Any, Callable[[int], None]], None],
    ) -> None:
        """Have something done.

        Args:
            film: its number, for the progress.
            function, arguments: as the functions of `tasks`, without the file for progress.
            done: called with the answer, and what takes the number of frames in it.
        """
        self._submit(_Entry(film, function, arguments, done))

    def run(self) -> None:
        """Until all is done, or one fails: then the others end.

        Raises:
            InputError, MachineError: of the first that fails.
        """
        try:
            while self._running:
                done, waiting = wait(self._running, POLL, FIRST_COMPLETED)
                for future in waiting:
                    self._read_progress(self._running[future])
                for future in done:
                    self._finish(self._running.pop(future), future)
        finally:
            with deferred():
                for future, entry in self._running.items():
                    future.cancel()
                    _remove(entry.progress)

    def report_beat(self, film: int, beat: int, beats: int, caption: str) -> None:
        """Report a beat, once."""
        if beat >= self._beats.get(film, 0):
            self._beats[film] = beat + 1
            self.on_progress(ProgressEvent(film, beat, beats, caption))

    def _submit(self, entry: _Entry) -> None:
        self._count += 1
        entry.progress = self._folder / f"{self._count}.progress"
        entry.tries += 1
        entry.read = entry.drawn = 0
        entry.progress.touch()
        try:
            future = self._executor.submit(entry.function, *entry.arguments, str(entry.progress))
        except RuntimeError as error:  # shut down, or broken by a worker that died
            raise MachineError(f"the executor takes no work: {error}") from None
        self._running[future] = entry

    def _finish(self, entry: _Entry, future: Future[Any]) -> None:
        """Take what came of a task; try again when its worker was lost."""
        self._read_progress(entry)
        _remove(entry.progress)
        try:
            answer = future.result()
        except CancelledError:  # not by this queue: it lost its workers, or was told to stop
            raise MachineError("the executor gave its work up; is it still there?") from None
        except Exception as error:
            self._try_again(entry, error)
            return
        try:
            entry.done(answer, partial(self._report_frames, entry))
        except WorkerLostError as error:
            self._try_again(entry, error)

    def _try_again(self, entry: _Entry, error: Exception) -> None:
        if isinstance(error, ApproxError) and not isinstance(error, WorkerLostError):
            raise error from None
        if entry.tries == TRIES:
            raise MachineError(f"{_line(error)} ({TRIES} times)") from None
        self._submit(entry)

    def _read_progress(self, entry: _Entry) -> None:
        with suppress(FileNotFoundError), entry.progress.open("rb") as file:
            file.seek(entry.read)
            text = file.read()
            lines = text[: text.rfind(b"\n") + 1]
            entry.read += len(lines)
            for line in lines.splitlines():
                values = json.loads(line)
                if "beat" in values:
                    self.report_beat(entry.film, **values)
                elif "planned" in values:
                    self.on_progress(ProgressEvent(entry.film, **values))
                else:
                    entry.drawn += values["drawn"]
            self._report_frames(entry, entry.drawn)

    def _report_frames(self, entry: _Entry, frames: int) -> None:
        """Report frames that were not reported before."""
        if frames > entry.reported:
            self.on_progress(ProgressEvent(entry.film, drawn=frames - entry.reported))
            entry.reported = frames


class _Film:
    """A film that is being made, in a folder of its own."""

    def __init__(
        self,
        number: int,
        job: Job,
        file: Path,
        cache: SegmentCache,
        queue: TaskQueue,
        made: Callable[[int, Plan], None],
    ) -> None:
        self.number, self.plan, self.file = number, Plan(), file
        self._job, self._cache = job, cache
        self._queue, self._made = queue, made
        self._missing, self._shares = 0, 1
        self._fetched: list[Segment] = []  # from the cache

    def draw(self, shares: int, known: tuple[str, ...]) -> None:
        """Have all segments drawn, but for those that begin like known ones."""
        self._shares = shares
        self._add(replace(RenderTask.of(self._job), shares=shares, known=known))

    def _add(self, task: RenderTask) -> None:
        self._missing = task.shares
        for share in range(task.shares):
            part = replace(task, share=share)
            self._queue.add(self.number, tasks.render, part, done=self._take)

    def _take(self, result: RenderResult, report_frames: Callable[[int], None]) -> None:
        """A share is here; after the last one the film is whole, or what is missing is drawn."""
        if not all(segment.intact for segment in result.drawn):
            raise WorkerLostError("a part of the film was damaged on its way")
        if not self.plan.segments:
            self.plan = result.plan
        if result.plan != self.plan:
            raise MachineError("the story is not the same every time that it is played")
        self._report_plan()
        keys = {segment.first: segment.key for segment in result.plan.segments if segment.key}
        drawn = {segment.first: segment.data for segment in result.drawn}
        frames = 0
        for segment in self.plan.segments:
            segment.key = keys.get(segment.first, segment.key)
            if segment.first in drawn:
                segment.file(self.file.parent).write_bytes(drawn[segment.first])
                self._cache.keep(segment, drawn[segment.first])
            elif segment.first not in keys or not self._cache.fetch(segment, self.file.parent):
                continue
            else:
                self._fetched.append(segment)
            frames += segment.frames
        report_frames(frames)
        self._missing -= 1
        if not self._missing:
            self._finish()

    def _report_plan(self) -> None:
        for beat, caption in enumerate(self.plan.captions):
            beats = len(self.plan.captions)
            self._queue.report_beat(self.number, beat, beats, caption.text)
        self._queue.on_progress(ProgressEvent(self.number, planned=self.plan.frames))

    def _finish(self) -> None:
        folder = self.file.parent
        only = tuple(
            segment.first for segment in self.plan.segments if not segment.file(folder).exists()
        )
        if only:
            task = RenderTask.of(self._job)
            self._add(replace(task, shares=min(self._shares, len(only)), only=only))
            return
        try:
            worker_process.call(
                assemble, self._job, self.plan, self.file, available_cores(), folder=folder
            )
        except MachineError:
            if not self._fetched:
                raise
            self._draw_fetched_again()
            return
        self._made(self.number, self.plan)
        self._queue.on_progress(ProgressEvent(self.number, done=True))

    def _draw_fetched_again(self) -> None:
        """Segments with right digests did not become a film: those of the cache are drawn."""
        for segment in self._fetched:
            self._cache.drop(segment)
            segment.file(self.file.parent).unlink(missing_ok=True)
        self._fetched.clear()
        self.file.unlink(missing_ok=True)
        self._finish()


def _remove(progress: Path) -> None:
    """The task that writes this file, if it runs on this machine, ends."""
    with suppress(OSError):  # Windows keeps a file while it is written; its folder goes later
        progress.unlink()


def _line(error: Exception) -> str:
    """An error in one line."""
    if isinstance(error, MachineError):
        return str(error)
    return f"a share of the film failed: {type(error).__name__}: {' '.join(str(error).split())}"

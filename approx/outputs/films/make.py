"""Films are made in a folder: by the doubles of one process, or by processes on their own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import asdict, astuple, dataclass
from pathlib import Path

from approx.outputs.films import crew, family
from approx.outputs.films.cache import Cache
from approx.outputs.films.crew import Report
from approx.outputs.films.divide import Part, available_cores
from approx.outputs.films.job import Job
from approx.outputs.films.plan import Plan
from approx.outputs.films.shelf import Shelf


@dataclass(frozen=True)
class How:
    """Who draws, how much, and who hears of it.

    Attributes:
        jobs: how many processes draw; None for one per core, or for what the executor has.
        executor: who draws, anywhere: every worker needs this approx, and nothing else of this
            machine; None for processes of this machine.
        part: of each film, which is all that is drawn then; None for the films.
        cache: has what was drawn before, and gets what is drawn.
        report: called with the news.
    """

    jobs: int | None = None
    executor: Executor | None = None
    part: Part | None = None
    cache: Cache | None = None
    report: Report | None = None


def make(
    jobs: Sequence[Job], folder: Path, how: How, made: Callable[[int, Plan], None]
) -> list[Plan]:
    """Make the films, or the parts' segments, in folders of `folder`, named by number.

    Args:
        made: called with the number of each that is there.

    Raises:
        InputError, MachineError: of the first that fails; the others end then.
    """
    places = [place_of(folder, number) for number in range(len(jobs))]
    for place in places:
        place.mkdir()
    if how.executor is not None or not family.CAN_FORK:
        return _apart(jobs, places, how, made)
    plans: dict[int, Plan] = {}

    def listen(news: crew.News) -> None:
        if news.done:
            plan = Plan.of_json((places[news.film] / "plan.json").read_text())
            plans[news.film] = plan
            made(news.film, plan)
        if how.report is not None:
            how.report(news)

    request = {
        "task": "films",
        "films": [
            {"job": asdict(job), "folder": str(place)}
            for job, place in zip(jobs, places, strict=True)
        ],
        "cores": how.jobs or available_cores(),
        "cache": how.cache and {"folder": str(how.cache.folder), "limit": how.cache.limit},
        "part": how.part and astuple(how.part),
    }
    crew.run(request, folder, listen)
    return [plans[number] for number in range(len(jobs))]


def _apart(
    jobs: Sequence[Job], places: Sequence[Path], how: How, made: Callable[[int, Plan], None]
) -> list[Plan]:
    """The same by an executor, ours where there is none."""
    from approx.outputs.films.scatter import TRIES, Scatter

    def by(executor: Executor, workers: int | None, tries: int) -> list[Plan]:
        report, shelf = how.report or (lambda news: None), Shelf(how.cache)
        return Scatter(jobs, places, shelf, executor, workers, tries, how.part, report, made).run()

    if how.executor is not None:
        return by(how.executor, how.jobs, TRIES)
    cores = how.jobs or available_cores()
    # Threads, each waiting for the private process that draws its share. A pool of processes would
    # add one more to each, and ask for `if __name__ == "__main__"` in the caller's program.
    with ThreadPoolExecutor(cores) as pool:
        return by(pool, cores, 1)


def place_of(folder: Path, number: int) -> Path:
    """Where the film with this number is made."""
    return folder / f"{number:04d}"

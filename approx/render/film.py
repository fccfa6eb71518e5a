"""A subject and a story become a film file, with captions beside it."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from approx.files import publish, slug
from approx.render import crew
from approx.render.captions import subtitles, web_captions
from approx.render.crew import Report
from approx.render.job import Caption, Job, size_of
from approx.render.plan import Plan
from approx.render.scratch import scratch
from approx.subject import Subject, packed


@dataclass(frozen=True)
class Order:
    """One film to make and where to put it."""

    job: Job
    path: Path


def order(
    subject: Subject,
    story: str,
    path: Path,
    quality: str = "720p30",
    theme: str = "dark",
    language: str = "en",
    aspect: str = "16:9",
) -> Order:
    """What :func:`render_all` takes, in a user's words."""
    width, height, fps = size_of(quality, aspect)
    return Order(Job(packed(subject), story, theme, language, aspect, width, height, fps), path)


def render(
    subject: Subject,
    story: str,
    path: Path,
    quality: str = "720p30",
    theme: str = "dark",
    language: str = "en",
    aspect: str = "16:9",
    report: Report | None = None,
    jobs: int | None = None,
) -> list[Caption]:
    """Render a film to `path` (.mp4) and its captions beside it (.srt, .vtt).

    The film appears whole or not at all; an older one survives every failure.

    Args:
        report: called with the news while it is drawn.
        jobs: how many processes draw; None for one per core.

    Returns:
        the beats with their captions and times.

    Raises:
        InputError: when the story does not fit.
        MachineError: when the render fails or the finished file does not play.
    """
    one = order(subject, story, path, quality, theme, language, aspect)
    (plan,) = render_all([one], report, jobs)
    return plan.captions


def render_all(
    orders: Sequence[Order],
    report: Report | None = None,
    jobs: int | None = None,
    done: Callable[[Path], None] | None = None,
) -> list[Plan]:
    """Render several films at once, their segments in one pool; each appears when it is done.

    Args:
        done: called with the path of every film that is in place.

    Raises:
        InputError, MachineError: of the first film that fails; the others end then.
    """
    cores = jobs or available_cores()
    with scratch() as folder:
        plans: dict[int, Plan] = {}
        folders = [folder / f"{number:04d}" for number in range(len(orders))]
        for one in folders:
            one.mkdir()

        def listen(news: crew.News) -> None:
            if news.done:
                plans[news.film] = _publish(orders[news.film], folders[news.film])
                if done is not None:
                    done(orders[news.film].path)
            if report is not None:
                report(news)

        films = [
            {"job": asdict(one.job), "folder": str(place)}
            for one, place in zip(orders, folders, strict=True)
        ]
        crew.run({"task": "films", "films": films, "cores": cores}, folder, listen)
        return [plans[number] for number in range(len(orders))]


def _publish(done: Order, folder: Path) -> Plan:
    """Put the film and its captions in place."""
    plan = Plan.of_json((folder / "plan.json").read_text())
    path, film = done.path, (folder / f"film.{done.job.format}").read_bytes()
    publish(path.with_suffix(".srt"), subtitles(plan.captions).encode())
    publish(path.with_suffix(".vtt"), web_captions(plan.captions).encode())
    publish(path, film)
    return plan


def available_cores() -> int:
    """How many processes can run at the same time."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def file_name(
    subject: Subject, story: str, part: str = "", *, theme: str, language: str, aspect: str
) -> str:
    """A film's name without its ending: what is usual goes without saying."""
    shape = "" if aspect == "16:9" else aspect.replace(":", "x")
    return slug(subject.name, story, part, theme, shape, "" if language == "en" else language)

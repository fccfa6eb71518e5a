"""A subject and a story become a film file, with captions beside it."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from approx.files import publish, slug
from approx.panels.wording import described
from approx.render import crew
from approx.render.captions import subtitles, web_captions
from approx.render.crew import Report
from approx.render.formats import FORMATS
from approx.render.job import Caption, Job, size_of
from approx.render.plan import Plan
from approx.render.scratch import scratch
from approx.subject import Subject, packed


@dataclass(frozen=True)
class Clip:
    """One beat: its name, its sentence, its length in seconds, its part of the film (MP4)."""

    beat: str
    caption: str
    seconds: float
    mp4: bytes


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
    shown = described(subject, language)
    words = {"title": subject.title(language), "comment": shown, "description": shown}
    job = Job(packed(subject), story, theme, language, aspect, width, height, fps, words=words)
    return Order(job, path)


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
    with scratch() as folder:

        def publish_one(number: int, plan: Plan) -> None:
            one = orders[number]
            film = (folder / f"{number:04d}" / f"film.{one.job.format}").read_bytes()
            _publish(one.path, plan.captions, film)
            if done is not None:
                done(one.path)

        return _make([one.job for one in orders], folder, report, jobs, publish_one)


def _make(
    jobs_: Sequence[Job],
    folder: Path,
    report: Report | None,
    cores: int | None,
    made: Callable[[int, Plan], None],
) -> list[Plan]:
    """Make the films in folders of `folder`; `made` is called with the number of each."""
    plans: dict[int, Plan] = {}
    films = []
    for number, job in enumerate(jobs_):
        place = folder / f"{number:04d}"
        place.mkdir()
        films.append({"job": asdict(job), "folder": str(place)})

    def listen(news: crew.News) -> None:
        if news.done:
            plan = Plan.of_json((folder / f"{news.film:04d}" / "plan.json").read_text())
            plans[news.film] = plan
            made(news.film, plan)
        if report is not None:
            report(news)

    request = {"task": "films", "films": films, "cores": cores or available_cores()}
    crew.run(request, folder, listen)
    return [plans[number] for number in range(len(jobs_))]


def clips(
    subject: Subject,
    story: str,
    quality: str = "720p30",
    theme: str = "dark",
    language: str = "en",
    aspect: str = "16:9",
    report: Report | None = None,
    jobs: int | None = None,
) -> list[Clip]:
    """The film cut into its beats, every clip a film of its own.

    Raises:
        InputError, MachineError: as :func:`render`.
    """
    job = order(subject, story, Path("clips.mp4"), quality, theme, language, aspect).job
    with scratch() as folder:
        plan = _make([job], folder, report, jobs, lambda number, plan: None)[0]
        return [
            Clip(
                caption.name,
                caption.text,
                caption.end - caption.start,
                _clip(job, plan, number, folder / "0000"),
            )
            for number, caption in enumerate(plan.captions)
        ]


def _clip(job: Job, plan: Plan, beat: int, folder: Path) -> bytes:
    from approx.render.join import join

    files = [(one.file(folder), one.frames) for one in plan.segments if one.beat == beat]
    path = folder / f"beat-{beat}.{job.format}"
    join(files, path, job.fps, FORMATS[job.format], job.words)
    return path.read_bytes()


def _publish(path: Path, captions: list[Caption], film: bytes) -> None:
    """Put the film and its captions in place."""
    publish(path.with_suffix(".srt"), subtitles(captions).encode())
    publish(path.with_suffix(".vtt"), web_captions(captions).encode())
    publish(path, film)


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

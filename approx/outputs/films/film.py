"""A subject and a story become a film file, with captions beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from approx.outputs.films.cache import usual
from approx.outputs.films.captions import subtitles, web_captions
from approx.outputs.films.engine import RenderOptions, make, place_of
from approx.outputs.films.film_cache import FilmCache
from approx.outputs.films.formats import format_of
from approx.outputs.films.job import Caption, Job, check_rate, parse_size, size_of
from approx.outputs.films.plan import Plan
from approx.outputs.films.progress import OnProgress, ProgressEvent
from approx.outputs.films.scratch import scratch
from approx.panels.wording import described
from approx.subjects import Subject, packed
from approx.system.files import output_name, publish_all
from approx.system.provenance import provenance

#: The captions' endings, beside the film's.
BESIDE = (".srt", ".vtt")


@dataclass(frozen=True)
class Clip:
    """One beat: its name, its sentence, its length in seconds, its part of the film (MP4)."""

    beat: str
    caption: str
    seconds: float
    mp4: bytes


@dataclass(frozen=True)
class RenderedStory:
    """One story told once: the film (MP4), its captions with their times, and its beats."""

    story: str
    mp4: bytes
    captions: list[Caption]
    clips: list[Clip]


@dataclass(frozen=True)
class FilmRequest:
    """One film to make and where to put it."""

    job: Job
    path: Path


def request(
    subject: Subject,
    story: str,
    path: Path,
    quality: str = "720p30",
    theme: str = "dark",
    language: str = "en",
    aspect: str = "16:9",
    size: str | None = None,
    fps: int | None = None,
    transparent: bool = False,
) -> FilmRequest:
    """What :func:`render_all` takes, in a user's words.

    Args:
        path: its ending names the format.
        size: "WIDTHxHEIGHT" in pixels, instead of the quality's.
        fps: frames per second, instead of the quality's.
        transparent: leave the background out.

    Raises:
        InputError: for a size or rate that cannot be drawn, or a format that cannot be transparent.
    """
    form = format_of(path.suffix[1:].lower(), transparent)
    width, height, usual = size_of(quality, aspect)
    if size is not None:
        width, height = parse_size(size, aspect)
    description = described(subject, language)
    fps = check_rate(min(usual, form.fastest) if fps is None else fps, form)
    made = provenance(
        "render", subject, Path(story).name, size=f"{width}x{height}", fps=fps,
        format=None if form.name == "mp4" else form.name, transparent=transparent,
        theme=theme, aspect=aspect, language=language,
    )  # fmt: skip
    words = {
        "title": subject.title(language),
        "description": description,
        "comment": f"{description}\n{made}",  # QuickTime has no description
    }
    job = Job(
        packed(subject),
        story,
        theme,
        language,
        aspect,
        width,
        height,
        fps,
        form.name,
        transparent,
        words,
    )
    return FilmRequest(job, path)


def render(
    subject: Subject,
    story: str,
    path: Path,
    quality: str = "720p30",
    on_progress: OnProgress | None = None,
    jobs: int | None = None,
    executor: Executor | None = None,
    cache: bool = True,
    **look: Any,
) -> list[Caption]:
    """Render a film to `path`, whose ending names the format, and its captions beside it.

    The film appears whole or not at all; an older one survives every failure.

    Args:
        on_progress: called with the progress while it is drawn.
        jobs, executor: how many processes draw, and whose, as :class:`RenderOptions` has them.
        cache: whether what was drawn before is used, and what is drawn is kept.
        look: theme, language, aspect, size, fps and transparent, as :func:`request` takes them.

    Returns:
        the beats with their captions and times.

    Raises:
        InputError: when the story does not fit.
        MachineError: when the render fails or the finished file does not play.
    """
    (plan,) = render_all(
        [request(subject, story, path, quality, **look)], on_progress, jobs, None, executor, cache
    )
    return plan.captions


def render_all(
    requests: Sequence[FilmRequest],
    on_progress: OnProgress | None = None,
    jobs: int | None = None,
    done: Callable[[Path], None] | None = None,
    executor: Executor | None = None,
    cache: bool = True,
) -> list[Plan]:
    """Render several films at once, their segments in one pool; each appears when it is done.

    Args:
        jobs, executor, cache: as for :func:`render`.
        done: called with the path of every film that is in place.

    Raises:
        InputError, MachineError: of the first film that fails; the others end then.
    """
    kept = usual() if cache else None
    films, plans = FilmCache(kept), {}

    def publish_one(number: int, plan: Plan, film: bytes) -> None:
        path = requests[number].path
        put(path, plan.captions, film)
        plans[number] = plan
        if done is not None:
            done(path)

    def tell(event: ProgressEvent) -> None:
        if on_progress is not None:
            on_progress(event)

    for number, one in enumerate(requests):
        if found := films.find(one.job):
            publish_one(number, *found)
            frames = found[0].frames
            tell(ProgressEvent(number, planned=frames, drawn=frames, done=True))
    unknown = [number for number in range(len(requests)) if number not in plans]
    if unknown:
        with scratch() as folder:

            def made(place: int, plan: Plan) -> None:
                number = unknown[place]
                job = requests[number].job
                film = (place_of(folder, place) / f"film.{job.format}").read_bytes()
                publish_one(number, plan, film)
                films.keep(job, plan, film)

            def listen(event: ProgressEvent) -> None:
                tell(replace(event, film=unknown[event.film]))

            wanted = [requests[number].job for number in unknown]
            make(wanted, folder, RenderOptions(jobs, executor, kept, listen), made)
    return [plans[number] for number in range(len(requests))]


def clips(
    subject: Subject,
    story: str,
    quality: str = "720p30",
    on_progress: OnProgress | None = None,
    jobs: int | None = None,
    executor: Executor | None = None,
    **look: Any,
) -> list[Clip]:
    """The film cut into its beats, every clip a film of its own.

    Raises:
        InputError, MachineError: as :func:`render`.
    """
    (rendered,) = render_stories(subject, [story], quality, on_progress, jobs, executor, **look)
    return rendered.clips


def render_stories(
    subject: Subject,
    stories: Sequence[str],
    quality: str = "720p30",
    on_progress: OnProgress | None = None,
    jobs: int | None = None,
    executor: Executor | None = None,
    **look: Any,
) -> list[RenderedStory]:
    """Films with their clips: every story is drawn once, whatever is made of it.

    Raises:
        InputError, MachineError: as :func:`render`.
    """
    all_jobs = [request(subject, story, Path("film.mp4"), quality, **look).job for story in stories]
    with scratch() as folder:
        options = RenderOptions(jobs, executor, usual(), on_progress or (lambda event: None))
        plans = make(all_jobs, folder, options, lambda number, plan: None)
        return [
            _rendered_story(job, plan, place_of(folder, number))
            for number, (job, plan) in enumerate(zip(all_jobs, plans, strict=True))
        ]


def _rendered_story(job: Job, plan: Plan, folder: Path) -> RenderedStory:
    clips_ = [
        Clip(told.name, told.text, told.end - told.start, _clip(job, plan, number, folder))
        for number, told in enumerate(plan.captions)
    ]
    film = (folder / f"film.{job.format}").read_bytes()
    return RenderedStory(job.story, film, plan.captions, clips_)


def _clip(job: Job, plan: Plan, beat: int, folder: Path) -> bytes:
    from approx.outputs.films.assemble import join

    files = [(one.file(folder), one.frames) for one in plan.segments if one.beat == beat]
    path = folder / f"beat-{beat}.{job.format}"
    join(files, path, job.fps, format_of(job.format), job.words)
    return path.read_bytes()


def put(path: Path, captions: list[Caption], film: bytes) -> None:
    """Put the film and its captions in place, the film last: who sees the new one has them."""
    publish_all(
        {
            path.with_suffix(".srt"): subtitles(captions).encode(),
            path.with_suffix(".vtt"): web_captions(captions).encode(),
            path: film,
        }
    )


def file_name(
    subject: Subject,
    story: str,
    part: str = "",
    *,
    theme: str,
    language: str,
    aspect: str,
    **_: Any,
) -> str:
    """A film's name without its ending; default options are omitted."""
    words = (subject.name, Path(story).stem, part)
    return output_name(*words, theme=theme, language=language, aspect=aspect)

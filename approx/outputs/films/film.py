"""A subject and a story become a film file, with captions beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from approx.outputs.films.cache import user_cache
from approx.outputs.films.captions import subtitles, web_captions
from approx.outputs.films.engine import RenderOptions, available_cores, film_file, make
from approx.outputs.films.film_cache import FilmCache
from approx.outputs.films.formats import format_of
from approx.outputs.films.job import Caption, Job, check_rate, parse_size, size_of
from approx.outputs.films.plan import Plan
from approx.outputs.films.progress import OnProgress, ProgressEvent, ignore_progress
from approx.outputs.films.script import script
from approx.outputs.films.sound import Voice, read_voice, with_voice
from approx.panels.wording import described
from approx.style.theme_file import packed as packed_theme
from approx.style.theme_file import theme_named
from approx.subjects import Subject, packed
from approx.subjects.plane import Plane
from approx.subjects.topic import Topic
from approx.system.errors import InputError
from approx.system.files import output_name, write_files
from approx.system.provenance import provenance
from approx.system.scratch import scratch

#: The slowest and the fastest pace.
SLOWEST, FASTEST = 0.5, 2.0
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
    """One story's film (MP4), its captions with their times, and its beats as clips."""

    story: str
    mp4: bytes
    captions: list[Caption]
    clips: list[Clip]


@dataclass(frozen=True)
class FilmRequest:
    """One film to make, where to put it, and what is spoken in it."""

    job: Job
    path: Path
    voice: Voice | None = None


def request(
    subject: Subject | Plane | Topic,
    story: str,
    path: Path,
    quality: str = "720p30",
    theme: str = "dark",
    language: str = "en",
    aspect: str = "16:9",
    size: str | None = None,
    fps: int | None = None,
    transparent: bool = False,
    narration: str | Path | None = None,
    pace: float = 1.0,
) -> FilmRequest:
    """A film as a user asks for it.

    Args:
        path: its ending names the format.
        theme: a name, or a TOML file of own colours.
        size: "WIDTHxHEIGHT" in pixels, instead of the quality's.
        fps: frames per second, instead of the quality's.
        transparent: leave the background out.
        narration: a folder with one audio file a beat; beats last as long as they are spoken.
        pace: how fast captions are read, 0.5 to 2; 1 is the usual speed.

    Raises:
        InputError: for a size or rate that cannot be drawn, a format that cannot be transparent or
            spoken, or audio files that are missing or broken.
    """
    form = format_of(path.suffix[1:].lower(), transparent)
    width, height, rate = size_of(quality, aspect)
    if size is not None:
        width, height = parse_size(size, aspect)
    description, colors = described(subject, language), theme_named(theme)
    fps = check_rate(min(rate, form.fastest) if fps is None else fps, form)
    voice = None
    if not SLOWEST <= pace <= FASTEST:
        raise InputError(f"--pace must be between {SLOWEST} and {FASTEST:g}, not {pace:g}")
    if narration is not None:
        if form.name != "mp4":
            raise InputError(f"--narration makes MP4 films; .{form.name} has no voice")
        beats = [words.beat for words in script(subject, story, language, aspect)]
        voice = read_voice(narration, beats)
    made = provenance(
        "render", subject, Path(story).name, size=f"{width}x{height}", fps=fps,
        format=None if form.name == "mp4" else form.name, transparent=transparent,
        theme=colors.file or colors.name, aspect=aspect, language=language,
        narration=None if narration is None else Path(narration).name,
        pace=None if pace == 1 else pace,
    )  # fmt: skip
    words = {
        "title": subject.title(language),
        "description": description,
        "comment": f"{description}\n{made}",  # QuickTime has no description
    }
    job = Job(
        packed(subject),
        story,
        packed_theme(colors),
        language,
        aspect,
        width,
        height,
        fps,
        form.name,
        transparent,
        words,
        {} if voice is None else voice.seconds,
        pace,
    )
    return FilmRequest(job, path, voice)


def render(
    subject: Subject | Plane | Topic,
    story: str,
    path: Path,
    quality: str = "720p30",
    on_progress: OnProgress = ignore_progress,
    jobs: int | None = None,
    executor: Executor | None = None,
    cache: bool = True,
    **look: Any,
) -> list[Caption]:
    """Render a film to `path`, whose ending names the format, and its captions beside it.

    The file appears complete or not at all; an older one survives every failure.

    Args:
        on_progress: called with the progress while it is drawn.
        jobs, executor: where it is drawn, as :class:`RenderOptions` has them.
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
    on_progress: OnProgress = ignore_progress,
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
    kept = user_cache() if cache else None
    films, plans = FilmCache(kept, available_cores()), dict[int, Plan]()

    def write_one(number: int, plan: Plan, film: bytes) -> None:
        path, voice = requests[number].path, requests[number].voice
        film = film if voice is None else with_voice(film, plan.captions, voice)
        write_film(path, plan.captions, film)
        plans[number] = plan
        if done is not None:
            done(path)

    unknown = {}
    for number, one in enumerate(requests):
        if entry := films.find(one.job):
            write_one(number, *entry)
            frames = entry[0].frames
            on_progress(ProgressEvent(number, planned=frames, drawn=frames, done=True))
        else:
            unknown[number] = one.job
    if unknown:
        with scratch() as folder:

            def made(number: int, plan: Plan) -> None:
                film = film_file(unknown[number], folder, number).read_bytes()
                write_one(number, plan, film)
                films.keep(unknown[number], plan, film)

            make(unknown, folder, RenderOptions(jobs, executor, kept, on_progress), made)
    return [plans[number] for number in range(len(requests))]


def render_stories(
    subject: Subject | Plane | Topic,
    stories: Sequence[str],
    quality: str = "720p30",
    on_progress: OnProgress = ignore_progress,
    jobs: int | None = None,
    executor: Executor | None = None,
    **look: Any,
) -> list[RenderedStory]:
    """Films with their clips: every story is drawn once, whatever is made of it.

    Raises:
        InputError, MachineError: as :func:`render`.
    """
    film_jobs = {
        number: request(subject, story, Path("film.mp4"), quality, **look).job
        for number, story in enumerate(stories)
    }
    with scratch() as folder:
        options = RenderOptions(jobs, executor, user_cache(), on_progress)
        plans = make(film_jobs, folder, options, lambda number, plan: None)
        return [_rendered(job, plans[number], folder, number) for number, job in film_jobs.items()]


def _rendered(job: Job, plan: Plan, folder: Path, number: int) -> RenderedStory:
    from approx.outputs.films.assemble import join

    film = film_file(job, folder, number)
    clips = []
    for beat, caption in enumerate(plan.captions):
        segments = [segment for segment in plan.segments if segment.beat == beat]
        files = [(segment.file(film.parent), segment.frames) for segment in segments]
        path = film.with_name(f"beat-{beat}.{job.format}")
        join(files, path, job.fps, format_of(job.format), job.words)
        seconds = caption.end - caption.start
        clips.append(Clip(caption.name, caption.text, seconds, path.read_bytes()))
    return RenderedStory(job.story, film.read_bytes(), plan.captions, clips)


def write_film(path: Path, captions: list[Caption], film: bytes) -> None:
    """Put the film and its captions in place, the film last: a reader of the new one has them."""
    write_files(
        {
            path.with_suffix(".srt"): subtitles(captions).encode(),
            path.with_suffix(".vtt"): web_captions(captions).encode(),
            path: film,
        }
    )


def file_name(
    subject: Subject | Plane | Topic,
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

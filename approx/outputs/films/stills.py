"""A story's beats as pictures: each one's last frame, drawn without playing the film."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from approx.outputs.films.engine import TaskQueue, local_executor
from approx.outputs.films.job import Job, quality_letter, size_of
from approx.outputs.films.progress import OnProgress, ignore_progress
from approx.outputs.films.tasks import in_process
from approx.style.theme_file import packed as packed_theme
from approx.style.theme_file import theme_named
from approx.subjects import Subject, packed
from approx.subjects.plane import Plane
from approx.subjects.topic import Topic
from approx.system.errors import InputError
from approx.system.files import write_file
from approx.system.provenance import SOFTWARE, provenance
from approx.system.scratch import scratch


@dataclass(frozen=True)
class Still:
    """One beat: its name, its sentence, and its last frame as a PNG file's bytes."""

    beat: str
    caption: str
    png: bytes


def stills(
    subject: Subject | Plane | Topic,
    story: str,
    quality: str = "1080p60",
    theme: str = "light",
    language: str = "en",
    aspect: str = "16:9",
    beat: str | None = None,
    on_progress: OnProgress = ignore_progress,
) -> list[Still]:
    """The last frame of every beat, or of the named one only ('' is the last one).

    Raises:
        InputError: when there is no such beat; names them all.
        MachineError: when the render fails.
    """
    width, height, fps = size_of(quality, aspect)
    colors = theme_named(theme)
    made = provenance(
        "render", subject, Path(story).name, still=True if beat == "" else beat,
        quality=quality_letter(quality), theme=colors.file or colors.name,
        aspect=aspect, language=language,
    )  # fmt: skip
    look = (packed_theme(colors), language, aspect, width, height, fps)
    job = Job(packed(subject), story, *look, words={"comment": str(made)})
    with scratch() as folder, local_executor(1) as executor:
        queue = TaskQueue(executor, folder, on_progress)
        pictures: list[Still] = []
        queue.add(0, _stills, job, beat, folder, done=lambda answer, _: pictures.extend(answer))
        queue.run()
    return pictures


def _stills(job: Job, beat: str | None, folder: Path, progress: str) -> list[Still]:
    pictures: list[Still] = in_process(_draw, job, beat, progress=progress, folder=folder)
    return pictures


def _draw(job: Job, beat: str | None, report: Callable[..., None]) -> list[Still]:
    """Go through the story, every animation at its end.

    Raises:
        InputError: for an unknown beat; names them all.
    """
    from manim import tempconfig

    from approx.outputs.films.renderer import settings, story_of

    with tempconfig(settings(job, Path.cwd())):
        story = story_of(job)
        story.report = report
        return _skim(story, beat, job.words["comment"])


def _skim(story: Any, beat: str | None, made: str) -> list[Still]:
    from manim.utils.exceptions import EndSceneEarlyException

    # Asked before anything is drawn: a misspelt beat costs no time.
    story.beats = story.plan()
    names = [planned.name for planned in story.beats]
    if beat and beat not in names:
        raise InputError(f"no beat {beat!r}; beats: {', '.join(names)}")
    wanted = names if beat is None else [beat or names[-1]]
    story.opening = names.index(story.needed(wanted[0]))
    pictures: list[Still] = []
    play_rest = story.rest

    def rest(seconds: float) -> None:
        """Where a beat ends, its picture is taken."""
        play_rest(seconds)
        ended = story.beat
        if ended.name in wanted:
            png = _photograph(story, ended.caption, made)
            pictures.append(Still(ended.name, ended.caption, png))
        if len(pictures) == len(wanted):
            raise EndSceneEarlyException

    story.rest = rest
    renderer = story.renderer
    renderer.skip_animations = renderer._original_skipping_status = True
    renderer.update_frame = lambda *_, **__: None  # draw nothing on the way
    story.render()
    return pictures


def _photograph(story: Any, caption: str, made: str) -> bytes:
    """The frame as it is now, as a PNG with its caption and how it was made."""
    from PIL import Image
    from PIL.PngImagePlugin import PngInfo

    renderer = story.renderer
    renderer.static_image = None  # what was drawn before the last animation
    type(renderer).update_frame(renderer, story)
    words = PngInfo()
    words.add_text("Software", SOFTWARE)
    words.add_itxt("Title", story.subject.title(story.language))
    words.add_itxt("Description", caption)
    words.add_itxt("Comment", made)
    file = io.BytesIO()
    Image.fromarray(renderer.get_frame()[..., :3]).save(file, "PNG", pnginfo=words)
    return file.getvalue()


def render_still(
    subject: Subject | Plane | Topic, story: str, path: Path, beat: str, **options: str
) -> None:
    """One beat's last frame as a PNG file; '' is the last beat."""
    (still,) = stills(subject, story, beat=beat, **options)  # type: ignore[arg-type]
    write_file(path, still.png)


def content(aspect: str) -> tuple[float, float]:
    """The part of a frame between title and caption, as shares of its height from the top.

    A page of stills says title and captions once, in its own type.
    """
    from approx.outputs.stage.layout import LAYOUTS

    layout = LAYOUTS[aspect]
    above, below = layout.title[1] - 0.14, layout.caption[1] + 0.85 * layout.text
    return 0.5 - above / layout.height, 0.5 - below / layout.height


def letters(aspect: str) -> float:
    """The em of tick labels, as a share of a frame's width."""
    from approx.outputs.stage.layout import LAYOUTS

    across, up = map(int, aspect.split(":"))
    return LAYOUTS[aspect].small / (LAYOUTS[aspect].height * across / up)

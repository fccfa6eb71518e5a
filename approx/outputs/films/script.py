"""The words of a story: every beat with its caption and its narration, without drawing anything."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from approx.outputs.films.engine import TaskQueue, local_executor
from approx.outputs.films.job import Job
from approx.outputs.films.progress import ignore_progress
from approx.outputs.films.tasks import in_process
from approx.panels.narration import narration
from approx.subjects import Subject, packed
from approx.subjects.plane import Plane
from approx.subjects.topic import Topic
from approx.system.scratch import scratch


@dataclass(frozen=True)
class Words:
    """One beat: its name, what the film shows, what a voice says."""

    beat: str
    caption: str
    narration: str


def script(
    subject: Subject | Plane | Topic, story: str, language: str = "en", aspect: str = "16:9"
) -> list[Words]:
    """What a story says of a subject, beat by beat.

    Raises:
        InputError: when the story does not fit.
    """
    job = Job(packed(subject), story, "dark", language, aspect, 64, 64, 15)
    beats: list[tuple[str, str]] = []
    with scratch() as folder, local_executor(1) as executor:
        queue = TaskQueue(executor, folder, ignore_progress)
        queue.add(0, _script, job, folder, done=lambda answer, _: beats.extend(answer))
        queue.run()
    name = Path(story).stem if story.endswith(".py") else story
    smooth = isinstance(subject, Subject) and subject.network.smooth
    return [
        Words(beat, text, narration(name, beat, text, language, smooth)) for beat, text in beats
    ]


def _script(job: Job, folder: Path, progress: str) -> list[tuple[str, str]]:
    words: list[tuple[str, str]] = in_process(_plan, job, progress=progress, folder=folder)
    return words


def _plan(job: Job, report: Callable[..., Any]) -> list[tuple[str, str]]:
    from manim import tempconfig

    from approx.outputs.films.renderer import settings, story_of

    with tempconfig(settings(job, Path.cwd())):
        story = story_of(job)
        story.setup()
        return [(beat.name, beat.caption) for beat in story.plan()]

"""One process tells a story by itself, on any system: to plan it, or to draw a share of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set
from pathlib import Path
from typing import Any, NoReturn

from manim import tempconfig
from manim.utils.exceptions import EndSceneEarlyException

from approx.outputs.films.formats import format_of
from approx.outputs.films.job import Job
from approx.outputs.films.keys import ground
from approx.outputs.films.paint import Painter
from approx.outputs.films.plan import Plan, Segment
from approx.outputs.films.planner import Planner
from approx.outputs.films.renderer import Renderer, Visitor
from approx.outputs.films.sight import Sight
from approx.outputs.films.telling import captions_of, settings, story_of


def plan(job: Job, folder: Path, known: Set[str], news: Callable[..., None]) -> Plan:
    """Go through the whole story and draw nothing.

    Args:
        known: how the keys of known segments begin; only such segments get one.
    """
    planner = Planner(news, Sight(ground(job), known))
    story = _tell(job, folder, planner)
    planner.finish()
    planner.plan.captions = captions_of(story)
    return planner.plan


def draw(job: Job, segments: Sequence[Segment], folder: Path, drawn: Callable[[int], None]) -> None:
    """Leave the segments' files in `folder`, and give them their keys; then the story ends."""
    form = format_of(job.format, job.transparent)
    _tell(job, folder, Painter(segments, folder, form, drawn, _enough, Sight(ground(job))))


def _tell(job: Job, folder: Path, visitor: Visitor) -> Any:
    with tempconfig(settings(job, folder)):
        renderer = Renderer(visitor)
        story = story_of(job, renderer)
        story.report = renderer.beat
        story.render()
    return story


def _enough() -> NoReturn:
    raise EndSceneEarlyException

"""One film from its job to its file, in a process of its own whose children draw it."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

from manim import tempconfig

from approx.outputs.films.assemble import assemble
from approx.outputs.films.family import Purse
from approx.outputs.films.formats import format_of
from approx.outputs.films.job import Caption, Job
from approx.outputs.films.keys import ground
from approx.outputs.films.plan import Plan, Segment
from approx.outputs.films.renderer import Renderer
from approx.outputs.films.shelf import Shelf
from approx.outputs.films.stories import load
from approx.outputs.films.teller import Teller, end_on_failure
from approx.subjects import unpacked


def tell(
    job: Job,
    folder: Path,
    purse: Purse,
    cores: int,
    news: Callable[..., None],
    shelf: Shelf,
    ours: Callable[[Segment], bool] | None,
) -> NoReturn:
    """Leave film and plan in `folder`; this process ends here.

    Args:
        ours: which segments to draw, when there is to be no film but a part of it.
    """
    log = os.open(folder / "log.txt", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(log, 1)
    os.dup2(log, 2)
    try:
        plan = _draw(job, folder, purse, cores, news, shelf, ours or (lambda segment: True))
        if ours is None:
            with purse:
                assemble(job, plan, folder, cores)
        (folder / "plan.json").write_text(plan.to_json())
    except BaseException as error:
        end_on_failure(news, error)
    news(done=True)
    os._exit(0)


def _draw(
    job: Job,
    folder: Path,
    purse: Purse,
    cores: int,
    news: Callable[..., None],
    shelf: Shelf,
    ours: Callable[[Segment], bool],
) -> Plan:
    form = format_of(job.format, job.transparent)
    teller = Teller(folder, form, purse, cores, ours, shelf, ground(job), news)
    with tempconfig(settings(job, folder)):
        teller.renderer = Renderer(teller)
        story = story_of(job, teller.renderer)
        story.report = teller.renderer.beat
        story.render()
        teller.finish()
    teller.plan.captions = captions_of(story)
    return teller.plan


def story_of(job: Job, renderer: Renderer | None = None) -> Any:
    """The story, ready to be told."""
    return load(job.story)(
        subject=unpacked(job.subject),
        theme=job.theme,
        language=job.language,
        aspect=job.aspect,
        renderer=renderer,
    )


def captions_of(story: Any) -> list[Caption]:
    """Every beat told, with its times."""
    return [Caption(t.beat.name, t.beat.caption, t.start, t.end) for t in story.told]


def settings(job: Job, folder: Path) -> dict[str, Any]:
    """Manim's configuration: it draws, and writes nothing."""
    from approx.outputs.stage.layout import LAYOUTS
    from approx.style.theme import THEMES

    return {
        "media_dir": str(folder),
        "pixel_width": job.width,
        "pixel_height": job.height,
        "frame_rate": job.fps,
        "frame_height": LAYOUTS[job.aspect].height,
        "frame_width": LAYOUTS[job.aspect].width,
        "background_color": THEMES[job.theme]["background"].color,
        "background_opacity": 0.0 if job.transparent else 1.0,
        "progress_bar": "none",
        "verbosity": "ERROR",
        "dry_run": True,
    }

"""Manim's renderer, turned inside out: it walks through the plays, and a visitor takes the frames.

A play's frames follow from the time alone (the stage's contract), so that a
visitor may look at any of them, in any order, or at none.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from manim import tempconfig
from manim.renderer.cairo_renderer import CairoRenderer

from approx.outputs.films.camera import Camera
from approx.outputs.films.dirty_rects import Box
from approx.outputs.films.job import Caption, Job
from approx.outputs.films.stories import load
from approx.outputs.stage.layout import LAYOUTS
from approx.style.theme_file import theme_named
from approx.subjects import unpacked


class Play:
    """One animation or rest, begun and not yet finished.

    Attributes:
        first: its first frame's number in the film.
        count: how many frames it has.
        rest: whether they are all alike.
    """

    def __init__(self, scene: Any, camera: Camera, first: int) -> None:
        self.scene, self.camera, self.first = scene, camera, first
        self.rest = bool(scene.is_current_animation_frozen_frame())
        rate = camera.frame_rate
        if self.rest:
            self.count = int(scene.duration / (1 / rate))
        else:
            self._times = np.arange(0, scene.get_run_time(scene.animations), 1 / rate)
            self.count = len(self._times)

    def go_to(self, number: int) -> None:
        """Move everything to where it is in frame `number` of the play."""
        if not self.rest:
            self.scene.update_to_time(self._times[number])

    def shown(self) -> tuple[Sequence[Any], Sequence[Any]]:
        """What stands still during the play, and what moves."""
        return self.scene.static_mobjects, self.scene.moving_mobjects

    def draw(self, number: int) -> list[Box] | None:
        """Draw frame `number` of the play into the camera's array; where it changed."""
        self.go_to(number)
        return self.camera.show(*self.shown())


class Visitor(Protocol):
    """Who looks at the plays."""

    def beat(self, number: int, beats: int, caption: str) -> None:
        """A beat begins."""

    def play(self, play: Play) -> None:
        """Take what is wanted of the play's frames."""


class Renderer(CairoRenderer):
    """Tells a story without drawing anything but what its visitor asks for."""

    def __init__(self, visitor: Visitor) -> None:
        super().__init__(camera_class=Camera)
        self.visitor = visitor
        self.frames = 0

    def beat(self, *, beat: int, beats: int, caption: str) -> None:
        """What a story reports at the beginning of each beat."""
        self.visitor.beat(beat, beats, caption)

    def play(self, scene: Any, *args: Any, **kwargs: Any) -> None:
        """Begin the animations, let the visitor look, and finish them."""
        scene.compile_animation_data(*args, **kwargs)
        scene.begin_animations()
        play = Play(scene, self.camera, self.frames)
        if play.count:
            self.visitor.play(play)
        if not play.rest:
            for animation in scene.animations:
                animation.finish()
                animation.clean_up_from_scene(scene)
            scene.update_mobjects(0)
        self.frames += play.count
        self.time = self.frames / self.camera.frame_rate
        self.num_plays += 1

    def scene_finished(self, scene: Any) -> None:
        """Nothing is left to write: visitors have written their frames."""


def play_story(job: Job, folder: Path, visitor: Visitor) -> list[Caption]:
    """Go through the story with a visitor; every beat with its caption and times."""
    # Which process goes through it does not matter: what is random is the same every time.
    random.seed(0)
    np.random.seed(0)  # noqa: NPY002
    with tempconfig(settings(job, folder)):
        renderer = Renderer(visitor)
        story = story_of(job, renderer)
        story.report = renderer.beat
        story.render()
    return [Caption(t.beat.name, t.beat.caption, t.start, t.end) for t in story.timed_beats]


def story_of(job: Job, renderer: Renderer | None = None) -> Any:
    """The story, ready to be rendered."""
    story = load(job.story)(
        subject=unpacked(job.subject),
        theme=job.theme,
        language=job.language,
        aspect=job.aspect,
        renderer=renderer,
    )
    story.voice, story.pace = job.voice, job.pace
    return story


def settings(job: Job, folder: Path) -> dict[str, Any]:
    """Manim's configuration: it draws, and writes nothing."""
    return {
        "media_dir": str(folder),
        "pixel_width": job.width,
        "pixel_height": job.height,
        "frame_rate": job.fps,
        "frame_height": LAYOUTS[job.aspect].height,
        "frame_width": LAYOUTS[job.aspect].width,
        "background_color": theme_named(job.theme)["background"].color,
        "background_opacity": 0.0 if job.transparent else 1.0,
        "progress_bar": "none",
        "verbosity": "ERROR",
        "dry_run": True,
    }

"""Base of the stories of lessons' topics."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from manim import VMobject, there_and_back

from approx.outputs.stage.story import Story
from approx.style.languages import localised
from approx.subjects.topic import Topic


class TopicStory(Story):
    """A story whose subject is a :class:`Topic`."""

    title_size = 0.5

    @property
    def topic(self) -> Topic:
        return cast(Topic, self.subject)

    @property
    def small(self) -> float:
        """The em of what stands beside shapes."""
        return max(0.8 * self.layout.text, self.layout.smallest)

    def light(self, shapes: Sequence[VMobject], least: float = 1.5) -> None:
        """Let one shape after the other dim and come back, until the caption is read."""
        each = self.seconds(least) / max(len(shapes), 1)
        for shape in shapes:
            self.play(faded(shape, 0.3, rate_func=there_and_back), run_time=each)

    def local(self, text: str) -> str:
        """A number as the language writes it."""
        return localised(text, self.language)


def faded(shape: VMobject, share: float, **options: Any) -> Any:
    """An animation that takes a shape's opacity to a share of it; lines stay lines."""
    motion = shape.animate(**options)
    for part in shape.family_members_with_points():
        if part.get_fill_opacity() == 0:
            return motion.set_stroke(opacity=share * part.get_stroke_opacity())
        return motion.set_fill(opacity=share * part.get_fill_opacity())
    return motion

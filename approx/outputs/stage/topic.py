"""Base of the stories of lessons' topics."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, cast

import numpy as np
from manim import DL, DR, UL, UP, FadeOut, Line, Rectangle, ShowPassingFlash, VMobject, linear

from approx.core._types import Array
from approx.outputs.stage.layout import Box
from approx.outputs.stage.shapes import STROKE, Band, ease
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

    @property
    def room(self) -> Box:
        """All between title and caption: no formula and no key stand under a topic's title."""
        layout = self.layout
        top = layout.content.top if layout.wide else layout.formula[1] + 0.15
        return replace(layout.content, top=top)

    def light(
        self, shapes: Sequence[VMobject], least: float = 1.5, along: Array | None = UP
    ) -> None:
        """One shape after the other, until the caption is read.

        A line goes `along` each bar, up or to the right, as its length is read, or around it
        (None) where it has a text inside; other shapes dim and come back.
        """
        bars = [isinstance(shape, (Band, Rectangle)) for shape in shapes]
        long = [
            (0.15 + (shape.width + shape.height if along is None else _length(shape, along)))
            if bar
            else 0.4
            for shape, bar in zip(shapes, bars, strict=True)
        ]
        for shape, bar, share in zip(shapes, bars, np.array(long) / sum(long), strict=True):
            seconds = share * self.seconds(least)
            if not bar:
                self.play(faded(shape, 0.3, rate_func=_there_and_back), run_time=seconds)
            elif along is None:
                self.play(self.around(shape), run_time=seconds)
            else:
                self._along(shape, along, seconds)

    def _along(self, bar: VMobject, along: Array, seconds: float) -> None:
        end = DR if along[1] else UL
        line = Line(bar.get_corner(DL), bar.get_corner(end), stroke_width=2 * STROKE)
        self.add(line.set_color(self.theme["ink"].color).set_z_index(4))
        go = line.animate(rate_func=linear).shift(_length(bar, along) * along)
        self.play(go, run_time=0.8 * seconds)
        self.play(FadeOut(line), run_time=0.2 * seconds)

    def around(self, bar: VMobject) -> ShowPassingFlash:
        """A flash that runs around a bar."""
        rim = bar.copy().set_fill(opacity=0).set_stroke(self.theme["ink"].color, 3 * STROKE)
        return ShowPassingFlash(rim.set_z_index(4), time_width=0.4, rate_func=linear)

    def local(self, text: str) -> str:
        """A number as the language writes it."""
        return localised(text, self.language)


def _length(bar: VMobject, along: Array) -> float:
    return float(bar.height if along[1] else bar.width)


def _there_and_back(share: float) -> float:
    return ease(1 - abs(1 - 2 * share))


def faded(shape: VMobject, share: float, **options: Any) -> Any:
    """An animation that takes a shape's opacity to a share of it; lines stay lines."""
    motion = shape.animate(**options)
    for part in shape.family_members_with_points():
        if part.get_fill_opacity() == 0:
            return motion.set_stroke(opacity=share * part.get_stroke_opacity())
        return motion.set_fill(opacity=share * part.get_fill_opacity())
    return motion

"""Base of the stories of lessons' topics."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, cast

import numpy as np
from manim import DL, DR, UP, FadeOut, Line, Rectangle, VMobject, linear

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

    def light(self, shapes: Sequence[VMobject], least: float = 1.5, rising: bool = True) -> None:
        """One shape after the other, until the caption is read.

        A line is `rising` through each bar, as its height is read; other shapes dim and come back.
        """
        bars = [rising and isinstance(shape, (Band, Rectangle)) for shape in shapes]
        tall = [0.4 + shape.height * bar for shape, bar in zip(shapes, bars, strict=True)]
        for shape, bar, share in zip(shapes, bars, np.array(tall) / sum(tall), strict=True):
            seconds = share * self.seconds(least)
            if bar:
                self._rise(shape, seconds)
            else:
                self.play(faded(shape, 0.3, rate_func=_there_and_back), run_time=seconds)

    def _rise(self, bar: VMobject, seconds: float) -> None:
        ends = bar.get_corner(DL), bar.get_corner(DR)
        ink = self.theme["ink"].color
        line = Line(*ends, stroke_color=ink, stroke_width=2 * STROKE).set_z_index(4)
        self.add(line)
        rise = line.animate(rate_func=linear).shift(bar.height * UP)
        self.play(rise, run_time=0.8 * seconds)
        self.play(FadeOut(line), run_time=0.2 * seconds)

    def local(self, text: str) -> str:
        """A number as the language writes it."""
        return localised(text, self.language)


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

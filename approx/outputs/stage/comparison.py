"""How a sum is compared with its target: the gap filled, its largest places marked, the limit."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import Create, FadeIn, Line

from approx.core._types import Array
from approx.outputs.stage.geometry import Plot
from approx.outputs.stage.labels import Key, beside
from approx.outputs.stage.shapes import Band, Polyline, Reshape, Stems, dashed
from approx.outputs.stage.story import Story
from approx.outputs.stage.target import target_outline
from approx.outputs.stage.text import write
from approx.panels import primitives
from approx.panels import sum as panels
from approx.panels.captions.sum import error_label


def show_error(
    story: Story,
    plot: Plot,
    sum_: panels.Sum,
    line: Polyline,
    key: Key,
    others: Sequence[Array] = (),
) -> None:
    """Fill the gap between the sum and its target, mark where it is largest, and by how much.

    Args:
        others: polylines that the number keeps away from, besides the sum and the target.
    """
    gap = panels.error_gap(sum_)
    style = story.theme["error"]

    def edges(share: float) -> tuple[Array, Array]:
        height = gap.lower + share * (gap.upper - gap.lower)
        return plot.points(gap.x, gap.lower), plot.points(gap.x, height)

    shape: Band | Stems
    if isinstance(gap, primitives.Band):
        shape = Band(*edges(0.0), color=style.color, opacity=style.opacity)
    else:
        shape = Stems(*edges(0.0), style)
    story.add(shape, line)
    story.play(Reshape(shape, edges), FadeIn(key["error"]), run_time=1.2)
    marks = [
        Line(
            plot.point(m.x, m.low), plot.point(m.x, m.high),
            stroke_color=style.color, stroke_width=7,
        ).set_z_index(4)
        for m in panels.error_markers(sum_)
    ]  # fmt: skip
    if not marks or sum_.error.none:
        return
    story.play(*(Create(mark) for mark in marks), run_time=0.6)
    label = write(error_label(sum_), story.layout.text, style.color)
    obstacles = [line.corners, target_outline(sum_.target, plot), *others]
    # The gap itself is kept free too: its colour is the label's.
    obstacles += [
        plot.points(np.array([x, x]), np.array([low, high]))
        for x, low, high in zip(gap.x, gap.lower, gap.upper, strict=True)
    ]
    # The rightmost place that has room beside it carries the number.
    if beside(label, [mark.get_center() for mark in reversed(marks)], obstacles, plot.box):
        story.play(FadeIn(label), run_time=0.4)


def show_best(story: Story, plot: Plot, key: Key) -> None:
    """The best function with as many breakpoints, as a ghost beside the sum."""
    best = story.subject.limit.function
    ghost = dashed(plot.clipped(best.x, best.y), story.theme["best"]).set_z_index(5)
    story.play(Create(ghost), FadeIn(key["best"]), run_time=1.5)

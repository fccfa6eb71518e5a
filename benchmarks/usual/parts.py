"""What the usual films have in common: text in their font, a plane with a grid, tick labels."""

from __future__ import annotations

import json

from manim import DOWN, LEFT, NumberPlane, Rectangle, Typst, VGroup

from benchmarks.parts import shown


class Label(Typst):
    """Text in the films' font."""

    def __init__(self, text: str, em: float = shown.TEXT, **options) -> None:
        source = f"#text(font: {json.dumps(shown.FONT)}, {json.dumps(text, ensure_ascii=False)})"
        super().__init__(source, font_paths=[shown.FONTS], font_size=96 * em, **options)


def plane(x, y, width, height, x_step=1, y_step=1) -> NumberPlane:
    axes = NumberPlane(
        x_range=[*x, x_step],
        y_range=[*y, y_step],
        x_length=width,
        y_length=height,
        axis_config={"stroke_color": shown.QUIET, "stroke_width": shown.AXIS},
        background_line_style={"stroke_color": shown.FAINT, "stroke_width": shown.GRID},
        faded_line_ratio=0,
    )
    border = Rectangle(
        width=width, height=height, stroke_color=shown.FAINT, stroke_width=shown.GRID
    )
    return axes.add_to_back(border.move_to(axes))


def tick_labels(axes, xs, ys) -> VGroup:
    left, low, em = axes.x_range[0], axes.y_range[0], shown.TICK
    group = VGroup()
    for x in xs:
        name = Label(f"{x:g}".replace("-", "−"), em, color=shown.QUIET)
        group.add(name.next_to(axes.c2p(x, low), DOWN, buff=0.52 * em))
    for y in ys:
        name = Label(f"{y:g}".replace("-", "−"), em, color=shown.QUIET)
        group.add(name.next_to(axes.c2p(left, y), LEFT, buff=0.5 * em))
    return group

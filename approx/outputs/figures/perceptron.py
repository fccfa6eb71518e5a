"""A perceptron's sum, its line in the plane, and where one weight makes the answer jump."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from approx.outputs.figures import _canvas as canvas
from approx.outputs.figures import _painting as painting
from approx.outputs.figures._drawing import Drawing
from approx.outputs.figures._options import FigureOptions
from approx.panels import perceptron as panels
from approx.panels.captions import perceptron as words
from approx.panels.primitives import Panel
from approx.subjects.topic import Topic

TAKES = Topic
unsupported_reason = words.unsupported_reason


def draw(topic: Topic, options: FigureOptions) -> Drawing:
    language = options.language
    one, title = panels.build(topic, language), topic.title(language)
    steps = panels.steps(one, words.curve_names(language))
    key = [] if steps is None else painting.named(options, steps)
    page = canvas.Page(
        options, f"{title}. {words.verdict(topic, language)}", title,
        caption=words.caption(topic, language), key=key,
    )  # fmt: skip
    columns: list[list[Panel]] = []
    if one.plane:
        across, up, _ = panels.plane(one)
        across, up = replace(across, name=one.names[0]), replace(up, name=one.names[1])
        columns.append([Panel("", across, up)])
    if steps is not None:
        weight, answer = words.axis_names(one, language)
        columns.append(
            [
                replace(
                    steps,
                    horizontal=replace(steps.horizontal, name=weight),
                    vertical=replace(steps.vertical, name=answer),
                )
            ]
        )
    if not columns:  # more than two inputs, the first of them 0: the numbers alone
        page.body(4 * options.em)
        return page.figure
    height = 0.42 if len(columns) > 1 else 0.6
    axes = page.columns(columns, [[1.0]] * len(columns), height)
    if one.plane:
        _plane(axes[0][0], options, one)
    if steps is not None:
        painting.paint(axes[-1][0], options, columns[-1][0])
    return page.figure


def _plane(ax: Axes, options: FigureOptions, one: panels.Perceptron) -> None:
    theme, scale = options.theme, options.scale
    across, _, ends = panels.plane(one)
    area = panels.half_plane(one.weights, one.bias, across.high)
    if len(area) > 2:
        ax.fill(*area.T, color=theme["above"].color, alpha=0.3, linewidth=0, zorder=1)
        middle = area.mean(axis=0)
        ax.text(
            float(middle[0]),
            float(middle[1]),
            "1",
            size=options.font_size * 1.3,
            ha="center",
            va="center",
            zorder=2,
        )
        other = -middle
        if float(one.weights @ other + one.bias) <= 0:
            ax.text(
                float(other[0]),
                float(other[1]),
                "0",
                size=options.font_size * 1.3,
                ha="center",
                va="center",
                zorder=2,
            )
    if len(ends):
        style = theme["boundary"]
        ax.plot(*ends.T, color=style.color, linewidth=style.width * scale, zorder=3)
    for place in (one.inputs, one.other):
        if place is not None:
            on = one.output(np.asarray(place))
            ink = theme["ink"].color
            face = ink if on else theme["background"].color
            look: dict[str, Any] = {
                "color": ink,
                "markerfacecolor": face,
                "markersize": 6 * scale,
                "zorder": 4,
            }
            ax.plot(*place, "o", markeredgewidth=1.3 * scale, **look)

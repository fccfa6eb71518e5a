"""One example through a network and back: values, errors, every gradient, and the step."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Circle, Rectangle
from matplotlib.transforms import Bbox

from approx.core._types import Array
from approx.outputs.figures import _canvas as canvas
from approx.outputs.figures._drawing import Drawing
from approx.outputs.figures._options import FigureOptions
from approx.panels import diagram as diagrams
from approx.panels import one_pass as panels
from approx.panels.captions import backprop as words
from approx.style.languages import localised
from approx.subjects import Subject

unsupported_reason = words.unsupported_reason
#: Of circles, of a row, and at both sides, in ems; the widest edge, in points.
RADIUS, ROW, SIDE, WIDEST = 2.1, 7.0, 3.0, 7.0


def draw(subject: Subject, options: FigureOptions) -> Drawing:
    language, em = options.language, options.em
    step = panels.step(subject)
    diagram = diagrams.build(subject, language)
    title = subject.title(language)
    page = canvas.Page(
        options, f"{title}. {words.verdict(step, language)}", title,
        caption=words.verdict(step, language),
    )  # fmt: skip
    room = page.body((max(1, diagram.rows - 1) * ROW + 2 * (RADIUS + 2.2)) * em)
    width, height = page.figure.get_size_inches()
    ax = page.figure.add_axes((0, 0, 1, 1))  # one unit is one inch: circles are circles
    ax.set_xlim(0, width)
    ax.set_ylim(0, height)
    ax.set_axis_off()
    ends = (RADIUS + 2.2) * em
    inner = room.inside(left=SIDE * em, right=SIDE * em, bottom=ends, top=ends)
    low = min(unit.y for unit in diagram.units)
    high = max(unit.y for unit in diagram.units)

    def at(unit: diagrams.Unit) -> Array:
        y = (unit.y - low) / (high - low) if high > low else 0.5
        return np.array([inner.left + unit.x * inner.width, inner.bottom + y * inner.height])

    for edge in diagram.edges:
        _edge(ax, options, step, edge, at(edge.start), at(edge.end))
    for unit in diagram.units:
        _unit(ax, options, step, unit, at(unit), at(unit)[1] >= inner.bottom + inner.height / 2)
    return page.figure


def _edge(
    ax: Axes, options: FigureOptions, step: panels.Step, edge: diagrams.Edge, start: Array,
    end: Array,
) -> None:  # fmt: skip
    """As wide as its gradient, which stands on it under the weight that it changes."""
    theme, radius = options.theme, RADIUS * options.em
    along = (end - start) / np.hypot(*(end - start))
    start, end = start + radius * along, end - radius * along
    gradient = float(step.weights[edge.end.column - 1][edge.end.index, edge.start.index])
    width = (0.8 + WIDEST * abs(gradient) / words.largest(step)) * options.scale
    color = theme["error"].color
    ax.plot(*zip(start, end, strict=True), color=color, linewidth=width, zorder=1, alpha=0.85)
    place = start + 0.5 * (end - start)
    text = f"{words.shown(edge.value)}\n{words.shown(gradient)}"
    first, second = localised(text, options.language).split("\n")
    look: dict[str, Any] = {"ha": "center", "size": options.small, "zorder": 3}
    rise, pad = 0.08 * options.em, 0.12 * options.em
    texts = [
        ax.text(place[0], place[1] + rise, first, color=theme["ink"].color, va="bottom", **look),
        ax.text(place[0], place[1] - rise, second, color=color, va="top", **look),
    ]
    seen = Bbox.union([each.get_window_extent() for each in texts])
    plate = seen.transformed(ax.transData.inverted()).padded(pad)
    ax.add_patch(Rectangle(plate.p0, plate.width, plate.height, linewidth=0,
                           facecolor=theme["background"].color, zorder=2))  # fmt: skip


def _unit(
    ax: Axes, options: FigureOptions, step: panels.Step, unit: diagrams.Unit, centre: Array,
    upper: bool,
) -> None:  # fmt: skip
    """Its value inside; outside its error, which a bias has as its gradient."""
    theme, radius = options.theme, RADIUS * options.em
    color = theme["ink"].color if unit.color is None else theme.neuron(unit.color)
    background = theme["background"].color
    ax.add_patch(Circle((centre[0], centre[1]), radius, facecolor=background, edgecolor=color,
                        linewidth=2 * options.scale, zorder=4))  # fmt: skip
    value = float(step.before.values[unit.column][unit.index])
    text = localised(words.shown(value, words.size(step)), options.language)
    ax.text(centre[0], centre[1], text, ha="center", va="center", size=options.font_size, zorder=5)
    if unit.column == 0:
        name, ink = "x", theme["quiet"].color
    else:
        error = (*step.errors, np.array([step.error]))[unit.column - 1][unit.index]
        name = words.error_of(float(error), options.language)
        ink = theme["error"].color
    away = (radius + 0.35 * options.em) * (1 if upper else -1)
    ax.text(centre[0], centre[1] + away, name, color=ink, ha="center",
            va="bottom" if upper else "top", size=options.small)  # fmt: skip

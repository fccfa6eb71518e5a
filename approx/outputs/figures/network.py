"""The network as a diagram: every neuron's function, every weight."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Circle, PathPatch
from matplotlib.path import Path

from approx.core._types import Array
from approx.outputs.figures import _canvas as canvas
from approx.outputs.figures import _painting as painting
from approx.outputs.figures._drawing import Drawing
from approx.outputs.figures._options import FigureOptions
from approx.outputs.figures._text import width_of
from approx.panels import diagram as panels
from approx.panels import owners
from approx.panels import target as targets
from approx.panels.formula import Fragment, defined
from approx.panels.primitives import Color
from approx.panels.requirements import lacks_plain_layers
from approx.panels.rounding import written
from approx.panels.wording import sentence, smooth_note
from approx.style.languages import localised, say
from approx.style.theme import Theme
from approx.subjects import Subject
from approx.subjects.components import Components
from approx.subjects.plane import Plane
from approx.subjects.topic import Topic

#: Of circles, and the height of a row until the figure would be too tall, in ems.
RADIUS, ROW, TALLEST = 1.6, 5.6, 34.0
#: A gap between circles that holds the number of a weight, in ems.
NUMBER = 4.2
#: Of that gap, the most that the longest number takes.
SHARE = 0.7
#: Room at both sides, for half a circle and a name, in ems.
SIDE = 2.2

TAKES = (Subject, Plane, Topic, Components)
unsupported_reason = lacks_plain_layers


def draw(subject: Subject | Plane | Topic | Components, options: FigureOptions) -> Drawing:
    language, em = options.language, options.em
    diagram, network = panels.build(subject, language, largest=True), subject.network
    assert network is not None
    notes = [diagram.more] if diagram.more else []
    formula: Sequence[Fragment] = ()
    if isinstance(subject, Subject):
        note = targets.counted(subject.target, smooth_note(subject, language), language)
        notes = [note for note in (note, *notes) if note]
        formula = owners.colored(defined(*written(subject)), subject)
    page = canvas.Page(
        options, say("alt.network", language, title=subject.title(language),
                     widths=network.layer_widths),
        subject.title(language), formula,
        sentence("; ".join(notes)) if notes else "",
    )  # fmt: skip
    gaps = max(1, diagram.rows - 1)
    ends = (RADIUS + 1.8) * em  # circles and their biases reach beyond their centres
    room = page.body(max(10.0, gaps * min(ROW, TALLEST / gaps)) * em + 2 * ends)
    # One unit of these axes is one inch, so that circles are circles.
    width, height = page.figure.get_size_inches()
    ax = page.figure.add_axes((0, 0, 1, 1))
    ax.set_xlim(0, width)
    ax.set_ylim(0, height)
    ax.set_axis_off()
    # A page of a fixed height may leave less: smaller circles, then without their biases.
    pitch = (room.height - 2 * ends) / gaps
    crowded = diagram.rows > 1 and pitch < (2 * RADIUS + 1.4) * em
    radius = RADIUS * em
    if crowded:
        radius = min(radius, 0.38 * room.height / diagram.rows)
        ends = radius + 0.2 * em
    units = diagram.units
    sides = [
        max(
            _widest(ax, options, (u.name for u in units if u.column == column)) + SIDE * em,
            # A bias stands under the middle of its circle.
            _widest(ax, options, (u.bias for u in units if u.column == column)) / 2 + 0.3 * em,
        )
        for column in (0, diagram.columns - 1)
    ]
    inner = room.inside(left=sides[0], right=sides[1], bottom=ends, top=ends)
    origin, span = np.array([inner.left, inner.bottom]), np.array([inner.width, inner.height])
    # Where edges are too near for their numbers, biases would lie on them, too.
    gap = float(span[0]) / (diagram.columns - 1) - 2 * radius
    longest = _widest(ax, options, (edge.label for edge in diagram.edges), options.font_size)
    numbers = gap >= NUMBER * em and longest <= SHARE * gap
    for edge in diagram.edges:
        if edge.start.column not in diagram.bundled:
            _edge(ax, options, edge if numbers else replace(edge, label=""), origin, span, radius)
    for column in diagram.bundled:
        _bundle(ax, options, diagram, column, origin, span, radius)
    for unit in diagram.units:
        inner_unit = 0 < unit.column < diagram.columns - 1
        silent = crowded or (not numbers and (inner_unit or longest > SHARE * gap))
        plain = replace(unit, bias="") if silent else unit
        _unit(ax, options, plain, origin + span * (unit.x, unit.y), radius)
    for left_out in diagram.left_out:
        x, y = origin + span * (left_out.x, left_out.y)
        text = left_out.text if crowded else f"⋮\n{left_out.text}"
        ax.text(x, y, text, ha="center", va="center", linespacing=1.1, **painting.quiet(options))
    return page.figure


def _widest(
    ax: Axes, options: FigureOptions, texts: Iterable[str], size: float | None = None
) -> float:
    """The width of the longest of these texts, in inches; small letters unless a size is given."""
    ruler = ax.text(0, 0, "", size=size or options.small)
    shown = {localised(text, options.language) for text in texts if text}
    widest = max((width_of(ruler, text) for text in shown), default=0.0)
    ruler.remove()
    return widest


def _color(theme: Theme, index: Color | None) -> str:
    return theme["edge"].color if index is None else theme.neuron(index)


def _edge(
    ax: Axes, options: FigureOptions, edge: panels.Edge, origin: Array, span: Array, radius: float
) -> None:
    theme = options.theme
    start = origin + span * np.array((edge.start.x, edge.start.y))
    end = origin + span * np.array((edge.end.x, edge.end.y))
    direction = (end - start) / np.hypot(*(end - start))
    start, end = start + direction * radius, end - direction * radius
    color = _color(theme, edge.color)
    width = options.scale * theme["edge"].width * (0.35 + 0.95 * edge.strength)
    ax.plot(*zip(start, end, strict=True), color=color, linewidth=width, zorder=1)
    if edge.label:
        at = start + edge.at * (end - start)
        # Background behind the number separates it from its line and from others.
        ax.text(at[0], at[1], localised(edge.label, options.language),
                color=painting.text_of(theme, edge.color),
                size=options.font_size,
                ha="center", va="center", zorder=2,
                bbox={"facecolor": theme["background"].color, "edgecolor": "none",
                      "boxstyle": "square,pad=0.22"})  # fmt: skip


def _bundle(
    ax: Axes, options: FigureOptions, diagram: panels.Diagram, column: int, origin: Array,
    span: Array, radius: float,
) -> None:  # fmt: skip
    """All edges between two columns, tied together in the middle: a strand for each unit.

    A strand is as wide as the strongest of its weights that are drawn.
    """
    theme = options.theme
    edges = [edge for edge in diagram.edges if edge.start.column == column]
    left = origin + span * np.array((edges[0].start.x, 0.5))
    right = origin + span * np.array((edges[0].end.x, 0.5))
    waist = (left + right) / 2
    strands: dict[tuple[int, int], tuple[panels.Unit, float]] = {}
    for edge in edges:
        for unit in (edge.start, edge.end):
            key = (unit.column, unit.index)
            strands[key] = (unit, max(edge.strength, strands.get(key, (unit, 0.0))[1]))
    for unit, strength in strands.values():
        centre = origin + span * np.array((unit.x, unit.y))
        outwards = 1.0 if unit.column == column else -1.0
        start = centre + np.array((outwards * radius, 0.0))
        reach = np.array((0.5 * (waist[0] - start[0]), 0.0))
        path = Path(
            [start, start + 1.3 * reach, waist - 1.3 * reach, waist],
            [Path.MOVETO, Path.CURVE4, Path.CURVE4, Path.CURVE4],
        )
        width = options.scale * theme["edge"].width * (0.35 + 0.95 * strength)
        color = _color(theme, unit.color)
        ax.add_patch(PathPatch(path, facecolor="none", edgecolor=color, linewidth=width, zorder=1))


def _unit(
    ax: Axes, options: FigureOptions, unit: panels.Unit, center: Array, radius: float
) -> None:
    theme, scale = options.theme, options.scale
    x, y = float(center[0]), float(center[1])
    plain = theme["sum"].color if unit.label == "Σ" else theme["ink"].color
    color = plain if unit.color is None else theme.neuron(unit.color)
    background = theme["background"].color
    ax.add_patch(Circle((x, y), radius, facecolor=background, edgecolor="none", zorder=3))
    ax.add_patch(
        Circle(
            (x, y), radius, facecolor=(color, 0.18), edgecolor=color, linewidth=2 * scale, zorder=4
        )
    )
    if unit.shape is not None:
        inner = center + (unit.shape - 0.5) * radius * 1.15
        ax.plot(*inner.T, color=color, linewidth=1.7 * scale, zorder=5)
    elif unit.label:
        math = {"Σ": r"\Sigma"}.get(unit.label, unit.label)
        ax.text(
            x,
            y,
            f"${math}$",
            color=color,
            size=1.35 * options.font_size,
            ha="center",
            va="center",
            zorder=5,
            parse_math=True,
        )
    if unit.name:  # inputs are named at their left, outputs at their right
        side = -1 if unit.column == 0 else 1
        ax.text(x + side * (radius + 0.5 * options.em), y, localised(unit.name, options.language),
                color=theme["ink"].color, size=options.small,
                ha="right" if side < 0 else "left", va="center", zorder=2)  # fmt: skip
    if unit.bias:
        ax.text(x, y - radius - 0.7 * options.em, localised(unit.bias, options.language),
                color=painting.text_of(theme, unit.color), size=options.small,
                ha="center", va="center", zorder=2,
                bbox={"facecolor": theme["background"].color, "edgecolor": "none",
                      "boxstyle": "square,pad=0.1"})  # fmt: skip

"""The network as a diagram: every neuron's function, every weight."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Circle

from approx.core._types import Array
from approx.outputs.figures import _canvas as canvas
from approx.panels import diagram as panels
from approx.panels.formula import defined
from approx.panels.wording import sentence, smooth_note
from approx.style.languages import say
from approx.style.theme import Theme
from approx.subjects import Subject

RADIUS = 0.25  # inches
TOP, BOTTOM, SIDE = 1.35, 0.6, 0.85
FOOT = 0.35  # room for a line under the diagram
ROW, TALLEST = 1.1, 5.5  # a row is this high, until the figure would be too tall


def draw(subject: Subject, theme: Theme, language: str) -> Figure:
    diagram = panels.build(subject, language)
    network = subject.network
    alt = say("alt.network", language, title=subject.title(language), widths=network.layer_widths)
    gaps = max(1, diagram.rows - 1)
    note = smooth_note(subject, language)
    bottom = BOTTOM + (FOOT if note else 0.0)
    height = TOP + bottom + max(2.2, gaps * min(ROW, TALLEST / gaps))
    figure = canvas.canvas(height, alt)
    canvas.heading(figure, theme, subject.title(language), defined(network))
    # One unit of these axes is one inch, so that circles are circles.
    ax = figure.add_axes((0, 0, 1, 1))
    ax.set_xlim(0, canvas.WIDTH)
    ax.set_ylim(0, height)
    ax.set_axis_off()
    span = np.array([canvas.WIDTH - 2 * SIDE, height - TOP - bottom])
    origin = np.array([SIDE, bottom])
    for edge in diagram.edges:
        _edge(ax, theme, edge, origin, span)
    for unit in diagram.units:
        _unit(ax, theme, unit, origin + span * (unit.x, unit.y))
    for left_out in diagram.left_out:
        x, y = origin + span * (left_out.x, left_out.y)
        ax.text(x, y, f"⋮\n{left_out.text}", ha="center", va="center", size=canvas.SMALL,
                color=theme["quiet"].color, linespacing=1.1)  # fmt: skip
    if note:
        canvas.footing(figure, sentence(note))
    return figure


def _color(theme: Theme, index: int | None) -> str:
    return theme["edge"].color if index is None else theme.neuron(index)


def _edge(ax: Axes, theme: Theme, edge: panels.Edge, origin: Array, span: Array) -> None:
    start = origin + span * np.array((edge.start.x, edge.start.y))
    end = origin + span * np.array((edge.end.x, edge.end.y))
    direction = (end - start) / np.hypot(*(end - start))
    start, end = start + direction * RADIUS, end - direction * RADIUS
    color = _color(theme, edge.color)
    width = theme["edge"].width * (0.35 + 0.95 * edge.strength)
    ax.plot(*zip(start, end, strict=True), color=color, linewidth=width, zorder=1)
    if edge.label:
        at = start + edge.at * (end - start)
        # Background behind the number separates it from its line and from others.
        ax.text(at[0], at[1], edge.label, color=color, size=canvas.BODY,
                ha="center", va="center", zorder=2,
                bbox={"facecolor": theme["background"].color, "edgecolor": "none",
                      "boxstyle": "square,pad=0.22"})  # fmt: skip


def _unit(ax: Axes, theme: Theme, unit: panels.Unit, center: Array) -> None:
    x, y = float(center[0]), float(center[1])
    plain = theme["sum"].color if unit.label == "Σ" else theme["ink"].color
    color = plain if unit.color is None else theme.neuron(unit.color)
    background = theme["background"].color
    ax.add_patch(Circle((x, y), RADIUS, facecolor=background, edgecolor="none", zorder=3))
    ax.add_patch(
        Circle((x, y), RADIUS, facecolor=(color, 0.18), edgecolor=color, linewidth=2, zorder=4)
    )
    if unit.shape is not None:
        inner = center + (unit.shape - 0.5) * RADIUS * 1.15
        ax.plot(*inner.T, color=color, linewidth=1.7, zorder=5)
    elif unit.label:
        math = {"Σ": r"\Sigma"}.get(unit.label, unit.label)
        ax.text(x, y, f"${math}$", color=color, size=15, ha="center", va="center", zorder=5)
    if unit.bias:
        ax.text(x, y - RADIUS - 0.11, unit.bias, color=color, size=canvas.SMALL,
                ha="center", va="center", zorder=5)  # fmt: skip

"""The linear regions of a function of two inputs, and where it is zero."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from approx.core._types import Array
from approx.outputs.figures import _canvas as canvas
from approx.panels import plane as panels
from approx.panels.primitives import Panel
from approx.style.languages import say
from approx.style.theme import STROKE_OF_CREASE, Theme
from approx.subjects.plane import Plane

TAKES = Plane
HEIGHT = 6.2


def draw(plane: Plane, theme: Theme, language: str) -> Figure:
    sheet = panels.build(plane)
    figure = canvas.canvas(HEIGHT, panels.alt(plane, language))
    canvas.heading(figure, theme, plane.title(language))
    side = HEIGHT - 0.95 - 0.95
    box = canvas.at_inches(figure, 0.72, 0.95, canvas.WIDTH - 0.72 - side, 0.95)
    frame = Panel("", sheet.horizontal, sheet.vertical)
    ax = canvas.axes(figure, theme, frame, box, lines=False)
    ax.add_collection(
        PolyCollection(
            [facet[:, :2] for facet in sheet.facets],
            facecolors=shades(theme, sheet.heights),
            edgecolors="none",
            antialiaseds=False,
            zorder=1,
        )
    )
    for crease in sheet.creases:
        color = theme.neuron(crease.neuron)
        ax.add_collection(
            LineCollection(
                list(crease.segments), colors=color, linewidths=STROKE_OF_CREASE, zorder=2
            )
        )
    style = theme["level"]
    ax.add_collection(
        LineCollection(list(sheet.boundary), colors=style.color, zorder=3,
                       linewidths=style.width * 1.3, capstyle="round")
    )  # fmt: skip
    _dots(ax, theme, sheet)
    line = Line2D([], [], color=style.color, linewidth=style.width * 1.3)
    creases = Line2D([], [], color=theme["quiet"].color, linewidth=STROKE_OF_CREASE)
    names = [say("plane.boundary", language), say("plane.crease", language)]
    classes = _data(ax, theme, sheet)
    names += [say("plane.class", language, i=i) for i in range(len(classes))]
    canvas.key(ax, theme, [line, creases, *classes], names, beside=True)
    canvas.footing(figure, panels.verdict(plane, language))
    return figure


def _dots(ax: Axes, theme: Theme, sheet: panels.PlanePicture) -> None:
    for x, y, value in sheet.dots:
        face = theme["ink"].color if value > 0 else theme["background"].color
        ax.plot(
            x, y, "o", markersize=8, color=theme["ink"].color, markerfacecolor=face, zorder=4,
            clip_on=False,
        )  # fmt: skip


def _data(ax: Axes, theme: Theme, sheet: panels.PlanePicture) -> list[Line2D]:
    """The data, class 0 hollow and class 1 full; a sample of each class for the key."""
    samples = []
    for i in range(2 if len(sheet.data) else 0):
        x, y, _ = sheet.data[sheet.data[:, 2] == i].T
        face = theme["ink" if i else "background"].color
        look: dict[str, Any] = {
            "marker": "o", "linestyle": "", "markersize": 4.6, "color": theme["ink"].color,
            "markerfacecolor": face, "markeredgewidth": 1.1,
        }  # fmt: skip
        ax.plot(x, y, zorder=4, **look)
        samples.append(Line2D([], [], **look))
    return samples


def shades(theme: Theme, heights: Array) -> Array:
    """Facet colours: towards one hue above zero, another below, by height; shape (n, 3)."""
    ground = np.array(to_rgb(theme["background"].color))
    above, below = (np.array(to_rgb(theme[role].color)) for role in ("above", "below"))
    size = float(np.abs(heights).max()) or 1.0
    share = 0.12 + 0.42 * np.abs(heights)[:, None] / size
    return np.where(heights[:, None] > 0, ground + share * (above - ground),
                    ground + share * (below - ground))  # fmt: skip

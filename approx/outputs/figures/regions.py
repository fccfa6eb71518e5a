"""The linear regions of a function of two inputs, and where it is zero."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.colors import to_rgb
from matplotlib.lines import Line2D

from approx.core._types import Array
from approx.outputs.figures import _canvas as canvas
from approx.outputs.figures import _painting as painting
from approx.outputs.figures._drawing import Drawing
from approx.outputs.figures._options import FigureOptions
from approx.panels import plane as panels
from approx.panels.primitives import Panel
from approx.style.languages import say
from approx.style.theme import Theme
from approx.subjects.plane import Plane

TAKES = Plane


def draw(plane: Plane, options: FigureOptions) -> Drawing:
    language, sheet = options.language, panels.build(plane)
    key: list[tuple[Line2D, str]] = [
        (painting.sample(options, "boundary"), say("plane.boundary", language)),
        (painting.sample(options, "crease"), say("plane.crease", language)),
    ]
    classes = (0, 1) if len(sheet.data) else ()
    key += [
        (Line2D([], [], **_dot(options, i)), say("plane.class", language, i=i)) for i in classes
    ]
    page = canvas.Page(
        options, panels.alt(plane, language), plane.title(language),
        caption=panels.verdict(plane, language), key=key,
    )  # fmt: skip
    frame = Panel("", sheet.horizontal, sheet.vertical)
    (ax,) = page.stack([frame], height=0.85 if options.height is None else 0.5, lines=False)
    ax.set_aspect("equal", adjustable="box", anchor="SW")
    paint(ax, options, sheet)
    return page.figure


def paint_on(ax: Axes, plane: Plane, options: FigureOptions) -> None:
    sheet = panels.build(plane)
    canvas.onto(ax, options, Panel("", sheet.horizontal, sheet.vertical))
    paint(ax, options, sheet)


def paint(ax: Axes, options: FigureOptions, sheet: panels.PlanePicture) -> None:
    theme, scale = options.theme, options.scale
    ax.add_collection(
        PolyCollection(
            [facet[:, :2] for facet in sheet.facets],
            facecolors=shades(theme, sheet.heights),
            edgecolors="none",
            antialiaseds=False,
            zorder=1,
        )
    )
    width = theme["crease"].width * scale
    for crease in sheet.creases:
        color = theme.neuron(crease.neuron)
        ax.add_collection(
            LineCollection(list(crease.segments), colors=color, linewidths=width, zorder=2)
        )
    style = theme["boundary"]
    ax.add_collection(
        LineCollection(list(sheet.boundary), colors=style.color, zorder=3,
                       linewidths=style.width * scale, capstyle="round")
    )  # fmt: skip
    for x, y, value in sheet.dots:
        face = theme["ink" if value > 0 else "background"].color
        ax.plot(
            x, y, "o", markersize=8 * scale, color=theme["ink"].color, markerfacecolor=face,
            zorder=4, clip_on=False,
        )  # fmt: skip
    for i in range(2 if len(sheet.data) else 0):
        x, y, _ = sheet.data[sheet.data[:, 2] == i].T
        ax.plot(x, y, zorder=4, **_dot(options, i))


def _dot(options: FigureOptions, i: int) -> dict[str, Any]:
    """A point of the data: class 0 hollow and class 1 full."""
    ink = options.theme["ink"].color
    return {
        "marker": "o", "linestyle": "", "markersize": 4.6 * options.scale, "color": ink,
        "markerfacecolor": options.theme["ink" if i else "background"].color,
        "markeredgewidth": 1.1 * options.scale,
    }  # fmt: skip


def shades(theme: Theme, heights: Array) -> Array:
    """Facet colours: towards one hue above zero, another below, by height; shape (n, 3)."""
    ground = np.array(to_rgb(theme["background"].color))
    above, below = (np.array(to_rgb(theme[role].color)) for role in ("above", "below"))
    size = float(np.abs(heights).max()) or 1.0
    share = 0.12 + 0.42 * np.abs(heights)[:, None] / size
    return np.where(heights[:, None] > 0, ground + share * (above - ground),
                    ground + share * (below - ground))  # fmt: skip

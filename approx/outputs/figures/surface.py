"""A function of two inputs as a surface, cut at zero."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.figure import Figure
from mpl_toolkits.mplot3d.art3d import Line3DCollection, Poly3DCollection

from approx.outputs.figures import _canvas as canvas
from approx.outputs.figures.regions import shades
from approx.panels import plane as panels
from approx.style.theme import Theme
from approx.subjects.plane import Plane

TAKES = Plane
HEIGHT = 6.2


def draw(plane: Plane, theme: Theme, language: str) -> Figure:
    sheet = panels.build(plane)
    figure = canvas.canvas(HEIGHT, panels.alt(plane, language))
    box = canvas.at_inches(figure, 0.3, 0.5, 0.3, 0.65)
    ax: Any = figure.add_axes(box, projection="3d", computed_zorder=False)
    ax.set_facecolor("none")
    ax.view_init(elev=32, azim=-58)
    ax.add_collection3d(
        Poly3DCollection(
            sheet.facets,
            facecolors=shades(theme, sheet.heights),
            edgecolors=theme["quiet"].color,
            linewidths=0.6,
        )
    )
    level = np.concatenate([sheet.boundary, np.zeros((*sheet.boundary.shape[:2], 1))], axis=2)
    style = theme["level"]
    ax.add_collection3d(
        Line3DCollection(level, colors=style.color, linewidths=style.width * 1.2, zorder=5)
    )
    spans = (sheet.horizontal, sheet.vertical, sheet.height)
    canvas.frame(ax, theme, spans, None, canvas.SMALL - 1, 0)
    canvas.heading(figure, theme, plane.title(language))
    canvas.footing(figure, panels.verdict(plane, language))
    return figure

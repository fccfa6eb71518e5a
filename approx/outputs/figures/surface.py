"""A function of two inputs as a surface, cut at zero."""

from __future__ import annotations

from typing import Any

from mpl_toolkits.mplot3d.art3d import Line3DCollection, Poly3DCollection

from approx.outputs.figures import _canvas as canvas
from approx.outputs.figures import _space
from approx.outputs.figures._drawing import Drawing
from approx.outputs.figures._options import FigureOptions
from approx.panels import plane as panels
from approx.panels.wording import sentence
from approx.style.shades import class_shades, shades
from approx.subjects.plane import Plane

TAKES = Plane


def draw(plane: Plane, options: FigureOptions) -> Drawing:
    page = canvas.Page(
        options, panels.alt(plane, options.language), plane.title(options.language),
        caption=sentence(panels.verdict(plane, options.language)),
    )  # fmt: skip
    solid(page, plane, panels.build(plane), page.body(0.78 * options.width))
    return page.figure


def solid(
    page: canvas.Page, plane: Plane, sheet: panels.PlanePicture, box: canvas.Box, most: int = 5
) -> None:
    """The surface, as large as the box holds; with at most so many ticks on an axis."""
    options = page.options
    theme, scale = options.theme, options.scale
    ax: Any = page.figure.add_axes(page.share(box), projection="3d", computed_zorder=False)
    ax.set_facecolor("none")
    ax.view_init(elev=32, azim=-58)
    ax.add_collection3d(
        Poly3DCollection(
            sheet.facets,
            facecolors=class_shades(theme, sheet.winners, len(sheet.classes))
            if sheet.several
            else shades(theme, sheet.heights),
            edgecolors=theme["quiet"].color,
            linewidths=0.6 * scale,
        )
    )
    if len(sheet.boundary):
        style = theme["boundary"]
        ax.add_collection3d(
            Line3DCollection(
                panels.raised(sheet, plane),
                colors=style.color,
                linewidths=style.width * scale,
                zorder=5,
            )
        )
    _space.frame(ax, options, (sheet.horizontal, sheet.vertical, sheet.height), None, 0, most)
    _space.contain(page, ax, box)

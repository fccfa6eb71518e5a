"""The linear regions of a function of two inputs, and where the decision changes."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from approx.core._types import Array
from approx.outputs.figures import _axes, surface
from approx.outputs.figures import _canvas as canvas
from approx.outputs.figures import _painting as painting
from approx.outputs.figures._drawing import Drawing
from approx.outputs.figures._options import FigureOptions
from approx.panels import plane as panels
from approx.panels.primitives import Panel
from approx.panels.wording import sentence
from approx.style.languages import say
from approx.style.shades import class_color, class_shades, hexadecimal, shades
from approx.subjects.plane import Plane

TAKES = Plane
#: Markers of the classes' points, by number.
MARKERS = "os^Dv<>pP*"
#: With more points, markers are smaller: by the root of how many more.
ROOMY = 80
#: With so large a share of a page left over, the surface stands beside the map.
EMPTY = 0.35
#: Rectangles longer than this in one direction are drawn with axes of their own scales.
LONGEST = 3.0


def draw(plane: Plane, options: FigureOptions) -> Drawing:
    language, sheet = options.language, panels.build(plane)
    page = canvas.Page(
        options, panels.alt(plane, language), plane.title(language),
        caption=sentence(panels.verdict(plane, language)), key=key(sheet, options),
    )  # fmt: skip
    frame = Panel("", sheet.horizontal, sheet.vertical)
    wide, tall = (side.high - side.low for side in (sheet.horizontal, sheet.vertical))
    even = 1 / LONGEST <= wide / tall <= LONGEST
    height = 0.85 * min(1.0, tall / wide) if even else 0.7
    (ax,) = page.stack([frame], height=height if options.height is None else 0.5, lines=False)
    if even:
        ax.set_aspect("equal", adjustable="box", anchor="SW")
    paint(ax, options, sheet)
    if (room := _beside(page, ax)) is not None:
        surface.solid(page, plane, sheet, room, most=3)
    return page.figure


def _beside(page: canvas.Page, ax: Axes) -> canvas.Box | None:
    """The room that a wide page of a fixed height leaves beside the map; None for too little."""
    if page.options.height is None:
        return None
    ax.apply_aspect()
    width, height = page.figure.get_size_inches()
    place = ax.get_position()
    left, right = place.x1 * width + 2 * page.options.em, width - page.options.em
    if right - left < EMPTY * width:
        return None
    return canvas.Box(left, place.y0 * height, right - left, place.height * height)


def paint_on(ax: Axes, plane: Plane, options: FigureOptions) -> None:
    sheet = panels.build(plane)
    _axes.onto(ax, options, Panel("", sheet.horizontal, sheet.vertical))
    paint(ax, options, sheet)


def key(sheet: panels.PlanePicture, options: FigureOptions) -> list[tuple[Artist, str]]:
    """What the picture does not name itself: boundary, folds, and the classes' points."""
    language = options.language
    entries: list[tuple[Artist, str]] = []
    if len(sheet.boundary):
        entries.append((painting.sample(options, "boundary"), say("plane.boundary", language)))
    if sheet.creases:
        jumps = [crease.jumps for crease in sheet.creases]
        deep = any(crease.layer for crease in sheet.creases)
        if deep and any(isinstance(crease.color, float) for crease in sheet.creases):
            name = "plane.jump.layer" if all(jumps) else "plane.crease.layer"
            if any(jumps) and not all(jumps):
                name = "plane.both.layer"
        elif any(jumps):
            name = "plane.jump" if all(jumps) else "plane.both"
        else:
            name = "plane.crease"
        entries.append((painting.sample(options, "crease"), say(name, language)))
    if not sheet.several and not (sheet.data is not None and sheet.data.classes):
        hues = shades(options.theme, np.array([1.0, -1.0]))
        texts = panels.sides(sheet.level, language, sheet.half)
        for hue, text, seen in zip(
            hues, texts, (sheet.heights > 0, sheet.heights < 0), strict=True
        ):
            if seen.any():
                entries.append((Patch(facecolor=hexadecimal(hue), linewidth=0), text))
    if sheet.data is not None and sheet.data.classes:
        for k, text in enumerate(sheet.data.classes):
            called = say("plane.class", language, i=text) if text.isdigit() else text
            entries.append((Line2D([], [], **_dot(options, sheet, k)), called))
    return entries


def paint(ax: Axes, options: FigureOptions, sheet: panels.PlanePicture, small: float = 1.0) -> None:
    """Regions, creases, boundary and points onto axes of x and y; `small` thins lines and dots."""
    theme, scale = options.theme, options.scale * small
    colors = shades(theme, sheet.heights)
    if sheet.several:
        colors = class_shades(theme, sheet.winners, len(sheet.classes))
    areas(ax, [facet[:, :2] for facet in sheet.facets], colors)
    width = theme["crease"].width * scale
    for crease in sheet.creases:
        # Colours of classes would be taken for those of neurons.
        color = theme["crease"].color if sheet.several else theme.neuron(crease.color)
        lines(ax, crease.segments, color, 0.6 * width if sheet.several else width, 2)
    style = theme["boundary"]
    lines(ax, sheet.boundary, style.color, style.width * scale, 3)
    for x, y, value in sheet.dots:
        face = theme["ink" if value > 0 else "background"].color
        ax.plot(
            x, y, "o", markersize=8 * scale, color=theme["ink"].color, markerfacecolor=face,
            zorder=4, clip_on=False,
        )  # fmt: skip
    points(ax, options, sheet, small)


def areas(ax: Axes, polygons: list[Array], colors: Array) -> None:
    """Filled polygons without gaps between them."""
    ax.add_collection(
        PolyCollection(polygons, facecolors=colors, edgecolors="none", antialiaseds=False, zorder=1)
    )


def lines(ax: Axes, segments: Array, color: str, width: float, order: float) -> None:
    """Straight segments, shape (s, 2, 2)."""
    ax.add_collection(
        LineCollection(
            list(segments), colors=color, linewidths=width, zorder=order, capstyle="round"
        )
    )


def points(
    ax: Axes, options: FigureOptions, sheet: panels.PlanePicture, small: float = 1.0
) -> None:
    """The points, each class with its marker."""
    data = sheet.data
    if data is None:
        return
    size = small * min(1.0, max(0.45, (ROOMY / len(data)) ** 0.5))
    for k in range(len(data.classes)) if data.classes else (None,):
        shown = data.points if k is None else data.points[data.numbers == k]
        look = _dot(options, sheet, k)
        look["markersize"] *= size
        look["markeredgewidth"] *= size
        ax.plot(*shown.T, zorder=4, clip_on=False, **look)


def _dot(options: FigureOptions, sheet: panels.PlanePicture, k: int | None) -> dict[str, Any]:
    """A point: of two classes hollow and full; of more in their colours and shapes."""
    theme, ink = options.theme, options.theme["ink"].color
    look: dict[str, Any] = {
        "marker": "o", "linestyle": "", "markersize": 4.6 * options.scale, "color": ink,
        "markeredgewidth": 1.1 * options.scale, "markeredgecolor": ink,
    }  # fmt: skip
    if k is None:
        return {**look, "markersize": 3 * options.scale}
    look["marker"] = MARKERS[k % len(MARKERS)]
    if len(sheet.classes) > 2:
        look["markeredgewidth"] *= 0.7
        return {**look, "markerfacecolor": class_color(theme, k, len(sheet.classes))}
    return {**look, "markerfacecolor": theme["ink" if k else "background"].color}

"""Axes in three dimensions: their ticks and colours, and as large as a box holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from approx.outputs.figures import _axes
from approx.outputs.figures import _canvas as canvas
from approx.outputs.figures._options import FigureOptions
from approx.panels.axes import fewer
from approx.panels.primitives import Axis

#: Where the axes of x and y meet there is room for so many letters of both their labels.
ROOM = 8
#: Longer names of axes are cut.
LONGEST = 18


def contain(page: canvas.Page, ax: Any, box: canvas.Box) -> None:
    """Make axes in three dimensions as large as a box holds with all their numbers."""
    place = box
    for _ in range(3):
        ax.set_position(page.share(place))
        page.figure.draw_without_rendering()
        outer, dpi = ax.get_tightbbox(), page.figure.dpi
        grow = min(box.width / outer.width, box.height / outer.height) * dpi
        x = (outer.x0 + outer.x1) / 2 / dpi - place.left - place.width / 2
        y = (outer.y0 + outer.y1) / 2 / dpi - place.bottom - place.height / 2
        width, height = place.width * grow, place.height * grow
        place = canvas.Box(
            box.left + (box.width - width) / 2 - x * grow,
            box.bottom + (box.height - height) / 2 - y * grow, width, height,
        )  # fmt: skip
    ax.set_position(page.share(place))


def frame(
    ax: Any,
    options: FigureOptions,
    spans: Sequence[Axis],
    inks: Sequence[str] | None = None,
    pad: float = 0.0,
    most: int = 5,
) -> None:
    """The axes of a figure in three dimensions.

    Args:
        spans: x, y and z.
        inks: colours of their labels; None for the usual one.
        pad: distance of the labels, in points where text has 11.
        most: ticks on each axis; a label of y goes where it would cover one of x.
    """
    theme = options.theme
    grid, quiet = theme["grid"], theme["quiet"].color
    x, y, z = (span if len(span.ticks) <= most else fewer(span, most) for span in spans)
    corner = x.ticks[-1] == x.high and y.ticks[0] == y.low
    if corner and len(x.labels[-1]) + len(y.labels[0]) > ROOM:
        y = replace(y, ticks=y.ticks[1:], labels=y.labels[1:])
    for name, span, ink in zip("xyz", (x, y, z), inks or [quiet] * 3, strict=True):
        axis = getattr(ax, f"{name}axis")
        getattr(ax, f"set_{name}lim")(span.low, span.high)
        _axes.ticks(axis, span, options.language)
        axis.set_pane_color((0, 0, 0, 0))
        axis.line.set_color(quiet)
        axis._axinfo["grid"].update(color=grid.color, linewidth=grid.width * options.scale)
        axis.set_tick_params(labelsize=options.small, pad=pad * options.scale, labelcolor=ink)
        if span.name:
            text = span.name if len(span.name) <= LONGEST else f"{span.name[: LONGEST - 1]}…"
            longest = max(map(len, span.labels))
            away = 0.4 * options.small * max(longest - 2 if name != "x" else 1, 1)
            getattr(ax, f"set_{name}label")(
                text, fontsize=options.small, color=quiet, labelpad=away
            )

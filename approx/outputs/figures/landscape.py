"""The loss over two output weights, with the paths of three learning rates."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.figure import Figure
from mpl_toolkits.mplot3d.art3d import Line3DCollection, Poly3DCollection

from approx.core._types import Array
from approx.outputs.figures import _axes, _space
from approx.outputs.figures import _canvas as canvas
from approx.outputs.figures import _painting as painting
from approx.outputs.figures._drawing import Drawing
from approx.outputs.figures._options import FigureOptions
from approx.panels import descent as panels
from approx.panels import loss_surface
from approx.panels.captions import descent as words
from approx.panels.primitives import Panel
from approx.style.languages import localised
from approx.style.shades import deepening
from approx.subjects import Subject

unsupported_reason = words.unsupported_reason
#: From this width on, in ems, the bowl stands beside the map and not below it.
WIDE = 45.0
#: The map's width over its height.
ASPECT = 1.3


def draw(subject: Subject, options: FigureOptions) -> Drawing:
    language = options.language
    descent = panels.build(subject, ASPECT)
    title, verdict = subject.title(language), words.verdict(descent, language)
    rates = words.rate_key(descent, language) | words.own_key(descent, language)
    page = canvas.Page(
        options, f"{words.say('descent.alt', language, title=title)} {verdict}.", title,
        caption=verdict, key=[(painting.sample(options, r), name) for r, name in rates.items()],
    )  # fmt: skip
    wide, em = options.width / options.em >= WIDE, options.em
    tall = page.across * (0.5 / ASPECT if wide else 1 / ASPECT + 0.7)
    room = page.body(tall)
    share = 0.55 if wide else 1.0
    box = canvas.Box(room.left, room.bottom, share * room.width, room.height)
    if not wide:
        box = box.inside(bottom=0.45 * room.height)
    frame = Panel("", descent.u, descent.v)
    ax = page.axes(frame, box.inside(3.2 * em, 2.8 * em, 0.8 * em, 0.3 * em))
    ax.set_aspect("equal", adjustable="box", anchor="NW")
    _map(ax, options, descent)
    _name(ax, options, descent, size=options.small, labelpad=0.15 * options.font_size)
    place = (
        canvas.Box(room.left + share * room.width, room.bottom, 0.45 * room.width, room.height)
        if wide
        else canvas.Box(room.left, room.bottom, room.width, 0.45 * room.height)
    )
    bowl: Any = page.figure.add_axes(page.share(place), projection="3d", computed_zorder=False)
    _bowl(bowl, options, descent)
    _space.contain(page, bowl, place)
    name = words.say("descent.loss", language)
    bowl.text2D(0.98, 0.98, name, transform=bowl.transAxes, ha="right", va="top",
                **painting.quiet(options))  # fmt: skip
    return page.figure


def paint_on(ax: Axes, subject: Subject, options: FigureOptions) -> None:
    """The map alone; the key names the rates."""
    box = ax.get_window_extent()
    descent = panels.build(subject, box.width / box.height)
    _axes.onto(ax, options, Panel("", descent.u, descent.v))
    ax.set_aspect("equal", adjustable="box")
    _map(ax, options, descent)
    _name(ax, options, descent)
    rates = words.rate_key(descent, options.language) | words.own_key(descent, options.language)
    ax.legend([painting.sample(options, role) for role in rates], list(rates.values()))


def _name(ax: Axes, options: FigureOptions, descent: panels.Descent, **look: Any) -> None:
    """Each axis is named after its weight, in its neuron's colour."""
    names = words.weights(descent, options.language)
    i, j = (options.theme.neuron(number) for number in descent.land.pair)
    ax.set_xlabel(names[0], color=i, **look)
    ax.set_ylabel(names[1], color=j, **look)


def _map(ax: Axes, options: FigureOptions, descent: panels.Descent) -> None:
    theme, scale = options.theme, options.scale
    style = theme["contour"]
    areas = PolyCollection([ring.area for ring in descent.rings], zorder=1)
    areas.set(facecolor=style.color, alpha=style.opacity, edgecolor="none")
    ax.add_collection(areas)
    lines: list[Array] = []
    written: list[tuple[Array, Array]] = []
    for ring in descent.rings:
        contour = list(ring.lines)
        label = localised(ring.label, options.language)
        half = _half(ax, label, options)
        if ring.place is not None and not _met(written, np.array(ring.place), np.array(half)):
            written.append((np.array(ring.place), np.array(half)))
            contour = [
                part for line in contour for part in panels.around(line, np.array(ring.place), half)
            ]
            ax.text(*ring.place, label, size=options.small, ha="center", va="center", zorder=6)
        lines += contour
    ax.add_collection(
        LineCollection(lines, colors=style.color, linewidths=style.width * scale, zorder=2)
    )
    for name, places in descent.paths.items():
        role = theme[f"path.{name}"]
        ax.plot(*places.T, color=role.color, zorder=4, **painting.stroke(role, 0.8 * scale))
        dots = places if name != "large" else places[:-1]
        ax.plot(*dots.T, role.points, color=role.color, markersize=3.4 * scale, zorder=4)
    if descent.own is not None:  # the axes cut it off
        role = theme["sum"]
        ax.plot(*descent.own.T, color=role.color, zorder=4, **painting.stroke(role, 0.7 * scale))
        ax.plot(*descent.own[-1], "o", color=role.color, markersize=4.5 * scale, zorder=5)
    ax.plot(*descent.start, "o", color=theme["ink"].color, markersize=5.5 * scale, zorder=5)
    ax.plot(*descent.land.minimum, "x", color=theme["best"].color, markersize=7 * scale, zorder=5,
            markeredgewidth=1.8 * scale)  # fmt: skip


def _met(written: list[tuple[Array, Array]], place: Array, half: Array) -> bool:
    """Whether a level there would touch one that is written already."""
    return any((np.abs(place - other) < half + room).all() for other, room in written)


def _half(ax: Axes, label: str, options: FigureOptions) -> tuple[float, float]:
    """Half a level's width and height with some room, in the map's units, which are square."""
    (x0, x1), size = ax.get_xlim(), options.small
    figure = ax.get_figure()
    assert isinstance(figure, Figure)
    ax.apply_aspect()
    point = (x1 - x0) / (ax.get_position().width * figure.get_size_inches()[0] * 72)
    return (0.31 * len(label) * size + 3 * options.scale) * point, 0.7 * size * point


def _bowl(ax: Any, options: FigureOptions, descent: panels.Descent) -> None:
    """The loss above its contours' ellipses: the mesh lines are levels and lines of descent."""
    theme, scale = options.theme, options.scale
    bowl = loss_surface.bowl(descent)
    heights = bowl.faces[:, :, 2].mean(axis=1)
    ax.set_facecolor("none")
    ax.view_init(elev=46, azim=-62)
    ax.add_collection3d(
        Poly3DCollection(bowl.faces, facecolors=deepening(theme, "contour", heights),
                         edgecolors=theme["contour"].color, linewidths=0.3 * scale, zorder=1)
    )  # fmt: skip
    for name, segments in bowl.paths.items():
        style = theme[f"path.{name}"]
        ax.add_collection3d(
            Line3DCollection(segments, colors=style.color, zorder=4, capstyle="round",
                             linewidths=style.width * 0.8 * scale)
        )  # fmt: skip
    i, j = (theme.neuron(number) for number in descent.land.pair)
    # Each weight's numbers have its neuron's colour, as on the map.
    _space.frame(ax, options, bowl.spans, [i, j, theme["quiet"].color], -2, most=3)

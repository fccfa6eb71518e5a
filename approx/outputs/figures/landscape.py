"""The loss over two output weights, with the paths of three learning rates."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from mpl_toolkits.mplot3d.art3d import Line3DCollection, Poly3DCollection

from approx.core._types import Array
from approx.outputs.figures import _canvas as canvas
from approx.panels import descent as panels
from approx.panels.axes import axis
from approx.panels.captions import descent as words
from approx.panels.primitives import Panel
from approx.style.theme import Theme
from approx.subjects import Subject

unsupported_reason = words.unsupported_reason
HEIGHT = 4.7
#: The map's margins, in inches.
LEFT, BOTTOM, RIGHT, TOP = 0.72, 1.0, 3.75, 1.15
#: Size of the contours' levels, in points.
LEVEL = canvas.SMALL - 1.5
#: The bowl's rim: its height above the least loss over the start's, and its mesh.
RIM, CIRCLES, SPOKES = 1.5, 12, 60


def draw(subject: Subject, theme: Theme, language: str) -> Figure:
    aspect = (canvas.WIDTH - LEFT - RIGHT) / (HEIGHT - BOTTOM - TOP)
    descent = panels.build(subject, aspect)
    title, verdict = subject.title(language), words.verdict(descent, language)
    figure = canvas.canvas(HEIGHT, f"{words.say('descent.alt', language, title=title)} {verdict}.")
    canvas.heading(figure, theme, title)
    frame = Panel("", descent.u, descent.v)
    ax = canvas.axes(figure, theme, frame, canvas.at_inches(figure, LEFT, BOTTOM, RIGHT, TOP))
    _map(ax, theme, descent)
    names = words.weights(descent, language)
    i, j = (theme.neuron(k) for k in descent.land.pair)
    ax.set_xlabel(names[0], size=canvas.SMALL, color=i)
    ax.set_ylabel(names[1], size=canvas.SMALL, color=j)
    rates = words.rate_key(descent)
    lines = [Line2D([], [], color=theme[r].color, linewidth=theme[r].width) for r in rates]
    canvas.key(ax, theme, lines, list(rates.values()))
    box = canvas.at_inches(figure, canvas.WIDTH - RIGHT + 0.05, 0.6, 0.35, 0.75)
    bowl: Any = figure.add_axes(box, projection="3d", computed_zorder=False)
    _bowl(bowl, theme, descent)
    label: dict[str, Any] = {"size": canvas.SMALL, "color": theme["quiet"].color}
    figure.text(0.945, 0.735, words.say("descent.loss", language), ha="center", **label)
    canvas.footing(figure, verdict)
    return figure


def _map(ax: Axes, theme: Theme, descent: panels.Descent) -> None:
    style = theme["contour"]
    areas = PolyCollection([ring.area for ring in descent.rings], zorder=1)
    areas.set(facecolor=style.color, alpha=style.opacity, edgecolor="none")
    ax.add_collection(areas)
    lines = []
    for ring in descent.rings:
        contour = list(ring.lines)
        if ring.place is not None:
            at, half = np.array(ring.place), _half(ring.label, descent)
            contour = [part for line in contour for part in panels.around(line, at, half)]
            ax.text(*ring.place, ring.label, size=LEVEL, ha="center", va="center", zorder=6)
        lines += contour
    ax.add_collection(LineCollection(lines, colors=style.color, linewidths=style.width, zorder=2))
    for name, places in descent.paths.items():
        role = theme[f"path.{name}"]
        ax.plot(*places.T, color=role.color, linewidth=role.width * 0.8, zorder=4)
        dots = places if name != "large" else places[:-1]
        ax.plot(*dots.T, "o", color=role.color, markersize=2.6, zorder=4)
    ax.plot(*descent.start, "o", color=theme["ink"].color, markersize=5.5, zorder=5)
    ax.plot(*descent.land.minimum, "x", color=theme["best"].color, markersize=7, zorder=5,
            markeredgewidth=1.8)  # fmt: skip


def _half(label: str, descent: panels.Descent) -> tuple[float, float]:
    """Half a level's width and height with some room, in the map's units, which are square."""
    point = (descent.v.high - descent.v.low) / (72 * (HEIGHT - BOTTOM - TOP))
    return (0.31 * len(label) * LEVEL + 3) * point, 0.7 * LEVEL * point


def _bowl(ax: Any, theme: Theme, descent: panels.Descent) -> None:
    """The loss above its contours' ellipses: the mesh lines are levels and lines of descent."""
    land = descent.land
    rim = RIM * (float(land.loss(*descent.start)) - land.least)
    shares = np.linspace(0, 1, CIRCLES + 1)
    angles = np.linspace(0, 2 * np.pi, SPOKES + 1)
    circles = np.array([land.place(rim * share**2, angles) for share in shares])
    corners = np.dstack([circles, land.loss(circles[..., 0], circles[..., 1])])
    faces = np.stack(
        [corners[:-1, :-1], corners[1:, :-1], corners[1:, 1:], corners[:-1, 1:]], axis=2
    ).reshape(-1, 4, 3)
    ax.set_facecolor("none")
    ax.view_init(elev=46, azim=-62)
    ax.add_collection3d(
        Poly3DCollection(faces, facecolors=_shades(theme, faces[:, :, 2].mean(axis=1)),
                         edgecolors=theme["contour"].color, linewidths=0.25, zorder=1)
    )  # fmt: skip
    for name in panels.RATES:
        style = theme[f"path.{name}"]
        segments = _lifted(descent, name, land.least + rim)
        ax.add_collection3d(
            Line3DCollection(segments, colors=style.color, linewidths=style.width * 0.8, zorder=4,
                             capstyle="round")
        )  # fmt: skip
    _frame(ax, theme, corners, land.least + rim, land.pair)


def _lifted(descent: panels.Descent, name: str, top: float) -> Array:
    """A path on the bowl, every step bent down onto it, as far as the rim; shape (n, 2, 3)."""
    path = descent.paths[name]
    share = np.linspace(0, 1, 13)[:-1, None]
    fine = np.vstack([a + share * (b - a) for a, b in pairwise(path)])
    heights = descent.land.loss(*fine.T)
    points = np.column_stack([fine, heights])
    pairs = np.stack([points[:-1], points[1:]], axis=1)
    return np.asarray(pairs[(pairs[:, :, 2] <= top).all(axis=1)])


def _shades(theme: Theme, heights: Array) -> Array:
    """Darker towards the bottom, as on the map; shape (n, 3)."""
    ground, tint = (np.array(to_rgb(theme[role].color)) for role in ("background", "contour"))
    share = (heights - heights.min()) / np.ptp(heights)
    return np.asarray(ground + (0.5 - 0.38 * share[:, None]) * (tint - ground))


def _frame(ax: Any, theme: Theme, corners: Array, top: float, pair: tuple[int, int]) -> None:
    """Round ticks; each weight's have its neuron's colour, as on the map."""
    low, high = corners.reshape(-1, 3).min(axis=0), corners.reshape(-1, 3).max(axis=0)
    spans = [axis(float(a), float(b), 4) for a, b in zip(low[:2], high[:2], strict=True)]
    spans.append(axis(min(0.0, float(low[2])), top, 4))
    inks = [*(theme.neuron(k) for k in pair), theme["quiet"].color]
    canvas.frame(ax, theme, spans, inks, canvas.SMALL - 2, -2)

"""How a panel's roles are drawn: curves, areas, dots, arrows, and their samples in a key."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.path import Path

from approx.outputs.figures._options import FigureOptions
from approx.panels.primitives import Arrow, Color, Curve, Dots, Marker, Panel
from approx.style.theme import TEXTS, Style, Theme

#: Width of the lines from points to the curve, in points where text has 11.
STEM = 1.1
#: Up to so many breakpoints have dots of full size; more have smaller ones, at least of this share,
#: and without rings below that share.
ROOMY, SMALLEST_DOT, RINGS = 40, 0.4, 0.6
#: Lines that lie on others.
ABOVE = {"sum", "piece", "activation"}
#: Markers of activations, in their order.
MARKS = "os^DvPX*"
#: From marker to marker along a line, as a share of the axes' diagonal.
EVERY = 0.12


def paint(ax: Axes, options: FigureOptions, panel: Panel, scale: float = 1.0) -> None:
    """Everything a panel holds, back to front; `scale` thins lines in small panels."""
    theme, scale = options.theme, options.scale * scale
    for band in panel.bands:
        color = color_of(theme, band.role, band.neuron)
        look: dict[str, Any] = (
            {"facecolor": "none", "edgecolor": color, "hatch": "////", "linewidth": 0.8 * scale}
            if band.hatched
            else {"facecolor": color, "alpha": theme[band.role].opacity, "linewidth": 0}
        )
        ax.fill_between(band.x, band.lower, band.upper, zorder=2, **look)
    several = len({curve.neuron for curve in panel.curves}) > 1
    for curve in panel.curves:
        style = theme[curve.role]
        # Some places on the line, evenly far apart, tell it from others without its colour.
        mark = style.points or (mark_of(curve.role, curve.neuron) if several else "")
        points: dict[str, Any] = (
            {"marker": mark, "markersize": 4 * scale, "markevery": EVERY} if mark else {}
        )
        ax.plot(
            curve.x, curve.y, color=color_of(theme, curve.role, curve.neuron),
            label=curve.label or None, zorder=4 if curve.role in ABOVE else 3,
            clip_on=curve.role in {"target", "before", "best"}, **stroke(style, scale), **points,
        )  # fmt: skip
    for stems in panel.stems:
        style = theme[stems.role]
        ax.vlines(stems.x, stems.lower, stems.upper, color=style.color, zorder=2.5,
                  alpha=style.opacity, linewidth=STEM * scale)  # fmt: skip
    for dots in panel.dots:
        style = theme[dots.role]
        ax.plot(dots.x, dots.y, style.marker or "o", color=style.color, label=dots.label or None,
                zorder=5.5 if dots.few else 3.5, markersize=style.width * dots.size * scale,
                markeredgecolor=theme["background"].color,
                markeredgewidth=0.8 * scale if dots.few else 0, clip_on=False)  # fmt: skip
    owned = sum(marker.role == "neuron" for marker in panel.markers)
    crowd = max(SMALLEST_DOT, min(1.0, (ROOMY / max(owned, 1)) ** 0.5))
    for marker in panel.markers:
        color = color_of(theme, marker.role, marker.neuron)
        if marker.low != marker.high:
            ax.plot([marker.x] * 2, [marker.low, marker.high], color=color, zorder=6,
                    clip_on=False, linewidth=theme[marker.role].width * scale,
                    solid_capstyle="butt")  # fmt: skip
        elif marker.role == "neuron":
            _owners(ax, theme, marker, scale * crowd, rings=crowd > RINGS)
        else:
            ax.plot(marker.x, marker.low, "o", color=color, markersize=5.2 * scale, zorder=5,
                    clip_on=False)  # fmt: skip
    for arrow in panel.arrows:
        _arrowhead(ax, theme, arrow, scale)


def _owners(ax: Axes, theme: Theme, marker: Marker, scale: float, rings: bool) -> None:
    """A dot in the colours of all neurons that share the place: a slice each."""
    colors = [theme.neuron(color) for color in (marker.neuron, *marker.others) if color is not None]
    look: dict[str, Any] = {"markersize": 6.4 * scale, "zorder": 6, "clip_on": False}
    # Rings of dots that stand close would cut the curve into pieces.
    ring: dict[str, Any] = {
        "markeredgecolor": theme["background"].color, "markeredgewidth": 0.9 * scale * rings,
    }  # fmt: skip
    if len(colors) == 1:
        ax.plot(marker.x, marker.low, "o", color=colors[0], **look, **ring)
        return
    ax.plot(marker.x, marker.low, "o", color=theme["background"].color, **look, **ring)
    for k, color in enumerate(colors):
        # From the top, clockwise; a closed slice around the dot's centre.
        start, end = (round(90 - 360 * share / len(colors)) for share in (k + 1, k))
        slice_ = _whole(Path.wedge(start, end))
        ax.plot(marker.x, marker.low, marker=slice_, color=color, markeredgewidth=0, **look)


def _whole(path: Path) -> Path:
    """The path with two corners of the unit square as single points: they fix its scale."""
    vertices = np.vstack([path.vertices, [(-1, -1), (1, 1)]])
    return Path(vertices, np.r_[path.codes, [Path.MOVETO, Path.MOVETO]])


def _arrowhead(ax: Axes, theme: Theme, arrow: Arrow, scale: float) -> None:
    """A head whose tip is where a curve leaves the frame, along the curve as it is seen."""
    here, there = ax.transData.transform([(0, 0), (arrow.dx, arrow.dy)])
    along = (there - here) / np.hypot(*(there - here))
    ax.annotate(
        "", xy=(arrow.x, arrow.y), xytext=tuple(-9 * scale * along), textcoords="offset points",
        annotation_clip=False, zorder=5,
        arrowprops={
            "arrowstyle": "-|>,head_length=0.42,head_width=0.2", "shrinkA": 0, "shrinkB": 0,
            "color": color_of(theme, arrow.role, arrow.neuron), "linewidth": 0,
            "mutation_scale": 15 * scale,
        },
    )  # fmt: skip


def color_of(theme: Theme, role: str, neuron: Color | None) -> str:
    """A neuron's colour, or the role's where it belongs to none."""
    return theme[role].color if neuron is None else theme.neuron(neuron)


def text_color(theme: Theme, role: str) -> str:
    """Of a role's name beside its sample: the role's, where its letters can be read."""
    return theme[role if role in TEXTS else "ink"].color


def text_of(theme: Theme, neuron: Color | None) -> str:
    """Of letters that belong to a neuron: those of many on a scale have too little contrast."""
    return theme.neuron(neuron) if isinstance(neuron, int) else theme["ink"].color


def stroke(style: Style, scale: float = 1.0) -> dict[str, Any]:
    """Line keywords of a style."""
    dash: dict[str, Any] = {"dashes": style.dash} if style.dash else {}
    return {"linewidth": style.width * scale, **dash}


def mark_of(role: str, neuron: Color | None) -> str:
    """What tells functions side by side from each other where their colours do not; else ''."""
    return MARKS[neuron % len(MARKS)] if role == "activation" and isinstance(neuron, int) else ""


def sample(options: FigureOptions, role: str, neuron: int | None = None) -> Line2D:
    """A line or dot for the key, as the role is drawn."""
    style = options.theme[role]
    color = color_of(options.theme, role, neuron)
    if style.marker:
        size = style.width * options.scale
        return Line2D([], [], color=color, marker=style.marker, linestyle="", markersize=size)
    look = stroke(style, options.scale)
    if style.points:
        look |= {"marker": style.points, "markersize": 4 * options.scale}
    return Line2D([], [], color=color, **look)


def named(options: FigureOptions, panel: Panel) -> list[tuple[Artist, str]]:
    """What the panel holds and has a name, for the key: lines first."""
    parts: list[Curve | Dots] = [*panel.dots, *panel.curves]
    return [(sample(options, part.role), part.label) for part in reversed(parts) if part.label]


def patch(options: FigureOptions, role: str) -> Patch:
    """An area for the key, as the role is filled."""
    style = options.theme[role]
    return Patch(facecolor=style.color, alpha=max(style.opacity, 0.6), linewidth=0)


def quiet(options: FigureOptions) -> dict[str, Any]:
    """Keywords of names and notes beside the picture."""
    return {"size": options.small, "color": options.theme["quiet"].color}

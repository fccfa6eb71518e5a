"""Bars with their values over them, and strips of one whole divided into shares."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from approx.core._types import Array
from approx.outputs.figures._options import SMALLEST, FigureOptions
from approx.style.theme import contrast

#: A bar's share of its place, and the room above the highest for its value.
WIDTH, ROOM = 0.72, 0.14


def bars(
    ax: Axes,
    options: FigureOptions,
    values: Array,
    names: Sequence[str],
    labels: Sequence[str],
    colors: Sequence[str] | None = None,
) -> None:
    """One bar a value, each in its neuron's colour, its name below and its value at its end."""
    theme = options.theme
    colors = colors or [theme.neuron(k) for k in range(len(values))]
    ax.bar(range(len(values)), values, WIDTH, color=colors, zorder=2)
    low, high = min(0.0, float(values.min())), max(0.0, float(values.max()))
    span = (high - low) or 1.0
    ax.set_xlim(-0.6, len(values) - 0.4)
    ax.set_ylim(low - ROOM * span * (low < 0), high + ROOM * span)
    ax.axhline(0, color=theme["axis"].color, linewidth=theme["axis"].width * options.scale)
    ax.set_xticks(range(len(values)), names)
    ax.tick_params(length=0, labelsize=options.small)
    ax.set_yticks([])
    ax.grid(False)
    for side in ax.spines.values():
        side.set_visible(False)
    place = 72 * _inches(ax) / len(values)
    longest = max(map(len, labels))
    size = min(options.small, place / (0.56 * longest))
    if size < SMALLEST:  # only the largest has room
        labels = [
            label if value == values.max() else ""
            for label, value in zip(labels, values, strict=True)
        ]
        size = options.small
    for k, (value, label) in enumerate(zip(values, labels, strict=True)):
        above = value >= 0
        ax.annotate(
            label, (k, value), (0, (0.25 if above else -0.25) * options.font_size),
            textcoords="offset points", ha="center", va="bottom" if above else "top",
            size=size, color=colors[k], weight="bold",
        )  # fmt: skip


def strip(ax: Axes, options: FigureOptions, shares: Array, labels: Sequence[str]) -> None:
    """One row of the length 1; a share is named where its part has room for it."""
    theme = options.theme
    starts = np.r_[0.0, np.cumsum(shares)[:-1]]
    ax.set_xlim(0, 1)
    ax.set_ylim(0, 1)
    ax.set_axis_off()
    width = _inches(ax)
    for k, (start, share, label) in enumerate(zip(starts, shares, labels, strict=True)):
        color = theme.neuron(k)
        ax.barh(0.5, share, 1.0, left=start, color=color, edgecolor=theme["background"].color,
                linewidth=0.6 * options.scale)  # fmt: skip
        if share * width * 72 > 0.62 * len(label) * options.small:
            ax.text(start + share / 2, 0.47, label, ha="center", va="center", weight="bold",
                    size=options.small, color=over(color, theme["background"].color,
                                                   theme["ink"].color))  # fmt: skip


def _inches(ax: Axes) -> float:
    """How wide the axes are."""
    figure = ax.get_figure()
    assert isinstance(figure, Figure)
    return float(ax.get_position().width * figure.get_size_inches()[0])


def over(color: str, *inks: str) -> str:
    """The ink that stands out most from a colour."""
    return max(inks, key=lambda ink: contrast(ink, color))

"""What all figures share: sizes, titles, axes, coloured formulas."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.offsetbox import AnchoredOffsetbox, HPacker, TextArea
from matplotlib.text import Text

from approx.outputs.figures import _drawing
from approx.outputs.figures._drawing import Drawing
from approx.panels.formula import Fragment
from approx.panels.primitives import Axis, Panel
from approx.panels.titles import LEADING, title_lines
from approx.style.theme import FONT, Style, Theme

WIDTH = 8.0  # inches; every size below is in points of such a figure
TITLE, FORMULA, BODY, SMALL = 17, 12.5, _drawing.BODY, 9.5
#: Width of the lines from points to the curve.
STEM = 1.1


def canvas(height: float, alt: str) -> Drawing:
    """An empty figure, 8 inches wide; `alt` says what it will show."""
    return Drawing(WIDTH, height, alt)


def at_inches(
    figure: Figure, left: float, bottom: float, right: float, top: float
) -> tuple[float, float, float, float]:
    """A rectangle for add_axes from its margins, all in inches."""
    width, height = figure.get_size_inches()
    return (
        left / width,
        bottom / height,
        (width - left - right) / width,
        (height - bottom - top) / height,
    )


def heading(figure: Figure, theme: Theme, title: str, formula: Sequence[Fragment] = ()) -> None:
    """The title at the top left, and the formula under it, each term in its neuron's colour."""
    width, height = figure.get_size_inches()
    title_text(figure, title, (0.36, height - 0.46), (width - 0.72, 0.5))
    if formula:
        place = (0.37, height - 0.86)
        figure.add_artist(formula_row(figure, theme, formula, FORMULA, place, width - 0.74))


def title_text(
    figure: Figure, title: str, at: tuple[float, float], room: tuple[float, float]
) -> None:
    """A bold title, centred on a height, on as many lines as make it largest; in inches.

    It is drawn literally: a dollar sign begins no formula.
    """
    ruler = figure.text(0, 0, "", size=TITLE, weight="bold", parse_math=False)

    def width_of(line: str) -> float:
        ruler.set_text(line)
        return float(ruler.get_window_extent().width / figure.dpi) * 72 / TITLE

    lines, size = title_lines(title, width_of, TITLE, room[0] * 72, room[1] * 72)
    ruler.remove()
    width, height = figure.get_size_inches()
    for row, line in enumerate(lines):
        y = at[1] + LEADING * size / 72 * ((len(lines) - 1) / 2 - row)
        figure.text(
            at[0] / width, y / height, line, size=size, weight="bold", va="center",
            parse_math=False,
        )  # fmt: skip


def formula_row(
    figure: Figure,
    theme: Theme,
    formula: Sequence[Fragment],
    size: float,
    place: tuple[float, float],
    room: float,
) -> AnchoredOffsetbox:
    """The formula as a row of coloured parts, set smaller where it would take more than its room.

    Args:
        place: its left end, from the lower left corner, in inches.
        room: for it, in inches.
    """

    def row(size: float) -> AnchoredOffsetbox:
        parts: list[Artist] = []
        for part in formula:
            if text := part.mathtext.strip():
                look = {"size": size, "color": color_of(theme, "ink", part.neuron)}
                parts.append(TextArea(f"${text}$", textprops=look))
        box = AnchoredOffsetbox(
            loc="center left",
            child=HPacker(children=parts, pad=0, sep=3 * size / FORMULA, align="baseline"),
            frameon=False,
            pad=0,
            borderpad=0,
            bbox_to_anchor=(place[0] / width, place[1] / height),
            bbox_transform=figure.transFigure,
        )
        box.set_figure(figure)
        return box

    width, height = figure.get_size_inches()
    box = row(size)
    needed = box.get_window_extent().width / figure.dpi
    return box if needed <= room else row(size * room / needed)


def footing(figure: Figure, text: str) -> Text:
    """The sentence at the bottom left; on two lines, then smaller, where it is too long."""
    width, height = figure.get_size_inches()
    line = figure.text(0.36 / WIDTH, 0.3 / height, text, size=BODY, va="center", linespacing=1.35)
    if line.get_window_extent().width / figure.dpi > width - 0.74:
        head, _, tail = text.rpartition("; ")
        line.set_text(f"{head};\n{tail}" if head else text)
    needed = line.get_window_extent().width / figure.dpi * 1.02
    line.set_fontsize(BODY * min(1.0, (width - 0.74) / needed))
    return line


def axes(
    figure: Figure,
    theme: Theme,
    panel: Panel,
    box: tuple[float, float, float, float],
    lines: bool = True,
) -> Axes:
    """Axes of a panel with its ticks and, unless `lines` is False, a grid and zero lines."""
    ax = figure.add_axes(box)
    ticks(ax.xaxis, panel.horizontal)
    ticks(ax.yaxis, panel.vertical)
    ax.set_xlim(panel.horizontal.low, panel.horizontal.high)
    ax.set_ylim(panel.vertical.low, panel.vertical.high)
    ax.tick_params(length=0, pad=5, labelsize=SMALL, labelfontfamily=FONT)
    for spine in ax.spines.values():
        spine.set_visible(False)
    if not lines:
        return ax
    grid, zero = theme["grid"], theme["axis"]
    ax.set_axisbelow(True)
    ax.grid(True, color=grid.color, linewidth=grid.width)
    for line, span in ((ax.axhline, panel.vertical), (ax.axvline, panel.horizontal)):
        if span.low <= 0 <= span.high and not span.logarithmic:
            line(0, color=zero.color, linewidth=zero.width, zorder=1.5)
    return ax


def ticks(axis: Any, span: Axis) -> None:
    """The panel's own ticks: matplotlib chooses none."""
    axis.set_ticks(span.ticks, labels=span.labels)


def paint(ax: Axes, theme: Theme, panel: Panel, scale: float = 1.0) -> None:
    """Everything a panel holds, back to front; `scale` thins lines in small panels."""
    for band in panel.bands:
        color = color_of(theme, band.role, band.neuron)
        look: dict[str, Any] = (
            {"facecolor": "none", "edgecolor": color, "hatch": "////", "linewidth": 0.8}
            if band.hatched
            else {"facecolor": color, "alpha": theme[band.role].opacity, "linewidth": 0}
        )
        ax.fill_between(band.x, band.lower, band.upper, zorder=2, **look)
    for curve in panel.curves:
        ax.plot(
            curve.x, curve.y, color=color_of(theme, curve.role, curve.neuron),
            label=curve.label or None, zorder=4 if curve.role == "sum" else 3,
            clip_on=curve.role in {"target", "before", "best"}, **stroke(theme[curve.role], scale),
        )  # fmt: skip
    for stems in panel.stems:
        style = theme[stems.role]
        ax.vlines(stems.x, stems.lower, stems.upper, color=style.color, zorder=2.5,
                  alpha=style.opacity, linewidth=STEM * scale)  # fmt: skip
    for dots in panel.dots:
        style = theme[dots.role]
        ax.plot(dots.x, dots.y, "o", color=style.color, label=dots.label or None,
                zorder=5.5 if dots.few else 3.5, markersize=style.width * dots.size * scale,
                markeredgecolor=theme["background"].color,
                markeredgewidth=0.8 * scale if dots.few else 0, clip_on=False)  # fmt: skip
    for marker in panel.markers:
        color = color_of(theme, marker.role, marker.neuron)
        if marker.low == marker.high:
            ax.plot(marker.x, marker.low, "o", color=color, markersize=5.2 * scale, zorder=5,
                    clip_on=False)  # fmt: skip
        else:
            ax.plot([marker.x] * 2, [marker.low, marker.high], color=color, zorder=6,
                    clip_on=False, linewidth=theme[marker.role].width * scale,
                    solid_capstyle="butt")  # fmt: skip


def color_of(theme: Theme, role: str, neuron: int | None) -> str:
    """A neuron's colour, or the role's where it belongs to none."""
    return theme[role].color if neuron is None else theme.neuron(neuron)


def stroke(style: Style, scale: float = 1.0) -> dict[str, Any]:
    """Line keywords of a style."""
    dash: dict[str, Any] = {"dashes": style.dash} if style.dash else {}
    return {"linewidth": style.width * scale, **dash}


def key(
    ax: Axes, theme: Theme, handles: Sequence[Artist], labels: Sequence[str], beside: bool = False
) -> None:
    """The key: one row above the axes, or a column at their right."""
    place: dict[str, Any] = (
        {"loc": "center left", "bbox_to_anchor": (1.02, 0.5), "ncols": 1}
        if beside
        else {"loc": "lower right", "bbox_to_anchor": (1.0, 1.0), "ncols": len(labels)}
    )
    ax.legend(
        handles, labels, **place, labelspacing=0.9, frameon=False, fontsize=SMALL,
        labelcolor=theme["ink"].color, borderaxespad=0.3, handlelength=1.9, columnspacing=1.6,
        handletextpad=0.6,
    )  # fmt: skip


def frame(
    ax: Any, theme: Theme, spans: Sequence[Axis], inks: Sequence[str] | None, size: float, pad: int
) -> None:
    """The axes of a figure in three dimensions.

    Args:
        spans: x, y and z.
        inks: colours of their labels; None for the usual one.
        size: of the labels, in points; `pad` is their distance.
    """
    grid, quiet = theme["grid"], theme["quiet"].color
    for name, span, ink in zip("xyz", spans, inks or [theme["quiet"].color] * 3, strict=True):
        axis = getattr(ax, f"{name}axis")
        getattr(ax, f"set_{name}lim")(span.low, span.high)
        ticks(axis, span)
        axis.set_pane_color((0, 0, 0, 0))
        axis.line.set_color(quiet)
        axis._axinfo["grid"].update(color=grid.color, linewidth=grid.width)
        axis.set_tick_params(labelsize=size, pad=pad, labelcolor=ink)

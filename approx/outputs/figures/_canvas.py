"""What all figures share: the page, its texts and the places of its axes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.legend import Legend
from matplotlib.text import Text

from approx.outputs.figures._axes import dress, limited, overhang, roomy, ticks
from approx.outputs.figures._drawing import Drawing
from approx.outputs.figures._options import FigureOptions
from approx.outputs.figures._text import (
    LEADING,
    LINE,
    formula_row,
    lines_of_title,
    place_row,
    sentence_lines,
)
from approx.panels.formula import Fragment
from approx.panels.primitives import Panel
from approx.system.errors import InputError

#: Around a page and between its parts, in ems.
MARGIN, GAP, COLUMN = 0.75, 0.7, 1.5
#: The least height of what a figure shows, in ems.
LOWEST = 4.0


class Box(NamedTuple):
    """A rectangle of the page, in inches from its lower left corner."""

    left: float
    bottom: float
    width: float
    height: float

    @property
    def top(self) -> float:
        return self.bottom + self.height

    def inside(
        self, left: float = 0.0, bottom: float = 0.0, right: float = 0.0, top: float = 0.0
    ) -> Box:
        """What margins of so many inches leave."""
        return Box(
            self.left + left, self.bottom + bottom,
            self.width - left - right, self.height - bottom - top,
        )  # fmt: skip


class Page:
    """A figure with its title, formula and key above what it shows, and its sentence below.

    All of it at the size of the options: long sentences get more lines, long formulas fewer terms.

    Attributes:
        figure: to draw on, once :meth:`body` has given it its height.
        foot: what :meth:`stack` keeps free below the axes.

    Args:
        alt: the alternative text.
        key: handles and names of what the picture does not name itself.
    """

    def __init__(
        self,
        options: FigureOptions,
        alt: str,
        title: str = "",
        formula: Sequence[Fragment] = (),
        caption: str = "",
        key: Sequence[tuple[Artist, str]] = (),
    ) -> None:
        self.options = options
        self.foot = Box(0.0, 0.0, 0.0, 0.0)
        self.figure = Drawing(options.width, options.height or options.width, alt, options)
        self._title: tuple[list[str], float] = ([], options.title_size)
        title = options.title if isinstance(options.title, str) else title
        if options.title and title:
            self._title = lines_of_title(self.figure, title, options.title_size, self.across)
        self._formula = None
        if options.formula and formula:
            self._formula = formula_row(
                self.figure, options.theme, formula, options.font_size, self.across,
                options.language,
            )  # fmt: skip
        self._caption: list[str] = []
        if options.caption and caption:
            self._caption = sentence_lines(self.figure, caption, options.font_size, self.across)
        self._key = key_rows(self.figure, options, key, self.across) if key else None

    @property
    def across(self) -> float:
        """The width between the margins, in inches."""
        return self.options.width - 2 * MARGIN * self.options.em

    def body(self, height: float) -> Box:
        """The room for what the figure shows, of that height unless the options fix the page's.

        Raises:
            InputError: when the page is too low to hold it.
        """
        options, em, figure = self.options, self.options.em, self.figure
        lines, size = self._title
        title = len(lines) * LEADING * size / 72
        formula = self._formula[1] + 0.5 * em if self._formula else 0.0
        key = self._key[1] + 0.3 * em if self._key else 0.0
        foot = len(self._caption) * LEADING * em
        above = MARGIN * em + title + formula + key + (0.3 * em if lines or formula or key else 0)
        below = MARGIN * em + foot + (GAP * em if foot else 0.0)
        if options.height is None:
            figure.set_size_inches(options.width, above + height + below)
        room = figure.get_size_inches()[1] - above - below
        if room < LOWEST * em:
            needed = above + below + LOWEST * em
            raise InputError(f"a height of {options.height:g} in is too low: use {needed:.1f} in")
        y = figure.get_size_inches()[1] - MARGIN * em
        for line in lines:
            y -= LEADING * size / 72
            self.write(line, MARGIN * em, y + 0.32 * size / 72, size, weight="bold")
        if self._formula:
            place_row(self._formula[0], figure, MARGIN * em, y - formula / 2)
            y -= formula
        if self._key:
            place_row(self._key[0], figure, MARGIN * em, y - 0.15 * em - self._key[1] / 2)
        if foot:
            figure.text(
                MARGIN * em / options.width, MARGIN * em / figure.get_size_inches()[1],
                "\n".join(self._caption), size=options.font_size, va="bottom",
                linespacing=LEADING / LINE,
            )  # fmt: skip
        return Box(MARGIN * em, below, self.across, room)

    def write(self, text: str, left: float, baseline: float, size: float, **look: Any) -> Text:
        """A line of text, in inches and points; a dollar sign begins no formula."""
        width, height = self.figure.get_size_inches()
        return self.figure.text(
            left / width, baseline / height, text, size=size, va="baseline",
            **look,
        )  # fmt: skip

    def axes(self, panel: Panel, box: Box, lines: bool = True) -> Axes:
        """Axes of a panel whose frame is the box; unless `lines` is False, with a grid."""
        ax = self.figure.add_axes(self.share(box))
        dress(ax, self.options, panel, lines, (box.width, box.height))
        return ax

    def share(self, box: Box) -> tuple[float, float, float, float]:
        """A box as matplotlib takes it: in shares of the page."""
        width, height = self.figure.get_size_inches()
        return box.left / width, box.bottom / height, box.width / width, box.height / height

    def stack(
        self, panels: Sequence[Panel], shares: Sequence[float] = (1.0,), height: float = 0.6,
        gap: float = GAP, lines: bool = True, foot: float = 0.0,
    ) -> list[Axes]:  # fmt: skip
        """Panels one above the other; those on one horizontal axis share its numbers.

        Margins are measured, so the axes get all the room that ticks and names leave.

        Args:
            shares: of the height, one a panel.
            height: of all panels, as a share of the page's width.
            gap: between two panels, in ems.
            foot: room kept free below them, in inches: :attr:`foot`.
        """
        return self.columns([panels], [shares], height, gap, lines, foot)[0]

    def columns(
        self, columns: Sequence[Sequence[Panel]], shares: Sequence[Sequence[float]],
        height: float = 0.6, gap: float = GAP, lines: bool = True, foot: float = 0.0,
    ) -> list[list[Axes]]:  # fmt: skip
        """Stacks of panels side by side, equally wide; the first panel of all is the main one."""
        em = self.options.em
        across = (self.across - (len(columns) - 1) * COLUMN * em) / len(columns)
        main = limited(columns[0][0], self.options)
        columns = [[main, *columns[0][1:]], *columns[1:]]
        made: list[_Column] = []
        for panels, parts in zip(columns, shares, strict=True):
            every = []
            for number, (panel, part) in enumerate(zip(panels, parts, strict=True)):
                # As wide as it may become, so that names of axes do not seem to overhang.
                ax = self.figure.add_axes(
                    (0.1, 0.1, 0.85 * across / self.options.width, 0.5),
                    label=f"{len(made)}.{number}",
                )
                last = number + 1 == len(panels)
                shared = not last and panels[number + 1].horizontal == panel.horizontal
                guess = (0.85 * across, height * self.options.width * part / sum(parts))
                dress(ax, self.options, panel, lines, guess, bottom=not shared)
                every.append(ax)
            made.append(_Column(every, parts, gap * em))
        between = max(column.between for column in made)
        room = self.body(height * self.options.width + between + foot)
        for number, column in enumerate(made):
            left = room.left + number * (across + COLUMN * em)
            box = Box(left, room.bottom + foot, across, room.height - foot)
            box = box.inside(left=column.left, right=column.right)
            stack = zip(column.axes, column.places(box), columns[number], strict=True)
            for ax, place, panel in stack:
                ax.set_position(self.share(place))
                if self.options.height is not None:  # lower than was guessed
                    less = roomy(panel.vertical, place.height, None, self.options, False)
                    ticks(ax.yaxis, less, self.options.language)
            if number == 0:
                self.foot = Box(box.left, room.bottom, box.width, foot)
        return [column.axes for column in made]


class _Column:
    """Axes one above the other, and what their ticks and names need around them, in inches."""

    def __init__(self, axes: list[Axes], shares: Sequence[float], gap: float) -> None:
        self.axes, self.shares, self.gap = axes, shares, gap
        self.around = [overhang(ax) for ax in axes]

    @property
    def left(self) -> float:
        return max(side[0] for side in self.around)

    @property
    def right(self) -> float:
        return max(side[2] for side in self.around)

    @property
    def between(self) -> float:
        """All of the height that no axes take."""
        return sum(side[1] + side[3] for side in self.around) + (len(self.axes) - 1) * self.gap

    def places(self, box: Box) -> list[Box]:
        """The frames of the axes in a box, from the top."""
        free, top, out = box.height - self.between, box.top, []
        for share, (_, below, _, above) in zip(self.shares, self.around, strict=True):
            tall = free * share / sum(self.shares)
            out.append(Box(box.left, top - above - tall, box.width, tall))
            top -= above + tall + below + self.gap
        return out


def key_rows(
    figure: Figure, options: FigureOptions, entries: Sequence[tuple[Artist, str]], room: float
) -> tuple[Legend, float]:
    """A key in as few rows as fit a width, and its height, both in inches."""
    for columns in range(len(entries), 0, -1):
        legend = Legend(
            figure, [handle for handle, _ in entries], [name for _, name in entries],
            loc="center left", ncols=columns, frameon=False,
            labelcolor=options.theme["ink"].color, borderaxespad=0, borderpad=0, handlelength=1.9,
            columnspacing=1.4, handletextpad=0.5, labelspacing=0.35,
        )  # fmt: skip
        extent = legend.get_window_extent(figure.canvas.get_renderer())  # type: ignore[attr-defined]
        if extent.width / figure.dpi <= room or columns == 1:
            break
    return legend, float(extent.height / figure.dpi)

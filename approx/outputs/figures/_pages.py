"""Pages of a deck on paper or screen: a title page, and a page per picture with its sentence."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_pdf import PdfPages
from matplotlib.figure import Figure

from approx.outputs.figures import _canvas as canvas
from approx.outputs.figures._handout import balanced, cut
from approx.panels.formula import Part
from approx.style.theme import Theme

SHORT = 7.5  # of a page's sides, in inches, as PowerPoint's slides
#: Sizes in multiples of a caption's; the distance of lines in multiples of their own.
TITLE, HEADING, FORMULA, LEADING = 1.6, 1.55, 1.15, 1.4


@dataclass(frozen=True)
class Sheet:
    """How pages look, so that a still and the words around it fit as they do in the film.

    Attributes:
        ratio: of width to height.
        margin: at the left and right, as a share of the width.
        text: a caption's em, as a share of the height.
        content: the part of a frame to show, as shares of its height from the top.
    """

    theme: Theme
    ratio: float
    margin: float
    text: float
    content: tuple[float, float]

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in inches."""
        return SHORT * max(self.ratio, 1.0), SHORT / min(self.ratio, 1.0)

    @property
    def points(self) -> float:
        """A caption's size."""
        return 72 * self.size[1] * self.text

    @property
    def left(self) -> float:
        """The left margin in inches."""
        return self.margin * self.size[0]


def title(sheet: Sheet, words: str, formula: Sequence[Part], lines: Sequence[str]) -> Figure:
    """The page that opens a subject: its title, its formula, and what is known of it."""
    theme, points = sheet.theme, sheet.points
    with canvas.settings(theme):
        figure = _page(sheet)
        width, height = sheet.size
        _set(figure, sheet, words, 0.58 * height, TITLE, bold=True, upwards=True)
        y = 0.58 * height - 0.6
        room = width - 2 * sheet.left
        place = (sheet.left, y)
        row = canvas.formula_row(figure, theme, formula, FORMULA * points, place, room)
        figure.add_artist(row)
        y -= 0.75
        for number, line in enumerate(lines):
            color = theme["quiet" if number == 0 else "ink"].color
            y = _set(figure, sheet, line, y, color=color) - 0.12
        canvas.fix_fonts(figure)
    return figure


def picture(sheet: Sheet, words: str, caption: str, png: bytes) -> Figure:
    """A frame between its title and its caption, which are set anew: sharp, and text."""
    frame = cut(png, sheet.content)
    with canvas.settings(sheet.theme):
        figure = _page(sheet)
        height = sheet.size[1]
        top, bottom = (height * (1 - share) for share in sheet.content)
        _set(figure, sheet, words, top + 0.06, HEADING, bold=True, upwards=True)
        ax = figure.add_axes((0, bottom / height, 1, (top - bottom) / height))
        ax.imshow(np.asarray(frame), aspect="auto", interpolation="none")
        ax.set_axis_off()
        _set(figure, sheet, caption, bottom - 1.25 * sheet.points / 72)
        canvas.fix_fonts(figure)
    return figure


def save(pages: Sequence[Figure], title_: str, about: str, theme: Theme) -> bytes:
    """The pages as one PDF, the same bytes every time."""
    metadata = {
        "Title": title_, "Subject": about, "Creator": "approx",
        "CreationDate": None, "ModDate": None,
    }  # fmt: skip
    file = io.BytesIO()
    with canvas.settings(theme), PdfPages(file, metadata=metadata) as pdf:
        for page in pages:
            pdf.savefig(page, dpi=200)
    return file.getvalue()


def _page(sheet: Sheet) -> Figure:
    figure = Figure(figsize=sheet.size)
    FigureCanvasAgg(figure)
    return figure


def _set(
    figure: Figure, sheet: Sheet, words: str, y: float, scale: float = 1.0,
    color: str | None = None, bold: bool = False, upwards: bool = False,
) -> float:  # fmt: skip
    """Lines of text at the left margin from height y, in inches; where the next would stand.

    Args:
        upwards: y is the last baseline, not the first.
    """
    (width, height), left, size = sheet.size, sheet.left, scale * sheet.points
    look: dict[str, Any] = {"weight": "bold" if bold else "normal", "size": size}
    ruler = figure.text(0, 0, "", **look)
    lines = balanced(ruler, words, width - 2 * left)
    ruler.remove()
    step = LEADING * size / 72
    start = y + (len(lines) - 1) * step if upwards else y
    for number, line in enumerate(lines):
        text = figure.text(
            left / width, (start - number * step) / height, line, va="baseline", **look
        )
        if color is not None:
            text.set_color(color)
    return start - len(lines) * step

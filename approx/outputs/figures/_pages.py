"""Pages of a deck on paper or screen: a title page, and a page per picture with its sentence."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.backends.backend_pdf import PdfPages
from matplotlib.figure import Figure

from approx.outputs.figures import _canvas as canvas
from approx.outputs.figures._canvas import Drawing
from approx.outputs.figures._handout import balanced, cut
from approx.outputs.figures._save import metadata
from approx.panels.formula import Part
from approx.style.theme import Theme
from approx.system.provenance import Provenance

SHORT = 7.5  # of a page's sides, in inches, as PowerPoint's slides
#: Sizes in multiples of a caption's; the distance of lines in multiples of their own.
TITLE, HEADING, FORMULA, LEADING = 1.6, 1.55, 1.15, 1.4


@dataclass(frozen=True)
class PageStyle:
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


def title(style: PageStyle, words: str, formula: Sequence[Part], lines: Sequence[str]) -> Figure:
    """The page that opens a subject: its title, its formula, and what is known of it."""
    theme, points = style.theme, style.points
    with canvas.settings(theme):
        figure = Drawing(*style.size)
        width, height = style.size
        _set(figure, style, words, 0.58 * height, TITLE, bold=True, upwards=True)
        y = 0.58 * height - 0.6
        room = width - 2 * style.left
        place = (style.left, y)
        row = canvas.formula_row(figure, theme, formula, FORMULA * points, place, room)
        figure.add_artist(row)
        y -= 0.75
        for number, line in enumerate(lines):
            color = theme["quiet" if number == 0 else "ink"].color
            y = _set(figure, style, line, y, color=color) - 0.12
        canvas.fix_fonts(figure)
    return figure


def picture(style: PageStyle, words: str, caption: str, png: bytes) -> Figure:
    """A frame between its title and its caption, which are set anew: sharp, and text."""
    frame = cut(png, style.content)
    with canvas.settings(style.theme):
        figure = Drawing(*style.size)
        height = style.size[1]
        top, bottom = (height * (1 - share) for share in style.content)
        _set(figure, style, words, top + 0.06, HEADING, bold=True, upwards=True)
        ax = figure.add_axes((0, bottom / height, 1, (top - bottom) / height))
        ax.imshow(np.asarray(frame), aspect="auto", interpolation="none")
        ax.set_axis_off()
        _set(figure, style, caption, bottom - 1.25 * style.points / 72)
        canvas.fix_fonts(figure)
    return figure


def save(pages: Sequence[Figure], title_: str, about: str, theme: Theme, made: Provenance) -> bytes:
    """The pages as one PDF, the same bytes every time."""
    file = io.BytesIO()
    fields = metadata(".pdf", title_, about, made)
    with canvas.settings(theme), PdfPages(file, metadata=fields) as pdf:
        for page in pages:
            pdf.savefig(page, dpi=200)
    return file.getvalue()


def _set(
    figure: Figure, style: PageStyle, words: str, y: float, scale: float = 1.0,
    color: str | None = None, bold: bool = False, upwards: bool = False,
) -> float:  # fmt: skip
    """Lines of text at the left margin from height y, in inches; where the next would stand.

    Args:
        upwards: y is the last baseline, not the first.
    """
    (width, height), left, size = style.size, style.left, scale * style.points
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

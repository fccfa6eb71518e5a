"""Titles, sentences and formulas that keep their size: they get more lines, or fewer terms."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.figure import Figure
from matplotlib.legend import Legend
from matplotlib.offsetbox import AnchoredOffsetbox, HPacker, TextArea
from matplotlib.text import Text

from approx.outputs.figures._options import SMALLEST
from approx.panels.formula import Fragment, shorter
from approx.panels.titles import title_lines
from approx.style.languages import decimal_mark
from approx.style.theme import Theme

#: From baseline to baseline, in ems.
LEADING = 1.3
#: What matplotlib calls a line's height in the bundled font, in ems.
LINE = 1.21
#: Subscripts, exponents and fractions in a line are smaller than it by this.
SCRIPT = 0.7
MOST_TITLE_LINES = 4


def width_of(text: Text, words: str) -> float:
    """How wide the words would be, in inches."""
    text.set_text(words)
    figure = text.get_figure()
    assert isinstance(figure, Figure)
    return float(text.get_window_extent().width / figure.dpi)


def lines_of_title(
    figure: Figure, title: str, size: float, width: float
) -> tuple[list[str], float]:
    """A title in lines of at most a width, in inches, and its size in points.

    It is set smaller rather than on many lines, but never too small to be read.
    """
    ruler = figure.text(0, 0, "", size=size, weight="bold")

    def ems(line: str) -> float:
        return width_of(ruler, line) * 72 / size

    lines, fits = title_lines(title, ems, size, width * 72, 3 * size)
    least = max(SMALLEST, 0.8 * size)
    if fits < least:
        ruler.set_fontsize(least)
        lines, fits = broken(ruler, title, width), least
        if len(lines) > MOST_TITLE_LINES:
            lines = [*lines[: MOST_TITLE_LINES - 1], lines[MOST_TITLE_LINES - 1] + " …"]
        lines = [_cut(ruler, line, width) for line in lines]
    ruler.remove()
    return lines, fits


def _cut(ruler: Text, line: str, width: float) -> str:
    """As much of a line as the width holds, and dots."""
    while len(line) > 2 and width_of(ruler, line) > width:
        line = line.rstrip("…")[:-1] + "…"
    return line


def sentence_lines(figure: Figure, sentence: str, size: float, width: float) -> list[str]:
    """A sentence in as few lines as fit, all of about the same length."""
    ruler = figure.text(0, 0, "", size=size)
    lines = balanced(ruler, sentence, width)
    ruler.remove()
    return lines


def balanced(ruler: Text, sentence: str, width: float) -> list[str]:
    """The sentence in as few lines as fit, all of about the same length."""
    lines = broken(ruler, sentence, width)
    # As narrow as it can be without one more line: no word is left alone.
    for share in np.linspace(0.5, 1.0, 26):
        narrow = broken(ruler, sentence, share * width)
        if len(narrow) == len(lines):
            return narrow
    return lines


def broken(ruler: Text, caption: str, width: float) -> list[str]:
    """The sentence in lines of at most that width; an equation stays on one line."""
    lines: list[str] = []
    for word in caption.replace(" = ", "\u00a0=\u00a0").split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(ruler, longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def formula_row(
    figure: Figure,
    theme: Theme,
    formula: Sequence[Fragment],
    size: float,
    room: float,
    language: str = "en",
) -> tuple[AnchoredOffsetbox, float] | None:
    """The formula as a row of parts, each term in its neuron's colour, and its height in inches.

    Terms in its middle are left out until it fits; None where not even two have room.

    Args:
        size: in points; a formula with fractions or exponents is set larger where these would
            be too small to be read.
        room: its width, in inches.
    """
    parts: Sequence[Fragment] | None = formula
    while parts:
        box = _row(figure, theme, parts, size, language)
        extent = box.get_window_extent()
        if extent.width / figure.dpi <= room:
            return box, float(extent.height / figure.dpi)
        parts = shorter(parts)
    return None


def _row(
    figure: Figure, theme: Theme, formula: Sequence[Fragment], size: float, language: str
) -> AnchoredOffsetbox:
    if any(mark in part.mathtext for part in formula for mark in ("_", "^", r"\frac")):
        size = max(size, SMALLEST / SCRIPT)
    parts: list[Artist] = []
    for part in formula:
        if text := part.mathtext.strip():
            color = theme["ink"].color if part.neuron is None else theme.neuron(part.neuron)
            look = {"size": size, "color": color, "parse_math": True}
            parts.append(TextArea(f"${_decimals(text, language)}$", textprops=look))
    box = AnchoredOffsetbox(
        loc="center left", frameon=False, pad=0, borderpad=0,
        child=HPacker(children=parts, pad=0, sep=0.24 * size, align="baseline"),
        bbox_to_anchor=(0.0, 0.5), bbox_transform=figure.transFigure,
    )  # fmt: skip
    box.set_figure(figure)
    return box


def _decimals(mathtext: str, language: str) -> str:
    """A comma in braces has no space after it."""
    mark = decimal_mark(language)
    return re.sub(r"(?<=\d)\.(?=\d)", f"{{{mark}}}", mathtext) if mark != "." else mathtext


def place_row(box: AnchoredOffsetbox | Legend, figure: Figure, left: float, middle: float) -> None:
    """Put a formula or a key with its left end and the middle of its height there, in inches."""
    width, height = figure.get_size_inches()
    anchor: Any = (left / width, middle / height)
    box.set_bbox_to_anchor(anchor, figure.transFigure)
    figure.add_artist(box)

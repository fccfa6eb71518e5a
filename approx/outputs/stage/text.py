"""Text and formulas on the stage, set by Typst in the bundled font; never LaTeX, never Pango."""

from __future__ import annotations

import logging
import math
import re
from collections.abc import Sequence
from contextvars import ContextVar
from functools import cache

import numpy as np
from manim import MathTypst, Rectangle, VGroup, VMobject

from approx.core._types import Array
from approx.outputs.stage.shapes import STROKE, cubics
from approx.outputs.stage.typeset import outlines
from approx.panels.formula import Fragment
from approx.panels.titles import LEADING, balanced, title_lines
from approx.style.fonts import check
from approx.style.languages import MINUS, localised
from approx.style.theme import FONT_FOLDER, Theme

#: Manim's font size of a text whose em is one unit of the frame.
EM = 96
#: Of Manim's stroke widths, in units of the frame.
STROKE_UNIT = 0.01
#: Width of a digit's cell in a changing number, and the room beside other signs, in ems.
CELL, ROOM = 0.6, 0.07
#: What a line of a formula does not end with.
SIGNS = ("+", MINUS)
#: Whose decimals numbers have; a story says it before it writes.
LANGUAGE: ContextVar[str] = ContextVar("LANGUAGE", default="en")
# Manim reports every compilation; a film has hundreds.
logging.getLogger("manim").setLevel(logging.WARNING)


class Text(VMobject):
    """A line of text as one shape, however many letters it has: quick to draw and to copy.

    Attributes:
        text: what it says; what tests find it by.
        size: of the em, in units of the frame, as it was written.
    """

    def __init__(self, text: str, points: Array, color: str, size: float) -> None:
        super().__init__(fill_color=color, fill_opacity=1, stroke_width=0)
        self.text, self.size = text, size
        self.points = points


def write(
    text: str,
    size: float,
    color: str,
    at: tuple[float, float] = (0.0, 0.0),
    anchor: str = "left",
    bold: bool = False,
) -> Text:
    """A line of text, its baseline at `at`; only its numbers are the language's: 0.5 or 0,5.

    Args:
        size: of the em, in units of the frame.
        anchor: which end of the baseline `at` is: left, center or right.
    """
    return _literal(localised(text, LANGUAGE.get()), size, color, at, anchor, bold)


def width_of(text: str, size: float, bold: bool = False) -> float:
    """How wide the line that :func:`write` makes is."""
    points = letters(localised(text, LANGUAGE.get()), bold)
    return float(size * np.ptp(points[:, 0])) if len(points) else 0.0


def cut(
    text: str, size: float, color: str, width: float,
    at: tuple[float, float] = (0.0, 0.0), anchor: str = "left",
) -> Text:  # fmt: skip
    """A line of text as by :func:`write`; where it is wider, its end is left out."""
    line = write(text, size, color, at, anchor)
    while line.width > width and len(text) > 1:
        text = text[:-1].rstrip()
        line = write(text + "…", size, color, at, anchor)
    return line


def _literal(
    text: str, size: float, color: str, at: tuple[float, float], anchor: str, bold: bool
) -> Text:
    """A line of text as it stands."""
    points = size * letters(text, bold)
    if len(points):
        left, right = points[:, 0].min(), points[:, 0].max()
        start = {"left": left, "center": (left + right) / 2, "right": right}[anchor]
        points = points + np.array([at[0] - start, at[1], 0.0])
    return Text(text, points, color, size)


def plated(label: VMobject, theme: Theme, room: float = 0.06) -> VGroup:
    """A label on a plate of the background's colour, which hides what passes behind it."""
    plate = Rectangle(
        width=label.width + 2 * room, height=label.height + 2 * room, stroke_width=0,
        fill_color=theme["background"].color, fill_opacity=1,
    )  # fmt: skip
    return VGroup(plate.move_to(label), label)


def rimmed(text: Text, theme: Theme) -> Text:
    """A text with a rim of the background, to be read where something in flight passes behind."""
    text.set_stroke(theme["background"].color, width=2.2 * STROKE, background=True)
    text.set_z_index(2)
    return text


@cache
def letters(text: str, bold: bool = False) -> Array:
    """The letters' outlines for an em of 1, the baseline at y = 0, shape (n, 3)."""
    return outlines(check(text), bold)


class Number(VMobject):
    """A number that changes in every frame: its signs are set once each, digits equally wide.

    Attributes:
        text: what it says now; what tests find it by.
    """

    def __init__(self, size: float, color: str, at: tuple[float, float]) -> None:
        super().__init__(fill_color=color, fill_opacity=1, stroke_width=0)
        self.size, self.at, self.text = size, np.array([*at, 0.0]), ""
        for letter in "0123456789":
            _sign(letter)  # typeset once, before processes are forked that need them

    def show(self, text: str) -> Number:
        """Say another number, from the same left end."""
        text = localised(text, LANGUAGE.get())
        if text != self.text:
            self.text, self.points = text, self.outlines(text) + self.at
        return self

    def outlines(self, text: str) -> Array:
        """The signs side by side, the first at x = 0, their baseline at y = 0, shape (n, 3)."""
        signs, x = [np.zeros((0, 3))], 0.0
        for letter in text:
            points, cell = _sign(letter)
            signs.append(self.size * (points + np.array([x, 0.0, 0.0])))
            x += cell
        return np.vstack(signs)


@cache
def _sign(letter: str) -> tuple[Array, float]:
    """A sign's outlines in the middle of its cell, and the cell's width, for an em of 1."""
    points = letters(letter)
    left, width = (points[:, 0].min(), np.ptp(points[:, 0])) if len(points) else (0.0, 0.0)
    cell = CELL if letter.isascii() and letter.isdigit() else 2 * ROOM
    cell = max(cell, float(width) + ROOM)
    return points + np.array([(cell - width) / 2 - left, 0.0, 0.0]), cell


def paragraph(
    text: str,
    size: float,
    color: str,
    at: tuple[float, float],
    width: float,
    lines: int = 1,
) -> VGroup:
    """Text of at most `lines` lines, balanced, set smaller where that is not enough.

    Args:
        at: the first line's baseline's start.
    """
    whole = write(text, size, color)
    fewest = min(lines, max(1, math.ceil(whole.width / width)))
    for count in range(fewest, lines + 1):
        parts = balanced(text, count)
        widest = max(width_of(part, size) for part in parts)
        if widest <= width:
            break
    if widest > width:
        size *= width / widest
    return VGroup(
        *(
            write(part, size, color, (at[0], at[1] - 1.3 * size * number))
            for number, part in enumerate(parts)
        )
    )


def headline(
    text: str, size: float, color: str, at: tuple[float, float], width: float, height: float
) -> VGroup:
    """A bold title over `at`, the start of its last baseline, as large as the room allows.

    Args:
        height: from that baseline to the room's upper edge.
    """
    lines, size = title_lines(
        text, lambda line: float(np.ptp(letters(line, True)[:, 0])), size, width, height
    )
    step = LEADING * size
    return VGroup(
        *(
            _literal(
                line, size, color, (at[0], at[1] + step * (len(lines) - 1 - row)), "left", True
            )
            for row, line in enumerate(lines)
        )
    )


def formula(
    parts: Sequence[Fragment],
    size: float,
    theme: Theme,
    at: tuple[float, float],
    width: float,
    lines: int = 1,
) -> list[VMobject]:
    """A formula as one mobject per part, in order, each in its neuron's colour.

    Args:
        size: of the em; smaller where `lines` lines of that width do not hold the formula.
    """
    shown = [part for part in parts if part.typst.strip()]
    groups = " ".join(f"{{{{ {part.typst.strip()} : p{n} }}}}" for n, part in enumerate(shown))
    whole = _set("upright(H) " + groups, size, theme["ink"].color)
    selected = [whole.select(f"p{n}") for n in range(len(shown))]
    strut = whole.submobjects[0]
    base, left = strut.get_bottom()[1], float(selected[0].get_left()[0])
    pieces = []
    for part, glyphs in zip(shown, selected, strict=True):
        color = theme["ink"].color if part.neuron is None else theme.neuron(part.neuron)
        piece = _one_shape(glyphs, color).shift((at[0] - left, at[1] - base, 0.0))
        piece.text, piece.size = localised(part.text, LANGUAGE.get()), size
        pieces.append(piece)
    _wrap(pieces, size, at, width, lines)
    return pieces


def _set(source: str, size: float, color: str) -> MathTypst:
    """A formula as Typst sets it; a copy from Manim's memory of SVGs has bars of another width."""
    if (
        mark := localised("1.1", LANGUAGE.get())[1]
    ) != ".":  # a bare comma would have space after it
        source = re.sub(r"(?<=\d)\.(?=\d)", f'"{mark}"', source)
    return MathTypst(
        source, font_size=EM * size, color=color, font_paths=[FONT_FOLDER], use_svg_cache=False
    )


def _one_shape(mobject: VMobject, color: str) -> VMobject:
    """All letters as one filled shape, with the bars of fractions, which come as strokes."""
    parts = mobject.family_members_with_points()
    whole = VMobject(fill_color=color, fill_opacity=1, stroke_width=0)
    if parts:
        whole.points = np.vstack([_bar(p) if p.get_stroke_width() > 0 else p.points for p in parts])
    return whole


def _bar(line: VMobject) -> Array:
    """A straight stroke as an outline, which is scaled with the letters."""
    start, end = line.points[0], line.points[-1]
    along = (end - start) / np.linalg.norm(end - start)
    side = STROKE_UNIT * line.get_stroke_width() / 2 * np.array([-along[1], along[0], 0.0])
    return cubics(np.array([start + side, end + side, end - side, start - side, start + side]))


def _wrap(
    pieces: Sequence[VMobject], size: float, at: tuple[float, float], width: float, lines: int
) -> None:
    """Break a formula after its terms into few lines, then shrink it if that is not enough."""
    whole = VGroup(*pieces)
    for count in range(min(lines, math.ceil(whole.width / width)), lines + 1):
        rows = _rows(pieces, count)
        widest = max(float(row[-1].get_right()[0] - row[0].get_left()[0]) for row in rows)
        if widest <= width:
            break
    for number, row in enumerate(rows):
        shift = (at[0] - float(row[0].get_left()[0]), -1.5 * size * number, 0.0)
        for piece in row:
            piece.shift(shift)
    if widest > width:
        whole.scale(width / widest, about_point=(*at, 0.0))
        for piece in pieces:
            piece.size *= width / widest


def _rows(pieces: Sequence[VMobject], count: int) -> list[list[VMobject]]:
    """The pieces of every line, the longest line as short as it can be.

    A sign stands before its term, never at a line's end.
    """
    atoms: list[list[VMobject]] = []
    for piece in pieces:
        if atoms and getattr(atoms[-1][-1], "text", "").strip() in SIGNS:
            atoms[-1].append(piece)
        else:
            atoms.append([piece])
    ends = [(float(a[0].get_left()[0]), float(a[-1].get_right()[0])) for a in atoms]
    widths = sorted({right - left for left, _ in ends for _, right in ends if right > left})
    for width in widths:
        rows, start = [[*atoms[0]]], ends[0][0]
        for atom, (left, right) in zip(atoms[1:], ends[1:], strict=True):
            if right - start <= width + 1e-9:
                rows[-1] += atom
            else:
                rows.append([*atom])
                start = left
        if len(rows) <= count:
            break
    return rows


def mathematics(source: str, size: float, color: str, center: tuple[float, float]) -> VMobject:
    """A short formula, centred."""
    mobject = _one_shape(_set(source, size, color), color)
    mobject.move_to((*center, 0.0))
    return mobject

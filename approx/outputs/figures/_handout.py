"""A story on one sheet of paper: every beat's picture and its sentence below."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from matplotlib.figure import Figure
from PIL import Image

from approx.outputs.figures._drawing import Drawing, settings
from approx.outputs.figures._options import FigureOptions
from approx.outputs.figures._text import balanced, lines_of_title, width_of
from approx.style.theme import Theme
from approx.system.provenance import Provenance

#: A4 in inches; a sheet lies or stands, whichever makes the pictures larger.
LONG, SHORT = 11.69, 8.27
MARGIN, HEAD, GAP, ROW = 0.55, 0.5, 0.3, 0.24  # inches
LEADING, REFERENCE = 1.35, 10.0  # of captions; the size at which they are measured
DPI = 300
BODY, TITLE = 11.0, 17.0  # in points


class Picture(Protocol):
    """One beat: its frame as a PNG file's bytes, and its sentence."""

    @property
    def png(self) -> bytes: ...

    @property
    def caption(self) -> str: ...


@dataclass(frozen=True)
class Arrangement:
    """How the pictures stand on the page, in inches."""

    width: float
    height: float
    columns: int
    across: float  # a picture's size
    down: float
    size: float  # of the captions, in points
    foot: float  # the room for a caption

    @property
    def filled(self) -> float:
        """The share of the page's width that pictures take."""
        return self.columns * self.across / (self.width - 2 * MARGIN)

    @property
    def step(self) -> float:
        """From one column to the next: the last one ends at the margin."""
        free = self.width - 2 * MARGIN - self.columns * self.across
        return self.across + free / max(self.columns - 1, 1)


def draw(
    title: str,
    pictures: Sequence[Picture],
    theme: Theme,
    content: tuple[float, float] = (0.0, 1.0),
    made: Provenance | None = None,
) -> Drawing:
    """The page.

    Args:
        content: the part of every frame to show, as shares of its height from the top.
        made: how it was made.
    """
    frames = [cut(picture.png, content) for picture in pictures]
    captions = [picture.caption for picture in pictures]
    options = FigureOptions(theme, font_size=BODY, dpi=200)
    with settings(options):
        ruler = Drawing(1, 1).text(0, 0, "", size=REFERENCE)
        longest = max(width_of(ruler, caption) for caption in captions)
        sheet = _arrange(len(frames), frames[0].width / frames[0].height, longest)
        alt = " ".join([f"{title}.", *captions])
        figure = Drawing(sheet.width, sheet.height, alt, options)
        _title(figure, title)
        for picture, frame, corner in zip(pictures, frames, _corners(sheet), strict=False):
            _place(figure, theme, sheet, frame, corner)
            _caption(figure, sheet, picture.caption, corner)
        return figure.finish(title, made)


def _title(figure: Drawing, title: str) -> None:
    width, height = figure.get_size_inches()
    lines, size = lines_of_title(figure, title, TITLE, width - 2 * MARGIN)
    for number, line in enumerate(reversed(lines[:2])):
        y = height - MARGIN - 0.2 + number * 1.2 * size / 72
        figure.text(MARGIN / width, y / height, line, size=size, weight="bold", parse_math=False)


def cut(png: bytes, content: tuple[float, float]) -> Image.Image:
    """The part of a frame between these shares of its height, from the top."""
    frame = Image.open(io.BytesIO(png)).convert("RGB")
    top, bottom = (round(share * frame.height) for share in content)
    return frame.crop((0, top, frame.width, bottom))


def _arrange(count: int, ratio: float, longest: float) -> Arrangement:
    """The sheet and number of columns that make the pictures largest.

    Args:
        ratio: of a picture's width to its height.
        longest: the widest caption on one line, in inches at the reference size.
    """

    def sheet(width: float, height: float, columns: int, lines: int) -> Arrangement:
        rows = -(-count // columns)
        across = (width - 2 * MARGIN - (columns - 1) * GAP) / columns
        size = float(np.clip(2.6 * across, 6.5, BODY))
        foot = 0.06 + lines * LEADING * size / 72
        room = (height - 2 * MARGIN - HEAD - (rows - 1) * ROW) / rows - foot
        across = min(across, max(room, 0.01) * ratio, 7.0)
        # Lines break between words: they are never quite full.
        if longest * size / REFERENCE > 0.88 * lines * across and lines < 6:
            return sheet(width, height, columns, lines + 1)
        return Arrangement(width, height, columns, across, across / ratio, size, foot)

    sheets = [
        sheet(*paper, columns, 1)
        for paper in ((LONG, SHORT), (SHORT, LONG))
        for columns in range(1, count + 1)
    ]
    return max(sheets, key=lambda s: s.across * s.filled**0.5)


def _corners(sheet: Arrangement) -> Iterator[tuple[float, float]]:
    """The upper left corner of every picture, in reading order, without end."""
    top = sheet.height - MARGIN - HEAD
    while True:
        for column in range(sheet.columns):
            yield MARGIN + column * sheet.step, top
        top -= sheet.down + sheet.foot + ROW


def _place(
    figure: Figure,
    theme: Theme,
    sheet: Arrangement,
    frame: Image.Image,
    corner: tuple[float, float],
) -> None:
    left, top = corner
    pixels = round(sheet.across * DPI), round(sheet.down * DPI)
    if pixels[0] < frame.width:
        frame = frame.resize(pixels, Image.Resampling.LANCZOS)
    box = (left / sheet.width, (top - sheet.down) / sheet.height)
    ax = figure.add_axes((*box, sheet.across / sheet.width, sheet.down / sheet.height))
    ax.imshow(np.asarray(frame), aspect="auto")
    ax.set_xticks([])
    ax.set_yticks([])
    for spine in ax.spines.values():
        spine.set_color(theme["grid"].color)


def _caption(figure: Figure, sheet: Arrangement, caption: str, corner: tuple[float, float]) -> None:
    """The sentence under a picture, in lines of about the same length."""
    left, top = corner
    ruler = figure.text(0, 0, "", size=sheet.size)
    lines = balanced(ruler, caption, sheet.across)
    ruler.remove()
    for number, line in enumerate(lines):
        y = top - sheet.down - 0.08 - (0.8 + number * LEADING) * sheet.size / 72
        figure.text(left / sheet.width, y / sheet.height, line, size=sheet.size, va="baseline")

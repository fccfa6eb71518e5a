"""A story on paper: every beat's picture, its sentence below, and lines for notes."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from matplotlib.lines import Line2D
from PIL import Image

from approx.outputs.figures._drawing import FIELDS, Drawing, encode_pages, settings
from approx.outputs.figures._options import FigureOptions
from approx.outputs.figures._text import balanced, lines_of_title, width_of
from approx.style.theme import Theme
from approx.system.errors import InputError
from approx.system.files import write_file
from approx.system.provenance import Provenance

#: A4 in inches: pages stand or lie, whichever makes the pictures larger.
LONG, SHORT = 11.69, 8.27
MARGIN, HEAD, GAP, ROW = 0.55, 0.5, 0.3, 0.22  # inches
LEADING, REFERENCE = 1.35, 10.0  # of captions; the size at which they are measured
DPI = 300
BODY, TITLE, SMALLEST = 11.0, 17.0, 7.0  # in points
#: Lines for notes are so far apart, in inches, and below a picture there are at least so many.
RULE, FEWEST = 0.25, 2
#: A picture can be read when its tick labels are printed in so many points.
LEGIBLE = 6.0
#: Unless more are asked for.
MOST_PAGES, MOST_COLUMNS = 6, 3


class Picture(Protocol):
    """One beat: its frame as a PNG file's bytes, and its sentence."""

    @property
    def png(self) -> bytes: ...

    @property
    def caption(self) -> str: ...


@dataclass(frozen=True)
class Arrangement:
    """How the pictures stand on every page, in inches."""

    width: float
    height: float
    columns: int
    rows: int
    across: float  # a picture's size
    down: float
    size: float  # of the captions, in points
    foot: float  # the room for a caption

    @property
    def step(self) -> float:
        """From one column to the next: the last one ends at the margin."""
        free = self.width - 2 * MARGIN - self.columns * self.across
        return self.across + (free / (self.columns - 1) if self.columns > 1 else 0.0)

    @property
    def cell(self) -> float:
        """The height of a picture with its caption and notes."""
        return (self.height - 2 * MARGIN - HEAD - (self.rows - 1) * ROW) / self.rows

    def corner(self, place: int) -> tuple[float, float]:
        """The upper left corner of a picture, in reading order."""
        row, column = divmod(place, self.columns)
        top = self.height - MARGIN - HEAD - row * (self.cell + ROW)
        return MARGIN + column * self.step, top


class Handout:
    """The pages of a story.

    Args:
        content: the part of every frame to show, as shares of its height from the top.
        letters: the em of tick labels, as a share of a frame's width.
        made: how it was made.
        columns: of pictures; by default 2 or 3, whichever makes them larger.
        pages: at most so many; by default as few as keep the pictures legible.
    """

    def __init__(
        self,
        title: str,
        pictures: Sequence[Picture],
        theme: Theme,
        content: tuple[float, float] = (0.0, 1.0),
        letters: float = 0.02,
        made: Provenance | None = None,
        language: str = "en",
        columns: int | None = None,
        pages: int | None = None,
    ) -> None:
        self.title, self.made, self.columns, self.most = title, made, columns, pages
        self.frames = [cut(picture.png, content) for picture in pictures]
        self.captions = [picture.caption for picture in pictures]
        self.options = FigureOptions(theme, language, font_size=BODY, dpi=DPI)
        #: How wide a picture must be, in inches, to be read.
        self.legible = LEGIBLE / 72 / letters
        self.alt = " ".join([f"{title}.", *self.captions])

    def save(self, path: Path) -> None:
        """Write a file in one step; PNG and SVG hold all pictures on one page.

        Raises:
            InputError: for an ending that is none of .pdf, .png and .svg.
        """
        if path.suffix.lower() not in FIELDS:
            raise InputError(f"{path.name}: use .svg, .pdf or .png")
        write_file(path, self.encode(path.suffix.lower()))

    def encode(self, ending: str) -> bytes:
        """A file's bytes; `ending` is one of .pdf, .png and .svg."""
        if ending == ".pdf":
            return encode_pages(self.pages(), self.title, self.alt, self.made)
        (page,) = self.pages(1, on_paper=False)
        return page.encode(ending)

    def pages(self, most: int | None = None, on_paper: bool = True) -> list[Drawing]:
        """The pages, at most so many; one that is not for paper is as long as it needs."""
        with settings(self.options):
            ruler = Drawing(1, 1).text(0, 0, "", size=REFERENCE)
            longest = max(width_of(ruler, caption) for caption in self.captions)
            ratio = self.frames[0].width / self.frames[0].height
            given = len(self.frames), ratio, longest, self.legible
            sheet = arrange(*given, most or self.most, self.columns)
            if not on_paper and sheet.across < self.legible:
                sheet = lengthened(*given, self.columns)
            each = sheet.columns * sheet.rows
            starts = range(0, len(self.frames), each)
            return [self._page(sheet, start, len(starts)) for start in starts]

    def _page(self, sheet: Arrangement, start: int, of: int) -> Drawing:
        each = sheet.columns * sheet.rows
        captions = self.captions[start : start + each]
        alt = " ".join([f"{self.title}.", *captions])
        page = Drawing(sheet.width, sheet.height, alt, self.options)
        _title(page, self.title, f"{start // each + 1} / {of}" if of > 1 else "")
        for place, caption in enumerate(captions):
            corner = sheet.corner(place)
            _place(page, self.options.theme, sheet, self.frames[start + place], corner)
            bottom = _caption(page, sheet, caption, corner)
            _notes(page, sheet, corner, bottom)
        return page.finish(self.title, self.made)


def _title(page: Drawing, title: str, number: str) -> None:
    width, height = page.get_size_inches()
    look: dict[str, Any] = {"size": BODY, "color": page.options.theme["quiet"].color, "ha": "right"}
    page.text(1 - MARGIN / width, (height - MARGIN - 0.2) / height, number, **look)
    room = width - 2 * MARGIN - (0.7 if number else 0.0)
    lines, size = lines_of_title(page, title, TITLE, room)
    for row, line in enumerate(reversed(lines[:2])):
        y = height - MARGIN - 0.2 + row * 1.2 * size / 72
        page.text(MARGIN / width, y / height, line, size=size, weight="bold")


def cut(png: bytes, content: tuple[float, float]) -> Image.Image:
    """The part of a frame between these shares of its height, from the top."""
    frame = Image.open(io.BytesIO(png)).convert("RGB")
    top, bottom = (round(share * frame.height) for share in content)
    return frame.crop((0, top, frame.width, bottom))


def arrange(
    count: int,
    ratio: float,
    longest: float,
    legible: float,
    pages: int | None = None,
    columns: int | None = None,
) -> Arrangement:
    """As few pages as keep the pictures legible, the fullest of these; else the largest pictures.

    Args:
        ratio: of a picture's width to its height.
        longest: the widest caption on one line, in inches at the reference size.
        legible: the least width of a picture that can be read, in inches.
        pages: at most so many.
        columns: of pictures.
    """

    def sheet(paper: tuple[float, float], columns: int, rows: int, lines: int = 1) -> Arrangement:
        width, height = paper
        across, size = column(width, columns)
        foot = 0.1 + lines * LEADING * size / 72
        cell = (height - 2 * MARGIN - HEAD - (rows - 1) * ROW) / rows
        across = min(across, max(cell - foot - FEWEST * RULE, 0.01) * ratio)
        # Lines break between words: they are never quite full.
        if longest * size / REFERENCE > 0.88 * lines * across and lines < 8:
            return sheet(paper, columns, rows, lines + 1)
        return Arrangement(width, height, columns, rows, across, across / ratio, size, foot)

    tried = {1, 2, MOST_COLUMNS} if columns is None else {columns}
    most = pages or MOST_PAGES
    best: Arrangement | None = None
    for number in range(1, most + 1):
        each = -(-count // number)
        sheets = [
            sheet(paper, across, -(-each // across))
            for paper in ((SHORT, LONG), (LONG, SHORT))
            for across in sorted(tried if each > 1 or columns else {1})
        ]
        best = max(sheets, key=lambda s: (min(s.across, legible), s.columns * s.across / s.width))
        if best.across >= legible:
            break
        if columns is None and number == most and pages == 1:
            # All on one page, however many there are.
            every = [sheet(paper, k, -(-count // k)) for paper in ((SHORT, LONG), (LONG, SHORT))
                     for k in range(1, count + 1)]  # fmt: skip
            best = max(every, key=lambda s: s.across)
    assert best is not None
    return best


def lengthened(
    count: int, ratio: float, longest: float, legible: float, columns: int | None = None
) -> Arrangement:
    """One page as wide as paper and as long as legible pictures need; arguments as of `arrange`."""
    fitting = [k for k in range(1, MOST_COLUMNS + 1) if column(SHORT, k)[0] >= legible]
    columns = columns or max(fitting, default=1)
    across, size = column(SHORT, columns)
    lines = math.ceil(longest * size / REFERENCE / (0.88 * across))
    foot = 0.1 + lines * LEADING * size / 72
    rows = -(-count // columns)
    height = 2 * MARGIN + HEAD + rows * (across / ratio + foot + FEWEST * RULE + ROW) - ROW
    return Arrangement(SHORT, height, columns, rows, across, across / ratio, size, foot)


def column(width: float, columns: int) -> tuple[float, float]:
    """The width of a column on a page, in inches, and the size of captions in it, in points."""
    across = (width - 2 * MARGIN - (columns - 1) * GAP) / columns
    return across, float(np.clip(2.6 * across, SMALLEST, BODY))


def _place(
    page: Drawing, theme: Theme, sheet: Arrangement, frame: Image.Image, corner: tuple[float, float]
) -> None:
    left, top = corner
    pixels = round(sheet.across * DPI), round(sheet.down * DPI)
    if pixels[0] < frame.width:
        frame = frame.resize(pixels, Image.Resampling.LANCZOS)
    box = (left / sheet.width, (top - sheet.down) / sheet.height)
    ax = page.add_axes((*box, sheet.across / sheet.width, sheet.down / sheet.height))
    ax.imshow(np.asarray(frame), aspect="auto")
    ax.set_xticks([])
    ax.set_yticks([])
    for spine in ax.spines.values():
        spine.set(visible=True, color=theme["grid"].color)


def _caption(page: Drawing, sheet: Arrangement, caption: str, corner: tuple[float, float]) -> float:
    """The sentence under a picture, in lines of about the same length; where it ends."""
    left, top = corner
    ruler = page.text(0, 0, "", size=sheet.size)
    lines = balanced(ruler, caption, sheet.across)
    ruler.remove()
    y = top - sheet.down - 0.08
    for number, line in enumerate(lines):
        y = top - sheet.down - 0.08 - (0.8 + number * LEADING) * sheet.size / 72
        page.text(left / sheet.width, y / sheet.height, line, size=sheet.size, va="baseline")
    return y - 0.3 * sheet.size / 72


def _notes(page: Drawing, sheet: Arrangement, corner: tuple[float, float], bottom: float) -> None:
    """Lines to write on, from the caption to the next picture."""
    left, top = corner
    ends = [left / sheet.width, (left + sheet.across) / sheet.width]
    y = bottom - RULE
    while y >= top - sheet.cell:
        line = Line2D(ends, [y / sheet.height] * 2, linewidth=0.6, gid="notes",
                      color=page.options.theme["grid"].color)  # fmt: skip
        page.add_artist(line)
        y -= RULE

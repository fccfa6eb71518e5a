"""A deck as a PDF: title pages, and a page per beat with its picture and its caption."""

from __future__ import annotations

from typing import Any

import numpy as np

from approx.outputs.figures._drawing import Drawing, encode_pages, settings
from approx.outputs.figures._handout import cut
from approx.outputs.figures._options import FigureOptions
from approx.outputs.figures._text import balanced, formula_row, place_row
from approx.outputs.films.stills import content
from approx.outputs.slides.deck import Deck, Lesson, Slide
from approx.outputs.stage.layout import LAYOUTS

SHORT = 7.5  # of a page's sides, in inches, as PowerPoint's slides
#: Sizes in multiples of a caption's; the distance of lines in multiples of their own.
TITLE, HEADING, FORMULA, LEADING = 1.6, 1.55, 1.15, 1.4
#: A caption that needs more lines than the film gives it has smaller letters, down to the last.
SMALLER = (1.0, 0.95, 0.9, 0.85, 0.8)


def deck(deck: Deck) -> bytes:
    """The deck as the bytes of a PDF file."""
    pages = []
    with settings(_options(deck)):
        for lesson in deck.lessons:
            pages.append(_title(deck, lesson))
            pages += [_picture(deck, lesson.title, slide) for slide in lesson.slides]
    about = " ".join(lesson.notes for lesson in deck.lessons)
    return encode_pages(pages, deck.title, about, deck.made)


def _page(deck: Deck) -> Drawing:
    """An empty page, shaped as the film."""
    layout = LAYOUTS[deck.aspect]
    ratio = layout.width / layout.height
    return Drawing(SHORT * max(ratio, 1.0), SHORT / min(ratio, 1.0), options=_options(deck))


def _options(deck: Deck) -> FigureOptions:
    return FigureOptions(deck.theme, deck.language, font_size=11, dpi=200)


def _title(deck: Deck, lesson: Lesson) -> Drawing:
    """The page that opens a subject: its title, its formula, its network and its error."""
    page = _page(deck)
    width, height = page.get_size_inches()
    _write(page, deck, lesson.title, 0.58 * height, TITLE, bold=True, upwards=True)
    left, y = deck.margin * width, 0.58 * height - 0.6
    size = FORMULA * _points(page, deck)
    options = _options(deck)
    row = formula_row(page, deck.theme, lesson.formula, size, width - 2 * left, options.language)
    if row is not None:
        place_row(row[0], page, left, y)
    y -= 0.75
    for line, role in ((lesson.about, "quiet"), (lesson.verdict, "ink")):
        y = _write(page, deck, line, y, color=deck.theme[role].color) - 0.12
    return page.finish(deck.title, deck.made)


def _picture(deck: Deck, title: str, slide: Slide) -> Drawing:
    """A frame between its title and its caption, which are set anew: sharp, and text."""
    page, shown = _page(deck), content(deck.aspect)
    height = page.get_size_inches()[1]
    top, bottom = (height * (1 - share) for share in shown)
    _write(page, deck, title, top + 0.06, HEADING, bold=True, upwards=True)
    ax = page.add_axes((0, bottom / height, 1, (top - bottom) / height))
    ax.imshow(np.asarray(cut(slide.still, shown)), aspect="auto", interpolation="none")
    ax.set_axis_off()
    most = LAYOUTS[deck.aspect].lines
    tried = ((scale, len(_lines(page, deck, slide.caption, scale))) for scale in SMALLER)
    scale = next((scale for scale, lines in tried if lines <= most), SMALLER[-1])
    _write(page, deck, slide.caption, bottom - 1.25 * _points(page, deck) / 72, scale)
    return page.finish(deck.title, deck.made)


def _points(page: Drawing, deck: Deck) -> float:
    """A caption's size."""
    return 72 * float(page.get_size_inches()[1]) * deck.text


def _lines(
    page: Drawing, deck: Deck, words: str, scale: float, weight: str = "normal"
) -> list[str]:
    """The words in lines between the margins, of letters so many times a caption's."""
    ruler = page.text(0, 0, "", weight=weight, size=scale * _points(page, deck))
    lines = balanced(ruler, words, float(page.get_size_inches()[0]) * (1 - 2 * deck.margin))
    ruler.remove()
    return lines


def _write(
    page: Drawing, deck: Deck, words: str, y: float, scale: float = 1.0,
    color: str | None = None, bold: bool = False, upwards: bool = False,
) -> float:  # fmt: skip
    """Lines of text at the left margin from height y, in inches; where the next would stand.

    Args:
        upwards: y is the last baseline, not the first.
    """
    height = page.get_size_inches()[1]
    size = scale * _points(page, deck)
    look: dict[str, Any] = {"weight": "bold" if bold else "normal", "size": size}
    if color is not None:
        look["color"] = color
    lines = _lines(page, deck, words, scale, look["weight"])
    step = LEADING * size / 72
    start = y + (len(lines) - 1) * step if upwards else y
    for number, line in enumerate(lines):
        baseline = (start - number * step) / height
        page.text(deck.margin, baseline, line, va="baseline", **look)
    return float(start - len(lines) * step)

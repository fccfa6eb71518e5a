"""A deck as a PDF: title pages, and a page per beat with its picture and its caption."""

from __future__ import annotations

from approx.outputs.figures import _pages as pages
from approx.outputs.films.stills import content
from approx.outputs.slides.deck import Deck
from approx.outputs.stage.layout import LAYOUTS


def deck(deck: Deck) -> bytes:
    """The deck as the bytes of a PDF file."""
    layout = LAYOUTS[deck.aspect]
    style = pages.PageStyle(
        theme=deck.theme,
        ratio=layout.width / layout.height,
        margin=deck.margin,
        text=deck.text,
        content=content(deck.aspect),
    )
    sheets = []
    for lesson in deck.lessons:
        lines = (lesson.about, lesson.verdict)
        sheets.append(pages.title(style, lesson.title, lesson.formula, lines))
        sheets += [
            pages.picture(style, lesson.title, slide.caption, slide.still)
            for slide in lesson.slides
        ]
    about = " ".join(lesson.notes for lesson in deck.lessons)
    return pages.save(sheets, deck.title, about, deck.theme, deck.made)

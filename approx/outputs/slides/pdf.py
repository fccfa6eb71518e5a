"""A deck as a PDF: title pages, and a page per beat with its picture and its caption."""

from __future__ import annotations

from approx.outputs.figures import _pages as pages
from approx.outputs.films.stills import content
from approx.outputs.slides.deck import Deck
from approx.outputs.stage.layout import LAYOUTS


def deck(deck_: Deck) -> bytes:
    """The deck as the bytes of a PDF file."""
    layout = LAYOUTS[deck_.aspect]
    sheet = pages.Sheet(
        theme=deck_.theme,
        ratio=layout.width / layout.height,
        margin=deck_.margin,
        text=deck_.text,
        content=content(deck_.aspect),
    )
    made = []
    for one in deck_.lessons:
        made.append(pages.title(sheet, one.title, one.formula, (one.about, one.verdict)))
        made += [pages.picture(sheet, one.title, beat.caption, beat.still) for beat in one.slides]
    about = " ".join(one.notes for one in deck_.lessons)
    return pages.save(made, deck_.title, about, deck_.theme)

"""A deck as one HTML file: reveal.js, fonts and clips inside; nothing is fetched."""

from __future__ import annotations

import base64
from html import escape
from pathlib import Path

from approx.outputs import vendor
from approx.outputs.films.captions import web_captions
from approx.outputs.films.job import Caption, size_of
from approx.outputs.slides.deck import Deck, Lesson, Slide
from approx.panels.formula import Part
from approx.style.languages import say
from approx.style.theme import FONT, Theme
from approx.style.webfont import faces

HERE = Path(__file__).parent
#: The page may show what it carries, and can ask nobody for anything.
POLICY = (
    "connect-src 'none'; object-src 'none'; font-src data:; img-src data:; media-src data: blob:; "
    "script-src 'unsafe-inline'; style-src 'unsafe-inline'"
)


def deck(deck_: Deck) -> bytes:
    """The deck as the bytes of an HTML file."""
    body = "\n".join(lesson(one, deck_) for one in deck_.lessons)
    shown = "".join(
        one.title + one.about + one.verdict + "".join(part.text for part in one.formula)
        for one in deck_.lessons
    )
    width, height, _ = size_of("720p30", deck_.aspect)
    blanks = {
        "language": deck_.language,
        "title": escape(deck_.title),
        "policy": POLICY,
        "reveal.css": vendor.text("reveal/reveal.css"),
        "fonts": faces(shown),
        "deck.css": _looks(deck_, height) + (HERE / "deck.css").read_text(encoding="utf-8"),
        "slides": body,
        "reveal.js": vendor.text("reveal/reveal.js"),
        "notes.js": vendor.text("reveal/notes.js"),
        "width": str(width),
        "height": str(height),
        "replay": say("replay", deck_.language),
        "deck.js": (HERE / "deck.js").read_text(encoding="utf-8"),
    }
    page = (HERE / "deck.html").read_text(encoding="utf-8")
    # Each blank is filled once: what is put in may hold braces of its own.
    head, *rest = page.split("{{")
    pieces = [head]
    for piece in rest:
        name, _, after = piece.partition("}}")
        pieces += [blanks[name], after]
    return "".join(pieces).encode()


def _looks(deck_: Deck, height: int) -> str:
    """The theme's colours and the film's measures, for the style sheet."""
    roles = deck_.theme.css(("background", "error", "ink", "quiet"))
    text, margin = f"{deck_.text * height:.1f}px", f"{100 * deck_.margin:.2f}%"
    return f":root{{{roles}--font:'{FONT}';--text:{text};--margin:{margin}}}\n"


def lesson(one: Lesson, deck_: Deck) -> str:
    """The title slide, then the beats."""
    written = "".join(_part(part, deck_.theme) for part in one.formula)
    title = f"""<section class="title">
<h1>{escape(one.title)}</h1>
<p class="formula">{written}</p>
<p>{escape(one.about)}</p>
<p class="verdict">{escape(one.verdict)}</p>
<aside class="notes">{escape(one.notes)}</aside>
</section>"""
    return "\n".join([title, *(slide(beat, deck_.language) for beat in one.slides)])


def _part(part: Part, theme: Theme) -> str:
    if part.neuron is None:
        return escape(part.text)
    return f'<span style="color:{theme.neuron(part.neuron)}">{escape(part.text)}</span>'


def slide(beat: Slide, language: str) -> str:
    """A beat: the clip, the still for those who want no motion, the caption for screen readers."""
    assert beat.clip is not None
    cue = web_captions([Caption(beat.beat, beat.caption, 0.0, beat.seconds)])
    alt = escape(beat.alt, quote=True)
    return f"""<section data-beat="{escape(beat.beat, quote=True)}">
<video muted playsinline data-ignore aria-label="{alt}" data-clip="{_text(beat.clip)}">
<track kind="captions" srclang="{language}" label="{say("captions", language)}" \
src="data:text/vtt;base64,{_text(cue.encode())}"></video>
<img alt="{alt}" src="data:image/png;base64,{_text(beat.still)}">
<p class="caption">{escape(beat.caption)}</p>
<aside class="notes">{escape(beat.caption)}</aside>
</section>"""


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()

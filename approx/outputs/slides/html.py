"""A deck as one HTML file: reveal.js, fonts and clips inside; nothing is fetched."""

from __future__ import annotations

import base64
from html import escape

from approx.outputs import html, vendor
from approx.outputs.films.captions import web_captions
from approx.outputs.films.job import Caption, size_of
from approx.outputs.slides.deck import Deck, Lesson, Slide
from approx.style.languages import say

#: The deck loads what it carries and connects to nothing. Its view for speakers is a window with
#: a document and a script of its own, for which digests cannot be known.
POLICY = (
    "connect-src 'none'; object-src 'none'; font-src data:; img-src data:; media-src data: blob:; "
    "script-src 'unsafe-inline'; style-src 'unsafe-inline'"
)
ROLES = ("background", "error", "ink", "quiet")


def deck(deck: Deck) -> bytes:
    """The deck as the bytes of an HTML file."""
    slides = "\n".join(_lesson(lesson, deck.language) for lesson in deck.lessons)
    width, height, _ = size_of("720p30", deck.aspect)
    replay = escape(say("replay", deck.language))
    # The film's measures, for the style sheet.
    sizes = f"--text: {deck.text * height:.1f}px; --margin: {100 * deck.margin:.2f}%;"
    text = "".join(
        lesson.title + lesson.about + lesson.verdict + "".join(part.text for part in lesson.formula)
        for lesson in deck.lessons
    )
    styles = (
        vendor.text("reveal/reveal.css"),
        html.theme_style(":root", ROLES, text, deck.theme),
        f":root {{ {sizes} }}\n{html.NEURON_STYLE}",
        html.resource(__package__, "deck.css"),
    )
    scripts = (
        vendor.text("reveal/reveal.js"),
        vendor.text("reveal/notes.js"),
        html.resource(__package__, "deck.js"),
    )
    return html.document(
        title=deck.title,
        language=deck.language,
        body=f'<div class="reveal" data-width="{width}" data-height="{height}" '
        f'data-replay="{replay}">\n<div class="slides">\n{slides}\n</div>\n</div>',
        style="\n".join(styles),
        scripts=scripts,
        made=deck.made,
        policy=POLICY,
    ).encode()


def _lesson(lesson: Lesson, language: str) -> str:
    """The title slide, then the beats."""
    introduction = html.introduction(lesson.title, lesson.formula, lesson.about, lesson.verdict)
    notes = f'<aside class="notes">{escape(lesson.notes)}</aside>'
    title = f'<section class="title">\n{introduction}\n{notes}\n</section>'
    return "\n".join([title, *(_slide(slide, language) for slide in lesson.slides)])


def _slide(slide: Slide, language: str) -> str:
    """A beat: the clip, the still for those who want no motion, the caption for screen readers."""
    assert slide.clip is not None
    cue = web_captions([Caption(slide.beat, slide.caption, 0.0, slide.seconds)])
    alt, caption = escape(slide.alt), escape(slide.caption)
    return f"""<section data-beat="{escape(slide.beat)}">
<video muted playsinline data-ignore aria-label="{alt}" \
data-clip="{base64.b64encode(slide.clip).decode()}">
{html.captions(html.web_vtt(cue), language)}</video>
<img alt="{alt}" src="{html.data_uri("image/png", slide.still)}">
<p class="caption">{caption}</p>
<aside class="notes">{caption}</aside>
</section>"""

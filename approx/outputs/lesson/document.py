"""The page of a lesson, and the contents of a course: HTML that needs no internet."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from urllib.parse import quote

from approx.outputs import html
from approx.outputs.films.job import size_of
from approx.outputs.kit.index import POLICY, ROLES
from approx.outputs.lesson.reading import Lesson, Part
from approx.outputs.slides import Look
from approx.style.languages import localised, say
from approx.system.provenance import Provenance


@dataclass
class Made:
    """What a part became: its files inside the lesson's folder, and its text.

    Attributes:
        files: by what they are: film, captions, poster, figure, narrow, page, handout.
        about: the alternative text, or the title of a story.
        captions: of a film, as WebVTT.
    """

    part: Part
    files: dict[str, str] = field(default_factory=dict)
    about: str = ""
    captions: str = ""


def lesson(
    one: Lesson,
    parts: Sequence[Made],
    files: Mapping[str, str],
    look: Look,
    made: Provenance,
    up: str = "",
    after: Lesson | None = None,
) -> str:
    """The page of a lesson whose files lie beside it.

    Args:
        files: of the whole lesson: slides.
        up: address of the contents; "" for none.
        after: the lesson that follows.
    """
    language = look.language
    title = one.title(language)
    body = [
        f"<header>\n{_up(up, language)}\n<h1>{escape(title)}</h1>\n"
        f"<p>{escape(one.about(language))}</p>\n</header>\n<main>"
    ]
    question = 0
    for part in parts:
        question += part.part.kind == "question"
        body.append(_part(part, look, question))
    body += [_material(parts, files, language), _foot(after, language)]
    return _document(title, "\n".join(filter(None, body)), look, made)


def contents(lessons: Sequence[Lesson], look: Look, made: Provenance) -> str:
    """The page of a course: every lesson with what it is about."""
    language = look.language
    title = say("lesson.course", language)
    items = "\n".join(
        f'<li><a href="{_address(one)}"><b>{escape(one.title(language))}</b>'
        f"<span>{escape(one.about(language))}</span></a></li>"
        for one in lessons
    )
    about = escape(say("lesson.course.about", language, n=len(lessons)))
    body = (
        f"<header>\n<h1>{escape(title)}</h1>\n<p>{about}</p>\n</header>\n"
        f'<main>\n<ol class="lessons">\n{items}\n</ol>\n{_foot(None, language)}'
    )
    return _document(title, body, look, made)


def _address(one: Lesson) -> str:
    """Of a lesson, as seen from the contents: it has its file's name, whatever that holds."""
    return f"{quote(one.name, safe='')}/index.html"


def _document(title: str, body: str, look: Look, made: Provenance) -> str:
    style = html.theme_style(":root", (*ROLES, "above"), body, look.colors)
    return html.document(
        title=title,
        language=look.language,
        body=body,
        style=style + html.resource(__package__, "lesson.css"),
        scripts=[html.resource(__package__, "lesson.js")],
        made=made,
        policy=f"{POLICY}; frame-src 'self' file:",
    )


def _up(address: str, language: str) -> str:
    if not address:
        return f'<p class="kind">{escape(say("lesson.name", language))}</p>'
    return f'<p class="kind"><a href="{address}">← {escape(say("lesson.course", language))}</a></p>'


def _part(made: Made, look: Look, question: int) -> str:
    language = look.language
    match made.part.kind:
        case "text":
            return f"<section>\n{_paragraphs(made.part, language)}\n</section>"
        case "story":
            return _film(made, look)
        case "figure":
            file = made.files["figure"]
            return (
                f'<figure>\n<a href="{file}"><picture>'
                f'<source media="(max-width: 600px)" srcset="{made.files["narrow"]}">'
                f'<img loading="lazy" src="{file}" alt="{escape(made.about)}"></picture></a>\n'
                "</figure>"
            )
        case "page":
            return _page(made, language)
    return _question(made.part, language, question)


def _paragraphs(part: Part, language: str) -> str:
    """Paragraphs parted by empty lines; a line that begins with # is a heading."""
    assert part.words is not None
    out = []
    for block in re.split(r"\n\s*\n", str(part.words(language)).strip()):
        text = escape(" ".join(block.split()))
        out.append(f"<h2>{text[1:].strip()}</h2>" if text.startswith("#") else f"<p>{text}</p>")
    return "\n".join(out)


def _film(made: Made, look: Look) -> str:
    files = made.files
    width, height, _ = size_of(look.quality, look.aspect)
    return (
        f"<section>\n<h2>{escape(made.about)}</h2>\n"
        f'<video controls preload="metadata" playsinline poster="{files["poster"]}" '
        f'width="{width}" height="{height}" aria-label="{escape(made.about)}">\n'
        f'<source src="{files["film"]}" type="video/mp4">\n'
        f"{html.captions(html.web_vtt(made.captions), look.language)}\n</video>\n</section>"
    )


def _page(made: Made, language: str) -> str:
    task = ""
    if made.part.words is not None:
        text = escape(str(made.part.words(language)))
        task = f'<p class="task"><b>{escape(say("lesson.task", language))}</b> {text}</p>\n'
    file, name = made.files["page"], escape(say("kit.page", language))
    told = ""
    if count := len(made.part.tasks):
        words = escape(say("lesson.solved", language, k="{k}", n="{n}"))
        told = f' <output aria-live="polite" data-tasks="{count}" data-say="{words}"></output>'
    return (
        f'<section>\n{task}<iframe src="{file}" title="{name}" loading="lazy"></iframe>\n'
        f'<p class="links"><a href="{file}">{escape(say("lesson.open", language))}</a>{told}</p>\n'
        "</section>"
    )


def _question(part: Part, language: str, number: int) -> str:
    """An exercise that checks itself; without scripts the answer unfolds."""
    assert part.words is not None
    assert part.answer is not None
    name = f"q{number}"
    head = escape(say("lesson.question", language, k=number))
    asked = escape(localised(str(part.words(language)), "en"))
    fields = ""
    if part.choices is not None:
        fields = "\n".join(
            f'<label><input type="radio" name="{name}" value="{k}"> {escape(str(text))}</label>'
            for k, text in enumerate(part.choices(language), start=1)
        )
        check = f'data-right="{part.right}"'
    elif part.value is not None:
        label = escape(say("lesson.number", language))
        field = f'<input type="text" inputmode="decimal" name="{name}" autocomplete="off">'
        fields = f"<label>{label} {field}</label>"
        check = f'data-value="{part.value!r}" data-tolerance="{part.tolerance!r}"'
    answer = escape(str(part.answer(language)))
    shown = escape(say("lesson.answer", language))
    details = f"<details>\n<summary>{shown}</summary>\n<p>{answer}</p>\n</details>"
    if not fields:
        return f'<section class="exercise">\n<h2>{head}</h2>\n<p>{asked}</p>\n{details}\n</section>'
    words = {key: escape(say(f"lesson.{key}", language)) for key in ("right", "wrong", "missing")}
    data = " ".join(f'data-say-{key}="{text}"' for key, text in words.items())
    button = escape(say("lesson.check", language))
    return (
        f'<section class="exercise">\n<h2>{head}</h2>\n<form {check} {data}>\n'
        f"<fieldset>\n<legend>{asked}</legend>\n{fields}\n</fieldset>\n"
        f'<p><button>{button}</button> <output aria-live="polite"></output></p>\n</form>\n'
        f"{details}\n</section>"
    )


def _material(parts: Sequence[Made], files: Mapping[str, str], language: str) -> str:
    """For the teacher: the deck and the handouts."""
    links = []
    if "slides" in files:
        links.append((files["slides"], say("kit.slides", language)))
    links += [
        (made.files["handout"], f"{say('kit.handout', language)}: {made.about}")
        for made in parts
        if "handout" in made.files
    ]
    if not links:
        return ""
    items = " ".join(f'<a href="{file}">{escape(text)}</a>' for file, text in links)
    head = escape(say("lesson.material", language))
    return f'<section>\n<h2>{head}</h2>\n<p class="links">{items}</p>\n</section>'


def _foot(after: Lesson | None, language: str) -> str:
    link = ""
    if after is not None:
        word = escape(say("lesson.next", language))
        title = escape(after.title(language))
        link = f'<p class="links"><a href="../{_address(after)}">{word}: {title} →</a></p>\n'
    return f"{link}</main>\n<footer>{escape(say('kit.foot', language))}</footer>"

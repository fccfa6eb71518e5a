"""A subject's methods that draw: render, page, slides, kit and handout."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from approx.style.languages import LANGUAGES, nearest
from approx.style.theme import THEMES, Theme
from approx.style.theme_file import theme_named
from approx.subjects import Subject
from approx.subjects.components import Components
from approx.subjects.plane import Plane
from approx.subjects.topic import Topic
from approx.system.errors import InputError
from approx.system.files import Output, destination, write_file

if TYPE_CHECKING:
    from approx.outputs.films.progress import OnProgress

Look = dict[str, Any]
Drawn = Subject | Plane | Topic | Components


def _theme(name: Any) -> Theme:
    if not isinstance(name, str):
        raise InputError(f"no theme {name!r}; {nearest(str(name), tuple(THEMES))}")
    return theme_named(name)


def _language(name: Any) -> None:
    if not isinstance(name, str) or name not in LANGUAGES:
        raise InputError(f"no language {name!r}; {nearest(str(name), LANGUAGES)}")


def _path(path: Any, endings: tuple[str, ...], beside: tuple[str, ...] = ()) -> Path:
    """Where the result goes; what is there is replaced, as savefig does."""
    if not isinstance(path, str | os.PathLike):
        raise InputError(
            f"a path is needed, such as 'out{endings[0]}', not a {type(path).__name__}"
        )
    return destination(Output(os.fspath(path), force=True), "", endings, beside)


def _single(subject: Drawn) -> Subject | Plane | Topic:
    """What all outputs but figures are made of."""
    if isinstance(subject, Components):
        names = ", ".join(map(repr, subject.network.output_names))
        raise InputError(f"this shows one output: choose it, as s[0], of {names}; figure takes all")
    return subject


def _quality(quality: Any) -> str:
    from approx.outputs.films.job import QUALITIES

    if quality in QUALITIES:
        return QUALITIES[quality]
    if quality not in QUALITIES.values():
        raise InputError(f"no quality {quality!r}; {nearest(str(quality), (*QUALITIES.values(),))}")
    return str(quality)


def _checked(look: Look) -> Look:
    from approx.outputs.stage.layout import LAYOUTS

    _theme(look["theme"])
    _language(look["language"])
    if look["aspect"] not in LAYOUTS:
        raise InputError(
            f"no aspect {look['aspect']!r}; {nearest(str(look['aspect']), (*LAYOUTS,))}"
        )
    return look


def _story(subject: Drawn, story: Any) -> tuple[Subject | Plane | Topic, str]:
    from approx.outputs.films import stories

    one = _single(subject)
    if story is not None and not isinstance(story, str | os.PathLike):
        raise InputError(f"story takes a name, such as 'sum', not a {type(story).__name__}")
    return one, stories.choose(one, None if story is None else os.fspath(story))


def render(
    subject: Drawn,
    path: Any,
    story: Any,
    quality: Any,
    look: Look,
    options: dict[str, Any],
) -> Path:
    from approx.outputs.films import film
    from approx.outputs.films.formats import FORMATS

    known = ("size", "fps", "transparent", "jobs", "executor", "cache", "on_progress")
    for name in options:
        if name not in known:
            raise InputError(f"render has no option {name!r}; {nearest(name, known)}")
    for name in ("fps", "jobs"):
        if not isinstance(options.get(name), int | None):
            raise InputError(f"{name} takes a whole number, not {options[name]!r}")
    if not isinstance(options.get("size"), str | None):
        raise InputError(f"size takes a text like '1280x720', not {options['size']!r}")
    place = _path(path, (".mp4", *(f".{name}" for name in FORMATS if name != "mp4")), film.BESIDE)
    one, chosen = _story(subject, story)
    film.render(one, chosen, place, _quality(quality), **_checked(look), **options)
    return place


def page(subject: Drawn | None, path: Any, theme: Any, language: Any, tasks: Any = None) -> Path:
    """Of no subject, the empty page; tasks are a file, see :mod:`approx.outputs.page.tasks`."""
    from approx.outputs.page import page as document
    from approx.outputs.page.tasks import read

    given = None if tasks is None else read(tasks)
    if theme != "auto":
        _theme(theme)
    _language(language)
    place = _path(path, (".html",))
    shown = None if subject is None else _single(subject)
    write_file(place, document(shown, language, theme, given).encode())
    return place


def slides(subject: Drawn, path: Any, story: Any, quality: Any, look: Look) -> Path:
    from approx.outputs import slides as decks

    place = _path(path, decks.ENDINGS)
    checked = _checked(look)
    kind = decks.Look(checked["theme"], checked["language"], checked["aspect"], _quality(quality))
    decks.save([_story(subject, story)], place, kind)
    return place


def kit(subject: Drawn, path: Any, stories: Any, quality: Any, look: Look) -> Path:
    from approx.outputs import kit as kits
    from approx.outputs.slides import Look as DeckLook

    if not isinstance(path, str | os.PathLike):
        raise InputError(f"a folder is needed, such as 'kit', not a {type(path).__name__}")
    checked = _checked(look)
    one = _single(subject)
    if not isinstance(stories, tuple | list):
        raise InputError("stories takes names, such as ('sum', 'layers')")
    chosen = kits.choose(one, tuple(stories), False)
    place = kits.destination(Output(os.fspath(path), force=True), "")
    deck = DeckLook(checked["theme"], checked["language"], checked["aspect"], _quality(quality))
    kits.build(kits.KitRequest(one, chosen, deck, None), place, lambda line: None)
    return place


def handout(
    subject: Drawn,
    path: Any,
    story: Any,
    look: Look,
    columns: Any = None,
    pages: Any = None,
    on_progress: OnProgress | None = None,
) -> Path:
    from approx.outputs.figures import _handout
    from approx.outputs.films import stills
    from approx.outputs.films.progress import ignore_progress
    from approx.style.theme_file import packed
    from approx.system.provenance import provenance

    for name, number, most in (("columns", columns, 6), ("pages", pages, 50)):
        if number is not None and (type(number) is not int or not 1 <= number <= most):
            raise InputError(f"{name} takes a whole number from 1 to {most}, not {number!r}")
    place = _path(path, (".pdf", ".png", ".svg"))
    colors, shape = _theme(look["theme"]), _checked(look)
    one, chosen = _story(subject, story)
    beats = stills.stills(
        one, chosen, on_progress=on_progress or ignore_progress,
        **{**shape, "theme": packed(colors)},
    )  # fmt: skip
    named = {**shape, "theme": colors.file or colors.name, "columns": columns, "pages": pages}
    made = provenance("storyboard", one, chosen, **named)
    language = shape["language"]
    _handout.Handout(
        one.title(language), beats, colors, stills.content(shape["aspect"]),
        stills.letters(shape["aspect"]), made, language, columns, pages,
    ).save(place)  # fmt: skip
    return place

"""What a lesson's file says: a title and parts in order, in one or more languages.

Each part is one of: a text, the story of a subject, a figure, a page to explore, a question.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from approx.outputs import figures
from approx.outputs.films import stories
from approx.outputs.page import tasks
from approx.style.languages import nearest
from approx.system import folders
from approx.system.errors import InputError
from approx.system.toml_files import read_toml

#: What a part can be, and the keys it may have beside its kind.
KINDS: Mapping[str, frozenset[str]] = {
    "text": frozenset(),
    "story": frozenset({"subject", "neurons", "on"}),
    "figure": frozenset({"subject", "neurons", "on"}),
    "page": frozenset({"neurons", "on", "task", "tasks"}),
    "question": frozenset({"answer", "value", "tolerance", "choices", "right"}),
}
#: A lesson's file is no longer than this, in bytes, and a lesson has no more parts.
LARGEST, MOST_PARTS = 500_000, 60


@dataclass(frozen=True)
class Words:
    """A text by language."""

    by_language: Mapping[str, Any]

    def __call__(self, language: str) -> Any:
        """In the language, or the first one that there is."""
        return self.by_language.get(language, next(iter(self.by_language.values())))


@dataclass(frozen=True)
class Part:
    """One part of a lesson.

    Attributes:
        kind: text, story, figure, page or question.
        words: of a text, a question, or a page's task.
        name: of the story or figure kind.
        subject: what it is drawn of, as it is typed.
        options: neurons and on of a subject.
        tasks: of a page, checked by it; as in :mod:`approx.outputs.page.tasks`.
        answer: of a question.
        value, tolerance: the number that answers it; None where it is no number.
        choices, right: answers to choose from, and which is right, from 1; 0 without choices.
    """

    kind: str
    words: Words | None = None
    name: str = ""
    subject: str = ""
    options: Mapping[str, Any] | None = None
    tasks: tuple[Any, ...] = ()
    answer: Words | None = None
    value: float | None = None
    tolerance: float = 0.0
    choices: Words | None = None
    right: int = 0


@dataclass(frozen=True)
class Lesson:
    """A lesson: its name, what it is about, and its parts."""

    name: str
    title: Words
    about: Words
    parts: tuple[Part, ...]


def folder() -> Path:
    """Where the built-in lessons are: inside the package when installed, beside it otherwise."""
    inside = folders.PACKAGE / "lessons"
    return inside if inside.is_dir() else folders.PACKAGE.parent / "lessons"


@cache
def names() -> tuple[str, ...]:
    """The built-in lessons, in the order in which they are given."""
    files = folder().glob("*.toml")
    return tuple(sorted((path.stem for path in files), key=_place))


def _place(name: str) -> tuple[float, str]:
    return read_toml(folder() / f"{name}.toml", LARGEST).get("place", 99), name


def read(text: str) -> Lesson:
    """A built-in lesson by its name, or one's own by its file.

    Raises:
        InputError: one line with the part that is wrong, and the way out.
    """
    path = Path(text) if text.endswith(".toml") else folder() / f"{text}.toml"
    if not text.endswith(".toml") and text not in names():
        raise InputError(f"no lesson {text[:40]!r}; {nearest(text, names())}; or a .toml file")
    values = read_toml(path, LARGEST)
    return _lesson(path.stem, path.name, values)


def _lesson(name: str, file: str, values: Mapping[str, Any]) -> Lesson:
    parts = values.get("part", [])
    if unknown := values.keys() - {"title", "about", "place", "part"}:
        raise InputError(f"{file}: {min(unknown)!r} is no key; title, about and [[part]] are")
    if "title" not in values:
        raise InputError(f'{file}: a lesson needs a title, as title = "Neurons"')
    if not isinstance(parts, list) or not 1 <= len(parts) <= MOST_PARTS:
        raise InputError(f"{file}: a lesson has 1 to {MOST_PARTS} parts, each under [[part]]")
    title = _words(file, values["title"])
    about = _words(file, values["about"]) if "about" in values else Words({"en": ""})
    made = tuple(_part(f"{file}, part {k}", part) for k, part in enumerate(parts, start=1))
    return Lesson(name, title, about, made)


def _words(where: str, value: Any) -> Words:
    """A text, or texts by language."""
    if isinstance(value, str):
        return Words({"en": value})
    if isinstance(value, dict) and value and all(isinstance(text, str) for text in value.values()):
        return Words(value)
    raise InputError(f'{where}: a text is "…" or {{ en = "…", de = "…" }}')


def _choices(where: str, value: Any) -> Words:
    """Answers to choose from, or such lists by language."""
    lists = value if isinstance(value, dict) else {"en": value}
    if lists and all(isinstance(texts, list) for texts in lists.values()):
        return Words(lists)
    raise InputError(f'{where}: choices are ["…", "…"] or {{ en = ["…", "…"], de = ["…", "…"] }}')


def _part(where: str, values: Any) -> Part:
    kinds = [kind for kind in KINDS if isinstance(values, dict) and kind in values]
    if len(kinds) != 1:
        keys = ", ".join(map(repr, values)) if isinstance(values, dict) and values else "nothing"
        raise InputError(f"{where}: a part has one of {', '.join(KINDS)}; this one has {keys}")
    (kind,) = kinds
    if unknown := values.keys() - KINDS[kind] - {kind}:
        has = ", ".join(sorted(KINDS[kind])) or "nothing else"
        raise InputError(f"{where}: a {kind} has no {min(unknown)!r}; it may have {has}")
    if kind == "text":
        return Part(kind, _words(where, values[kind]))
    if kind == "question":
        return _question(where, values)
    name = str(values[kind])
    options = _options(where, values)
    if kind == "page":
        task = _words(where, values["task"]) if "task" in values else None
        given = _tasks(where, values["tasks"]) if "tasks" in values else ()
        return Part(kind, task, subject=name, options=options, tasks=given)
    known = stories.names() if kind == "story" else figures.kinds()
    if name not in known:
        raise InputError(f"{where}: no {kind} {name[:40]!r}; {nearest(name, known)}")
    return Part(kind, None, name, str(values.get("subject", name)), options)


def _options(where: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """Neurons and interval of a subject."""
    neurons, on = values.get("neurons", 1), values.get("on", [0, 1])
    if type(neurons) is not int:
        raise InputError(f"{where}: neurons are a whole number, as neurons = 8")
    if not isinstance(on, list) or len(on) != 2:
        raise InputError(f"{where}: on has two ends, as on = [-3, 3]")
    return {key: values[key] for key in ("neurons", "on") if key in values}


def _tasks(where: str, values: Any) -> tuple[Any, ...]:
    """Tasks that the page checks."""
    try:
        tasks.tasks(values)
    except InputError as error:
        raise InputError(f"{where}: {error}") from None
    return tuple(values)


def _question(where: str, values: Mapping[str, Any]) -> Part:
    if "answer" not in values:
        raise InputError(f"{where}: a question has an answer")
    words, answer = _words(where, values["question"]), _words(where, values["answer"])
    if "choices" in values:
        choices = _choices(where, values["choices"])
        right = values.get("right")
        count = {len(texts) for texts in choices.by_language.values()}
        if len(count) != 1 or not isinstance(right, int) or not 1 <= right <= min(count):
            raise InputError(f"{where}: choices need right = their number, from 1")
        return Part("question", words, answer=answer, choices=choices, right=right)
    value, tolerance = values.get("value"), values.get("tolerance", 0.0)
    for number in (value, tolerance):
        if number is not None and not _is_number(number):
            raise InputError(f"{where}: value and tolerance are numbers")
    given = None if value is None else float(value)
    return Part("question", words, answer=answer, value=given, tolerance=float(tolerance))


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and type(value) is not bool and math.isfinite(value)

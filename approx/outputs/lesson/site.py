"""A lesson as a folder: films, figures, pages, deck and handouts, and the page that ties them."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from approx.outputs import figures, slides
from approx.outputs.figures import _handout as handout
from approx.outputs.films import film, stills, stories
from approx.outputs.films.captions import subtitles, web_captions
from approx.outputs.films.film import RenderedStory
from approx.outputs.films.progress import progress
from approx.outputs.kit.folder import LIST, placed
from approx.outputs.lesson import document
from approx.outputs.lesson.document import Made
from approx.outputs.lesson.reading import Lesson, Part
from approx.outputs.page import page
from approx.outputs.slides import Look
from approx.outputs.slides import deck as decks
from approx.panels.wording import described
from approx.subjects import FitOptions, Subject
from approx.subjects.plane import Plane
from approx.subjects.resolve import resolve_any
from approx.subjects.topic import Topic
from approx.system.errors import InputError
from approx.system.provenance import VERSION, Provenance, provenance

#: The width of a narrow figure, in inches: letters can be read on a phone.
COLUMN = 3.3

Note = Callable[[str], None]


def build(lesson: Lesson, path: Path, look: Look, jobs: int | None, note: Note) -> None:
    """Make a lesson in the folder `path`: all files or none.

    Raises:
        InputError, MachineError: of the first part that fails; what was at `path` is unchanged.
    """
    with placed(path) as folder:
        made = provenance("lesson", [], lesson.name, **look.options)
        _Site(lesson, folder, look, jobs, note, made).make("")
        _list(folder, lesson.title(look.language), made)


def build_course(
    lessons: Sequence[Lesson], path: Path, look: Look, jobs: int | None, note: Note
) -> None:
    """Make all lessons and a page of contents in the folder `path`: all files or none.

    Raises:
        InputError, MachineError: as :func:`build`; and for names that cannot be folders beside
            each other.
    """
    taken = {"index.html", LIST}
    for lesson in lessons:  # in folders of these names; some systems take A for a
        if lesson.name.lower() in taken:
            way = "name it once, or rename its file"
            raise InputError(f"the name {lesson.name!r} is taken in the course; {way}")
        taken.add(lesson.name.lower())
    with placed(path) as folder:
        made = provenance("course", [], **look.options)
        for number, lesson in enumerate(lessons):
            inner = folder / lesson.name
            inner.mkdir()
            after = lessons[number + 1] if number + 1 < len(lessons) else None
            _Site(lesson, inner, look, jobs, note, made).make("../index.html", after)
        text = document.contents(lessons, look, made)
        (folder / "index.html").write_text(text, encoding="utf-8")
        _list(folder, "course", made)


def _list(folder: Path, title: str, made: Provenance) -> None:
    """What is in the folder, for the next lesson that replaces it."""
    files = sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())
    values = {
        "approx": VERSION, "made_by": str(made), "title": title,
        "files": [{"file": file} for file in files],
    }  # fmt: skip
    text = json.dumps(values, indent=2, ensure_ascii=False) + "\n"
    (folder / LIST).write_text(text, encoding="utf-8")


class _Site:
    """A lesson that is being made."""

    def __init__(
        self, lesson: Lesson, folder: Path, look: Look, jobs: int | None, note: Note,
        made: Provenance,
    ) -> None:  # fmt: skip
        self.lesson, self.folder, self.look, self.jobs = lesson, folder, look, jobs
        self.note, self.made, self.language = note, made, look.language
        self.deck: list[decks.Lesson] = []

    def make(self, up: str, after: Lesson | None = None) -> None:
        """Write everything; `up` is the address of the page above, "" for none."""
        parts = [self.part(number, part) for number, part in enumerate(self.lesson.parts, start=1)]
        files = {}
        if self.deck:
            deck = decks.of(tuple(self.deck), self.look, self.made)
            self.write("slides.html", slides.write(deck, ".html"))
            files["slides"] = "slides.html"
        text = document.lesson(self.lesson, parts, files, self.look, self.made, up, after)
        self.write("index.html", text.encode())

    def write(self, file: str, content: bytes) -> str:
        path = self.folder / file
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
        return file

    def part(self, number: int, part: Part) -> Made:
        if part.kind in ("text", "question"):
            return Made(part)
        where = f"{self.lesson.name}, part {number}"
        self.note(f"{where}: {part.kind} {part.name or part.subject}")
        try:
            subject = resolve_any(part.subject, _options(part))
            tell = {"story": self.story, "figure": self.figure, "page": self.page}[part.kind]
            return tell(number, part, subject)
        except InputError as error:
            raise InputError(f"{where}: {error}") from None

    def story(self, number: int, part: Part, subject: Any) -> Made:
        """A film with captions, a poster and a handout; its beats are slides of the deck."""
        name = stories.choose(subject, part.name)
        with progress(f"{subject.name} · {name}") as report:
            (told,) = film.render_stories(
                subject, [name], self.look.quality, report, self.jobs, **self.look.of_film
            )
        stem = f"{number:02d}-{name}"
        self.deck.append(decks.lesson(subject, told.clips, self.look))
        made = Made(part, about=subject.title(self.language), captions=web_captions(told.captions))
        made.files["film"] = self.write(f"films/{stem}.mp4", told.mp4)
        made.files["captions"] = self.write(f"films/{stem}.vtt", made.captions.encode())
        self.write(f"films/{stem}.srt", subtitles(told.captions).encode())
        made.files["poster"] = self.write(f"films/{stem}.png", self._poster(told))
        made.files["handout"] = self.write(f"handouts/{stem}.pdf", self._handout(subject, name))
        return made

    def _poster(self, told: RenderedStory) -> bytes:
        """Where the film ends, for pages that have not played it yet."""
        return decks.last_frame(told.clips[-1].mp4)

    def _handout(self, subject: Subject | Plane | Topic, name: str) -> bytes:
        """The story on paper: light, because it is printed."""
        pictures = stills.stills(subject, name, **self.look.of_print)
        aspect = self.look.aspect
        sheet = handout.Handout(
            subject.title(self.language), pictures, self.look.printed, stills.content(aspect),
            stills.letters(aspect), self.made, self.language,
        )  # fmt: skip
        return sheet.encode(".pdf")

    def figure(self, number: int, part: Part, subject: Any) -> Made:
        """Two pictures: a wide one, and one as narrow as a column, for phones."""
        theme, made = self.look.colors, Made(part)
        for name, width in (("figure", "full"), ("narrow", COLUMN)):
            drawn = figures.draw(subject, part.name, theme, self.language, width=width)
            end = ".svg" if name == "figure" else "-narrow.svg"
            file = f"figures/{number:02d}-{part.name}{end}"
            made.files[name] = self.write(file, drawn.encode(".svg"))
            made.about = drawn.alt
        return made

    def page(self, number: int, part: Part, subject: Any) -> Made:
        text = page(subject, self.language, self.look.of_film["theme"], [*part.tasks] or None)
        file = self.write(f"pages/{number:02d}.html", text.encode())
        about = subject.title(self.language)
        if isinstance(subject, Subject | Plane):
            about = described(subject, self.language)
        return Made(part, {"page": file}, about)


def _options(part: Part) -> FitOptions:
    options = part.options or {}
    on = options.get("on")
    ends = None if on is None else (str(on[0]), str(on[1]))
    return FitOptions(on=ends, neurons=options.get("neurons"))

"""The parts of a kit: each writes its files into a folder and returns them as items."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from approx.inputs.weights import save
from approx.outputs import embed, figures, report, slides
from approx.outputs.figures import _handout as handouts
from approx.outputs.films import film, stills, stories
from approx.outputs.films.captions import subtitles, web_captions
from approx.outputs.films.film import RenderedStory
from approx.outputs.films.progress import OnProgress
from approx.outputs.films.stills import Still
from approx.outputs.page import page
from approx.outputs.slides import deck as decks
from approx.panels.wording import described
from approx.style.theme import THEMES
from approx.subjects import Subject
from approx.subjects.plane import Plane
from approx.system.errors import InputError
from approx.system.provenance import Provenance, provenance

#: Endings of the files that hold snippets, by kind of document.
SNIPPETS = {"beamer": "tex", "html": "html", "jupyter": "py", "markdown": "md", "quarto": "qmd"}
#: What each kind of document shows: a film, and figures with this ending.
SHOWN = {"beamer": ".pdf", "html": ".svg", "jupyter": ".svg", "markdown": ".svg", "quarto": ".svg"}


@dataclass(frozen=True)
class KitRequest:
    """What a kit is to be made of.

    Attributes:
        stories: none when no film is wanted or possible.
        look: theme, language, aspect, and the films' quality.
        jobs: how many processes draw films; None for one per core.
    """

    subject: Subject | Plane
    stories: tuple[str, ...]
    look: slides.Look
    jobs: int | None = None

    @property
    def title(self) -> str:
        return self.subject.title(self.look.language)

    @property
    def made(self) -> Provenance:
        """For the metadata of everything that no other command makes."""
        return provenance("kit", self.subject, story=self.stories, **self.look.options)


@dataclass(frozen=True)
class Item:
    """One file of the kit.

    Attributes:
        file: its path inside the folder, with slashes.
        part: what it is: film, captions, poster, slides, page, handout, figure, numbers, weights,
            snippets.
        name: of the story, the figure's kind, or the document that snippets are for.
        about: what it shows, in words.
    """

    file: str
    part: str
    name: str = ""
    about: str = ""


def films(
    request: KitRequest, folder: Path, on_progress: OnProgress
) -> tuple[list[Item], list[RenderedStory]]:
    """Every story with its captions, drawn once; the clips of slides are cut from it."""
    assert isinstance(request.subject, Subject)
    look, about = request.look, described(request.subject, request.look.language)
    rendered = film.render_stories(
        request.subject, request.stories, look.quality, on_progress, request.jobs, **look.of_film
    )
    (folder / "films").mkdir()
    items = []
    for story in rendered:
        file = f"films/{story.story}"
        (folder / f"{file}.mp4").write_bytes(story.mp4)
        (folder / f"{file}.srt").write_bytes(subtitles(story.captions).encode())
        (folder / f"{file}.vtt").write_bytes(web_captions(story.captions).encode())
        items.append(Item(f"{file}.mp4", "film", story.story, about))
        items += [Item(f"{file}{end}", "captions", story.story) for end in film.BESIDE]
    return items, rendered


def pictures(request: KitRequest, theme: str, on_progress: OnProgress) -> list[list[Still]]:
    """Every story's beats as sharp pictures."""
    assert isinstance(request.subject, Subject)
    look = {**request.look.of_film, "theme": theme}
    return [
        stills.stills(request.subject, story, on_progress=on_progress, **look)
        for story in request.stories
    ]


def posters(request: KitRequest, folder: Path, beats: Sequence[Sequence[Still]]) -> list[Item]:
    """Where each film ends, for pages that have not played it yet."""
    items = []
    for story, (*_, last) in zip(request.stories, beats, strict=True):
        file = f"films/{story}.png"
        (folder / file).write_bytes(last.png)
        items.append(Item(file, "poster", story, last.caption))
    return items


def lectures(
    request: KitRequest,
    folder: Path,
    rendered: Sequence[RenderedStory],
    beats: Sequence[Sequence[Still]],
) -> list[Item]:
    """The slides in every format: one deck, all stories in it."""
    assert isinstance(request.subject, Subject)
    clips = [clip for story in rendered for clip in story.clips]
    paper = [still for story in beats for still in story]
    items = []
    for ending in slides.ENDINGS:
        shown: Sequence[Any] = paper if ending == ".pdf" else clips
        lesson = decks.lesson(request.subject, shown, request.look)
        deck = decks.of((lesson,), request.look, request.made)
        (folder / f"slides{ending}").write_bytes(slides.write(deck, ending))
        items.append(Item(f"slides{ending}", "slides", ending[1:]))
    return items


def paper(request: KitRequest, folder: Path, beats: Sequence[Sequence[Still]]) -> list[Item]:
    """A handout for every story: light, because it is printed."""
    theme, look = THEMES["light"], request.look
    items = []
    for story, shown in zip(request.stories, beats, strict=True):
        made = provenance(
            "storyboard", request.subject, story, aspect=look.aspect, language=look.language
        )
        page = handouts.draw(request.title, shown, theme, stills.content(look.aspect), made)
        file = "handout.pdf" if len(request.stories) == 1 else f"handout-{story}.pdf"
        page.save(folder / file)
        items.append(Item(file, "handout", story))
    return items


def web(request: KitRequest, folder: Path) -> list[Item]:
    """The page to explore.

    Raises:
        InputError: for what a page cannot show.
    """
    assert isinstance(request.subject, Subject)
    text = page(request.subject, request.look.language)
    (folder / "page.html").write_text(text, encoding="utf-8")
    return [Item("page.html", "page")]


def drawings(request: KitRequest, folder: Path) -> list[Item]:
    """All figures that fit, for pages and for print."""
    subject, language, theme = request.subject, request.look.language, THEMES[request.look.theme]
    (folder / "figures").mkdir()
    items = []
    for kind in figures.fitting(subject):
        figure = figures.draw(subject, kind, theme, language)
        for ending in (".svg", ".pdf"):
            file = f"figures/{kind}{ending}"
            figure.save(folder / file)
            items.append(Item(file, "figure", kind, figure.alt))
    return items


def data(request: KitRequest, folder: Path) -> list[Item]:
    """The numbers, for people and programs, and the weights, for every other command."""
    subject = request.subject
    numbers = json.dumps(report.as_dict(subject), indent=2, ensure_ascii=False, allow_nan=False)
    texts = {"numbers.json": numbers + "\n"}
    domain = target = None
    if isinstance(subject, Subject):
        texts |= report.tables(subject)
        domain, target = subject.domain, subject.source.get("text")
    for file, text in texts.items():
        (folder / file).write_text(text, encoding="utf-8", newline="")
    save(subject.network, folder / "weights.json", domain, target, str(request.made))
    return [*(Item(file, "numbers") for file in texts), Item("weights.json", "weights")]


def snippets(request: KitRequest, folder: Path, items: Sequence[Item]) -> list[Item]:
    """For each kind of document the lines that show films and figures, as seen from the kit."""
    made = []
    for target in embed.TARGETS:
        paths = [
            Path(item.file)
            for item in items
            if item.part == "film" or (item.part == "figure" and item.file.endswith(SHOWN[target]))
        ]
        language = request.look.language
        lines = [embed.snippet(path, target, language, folder=folder) for path in paths]
        file = f"embed.{SNIPPETS[target]}"
        (folder / file).write_text("\n\n".join(lines) + "\n", encoding="utf-8")
        made.append(Item(file, "snippets", target))
    return made


def choose(subject: Subject | Plane, asked: Sequence[str], every: bool) -> tuple[str, ...]:
    """The stories of the kit: those asked for, all that fit, or the subject's own; none of a plane.

    Raises:
        InputError: when one asked for does not fit.
    """
    if isinstance(subject, Plane):
        if asked:
            raise InputError(f"{subject.name!r} has two inputs; no story tells them")
        return ()
    fit = [name for name in stories.names() if stories.unsupported_reason(name, subject) is None]
    if asked:
        return tuple(dict.fromkeys(stories.choose(subject, story) for story in asked))
    return tuple(fit) if every else tuple(fit and [stories.choose(subject, None)])

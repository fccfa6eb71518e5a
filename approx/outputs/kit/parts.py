"""What a kit is made of, part by part: each writes its files into a folder and names them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from approx.inputs.weights import save
from approx.outputs import embed, figures, slides
from approx.outputs.figures import _handout as handouts
from approx.outputs.films import film, stills, stories
from approx.outputs.films.captions import subtitles, web_captions
from approx.outputs.films.crew import Report
from approx.outputs.films.film import Telling
from approx.outputs.films.stills import Still
from approx.outputs.kit import numbers
from approx.outputs.page import page
from approx.outputs.slides import deck as decks
from approx.panels.wording import described
from approx.style.theme import THEMES
from approx.subjects import Subject
from approx.subjects.plane import Plane
from approx.system.errors import InputError

#: Endings of the files that hold snippets, by kind of document.
SNIPPETS = {"beamer": "tex", "html": "html", "jupyter": "py", "markdown": "md", "quarto": "qmd"}
#: What each kind of document shows: a film, and figures with this ending.
SHOWN = {"beamer": ".pdf", "html": ".svg", "jupyter": ".svg", "markdown": ".svg", "quarto": ".svg"}


@dataclass(frozen=True)
class Order:
    """What a kit is to be made of.

    Attributes:
        told: stories, none when no film is wanted or possible.
        look: theme, language, aspect, and the films' quality.
        jobs: how many processes draw films; None for one per core.
    """

    subject: Subject | Plane
    told: tuple[str, ...]
    look: slides.Look
    jobs: int | None = None


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


def films(order: Order, folder: Path, report: Report) -> tuple[list[Item], list[Telling]]:
    """Every story with its captions, drawn once; the clips of slides are cut from it."""
    assert isinstance(order.subject, Subject)
    look, about = order.look, described(order.subject, order.look.language)
    told = film.tellings(
        order.subject, order.told, look.quality, report, order.jobs, **look.of_film
    )
    (folder / "films").mkdir()
    items = []
    for telling in told:
        file = f"films/{telling.story}"
        (folder / f"{file}.mp4").write_bytes(telling.mp4)
        (folder / f"{file}.srt").write_bytes(subtitles(telling.captions).encode())
        (folder / f"{file}.vtt").write_bytes(web_captions(telling.captions).encode())
        items.append(Item(f"{file}.mp4", "film", telling.story, about))
        items += [Item(f"{file}{end}", "captions", telling.story) for end in film.BESIDE]
    return items, told


def pictures(order: Order, theme: str, report: Report) -> list[list[Still]]:
    """Every story's beats as sharp pictures."""
    assert isinstance(order.subject, Subject)
    look = {**order.look.of_film, "theme": theme}
    return [stills.stills(order.subject, story, report=report, **look) for story in order.told]


def posters(order: Order, folder: Path, drawn: Sequence[Sequence[Still]]) -> list[Item]:
    """Where each film ends, for pages that have not played it yet."""
    items = []
    for story, beats in zip(order.told, drawn, strict=True):
        file = f"films/{story}.png"
        (folder / file).write_bytes(beats[-1].png)
        items.append(Item(file, "poster", story, beats[-1].caption))
    return items


def lectures(
    order: Order, folder: Path, told: Sequence[Telling], drawn: Sequence[Sequence[Still]]
) -> list[Item]:
    """The slides in every format: one deck, all stories in it."""
    assert isinstance(order.subject, Subject)
    clips = [clip for telling in told for clip in telling.clips]
    paper = [still for beats in drawn for still in beats]
    items = []
    for ending in slides.ENDINGS:
        beats: Sequence[Any] = paper if ending == ".pdf" else clips
        made = decks.of((decks.lesson(order.subject, beats, order.look),), order.look)
        (folder / f"slides{ending}").write_bytes(slides.write(made, ending))
        items.append(Item(f"slides{ending}", "slides", ending[1:]))
    return items


def paper(order: Order, folder: Path, drawn: Sequence[Sequence[Still]]) -> list[Item]:
    """A handout for every story: light, because it is printed."""
    subject, theme = order.subject, THEMES["light"]
    title = subject.title(order.look.language)
    items = []
    for story, beats in zip(order.told, drawn, strict=True):
        shown = [handouts.Picture(still.png, still.caption) for still in beats]
        figure = handouts.draw(title, shown, theme, stills.content(order.look.aspect))
        file = "handout.pdf" if len(order.told) == 1 else f"handout-{story}.pdf"
        handouts.save(figure, folder / file, title, theme)
        items.append(Item(file, "handout", story))
    return items


def web(order: Order, folder: Path) -> list[Item]:
    """The page to explore.

    Raises:
        InputError: for what a page cannot show.
    """
    assert isinstance(order.subject, Subject)
    text = page(order.subject, order.look.language)
    (folder / "page.html").write_text(text, encoding="utf-8")
    return [Item("page.html", "page")]


def drawings(order: Order, folder: Path) -> list[Item]:
    """All figures that fit, for pages and for print."""
    subject, language, theme = order.subject, order.look.language, THEMES[order.look.theme]
    (folder / "figures").mkdir()
    items = []
    for kind in figures.fitting(subject):
        figure = figures.draw(subject, kind, theme, language)
        about: str = figure.alt  # type: ignore[attr-defined]
        for ending in (".svg", ".pdf"):
            file = f"figures/{kind}{ending}"
            figures.save(figure, folder / file, subject.title(language), theme)
            items.append(Item(file, "figure", kind, about))
    return items


def data(order: Order, folder: Path) -> list[Item]:
    """The numbers, for people and programs, and the weights, for every other command."""
    subject = order.subject
    items = []
    for file, text in numbers.tables(subject).items():
        (folder / file).write_text(text, encoding="utf-8", newline="")
        items.append(Item(file, "numbers"))
    if isinstance(subject, Subject):
        save(subject.network, folder / "weights.json", subject.domain, subject.source.get("text"))
    else:
        save(subject.network, folder / "weights.json")
    return [*items, Item("weights.json", "weights")]


def snippets(order: Order, folder: Path, items: Sequence[Item]) -> list[Item]:
    """For each kind of document the lines that show films and figures, as seen from the kit."""
    made = []
    for target in embed.TARGETS:
        wanted = [
            Path(item.file)
            for item in items
            if item.part == "film" or (item.part == "figure" and item.file.endswith(SHOWN[target]))
        ]
        lines = [embed.snippet(path, target, order.look.language, folder=folder) for path in wanted]
        file = f"embed.{SNIPPETS[target]}"
        (folder / file).write_text("\n\n".join(lines) + "\n", encoding="utf-8")
        made.append(Item(file, "snippets", target))
    return made


def choose(subject: Subject | Plane, asked: Sequence[str], every: bool) -> tuple[str, ...]:
    """The stories to tell: those asked for, all that fit, or the subject's own; none of a plane.

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

"""A kit from beginning to end: its parts one after the other, then the page that shows them."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from approx.inputs.weights import save
from approx.inputs.weights.record import Box, Domain
from approx.outputs import embed, figures, report, slides
from approx.outputs.figures import _handout as handout
from approx.outputs.films import film, stills
from approx.outputs.films.captions import subtitles, web_captions
from approx.outputs.films.film import RenderedStory
from approx.outputs.films.progress import progress
from approx.outputs.films.stills import Still
from approx.outputs.kit import index
from approx.outputs.kit.folder import LIST, placed
from approx.outputs.kit.request import Item, KitRequest
from approx.outputs.page import page
from approx.outputs.slides import deck as decks
from approx.panels.wording import described
from approx.subjects import Subject
from approx.subjects.plane import Plane
from approx.system.errors import InputError
from approx.system.provenance import VERSION, provenance

#: Endings of the files that hold snippets, by kind of document.
SNIPPETS = {"beamer": "tex", "html": "html", "jupyter": "py", "markdown": "md", "quarto": "qmd"}
#: What each kind of document shows: a film, and figures with this ending.
SHOWN = {"beamer": ".pdf", "html": ".svg", "jupyter": ".svg", "markdown": ".svg", "quarto": ".svg"}


def build(
    request: KitRequest, path: Path, note: Callable[[str], None] = lambda line: None
) -> list[Item]:
    """Make the kit in the folder `path`: all files or none.

    Args:
        note: called with every part that begins, and every one that is left out.

    Raises:
        InputError, MachineError: of the first part that fails; what was at `path` is unchanged.
    """
    with placed(path) as folder:
        kit = Kit(request, folder, note)
        if request.stories:
            kit.of_stories()
        else:
            kit.note("no story fits it: no film, slides or handout")
        kit.page()
        kit.figures()
        kit.numbers()
        kit.snippets()
        text = index.page(request, folder, kit.items)
        (folder / "index.html").write_text(text, encoding="utf-8")
        kit.items.insert(0, Item("index.html", "index"))
        (folder / LIST).write_text(_list(request, kit.items), encoding="utf-8")
    return kit.items


class Kit:
    """A kit that is being made: each method writes the files of one part."""

    def __init__(self, request: KitRequest, folder: Path, note: Callable[[str], None]) -> None:
        self.request, self.folder, self._note = request, folder, note
        self.subject, self.look = request.subject, request.look
        self.language = request.look.language
        self.items: list[Item] = []

    def note(self, line: str) -> None:
        self._note(f"{self.subject.name}: {line}")

    def write(
        self, file: str, content: bytes | str, part: str, name: str = "", about: str = ""
    ) -> None:
        """Write a file and list it; the fields are those of :class:`Item`."""
        path = self.folder / file
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        self.items.append(Item(file, part, name, about))

    def of_stories(self) -> None:
        """Films, slides and handouts."""
        names = self.request.stories
        with progress(f"{self.subject.name} · {', '.join(names)}", len(names)) as report_frames:
            rendered = film.render_stories(
                self.subject, names, self.look.quality, report_frames, self.request.jobs,
                **self.look.of_film,
            )  # fmt: skip
        for story in rendered:
            self.film(story)
        self.note("slides and handout")
        shown, paper = self.look.of_film, self.look.of_print
        beats = self.stills(shown)
        printed = beats if paper == shown else self.stills(paper)
        for name, (*_, last) in zip(names, beats, strict=True):
            # Where the film ends, for pages that have not played it yet.
            self.write(f"films/{name}.png", last.png, "poster", name, last.caption)
        self.slides(rendered, beats)
        for name, pictures in zip(names, printed, strict=True):
            self.handout(name, pictures)

    def film(self, story: RenderedStory) -> None:
        """A film and its captions; the clips of slides are cut from it."""
        name, file = story.story, f"films/{story.story}"
        self.write(f"{file}.mp4", story.mp4, "film", name, described(self.subject, self.language))
        self.write(f"{file}.srt", subtitles(story.captions), "captions", name)
        self.write(f"{file}.vtt", web_captions(story.captions), "captions", name)

    def stills(self, look: dict[str, Any]) -> list[list[Still]]:
        """Every story's beats as sharp pictures."""
        return [stills.stills(self.subject, story, **look) for story in self.request.stories]

    def slides(self, rendered: Sequence[RenderedStory], beats: Sequence[Sequence[Still]]) -> None:
        """The slides in every format: one deck, all stories in it."""
        clips = [clip for story in rendered for clip in story.clips]
        paper = [still for story in beats for still in story]
        for ending in slides.ENDINGS:
            shown: Sequence[Any] = paper if ending == ".pdf" else clips
            lesson = decks.lesson(self.subject, shown, self.look)
            deck = decks.of((lesson,), self.look, self.request.made)
            self.write(f"slides{ending}", slides.write(deck, ending), "slides", ending[1:])

    def handout(self, story: str, pictures: Sequence[Still]) -> None:
        """A story on one page: light, because it is printed."""
        aspect = self.look.aspect
        theme = self.look.printed.file or "light"
        made = provenance(
            "storyboard", self.subject, story, theme=theme, aspect=aspect, language=self.language
        )
        sheet = handout.Handout(
            self.request.title, pictures, self.look.printed, stills.content(aspect),
            stills.letters(aspect), made, self.language,
        )  # fmt: skip
        file = "handout.pdf" if len(self.request.stories) == 1 else f"handout-{story}.pdf"
        self.write(file, sheet.encode(".pdf"), "handout", story)

    def page(self) -> None:
        """The page to explore."""
        if not isinstance(self.subject, Subject | Plane):
            return
        self.note("page")
        try:
            self.write("page.html", page(self.subject, self.language, self.look.of_page), "page")
        except InputError as error:
            self.note(f"no page: {error}")

    def figures(self) -> None:
        """All figures that fit, for pages and for print."""
        self.note("figures")
        for kind in figures.fitting(self.subject):
            figure = figures.draw(self.subject, kind, self.look.colors, self.language, width="full")
            for ending in (".svg", ".pdf"):
                file = f"figures/{kind}{ending}"
                self.write(file, figure.encode(ending), "figure", kind, figure.alt)

    def numbers(self) -> None:
        """The numbers, for people and programs, and the weights, for every other command."""
        self.note("numbers and snippets")
        values = report.as_dict(self.subject)
        text = json.dumps(values, indent=2, ensure_ascii=False, allow_nan=False)
        self.write("numbers.json", text + "\n", "numbers")
        domain: Domain | Box | None = None
        target = None
        if isinstance(self.subject, Subject):
            for file, table in report.tables(self.subject).items():
                self.write(file, table, "numbers")
            domain, target = self.subject.domain, self.subject.source.get("text")
        elif isinstance(self.subject, Plane):
            domain, target = self.subject.box, self.subject.source.get("text")
        network = self.subject.network
        if network is None:
            return
        weights = Item("weights.json", "weights")
        save(network, self.folder / weights.file, domain, target, str(self.request.made))
        self.items.append(weights)

    def snippets(self) -> None:
        """For each kind of document the lines that show films and figures, as seen from the kit."""
        shown = [item for item in self.items if item.part in {"film", "figure"}]
        for target in embed.TARGETS:
            lines = [
                embed.snippet(Path(item.file), target, self.language, folder=self.folder)
                for item in shown
                if item.part == "film" or item.file.endswith(SHOWN[target])
            ]
            text = "\n\n".join(lines) + "\n"
            if target == "jupyter":  # cells of one file: the first imports for all
                text = (
                    embed.IMPORTS
                    + "# %%\n"
                    + "\n# %%\n".join(line.removeprefix(embed.IMPORTS) + "\n" for line in lines)
                )
            self.write(f"embed.{SNIPPETS[target]}", text, "snippets", target)


def _list(request: KitRequest, items: list[Item]) -> str:
    """What is in the kit, for programs, and for the next kit that replaces this one."""
    values = {
        "approx": VERSION,
        "made_by": str(request.made),
        "subject": request.subject.name,
        "title": request.title,
        "language": request.look.language,
        "theme": request.look.options["theme"],
        "files": [{name: value for name, value in vars(item).items() if value} for item in items],
    }
    return json.dumps(values, indent=2, ensure_ascii=False) + "\n"

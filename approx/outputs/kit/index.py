"""The page that shows a kit: plays its films, draws its figures, gives its files and numbers."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Any

from approx.outputs import html
from approx.outputs.films.job import size_of
from approx.outputs.kit.request import Item, KitRequest
from approx.outputs.report import vertices
from approx.panels.formula import defined
from approx.panels.plane import verdict as plane_verdict
from approx.panels.rounding import digits_of, written
from approx.panels.wording import about, described, sentence, verdict
from approx.style.languages import number, say, weight
from approx.subjects import Subject
from approx.subjects.plane import Plane
from approx.subjects.topic import Topic

ROLES = ("background", "ink", "quiet", "grid", "best", "error")
#: Longer tables are folded away; the files hold every row.
MOST_ROWS = 24
#: Chromium and Firefox call a file beside the page "file:", a server calls it 'self'.
POLICY = (
    "default-src 'none'; img-src 'self' file: data:; media-src 'self' file: data:; "
    "font-src data:; base-uri 'none'; form-action 'none'"
)
#: What the documents that snippets are for call themselves.
NAMES = {
    "beamer": "LaTeX (beamer)",
    "html": "HTML",
    "jupyter": "Jupyter",
    "markdown": "Markdown",
    "quarto": "Quarto",
}
#: Files that a browser shows; it saves all others.
SHOWN = {"HTML", "PDF", "SVG", "PNG"}


def page(request: KitRequest, folder: Path, items: Sequence[Item]) -> str:
    """The page as HTML; what it shows lies beside it in `folder`."""
    view = View(request, folder, items)
    body = "\n".join(part for part in (view.head(), *view.sections(), view.foot()) if part)
    own = [request.look.colors] if request.look.colors.file else []
    style = html.theme_style(":root", ROLES, body, *own)
    return html.document(
        title=request.title,
        language=request.look.language,
        body=body,
        style=style + html.NEURON_STYLE + html.resource(__package__, "index.css"),
        scripts=[html.resource(__package__, "index.js")],
        made=request.made,
        policy=POLICY,
    )


class View:
    """The page's parts, each a piece of HTML; one without files is empty."""

    def __init__(self, request: KitRequest, folder: Path, items: Sequence[Item]) -> None:
        self.request, self.folder, self.items = request, folder, items
        self.subject, self.language = request.subject, request.look.language

    def say(self, key: str, **values: Any) -> str:
        return escape(say(key, self.language, **values))

    def of(self, part: str, name: str | None = None) -> list[Item]:
        """The files of a part, of one story or kind only."""
        return [i for i in self.items if i.part == part and name in (None, i.name)]

    def sections(self) -> list[str]:
        return [
            *(self.film(item) for item in self.of("film")),
            self.cards(),
            self.figures(),
            self.numbers(),
            self.snippets(),
        ]

    def head(self) -> str:
        """What it is about, as text and as a formula."""
        subject, language = self.subject, self.language
        if isinstance(subject, Plane):
            error = sentence(plane_verdict(subject, language))
            introduction = html.introduction(self.request.title, (), "", error)
        elif isinstance(subject, Topic):
            words = described(subject, language).removeprefix(f"{subject.title(language)}. ")
            introduction = html.introduction(self.request.title, (), "", words)
        else:
            introduction = html.introduction(
                self.request.title,
                defined(*written(subject)),
                f"{about(subject, language)}.",
                sentence(verdict(subject, language)),
            )
        kind = f'<p class="kind">{self.say("kit.name")}</p>'
        return f"<header>\n{kind}\n{introduction}\n</header>\n<main>"

    def film(self, item: Item) -> str:
        """A film with its captions, and all of them as text."""
        (poster,) = self.of("poster", item.name)
        captions = self.of("captions", item.name)
        (cues,) = (i for i in captions if i.file.endswith(".vtt"))
        vtt = (self.folder / cues.file).read_text("utf-8")
        width, height, _ = size_of(self.request.look.quality, self.request.look.aspect)
        transcript = "\n".join(f"<li><span>{time}</span> {text}</li>" for time, text in _cues(vtt))
        return self.section(
            "kit.film",
            f'<video controls preload="metadata" playsinline poster="{poster.file}" '
            f'width="{width}" height="{height}" aria-label="{escape(item.about)}">\n'
            f'<source src="{item.file}" type="video/mp4">\n'
            f"{html.captions(html.web_vtt(vtt), self.language)}\n</video>\n"
            f"{self.links([item, *captions, poster])}\n<details>\n"
            f"<summary>{self.say('kit.transcript')}</summary>\n"
            f'<ol class="transcript">\n{transcript}\n</ol>\n</details>',
            item.name if len(self.of("film")) > 1 else "",
        )

    def cards(self) -> str:
        """Slides, page, handout."""
        cards = [
            f"<li>\n<h3>{self.say(f'kit.{part}')}</h3>\n<p>{self.say(f'kit.{part}.about')}</p>\n"
            f"{self.links(files)}\n</li>"
            for part in ("slides", "page", "handout")
            if (files := self.of(part))
        ]
        body = "\n".join(cards)
        return f'<ul class="cards">\n{body}\n</ul>' if cards else ""

    def figures(self) -> str:
        """Every figure, with its own alternative text."""
        made = []
        for kind in dict.fromkeys(item.name for item in self.of("figure")):
            files = self.of("figure", kind)
            shown = next(item for item in files if item.file.endswith(".svg"))
            made.append(
                f'<figure>\n<a href="{shown.file}"><img loading="lazy" src="{shown.file}" '
                f'alt="{escape(shown.about)}"></a>\n'
                f"<figcaption><code>{kind}</code> {self.links(files)}</figcaption>\n</figure>"
            )
        body = "\n".join(made)
        return self.section("kit.figures", f'<div class="figures">\n{body}\n</div>')

    def numbers(self) -> str:
        """Breakpoints, slopes, neurons; and the files that hold all digits."""
        subject = self.subject
        links = self.links([*self.of("numbers"), *self.of("weights")])
        if not isinstance(subject, Subject) or subject.network.smooth:
            return self.section("kit.numbers", links)
        table = self.table(subject)
        if len(subject.analysis.output.x) > MOST_ROWS:
            count = self.say("breakpoints", n=len(subject.analysis.output.breakpoints))
            table = f"<details>\n<summary>{count}</summary>\n{table}\n</details>"
        return self.section("kit.numbers", f"{table}\n{links}")

    def table(self, subject: Subject) -> str:
        rows, digits = [], digits_of(subject)
        for vertex in vertices(subject):
            slope = "" if vertex.right is None else weight(vertex.right, digits.weight)
            neurons = ", ".join(
                self.neuron(subject, change.layer, change.neuron) for change in vertex.changes
            )
            rows.append(
                f'<tr><th scope="row">{weight(vertex.x, digits.x)}</th>'
                f"<td>{weight(vertex.value, digits.y)}</td>"
                f"<td>{slope}</td><td>{neurons}</td></tr>"
            )
        names = ("kit.value", "kit.slope", "kit.made_by")
        head = "".join(f'<th scope="col">{self.say(name)}</th>' for name in names)
        body = "\n".join(rows)
        return (
            '<div class="wide" tabindex="0" role="region" '
            f'aria-label="{self.say("kit.numbers")}"><table>\n'
            f'<thead><tr><th scope="col">x</th>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>\n'
            "</table></div>"
        )

    def neuron(self, subject: Subject, layer: int, neuron: int) -> str:
        """A neuron's name in its colour; both numbers count from 0."""
        key = "neuron.name" if subject.network.depth == 1 else "page.unit.deep"
        index = sum(subject.network.hidden_widths[:layer]) + neuron
        return html.colored(say(key, self.language, n=neuron + 1, l=layer + 1), index)

    def snippets(self) -> str:
        """The lines for every kind of document, with a button that copies them."""
        made = []
        for item in self.of("snippets"):
            text = (self.folder / item.file).read_text("utf-8").rstrip()
            made.append(
                f"<details>\n<summary>{NAMES[item.name]}</summary>\n"
                f'<button type="button" hidden data-done="{self.say("kit.copied")}">'
                f'{self.say("kit.copy")}</button>\n<pre tabindex="0"><code>{escape(text)}</code>'
                f"</pre>\n{self.links([item])}\n</details>"
            )
        hint = f"<p>{self.say('kit.snippets.about')}</p>"
        return self.section("kit.snippets", "\n".join([hint, *made]))

    def foot(self) -> str:
        return f"</main>\n<footer>{self.say('kit.foot')}</footer>"

    def section(self, key: str, body: str, more: str = "") -> str:
        name = f" <code>{escape(more)}</code>" if more else ""
        return f"<section>\n<h2>{self.say(key)}{name}</h2>\n{body}\n</section>"

    def links(self, items: Sequence[Item]) -> str:
        """Files to open or take, with their kind and size."""
        links = []
        for item in items:
            kind = Path(item.file).suffix[1:].upper()
            size = _size((self.folder / item.file).stat().st_size)
            download = "" if kind in SHOWN and item.part != "snippets" else " download"
            links.append(
                f'<a href="{item.file}"{download}><b>{kind}</b> '
                f'<span class="path">{item.file}</span> <span class="size">{size}</span></a>'
            )
        return f'<span class="links">{" ".join(links)}</span>'


def _cues(vtt: str) -> list[tuple[str, str]]:
    """Minutes and seconds of every cue, and its text, as HTML."""
    blocks = (block.split("\n", 1) for block in vtt.strip().split("\n\n")[1:])
    return [(times[3:8].removeprefix("0"), text) for times, text in blocks]


def _size(size: int) -> str:
    if size < 1_000_000:
        return f"{max(1, round(size / 1000))} kB"
    return f"{number(size / 1e6, 2)} MB"

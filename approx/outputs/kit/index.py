"""The page that shows a kit: plays its films, draws its figures, gives its files and numbers."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from html import escape
from importlib import resources
from pathlib import Path
from typing import Any

from approx.outputs.films.job import size_of
from approx.outputs.kit.numbers import knots
from approx.outputs.kit.parts import Item, Order
from approx.panels.formula import formula
from approx.panels.plane import verdict as plane_verdict
from approx.panels.wording import about, sentence, verdict
from approx.style.languages import number, say, weight
from approx.style.theme import FONT, THEMES
from approx.style.webfont import faces
from approx.subjects import Subject
from approx.subjects.plane import Plane

ROLES = ("background", "ink", "quiet", "grid", "best", "error")
#: Longer tables are folded away; the files hold every row.
MOST_ROWS = 24


def page(order: Order, folder: Path, items: Sequence[Item]) -> str:
    """The page as HTML; what it shows lies beside it in `folder`."""
    language, title = order.look.language, order.subject.title(order.look.language)
    view = View(order, folder, items)
    body = "\n".join(part for part in (view.head(), *view.sections(), view.foot()) if part)
    look, code = _style(body), _file("index.js")
    # Chromium and Firefox call a file beside the page "file:", a server calls it 'self'.
    policy = (
        "default-src 'none'; img-src 'self' file: data:; media-src 'self' file: data:; "
        f"font-src data:; style-src '{_digest(look)}'; script-src '{_digest(code)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    return (
        f'<!doctype html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="generator" content="approx">\n'
        '<meta name="color-scheme" content="dark light">\n<link rel="icon" href="data:,">\n'
        f"<title>{escape(title)}</title>\n<style>{look}</style>\n</head>\n<body>\n{body}\n"
        f"<script>{code}</script>\n</body>\n</html>\n"
    )


class View:
    """The page's parts, each a piece of HTML; one without files is empty."""

    def __init__(self, order: Order, folder: Path, items: Sequence[Item]) -> None:
        self.order, self.folder, self.items = order, folder, items
        self.language = order.look.language

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
        """What it is about, in words and as a formula."""
        subject, language = self.order.subject, self.language
        title = f"<h1>{escape(subject.title(language))}</h1>"
        if isinstance(subject, Plane):
            lines = f'<p class="verdict">{escape(sentence(plane_verdict(subject, language)))}</p>'
        else:
            written = "".join(_part(p.text, p.neuron) for p in formula(subject.network, language))
            lines = (
                f'<p class="formula">{written}</p>\n<p>{escape(about(subject, language))}.</p>\n'
                f'<p class="verdict">{escape(sentence(verdict(subject, language)))}</p>'
            )
        kind = f'<p class="kind">{self.say("kit.name")}</p>'
        return f"<header>\n{kind}\n{title}\n{lines}\n</header>\n<main>"

    def film(self, item: Item) -> str:
        """A film with its captions, and all that it says as text."""
        (poster,) = self.of("poster", item.name)
        captions = self.of("captions", item.name)
        (cues,) = (i for i in captions if i.file.endswith(".vtt"))
        # Inside the page: browsers read no captions from files beside a page on a disk.
        inside = base64.b64encode((self.folder / cues.file).read_bytes()).decode()
        width, height, _ = size_of(self.order.look.quality, self.order.look.aspect)
        told = "\n".join(
            self.cue(cue) for cue in _cues((self.folder / cues.file).read_text("utf-8"))
        )
        return self.section(
            "kit.film",
            f'<video controls preload="metadata" playsinline poster="{poster.file}" '
            f'width="{width}" height="{height}" aria-label="{escape(item.about)}">\n'
            f'<source src="{item.file}" type="video/mp4">\n'
            f'<track kind="captions" srclang="{self.language}" label="{self.say("captions")}" '
            f'src="data:text/vtt;base64,{inside}">\n</video>\n'
            f"{self.links([item, *captions, poster])}\n<details>\n"
            f'<summary>{self.say("kit.transcript")}</summary>\n<ol class="told">\n{told}\n</ol>\n'
            "</details>",
            item.name if len(self.of("film")) > 1 else "",
        )

    def cue(self, cue: tuple[str, str]) -> str:
        return f"<li><span>{cue[0]}</span> {cue[1]}</li>"

    def cards(self) -> str:
        """Slides, page, handout."""
        made = [
            f"<li>\n<h3>{self.say(f'kit.{part}')}</h3>\n<p>{self.say(f'kit.{part}.about')}</p>\n"
            f"{self.links(files)}\n</li>"
            for part in ("slides", "page", "handout")
            if (files := self.of(part))
        ]
        body = "\n".join(made)
        return f'<ul class="cards">\n{body}\n</ul>' if made else ""

    def figures(self) -> str:
        """Every figure, its own words as the alternative text."""
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
        """Breakpoints, slopes, who bends; and the files that hold all digits."""
        subject = self.order.subject
        links = self.links([*self.of("numbers"), *self.of("weights")])
        if isinstance(subject, Plane) or subject.network.smooth:
            return self.section("kit.numbers", links)
        table = self.table(subject)
        if len(subject.analysis.output.x) > MOST_ROWS:
            many = self.say("breakpoints", n=len(subject.analysis.output.breakpoints))
            table = f"<details>\n<summary>{many}</summary>\n{table}\n</details>"
        return self.section("kit.numbers", f"{table}\n{links}")

    def table(self, subject: Subject) -> str:
        rows = []
        for knot in knots(subject):
            slope = "" if knot.right is None else weight(knot.right)
            makers = ", ".join(self.maker(subject, *maker) for maker in knot.makers)
            rows.append(
                f'<tr><th scope="row">{weight(knot.x)}</th><td>{weight(knot.value)}</td>'
                f"<td>{slope}</td><td>{makers}</td></tr>"
            )
        names = ("kit.value", "kit.slope", "kit.bent")
        head = "".join(f'<th scope="col">{self.say(name)}</th>' for name in names)
        body = "\n".join(rows)
        return (
            '<div class="wide" tabindex="0" role="region" '
            f'aria-label="{self.say("kit.numbers")}"><table>\n'
            f'<thead><tr><th scope="col">x</th>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>\n'
            "</table></div>"
        )

    def maker(self, subject: Subject, layer: int, neuron: int) -> str:
        key = "neuron.name" if subject.network.depth == 1 else "page.unit.deep"
        index = sum(subject.network.hidden_widths[: layer - 1]) + neuron - 1
        return _part(say(key, self.language, n=neuron, l=layer), index)

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
        made = []
        for item in items:
            kind = Path(item.file).suffix[1:].upper()
            size = _size((self.folder / item.file).stat().st_size)
            take = (
                ""
                if kind in {"HTML", "PDF", "SVG", "PNG"} and item.part != "snippets"
                else " download"
            )
            made.append(
                f'<a href="{item.file}"{take}><b>{kind}</b> <span class="path">{item.file}</span> '
                f'<span class="size">{size}</span></a>'
            )
        return f'<span class="links">{" ".join(made)}</span>'


#: What the documents that snippets are for call themselves.
NAMES = {
    "beamer": "LaTeX (beamer)",
    "html": "HTML",
    "jupyter": "Jupyter",
    "markdown": "Markdown",
    "quarto": "Quarto",
}


def _part(text: str, neuron: int | None) -> str:
    if neuron is None:
        return escape(text)
    return f'<span class="n{neuron % 10}">{escape(text)}</span>'


def _cues(vtt: str) -> list[tuple[str, str]]:
    """Minutes and seconds of every cue, and what it says, as HTML."""
    blocks = (block.split("\n", 1) for block in vtt.strip().split("\n\n")[1:])
    return [(times[3:8].removeprefix("0"), text) for times, text in blocks]


def _size(size: int) -> str:
    if size < 1_000_000:
        return f"{max(1, round(size / 1000))} kB"
    return f"{number(size / 1e6, 2)} MB"


def _style(body: str) -> str:
    dark, light = (THEMES[name].css(ROLES) for name in ("dark", "light"))
    neurons = "".join(f".n{i} {{ color: var(--neuron-{i}); }}\n" for i in range(10))
    return (
        f"{faces(body)}\n:root {{ {dark} --font: '{FONT}'; }}\n"
        f"@media (prefers-color-scheme: light) {{ :root {{ {light} }} }}\n"
        f"{neurons}{_file('index.css')}"
    )


def _digest(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"


def _file(name: str) -> str:
    return (resources.files(__package__) / name).read_text(encoding="utf-8")

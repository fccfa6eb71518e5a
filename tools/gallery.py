"""Writes docs/gallery: a page with a picture for every example, figure kind and story there is.

Nothing is listed by hand: the catalog, the folder of figures and the folder of stories are the
lists. Pictures are kept in build/gallery by what they are drawn from, so that a second run draws
what changed and nothing else. Run by `make docs`; `--only NAME` draws one page's pictures.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import os
import shlex
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
DOCS, KEPT = ROOT / "docs" / "gallery", ROOT / "build" / "gallery"
#: Films lie in a folder of their own that Sphinx copies as it is, into the site's root.
EXTRA = "extra"
os.environ.setdefault("APPROX_CACHE", str(KEPT / "films"))
THEMES = ("light", "dark")
#: A subject's text and its keywords in Python.
Given = tuple[str, dict[str, Any]]
#: What kinds and stories are shown on, the first that fits: a function that somebody typed, the
#: same trained step by step, what approx itself takes where the name stands alone, a table with
#: points held out, the catalog.
TYPED: Given = ("sin(3*x)", {"on": (-3, 3), "neurons": 8})
RUN: Given = ("sin(3*x)", {"on": (-2, 2), "neurons": 10, "method": "gd", "steps": 5000})
TABLE: Given = (
    "docs/data/noisy.csv",
    {"neurons": 20, "method": "gd", "steps": 20000, "seed": 2, "held_out": 0.25},
)
#: Kinds and stories that say more on their usual subject than on eight neurons side by side.
USUAL = ("breakpoints", "descent", "landscape", "network", "neuron", "neurons")
QUALITY = "480p15"


@dataclass(frozen=True)
class Entry:
    """One page of the gallery.

    Attributes:
        section: "examples", "figures" or "stories".
        name: the word that the command line takes.
        title: what it is, in a line.
        subject: what its picture shows.
        given: the same as it is written in Python.
        what: the kind or the story that is drawn.
        source: the file that makes it.
    """

    section: str
    name: str
    title: str
    subject: Any
    given: Given
    what: str
    source: Path

    @property
    def is_film(self) -> bool:
        return self.section == "stories"

    @property
    def command(self) -> str:
        """The line for a shell."""
        _, *flags = self.subject.command_words
        words = dict.fromkeys((self.given[0], self.what))  # once, where both are the same
        verb = "render" if self.is_film else "figure"
        return f"approx {verb} {shlex.join((*words, *flags)).replace(chr(39), chr(34))}"

    @property
    def python(self) -> str:
        """The same in Python."""
        text, keywords = self.given
        words = "".join(f", {key}={value!r}" for key, value in keywords.items())
        file = f"{self.name}.{'mp4' if self.is_film else 'svg'}"
        draw = (
            f's.render("{file}", story="{self.what}")'
            if self.is_film
            else f's.figure("{self.what}").save("{file}")'
        )
        return f'import approx\n\ns = approx.subject("{text}"{words})\n{draw}'


def subject_of(given: Given) -> Any:
    """The same object for the same words, so that it is fitted and analysed once."""
    key = repr(given)
    if key not in _SUBJECTS:
        import approx

        _SUBJECTS[key] = approx.subject(given[0], **given[1])
    return _SUBJECTS[key]


_SUBJECTS: dict[str, Any] = {}


def examples() -> Iterator[Entry]:
    """Every example of the catalog, with its own kind of figure."""
    from approx.outputs import figures

    for name in every_example():
        subject = subject_of((name, {}))
        file = ROOT / "approx" / "inputs" / "catalog" / f"{name.replace('-', '_')}.py"
        if not file.exists():  # one of a family: sawtooth-3
            file = file.with_name(name.rpartition("-")[0].replace("-", "_") + ".py")
        kind = figures.default_kind(subject)
        yield Entry("examples", name, subject.title(), subject, (name, {}), kind, file)


def candidates(name: str) -> Iterator[Given]:
    """What a kind or a story may be shown on, in the order of preference."""
    from approx.subjects.defaults import DEFAULTS

    if name not in USUAL:
        yield from (TYPED, RUN)
    if name in DEFAULTS:
        yield DEFAULTS[name], {}
    yield TABLE
    yield from ((known, {}) for known in every_example())


def every_example() -> tuple[str, ...]:
    """All of the catalog, whatever they are."""
    from approx.inputs import catalog

    return (*catalog.names(), *catalog.planes(), *catalog.topics())


def kinds() -> Iterator[Entry]:
    """Every kind of figure, on the first subject that it can draw."""
    from approx.outputs import figures
    from approx.system import folders

    for name, about in folders.summaries(folders.figures()).items():
        for given in candidates(name):
            subject = subject_of(given)
            if figures.unsupported_reason(name, subject) is None:
                file = folders.figures() / f"{name.replace('-', '_')}.py"
                yield Entry("figures", name, about, subject, given, name, file)
                break
        else:
            print(f"note: there is no subject for the figure {name}", file=sys.stderr)


def films() -> Iterator[Entry]:
    """Every story, on the first subject that it can show."""
    from approx.outputs.films import stories
    from approx.system import folders

    about = folders.summaries(folders.scenes())
    for name in stories.names():
        for given in candidates(name):
            if fits(name, subject_of(given)):
                title, file = about[name.replace("_", "-")], stories.file(name)
                yield Entry("stories", name, title, subject_of(given), given, name, file)
                break
        else:
            print(f"note: there is no subject for the story {name}", file=sys.stderr)


def fits(story: str, subject: Any) -> bool:
    from approx.outputs.films import stories

    return stories.unsupported_reason(story, subject) is None


def entries() -> list[Entry]:
    return [*examples(), *kinds(), *films()]


@cache
def version() -> str:
    """A digest of all that draws pictures."""
    digest = hashlib.sha256()
    for folder in (ROOT / "approx", ROOT / "scenes"):
        for path in sorted(folder.rglob("*.py")):
            if "cli" not in path.parts:
                digest.update(path.read_bytes())
    return digest.hexdigest()


def kept(entry: Entry, ending: str, *look: str) -> Path:
    """Where a picture of this content is kept."""
    key = "\n".join((version(), entry.command, *look))
    return KEPT / f"{hashlib.sha256(key.encode()).hexdigest()[:40]}{ending}"


def draw_figures(entry: Entry) -> dict[str, Path]:
    """The figure in both themes, by theme, and its alternative text beside it."""
    from approx.outputs import figures

    drawn = {}
    for theme in THEMES:
        path = kept(entry, ".svg", theme)
        if not path.exists():
            figure = figures.from_python(entry.subject, entry.what, theme, preset="slide")
            path.with_suffix(".txt").write_text(figure.alt, encoding="utf-8")
            put(path, figure.encode(".svg"))
        drawn[theme] = path
    return drawn


def draw_films(wanted: list[Entry]) -> dict[str, Path]:
    """All films, in one go, by story; each has its captions and its poster beside it."""
    from approx.outputs.films import film

    paths = {entry.name: kept(entry, ".mp4", QUALITY) for entry in wanted}
    requests = [
        film.request(entry.subject, entry.name, paths[entry.name], QUALITY)
        for entry in wanted
        if not paths[entry.name].with_suffix(".webp").exists()
    ]
    film.render_all(requests, done=lambda path: put(path.with_suffix(".webp"), poster(path)))
    return paths


def poster(path: Path) -> bytes:
    """The last frame of a film, as WebP."""
    import av

    with av.open(str(path)) as container:
        *_, last = container.decode(video=0)
    data = io.BytesIO()
    last.to_image().save(data, "webp", quality=80)
    return data.getvalue()


def put(path: Path, data: bytes) -> None:
    """Write a file that appears whole."""
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(data)
    Path(file.name).replace(path)


def page(entry: Entry, alt: str) -> str:
    """The Markdown of one entry."""
    source = Path(os.path.relpath(entry.source, DOCS / entry.section)).as_posix()
    shown = entry.source.relative_to(ROOT).as_posix()
    return "\n".join(
        (
            f"# {entry.name}",
            "",
            entry.title if entry.title.endswith((".", "?", "!")) else f"{entry.title}.",
            "",
            moving(entry.name) if entry.is_film else both(entry.name, alt),
            "",
            "On the command line:",
            "",
            f"```sh\n{entry.command}\n```",
            "",
            "In Python:",
            "",
            f"```python\n{entry.python}\n```",
            "",
            *also(entry),
            f"<details><summary>The file that makes it: <code>{shown}</code></summary>",
            "",
            f"```{{literalinclude}} {source}\n:language: python\n```",
            "",
            "</details>",
            "",
        )
    )


def both(name: str, alt: str, target: str = "") -> str:
    """A figure in the page's theme."""
    return "\n".join(
        image(f"{name}-{theme}.svg", alt, target, f":class: only-{theme}") for theme in THEMES
    )


def image(path: str, alt: str, target: str, *options: str) -> str:
    """A picture with an alternative text; with a target, a link."""
    lines = [f"```{{image}} {path}", f":alt: {json.dumps(alt, ensure_ascii=False)}", *options]
    return "\n".join([*lines, *([f":target: {target}"] if target else []), "```", ""])


def moving(name: str) -> str:
    """A film that starts when it is asked to, and repeats."""
    at = f"../../films/{name}"
    return (
        "```{raw} html\n"
        f'<video controls loop muted playsinline preload="none" poster="{at}.webp" '
        f'src="{at}.mp4">\n'
        f'<track kind="captions" srclang="en" label="English" src="{at}.vtt">\n'
        "</video>\n```"
    )


def also(entry: Entry) -> Iterable[str]:
    """Of an example: what else can be drawn of it."""
    from approx.outputs import figures
    from approx.outputs.films import stories

    if entry.section != "examples":
        return
    fitting = figures.fitting(entry.subject)
    yield "Figures: " + ", ".join(f"[{name}](../figures/{name}.md)" for name in fitting) + "."
    yield ""
    if able := [name for name in stories.names() if fits(name, entry.subject)]:
        yield "Films: " + ", ".join(f"[{name}](../stories/{name}.md)" for name in able) + "."
        yield ""


def index(section: str, title: str, lead: str, made: list[Entry], alts: dict[str, str]) -> str:
    """A section's page: a card for each entry."""
    cards = []
    for entry in made:
        if entry.is_film:
            path = f"{section}/{entry.name}"
            picture = image(f"{EXTRA}/films/{entry.name}.webp", entry.title, f"{path}.html")
        else:
            path = f"{section}/{entry.name}"
            picture = both(path, alts[entry.name], f"{path}.html")
        cards.append(
            f"::::{{container}} card\n{picture}\n"
            f"[{entry.name}]({section}/{entry.name}.md): {entry.title}\n::::\n"
        )
    names = "\n".join(f"{section}/{entry.name}" for entry in made)
    return (
        f"# {title}\n\n{lead}\n\n:::::{{container}} cards\n" + "\n".join(cards) + ":::::\n\n"
        f"```{{toctree}}\n:hidden:\n\n{names}\n```\n"
    )


def lessons() -> str:
    """The page of the built-in lessons: what each is about, and its file."""
    from approx.outputs import lesson

    parts = [
        "# Lessons\n\nEach lesson is a folder with films, figures, pages to explore, exercises "
        "and a deck, made by one command. `approx course` makes all of them.\n"
    ]
    for name in lesson.names():
        one = lesson.read(name)
        stories = dict.fromkeys(part.name for part in one.parts if part.kind == "story")
        shown = "".join(
            image(f"{EXTRA}/films/{story}.webp", story, f"stories/{story}.html", ":width: 48%")
            for story in list(stories)[:2]
        )
        parts.append(
            f"## {one.title('en')}\n\n{one.about('en')}\n\n{shown}\n"
            f"```sh\napprox lesson {name}\n```\n\n"
            f"<details><summary>The file that makes it: <code>lessons/{name}.toml</code></summary>"
            f"\n\n```{{literalinclude}} ../../lessons/{name}.toml\n:language: toml\n```\n\n"
            "</details>\n"
        )
    return "\n".join(parts)


SECTIONS = {
    "stories": ("Films", "Every story, told of one subject. Each works on your own function too."),
    "figures": ("Figures", "Every kind of figure. Each is an SVG, a PDF or a PNG."),
    "examples": ("Examples", "Every built-in network, beside the function that it approximates."),
}


def write(made: list[Entry]) -> None:
    """Pages and pictures into docs/gallery; what is there no longer is removed."""
    fresh = DOCS.with_name("gallery.new")
    shutil.rmtree(fresh, ignore_errors=True)
    shown = draw_films([entry for entry in made if entry.is_film])
    for section, (title, lead) in SECTIONS.items():
        folder, alts = fresh / section, {}
        folder.mkdir(parents=True)
        films = fresh / EXTRA / "films"
        films.mkdir(parents=True, exist_ok=True)
        own = [entry for entry in made if entry.section == section]
        for entry in own:
            if entry.is_film:
                for ending in (".mp4", ".vtt", ".webp"):
                    source = shown[entry.name].with_suffix(ending)
                    shutil.copyfile(source, films / f"{entry.name}{ending}")
            else:
                for theme, path in draw_figures(entry).items():
                    shutil.copyfile(path, folder / f"{entry.name}-{theme}.svg")
                    alts[entry.name] = path.with_suffix(".txt").read_text(encoding="utf-8")
            text = page(entry, alts.get(entry.name, ""))
            (folder / f"{entry.name}.md").write_text(text, encoding="utf-8")
        text = index(section, title, lead, own, alts)
        (fresh / f"{section}.md").write_text(text, encoding="utf-8")
    (fresh / "lessons.md").write_text(lessons(), encoding="utf-8")
    contents = "\n".join((*SECTIONS, "lessons"))
    (fresh / "index.md").write_text(
        "# Gallery\n\nMade from the code by `make docs`: each page has the command, the lines of "
        f"Python and the file that makes the picture.\n\n```{{toctree}}\n{contents}\n```\n",
        encoding="utf-8",
    )
    shutil.rmtree(DOCS, ignore_errors=True)
    fresh.replace(DOCS)


def forget(made: list[Entry]) -> None:
    """Remove kept pictures that no page shows any more."""
    used = {kept(entry, "", look).name for entry in made for look in (QUALITY, *THEMES)}
    for path in KEPT.iterdir():
        if path.is_file() and path.stem not in used:
            path.unlink()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", metavar="NAME", action="append", help="entries with this name")
    wanted = parser.parse_args().only
    KEPT.mkdir(parents=True, exist_ok=True)
    made = [entry for entry in entries() if wanted is None or entry.name in wanted]
    write(made)
    if wanted is None:
        forget(made)
    print(f"{len(made)} pages in {DOCS.relative_to(ROOT)}")


if __name__ == "__main__":
    main()

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
import shutil
import tempfile
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from gallery_entries import ROOT, Entry, entries, fits

DOCS, KEPT = ROOT / "docs" / "gallery", ROOT / "build" / "gallery"
#: Films lie in a folder of their own that Sphinx copies as it is, into the site's root.
EXTRA = "extra"
os.environ.setdefault("APPROX_CACHE", str(KEPT / "films"))
THEMES = ("light", "dark")
QUALITY = "480p15"


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
    "stories": ("Films", "Every story, with one subject. Each works for your own function, too."),
    "figures": ("Figures", "Every kind of figure. Each is an SVG, a PDF or a PNG."),
    "examples": ("Examples", "Every built-in network, beside the function that it approximates."),
}
#: What stands for each section on the first page.
FACES = {"stories": "sum", "figures": "slopes", "examples": "sigmoid", "lessons": "lesson"}


def contents() -> str:
    """The first page: a card for each section."""
    names = {**SECTIONS, "lessons": ("Lessons", "A first course: films, figures and exercises.")}
    cards = []
    for section, (title, lead) in names.items():
        target, name = f"{section}.html", FACES[section]
        is_film = section in ("stories", "lessons")
        picture = (image(f"{EXTRA}/films/{name}.webp", title, target) if is_film
                   else both(f"{section}/{name}", title, target))  # fmt: skip
        cards.append(f"::::{{container}} card\n{picture}\n[{title}]({section}.md): {lead}\n::::\n")
    return (
        "# Gallery\n\nMade from the code by `make docs`: each page has the command, the lines of "
        "Python and the file that makes the picture.\n\n:::::{container} cards\n"
        + "\n".join(cards)
        + ":::::\n\n```{toctree}\n:hidden:\n\n"
        + "\n".join(names)
        + "\n```\n"
    )


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
    (fresh / "index.md").write_text(contents(), encoding="utf-8")
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
    os.chdir(ROOT)  # a table of ours is named from there
    KEPT.mkdir(parents=True, exist_ok=True)
    made = [entry for entry in entries() if wanted is None or entry.name in wanted]
    write(made)
    if wanted is None:
        forget(made)
    print(f"{len(made)} pages in {DOCS.relative_to(ROOT)}")


if __name__ == "__main__":
    main()

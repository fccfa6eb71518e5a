"""A kit from beginning to end: its parts one after the other, then the page that shows them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from approx.outputs.films.progress import progress
from approx.outputs.kit import index, parts
from approx.outputs.kit.folder import LIST, placed
from approx.outputs.kit.parts import Item, KitRequest
from approx.subjects import Subject
from approx.system.errors import InputError
from approx.system.provenance import VERSION


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
        items = _parts(request, folder, note)
        (folder / "index.html").write_text(index.page(request, folder, items), encoding="utf-8")
        items.insert(0, Item("index.html", "index"))
        (folder / LIST).write_text(_list(request, items), encoding="utf-8")
    return items


def _parts(request: KitRequest, folder: Path, note: Callable[[str], None]) -> list[Item]:
    name = request.subject.name
    items: list[Item] = []
    if request.stories:
        items += _of_stories(request, folder, note)
    else:
        note(f"{name}: no story fits it: no film, slides or handout")
    if isinstance(request.subject, Subject):
        try:
            note(f"{name}: page")
            items += parts.web(request, folder)
        except InputError as error:
            note(f"{name}: no page: {error}")
    note(f"{name}: figures")
    items += parts.drawings(request, folder)
    note(f"{name}: numbers and snippets")
    items += parts.data(request, folder)
    return [*items, *parts.snippets(request, folder, items)]


def _of_stories(request: KitRequest, folder: Path, note: Callable[[str], None]) -> list[Item]:
    """Films, slides and handouts."""
    name = request.subject.name
    with progress(f"{name} · {', '.join(request.stories)}", len(request.stories)) as report:
        items, rendered = parts.films(request, folder, report)
    note(f"{name}: slides and handout")
    beats = parts.pictures(request, request.look.theme, lambda event: None)
    light = request.look.theme == "light"
    printed = beats if light else parts.pictures(request, "light", lambda event: None)
    items += parts.posters(request, folder, beats)
    items += parts.lectures(request, folder, rendered, beats)
    return items + parts.paper(request, folder, printed)


def _list(request: KitRequest, items: list[Item]) -> str:
    """What is in the kit, for programs, and for the next kit that replaces this one."""
    values = {
        "approx": VERSION,
        "made_by": str(request.made),
        "subject": request.subject.name,
        "title": request.title,
        "language": request.look.language,
        "theme": request.look.theme,
        "files": [{name: value for name, value in vars(item).items() if value} for item in items],
    }
    return json.dumps(values, indent=2, ensure_ascii=False) + "\n"

"""A kit from beginning to end: its parts one after the other, then the page that shows them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import approx
from approx.outputs.films.progress import progress
from approx.outputs.kit import index, parts
from approx.outputs.kit.folder import LIST, placed
from approx.outputs.kit.parts import Item, Order
from approx.subjects import Subject
from approx.system.errors import InputError


def build(order: Order, path: Path, note: Callable[[str], None] = lambda line: None) -> list[Item]:
    """Make the kit in the folder `path`, whole or not at all.

    Args:
        note: called with every part that begins, and every one that is left out.

    Raises:
        InputError, MachineError: of the first part that fails; what was at `path` is unchanged.
    """
    with placed(path) as folder:
        items = _made(order, folder, note)
        (folder / "index.html").write_text(index.page(order, folder, items), encoding="utf-8")
        items.insert(0, Item("index.html", "index"))
        (folder / LIST).write_text(_list(order, items), encoding="utf-8")
    return items


def _made(order: Order, folder: Path, note: Callable[[str], None]) -> list[Item]:
    name = order.subject.name
    items: list[Item] = []
    if order.told:
        items += _told(order, folder, note)
    else:
        note(f"{name}: no story fits it: no film, slides or handout")
    if isinstance(order.subject, Subject):
        try:
            note(f"{name}: page")
            items += parts.web(order, folder)
        except InputError as error:
            note(f"{name}: no page: {error}")
    note(f"{name}: figures")
    items += parts.drawings(order, folder)
    note(f"{name}: numbers and snippets")
    items += parts.data(order, folder)
    return [*items, *parts.snippets(order, folder, items)]


def _told(order: Order, folder: Path, note: Callable[[str], None]) -> list[Item]:
    """What comes of stories: films, slides, handouts."""
    name = order.subject.name
    with progress(f"{name} · {', '.join(order.told)}", len(order.told)) as report:
        items, told = parts.films(order, folder, report)
    note(f"{name}: slides and handout")
    drawn = parts.pictures(order, order.look.theme, lambda news: None)
    light = order.look.theme == "light"
    printed = drawn if light else parts.pictures(order, "light", lambda news: None)
    items += parts.posters(order, folder, drawn)
    items += parts.lectures(order, folder, told, drawn)
    return items + parts.paper(order, folder, printed)


def _list(order: Order, items: list[Item]) -> str:
    """What is in the kit, for programs, and for the next kit that replaces this one."""
    told = {
        "approx": approx.__version__,
        "subject": order.subject.name,
        "title": order.subject.title(order.look.language),
        "language": order.look.language,
        "theme": order.look.theme,
        "files": [{name: value for name, value in vars(item).items() if value} for item in items],
    }
    return json.dumps(told, indent=2, ensure_ascii=False) + "\n"

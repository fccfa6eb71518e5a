"""Damage to what was kept from earlier renders."""

from __future__ import annotations

import atexit
import os
import random
import shutil
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path

from .kinds import kind
from .place import Place, no_traceback
from .whole import whole

#: A story of one's own is never known as a whole.
KNOWN = "sum"
Damage = Callable[[Place, Path, list[Path]], None]


def cut(place: Place, path: Path, others: list[Path]) -> None:
    data = path.read_bytes()
    path.write_bytes(data[: place.dice.randrange(len(data))])


def flipped(place: Place, path: Path, others: list[Path]) -> None:
    data = bytearray(path.read_bytes())
    data[place.dice.randrange(len(data))] ^= 1 << place.dice.randrange(8)
    path.write_bytes(data)


def swapped(place: Place, path: Path, others: list[Path]) -> None:
    path.write_bytes(place.dice.choice(others).read_bytes())


def text(place: Place, path: Path, others: list[Path]) -> None:
    path.write_text("not a film\n")


def longer(place: Place, path: Path, others: list[Path]) -> None:
    with path.open("ab") as file:
        file.write(b"more")


def empty(place: Place, path: Path, others: list[Path]) -> None:
    path.write_bytes(b"")


def folder(place: Place, path: Path, others: list[Path]) -> None:
    path.unlink()
    path.mkdir()
    (path / "film").write_bytes(b"")


def loop(place: Place, path: Path, others: list[Path]) -> None:
    """Not even root can read it."""
    path.unlink()
    path.symlink_to(path.name)


def pipe(place: Place, path: Path, others: list[Path]) -> None:
    path.unlink()
    os.mkfifo(path)


def unreadable(place: Place, path: Path, others: list[Path]) -> None:
    path.chmod(0)


DAMAGES: tuple[Damage, ...] = (
    cut, flipped, swapped, text, longer, empty, folder, loop, pipe, unreadable,
)  # fmt: skip


_guard = threading.Lock()
_filled: list[Path] = []


def filled() -> Path:
    """A cache with a film and its segments; filling it takes a render, so it is done once."""
    with _guard:
        if not _filled:
            folder = Path(tempfile.mkdtemp(prefix="filled-"))
            atexit.register(shutil.rmtree, folder, ignore_errors=True)
            work = Place(folder / "work", random.Random(0), story=KNOWN)
            ended = work.run(env=with_cache(folder / "cache"))
            assert ended.code == 0, ended
            _filled.append(folder / "cache")
        return _filled[0]


def with_cache(folder: Path) -> dict[str, str | None]:
    return {"APPROX_CACHE": str(folder), "APPROX_CACHE_SIZE": "100M"}


@kind("a damaged cache", 8)
def damaged(place: Place) -> None:
    """One entry or all, by one kind of damage; films, or segments only."""
    befall(place, place.dice.choice(DAMAGES))


def befall(place: Place, damage: Damage) -> None:
    """Twice: the first run makes do without what is damaged, and mends it for the second."""
    place.story = KNOWN
    new = whole(place.form, story=place.story)
    place.old()
    kept = shutil.copytree(filled(), place.folder / "cache")
    if place.dice.random() < 0.5:
        for path in kept.glob("*.film"):
            path.unlink()
    entries = sorted(path for path in kept.iterdir() if not path.name.startswith("."))
    chosen = entries if place.dice.random() < 0.5 else [place.dice.choice(entries)]
    for path in chosen:
        others = [one for one in entries if one != path and one.is_file()] or [path]
        damage(place, path, others)
    ended = place.run(env=with_cache(kept))
    no_traceback(ended)
    assert ended.code == 0, ended
    assert all(": beat " in line for line in ended.lines), ended.lines
    place.clean()
    assert place.is_new(new), damage.__name__
    place.old()
    ended = place.run(env=with_cache(kept))
    assert ended.code == 0, ended
    assert b": beat " not in ended.err, "it was drawn again"
    assert place.is_new(new), damage.__name__


@kind("no cache can be", 1)
def impossible(place: Place) -> None:
    """A file in its place, a disk without room, a way that does not exist."""
    new = whole(place.form)
    place.old()
    kept = place.folder / "cache"
    how = place.dice.choice(["file", "device", "loop"])
    match how:
        case "file":
            kept.write_text("")
        case "device":
            kept = Path("/dev/null/cache")
        case "loop":
            kept.symlink_to("cache")
    ended = place.run(env=with_cache(kept))
    no_traceback(ended)
    assert ended.code == 0, (how, ended)
    place.clean()
    assert place.is_new(new)

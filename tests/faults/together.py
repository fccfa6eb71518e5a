"""Several at once: writers of one file, readers of it, renders side by side."""

from __future__ import annotations

import time
from contextlib import suppress

from .kinds import kind
from .place import OLD, Place
from .stops import usual
from .whole import whole


@kind("two renders to one name", 2)
def one_name(place: Place) -> None:
    """Both succeed, and one of them wins as a whole."""
    dark, light = whole(place.form), whole(place.form, "--theme", "light", "--language", "de")
    other = Place(place.folder / "other", place.dice)
    first = place.start()
    time.sleep(place.dice.choice([0, 0, place.dice.uniform(0, 0.3)]))
    second = other.start("--theme", "light", "--language", "de", film=str(place.film))
    for who, process in ((place, first), (other, second)):
        ended = who.end(process)
        assert ended.code == 0, ended
    for who in (place, other):  # both have ended: while one renders, its part lies in the folder
        who.clean()
    assert place.is_new(dark) or place.is_new(light), "a mixture of both"


@kind("two renders to two names, one cache", 2)
def two_names(place: Place) -> None:
    from .memory import with_cache

    new = whole(place.form)
    other = Place(place.folder / "other", place.dice)
    env = with_cache(place.folder / "cache")
    processes = [(one, one.start(env=env)) for one in (place, other)]
    for one, process in processes:
        ended = one.end(process)
        assert ended.code == 0, ended
        one.clean()
        assert one.is_new(new)


@kind("a reader during a render", 2)
def reader(place: Place) -> None:
    """Whatever is opened is old or new, and old never comes after new."""
    new = whole(place.form)
    place.old()
    process = place.start()
    seen: list[str] = []
    while process.poll() is None:
        for path in (place.film, *(place.film.with_suffix(ending) for ending in OLD)):
            data = path.read_bytes()
            old = OLD.get(path.suffix, b"an old film")
            assert data in {old, new[path.suffix]}, f"a part of {path.suffix}"
            if path == place.film and (now := "old" if data == old else "new") not in seen[-1:]:
                seen.append(now)
        time.sleep(0.001)
    assert place.end(process).code == 0
    assert seen in (["old", "new"], ["old"]), seen
    place.clean()
    assert place.is_new(new)


@kind("a killed render's folder, beside a running one", 2)
def swept(place: Place) -> None:
    """The next run removes temporary files of dead processes, not those of running ones."""
    new = whole(place.form)
    other = Place(place.folder / "other", place.dice)
    env = {"TMPDIR": str(place.temporary)}
    killed = place.start(film=str(place.out / f"killed.{place.form}"))
    place.until(killed, lambda: any(place.temporary.glob("approx-film-*")))
    running = other.start(env=env)
    time.sleep(place.dice.uniform(0, usual() / 2))
    killed.kill()
    killed.wait()
    done = place.run()
    assert done.code == 0, done
    with suppress(FileNotFoundError):
        place.film.with_name(f"killed.{place.form}").unlink()
    assert place.is_new(new)
    ended = other.end(running)
    assert ended.code == 0, ended
    assert other.is_new(new)
    other.clean()
    place.clean()


@kind("eight renders at once", 1)
def eight(place: Place) -> None:
    new = whole(place.form)
    places = [Place(place.folder / str(number), place.dice) for number in range(8)]
    processes = [one.start(env={"TMPDIR": str(place.temporary)}) for one in places]
    for one, process in zip(places, processes, strict=True):
        ended = one.end(process)
        assert ended.code == 0, ended
        assert one.is_new(new)
    place.clean()

"""Films as they are when nothing befalls their render, made once and looked at."""

from __future__ import annotations

import random
import tempfile
import threading
import time
import zipfile
from pathlib import Path

import srt

from .place import FPS, OLD, STORY, Place

_made: dict[tuple[str, ...], dict[str, bytes]] = {}
_locks: dict[tuple[str, ...], threading.Lock] = {}
_guard = threading.Lock()
#: How long each took, in seconds: moments are chosen within that.
_took: list[float] = []


def whole(form: str, *more: str, story: str = str(STORY)) -> dict[str, bytes]:
    """The film's and its captions' bytes by their endings."""
    key = (form, story, *more)
    with _guard:
        lock = _locks.setdefault(key, threading.Lock())
    with lock:
        if key not in _made:
            _made[key] = _make(form, story, more)
        return _made[key]


def usual() -> float:
    """Seconds that a render takes here and now."""
    whole("mp4")
    with _guard:
        return sum(_took[-5:]) / len(_took[-5:])


def _make(form: str, story: str, more: tuple[str, ...]) -> dict[str, bytes]:
    with tempfile.TemporaryDirectory() as folder:
        place = Place(Path(folder), random.Random(0), form, story=story)
        start = time.monotonic()
        ended = place.run(*more)
        with _guard:
            _took.append(time.monotonic() - start)
        assert ended.code == 0, ended
        place.clean()
        files = [place.film, *(place.film.with_suffix(ending) for ending in OLD)]
        look(place.film)
        return {path.suffix: path.read_bytes() for path in files}


def look(film: Path) -> None:
    """Fail unless every frame can be seen, as many as its captions last."""
    told = list(srt.parse(film.with_suffix(".srt").read_text()))
    frames = round(told[-1].end.total_seconds() * FPS)
    assert abs(shown(film) - frames) <= (film.suffix == ".webp"), (shown(film), frames)


def shown(film: Path) -> int:
    """How many frames are shown, in one rate."""
    if film.suffix == ".zip":
        with zipfile.ZipFile(film) as archive:
            assert archive.testzip() is None
            return len(archive.namelist())
    if film.suffix in {".gif", ".webp", ".apng"}:
        return _lasting(film)
    import av

    with av.open(str(film)) as container:
        return sum(1 for _ in container.decode(video=0))


def _lasting(film: Path) -> int:
    """Pictures last as long as nothing moves."""
    from PIL import Image

    lasting = 0.0
    with Image.open(film) as image:
        for number in range(image.n_frames):
            image.seek(number)
            image.load()
            lasting += image.info["duration"] / 1000
    return round(lasting * FPS)

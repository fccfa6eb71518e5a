"""What a film depends on, and what a segment depends on besides its frames, as digests.

Loads neither Manim nor any codec: a film that is known appears before they would have started.
"""

from __future__ import annotations

import hashlib
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from approx.outputs.films.formats import format_of
from approx.outputs.films.job import Job
from approx.system import folders

#: Digits of a segment's first frame, by which it is found before it is known whole.
FIRST = 16
PACKAGE = Path(__file__).parents[2]
MADE = {".pyc", ".pyo"}


def surroundings() -> str:
    """What every film depends on besides its job.

    All of the package counts: its code, its words, its fonts, the stories; and everything that is
    installed. What is told anew without need finds its segments.
    """
    return _digest([_files(PACKAGE), _files(folders.scenes()), *_machine(), _settings()])


def film_key(job: Job, around: str) -> str | None:
    """The name of a film's entry; None when nobody can say what it depends on."""
    if job.story.endswith(".py"):
        return None  # a story of one's own may read whatever it likes
    return f"{_digest([asdict(job), around])}.film"


def ground(job: Job) -> bytes:
    """What all segments of a film depend on: size, rate, encoding, and what draws and encodes."""
    form = format_of(job.format, job.transparent)
    encoding = [form.container, form.codec, form.pixels, form.alpha, dict(form.options)]
    shape = [job.width, job.height, job.fps]
    return _digest([shape, encoding, _files(PACKAGE / "outputs" / "films"), *_machine()]).encode()


def segment_key(first: str, whole: str) -> str:
    """The name of a segment's entry, from the digests of its first frame and of all."""
    return f"{first[:FIRST]}-{whole}.segment"


def _digest(values: Any) -> str:
    return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()


def _files(folder: Path) -> str:
    """A digest of every file there that is not made from another, with its place."""
    found = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.suffix not in MADE and path.is_file():
            found.update(f"{path.relative_to(folder)}\n".encode(errors="surrogateescape"))
            found.update(_content(path))
    return found.hexdigest()


def _content(path: Path) -> bytes:
    """A file's digest; of one that is gone, or is none of ours to read, nothing."""
    try:
        return hashlib.sha256(path.read_bytes()).digest()
    except OSError:
        return b""


def _machine() -> list[str]:
    """This Python, every package that it finds, and the system's library that draws."""
    import cairo

    names = {path.name for folder in sys.path for path in _inside(Path(folder))}
    packages = sorted(name for name in names if name.endswith((".dist-info", ".egg-info")))
    return [sys.version, sys.platform, cairo.cairo_version_string(), *packages]


def _inside(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except OSError:
        return []


def _settings() -> str:
    """The user's own Manim settings, which Manim obeys wherever it starts."""
    windows = sys.platform == "win32"
    folder = Path("AppData", "Roaming", "Manim") if windows else Path(".config", "manim")
    try:
        home = Path.home()
    except RuntimeError:
        return ""
    return _content(home / folder / "manim.cfg").hex()

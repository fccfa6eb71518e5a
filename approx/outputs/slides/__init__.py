"""Slide decks for lectures: what a slide holds is in `deck`, and every format is one file.

A deck has a title slide per subject and a slide per beat: its clip plays once and rests, its
caption stands in the picture and in the speaker notes.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor
from importlib import import_module
from pathlib import Path

from approx.outputs.slides.deck import Deck as Deck
from approx.outputs.slides.deck import Look as Look
from approx.outputs.slides.deck import build
from approx.subjects import Subject
from approx.subjects.plane import Plane
from approx.subjects.topic import Topic
from approx.system.files import write_file

ENDINGS = (".html", ".pptx", ".pdf")


def save(
    stories: Sequence[tuple[Subject | Plane | Topic, str]],
    path: Path,
    look: Look,
    jobs: int | None = None,
    executor: Executor | None = None,
) -> str:
    """Write a deck in the format of the path's ending.

    Args:
        stories: subjects, each with its story.
        jobs, executor: as for :func:`approx.outputs.films.film.render`.

    Returns:
        number of slides and size, as a line to print: "10 slides, 4.6 MB".

    Raises:
        InputError: when a story does not fit.
        MachineError: when a render fails.
    """
    ending = path.suffix.lower()
    deck = build(stories, look, ending != ".pdf", jobs, executor)
    data = write(deck, ending)
    write_file(path, data)
    count = sum(1 + len(lesson.slides) for lesson in deck.lessons)
    return f"{count} slides, {len(data) / 1e6:.1f} MB"


def write(deck: Deck, ending: str) -> bytes:
    """The deck as a file's bytes; `ending` is one of ENDINGS."""
    data: bytes = import_module(f"{__name__}.{ending[1:]}").deck(deck)
    return data

"""Many films in one command: every story of every subject that fits, in one pool."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from approx import catalog
from approx.files import destination
from approx.render import film, stories
from approx.subject import Subject, resolve


def orders(subjects: Sequence[Subject], quality: str, **look: Any) -> list[film.Order]:
    """Every story that fits the subjects, or all built-in examples, into outputs/."""
    told = subjects or [resolve(name) for name in catalog.names()]
    return [
        film.order(one, story, path_of(one, story, **look), quality, **look)
        for one in told
        for story in stories.names()
        if stories.misfit(story, one) is None
    ]


def path_of(subject: Subject, story: str, **look: Any) -> Path:
    """Where a film goes when nobody says."""
    return destination(None, film.file_name(subject, story, **look) + ".mp4", (".mp4",))

"""Many films in one command: every subject's story, or every story that fits, in one pool."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from approx.inputs import catalog
from approx.outputs.films import film, stories
from approx.subjects import Subject, resolve
from approx.system.files import destination


def told_by(subjects: Sequence[Subject], every: bool) -> list[tuple[Subject, str]]:
    """Every story of the subjects, or each one's own; all built-in examples when there is none."""
    whose = subjects or [resolve(name) for name in catalog.names()]
    if not every:
        return [(one, stories.choose(one, None)) for one in whose]
    return [
        (one, story)
        for one in whose
        for story in stories.names()
        if stories.unsupported_reason(story, one) is None
    ]


def orders(
    pairs: Sequence[tuple[Subject, str]], ending: str, quality: str, **look: Any
) -> list[film.Order]:
    """Their films, into outputs/."""
    return [
        film.order(
            one,
            story,
            destination(None, film.file_name(one, story, **look) + ending, (ending,)),
            quality,
            **look,
        )
        for one, story in pairs
    ]

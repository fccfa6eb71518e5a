"""Many films in one command: every story of every subject that fits, as many at once as cores."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from pathlib import Path
from typing import Any

from approx import catalog
from approx.files import destination
from approx.render import film, stories
from approx.subject import Subject, resolve


def render_all(
    subject: Subject | None,
    quality: str,
    done: Callable[[Path], None],
    *,
    theme: str,
    language: str,
    aspect: str,
) -> None:
    """Render into outputs/ every story that fits the subject, or all built-in examples.

    Args:
        done: called with every finished film's path.

    Raises:
        ApproxError: of the first film that fails; those that have not begun then never do.
    """
    subjects = [subject] if subject else [resolve(name) for name in catalog.names()]
    pairs = [
        (one, story)
        for one in subjects
        for story in stories.names()
        if stories.misfit(story, one) is None
    ]
    look: dict[str, Any] = {"theme": theme, "language": language, "aspect": aspect}

    def render(one: Subject, story: str) -> Path:
        path = destination(None, film.file_name(one, story, **look) + ".mp4", (".mp4",))
        film.render(one, story, path, quality, **look)
        return path

    # The threads only wait: every film is drawn by a process of its own.
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        futures: list[Future[Path]] = [pool.submit(render, *pair) for pair in pairs]
        try:
            for count, future in enumerate(as_completed(futures), start=1):
                done(future.result())
                print(f"{count} of {len(futures)} films", file=sys.stderr)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise

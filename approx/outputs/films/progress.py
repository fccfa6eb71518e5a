"""How far films are: a bar on standard error with the time left, plain lines without a terminal."""

from __future__ import annotations

import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any, TextIO, cast

from approx.system.plain_text import one_line

#: Without a terminal, a line is printed at most every so many seconds.
PAUSE = 10.0


@dataclass(frozen=True)
class ProgressEvent:
    """How far a film is.

    Attributes:
        film: its number in the request.
        beat, beats, caption: set when a beat begins.
        planned: frames in all, as far as that is known.
        drawn: frames drawn since the last event.
        done: whether the film is finished.
    """

    film: int
    beat: int | None = None
    beats: int = 0
    caption: str = ""
    planned: int | None = None
    drawn: int = 0
    done: bool = False


OnProgress = Callable[[ProgressEvent], None]


def ignore_progress(event: ProgressEvent) -> None:
    """For callers that show no progress."""


class Count:
    """Frames drawn and frames to draw, over all films of a command."""

    def __init__(self, films: int) -> None:
        self.films, self.done, self.drawn = films, 0, 0
        self._planned: defaultdict[int, int] = defaultdict(int)

    def add(self, event: ProgressEvent) -> None:
        """Count an event."""
        if event.planned is not None:
            self._planned[event.film] = event.planned
        self.drawn += event.drawn
        self.done += event.done

    @property
    def planned(self) -> int | None:
        """Frames in all; films without a plan count as much as the others."""
        if not self._planned:
            return None
        known = list(self._planned.values())
        return max(self.drawn, round(sum(known) * self.films / len(known)))


class _OptionalOutput:
    """Standard error that may fail: a terminal that has gone stops no film."""

    def write(self, text: str) -> None:
        with suppress(OSError):
            sys.stderr.write(text)

    def flush(self) -> None:
        with suppress(OSError):
            sys.stderr.flush()

    def __getattr__(self, name: str) -> Any:
        return getattr(sys.stderr, name)


@contextmanager
def progress(title: str, films: int = 1) -> Iterator[OnProgress]:
    """Shows the events it is called with."""
    from rich.console import Console
    from rich.markup import escape

    title = escape(one_line(title))  # a name is no markup
    console = Console(file=cast(TextIO, _OptionalOutput()), stderr=True)
    if console.is_terminal:
        yield from _bar(title, Count(films), console)
        return

    last = -float("inf")

    def line(event: ProgressEvent) -> None:
        nonlocal last
        if event.beat is not None and films == 1 and time.monotonic() - last >= PAUSE:
            last = time.monotonic()
            text = f"{title}: beat {event.beat + 1} of {event.beats}"
            console.print(text, highlight=False, soft_wrap=True)

    yield line


def _bar(title: str, count: Count, console: object) -> Iterator[OnProgress]:
    from rich.progress import (
        BarColumn,
        Progress,
        TaskProgressColumn,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeRemainingColumn(elapsed_when_finished=True),
    )
    with Progress(*columns, console=console, transient=True) as bar:  # type: ignore[arg-type]
        task = bar.add_task(title, total=None)

        def show(event: ProgressEvent) -> None:
            count.add(event)
            bar.update(task, completed=count.drawn, total=count.planned)

        yield show

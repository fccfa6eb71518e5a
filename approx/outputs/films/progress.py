"""How far films are: a bar on standard error with the time left, plain lines without a terminal."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, TextIO, cast

from approx.outputs.films.crew import News, Report


class Count:
    """Frames drawn and frames to draw, over all films of a command."""

    def __init__(self, films: int) -> None:
        self.films, self.done, self.drawn = films, 0, 0
        self._planned: defaultdict[int, int] = defaultdict(int)

    def add(self, news: News) -> None:
        """Take notice."""
        if news.planned is not None:
            self._planned[news.film] = news.planned
        self.drawn += news.drawn
        self.done += news.done

    @property
    def planned(self) -> int | None:
        """Frames in all; films that nothing is known of count as much as the others."""
        if not self._planned:
            return None
        known = list(self._planned.values())
        return max(self.drawn, round(sum(known) * self.films / len(known)))


class _Unheard:
    """Standard error for what nobody needs to hear: a terminal that has gone stops no film."""

    def write(self, text: str) -> None:
        with suppress(OSError):
            sys.stderr.write(text)

    def flush(self) -> None:
        with suppress(OSError):
            sys.stderr.flush()

    def __getattr__(self, name: str) -> Any:
        return getattr(sys.stderr, name)


@contextmanager
def progress(title: str, films: int = 1) -> Iterator[Report]:
    """Shows the news it is called with."""
    from rich.console import Console

    console = Console(file=cast(TextIO, _Unheard()), stderr=True)
    if console.is_terminal:
        yield from _bar(title, Count(films), console)
        return

    def line(news: News) -> None:
        if news.beat is not None and films == 1:
            told = f"{title}: beat {news.beat + 1} of {news.beats}"
            console.print(told, highlight=False, soft_wrap=True)

    yield line


def _bar(title: str, count: Count, console: object) -> Iterator[Report]:
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

        def show(news: News) -> None:
            count.add(news)
            bar.update(task, completed=count.drawn, total=count.planned)

        yield show

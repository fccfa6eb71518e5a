"""What commands print: paths and JSON on standard output, progress on standard error."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Timer
from typing import Any

import click

from approx.system.plain_text import one_line, printable

#: Seconds after which progress is shown.
PATIENCE = 1.0
LONGEST_TITLE = 60


def echo(text: str, err: bool = False) -> None:
    """Print text; what a terminal would obey, from a file's name or content, is replaced."""
    click.echo(printable(text), err=err)


def print_path(path: Path) -> None:
    """Print a result's path, in the bytes of its name; a closed pipe does not stop a render.

    A terminal gets only what it can show, as of all text; programs get the name itself.
    """
    name: str | bytes = str(path)
    if sys.stdout.isatty():
        name = one_line(str(path))
    elif sys.platform != "win32":
        name = os.fsencode(path)
    with suppress(BrokenPipeError):
        click.echo(name)


def as_text(value: Any) -> str:
    """JSON that standard output can show."""
    import json

    return json.dumps(value, indent=2, ensure_ascii=not _speaks_unicode(), allow_nan=False)


def _speaks_unicode() -> bool:
    return (sys.stdout.encoding or "ascii").lower().replace("-", "") in {"utf8", "utf16", "utf32"}


@contextmanager
def working(title: str) -> Iterator[Callable[[int, int], None] | None]:
    """Show on a terminal, after a second, what is being done and for how long.

    Yields:
        What takes (step, steps) when that is known; None without a terminal.
    """
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn()
    progress = Progress(*columns, console=Console(stderr=True), transient=True)
    task = progress.add_task(escape(one_line(title, LONGEST_TITLE)), total=None)
    timer = Timer(PATIENCE, progress.start)
    timer.daemon = True
    timer.start()
    try:
        yield lambda step, steps: progress.update(task, completed=step, total=steps)
    finally:
        timer.cancel()
        timer.join()  # it may be starting just now
        progress.stop()

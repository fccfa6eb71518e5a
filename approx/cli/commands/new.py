"""`approx new`: a working draft of an example, a figure, a story, a lesson."""

from __future__ import annotations

import click

from approx.cli.command import Command, Names
from approx.cli.commands._output import echo, print_path
from approx.cli.drafts import KINDS


@click.command(
    cls=Command,
    epilog="approx new story mine\n"
    "approx new lesson my-lesson\n"
    "approx new example tent\n"
    "approx new figure my-figure  # in a clone of the project",
)
@click.argument("kind", type=Names(lambda: KINDS))
@click.argument("name")
def command(kind: str, name: str) -> None:
    """Write a working draft to change: an example, a figure, a story or a lesson.

    In a clone of the project the files go where they belong, each with its test. Elsewhere an
    example is one file for `approx figure NAME.py`, a story for `approx render SUBJECT NAME.py`,
    a lesson for `approx lesson NAME.toml`. Files of Python are executed when you name them.
    """
    from pathlib import Path

    from approx.cli import drafts

    draft = drafts.write(kind, name, Path.cwd())
    for path in draft.files:
        print_path(path)
    for line in draft.then:
        echo(line, err=True)

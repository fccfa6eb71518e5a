"""`approx new`: a working draft of an example, a figure, a story."""

from __future__ import annotations

import click

from approx.cli.command import Command, Names
from approx.cli.commands._output import echo, print_path
from approx.cli.drafts import KINDS


@click.command(
    cls=Command,
    epilog="approx new story mine\n"
    "approx new example tent      # in a clone of the project\n"
    "approx new figure my-figure  # in a clone of the project",
)
@click.argument("kind", type=Names(lambda: KINDS))
@click.argument("name")
def command(kind: str, name: str) -> None:
    """Write a working draft to change: an example, a figure or a story, with its test.

    In a clone of the project the files go where they belong, and the tests find them. Elsewhere a
    story is one file, which `approx render SUBJECT NAME.py` renders.
    """
    from pathlib import Path

    from approx.cli import drafts

    draft = drafts.write(kind, name, Path.cwd())
    for path in draft.files:
        print_path(path)
    for line in draft.then:
        echo(line, err=True)

"""`approx embed`: the lines that put a figure or film into a document."""

from __future__ import annotations

from pathlib import Path

import click

from approx.cli import options
from approx.cli.command import Command
from approx.cli.commands._output import echo

TARGETS = ("beamer", "html", "jupyter", "markdown", "quarto")


@click.command(
    cls=Command,
    epilog="approx embed outputs/parabola-4-best-sum.svg --for html\n"
    "approx embed outputs/parabola-4-best-sum.mp4 --for quarto\n"
    "approx embed sine.pdf --for beamer",
)
@click.argument("file")
@click.option(
    "--for", "target", type=click.Choice(TARGETS), required=True, help="Kind of document."
)
@click.option("--alt", metavar="TEXT", help="Alternative text  [default: the text in FILE]")
@options.language_option
def command(file: str, target: str, alt: str | None, language: str) -> None:
    """Print the lines that put FILE, a figure or film, into a document.

    The alternative text, exact numbers included, is read from the file itself.
    """
    from approx.outputs.embed import snippet

    echo(snippet(Path(file), target, language, alt))

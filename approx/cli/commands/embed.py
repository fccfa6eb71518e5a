"""`approx embed`: the lines that put a figure, film or page into a document."""

from __future__ import annotations

from pathlib import Path

import click

from approx.cli import options
from approx.cli.command import Command
from approx.cli.commands._output import echo

TARGETS = ("beamer", "html", "jupyter", "markdown", "quarto")


@click.command(
    cls=Command,
    epilog="approx figure sine-8 -o sine.pdf\n"
    "approx embed sine.pdf --for beamer\n"
    "approx page sine-8 -o sine.html\n"
    "approx embed sine.html --for html\n"
    "approx render parabola-4-best\n"
    "approx embed outputs/parabola-4-best-sum.mp4 --for quarto",
)
@click.argument("file")
@click.option(
    "--for", "target", type=click.Choice(TARGETS), required=True, help="Kind of document."
)
@click.option("--alt", metavar="TEXT", help="Alternative text  [default: the text in FILE]")
@click.option("--autoplay", is_flag=True, help="A film begins by itself, muted.")
@click.option("--loop", is_flag=True, help="A film begins again at its end.")
@click.option("--muted", is_flag=True, help="A film plays without sound.")
@options.language_option
def command(file: str, target: str, alt: str | None, language: str, **play: bool) -> None:
    """Print the lines that put FILE, a figure, film or page, into a document.

    The alternative text, exact numbers included, is read from the file itself.
    """
    from approx.outputs.embed import Play, snippet

    echo(snippet(Path(file), target, language, alt, play=Play(**play)))

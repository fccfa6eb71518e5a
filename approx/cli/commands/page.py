"""`approx page`: one web page with sliders for every weight."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from approx.cli import options
from approx.cli.command import Command
from approx.cli.commands._output import print_path, working

if TYPE_CHECKING:
    from approx.system.files import Output


@click.command(
    cls=Command,
    epilog="approx page parabola-4-best\n"
    'approx page "sin(3*x)" --neurons 8 --on -3 3 -o sine.html\n'
    "approx page sigmoid --language de --theme light",
)
@options.subject_options
@options.output_option
@options.title_option
@options.own_theme_option("auto", "auto")
@options.language_option
def command(subject: str, output: Output | None, theme: str, language: str, **flags: Any) -> None:
    """Write a web page to explore a network: one file, no internet.

    Sliders move every weight and bias, breakpoints can be dragged, neurons switched off; the
    curve, its error and the ratio to the best possible follow exactly. Train runs gradient
    descent in the page.
    """
    from approx.outputs.page import page
    from approx.subjects import resolve
    from approx.system.files import destination, output_name, write_file

    with working(f"making the page of {subject}"):
        resolved = resolve(subject, options.fit_options(**flags))
        named_theme = "" if theme == "auto" else Path(theme).stem
        name = output_name(resolved.name, theme=named_theme, language=language)
        path = destination(output, name + ".html", (".html",))
        write_file(path, page(resolved, language, theme).encode())
    print_path(path)

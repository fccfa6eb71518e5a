"""`approx page`: one web page with sliders for every weight."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from approx.cli.commands._output import print_path
from approx.cli.options import (
    Command,
    Names,
    fit_options,
    language_option,
    output_option,
    subject_options,
    theme_names,
    title_option,
)

if TYPE_CHECKING:
    from approx.system.files import Output


@click.command(
    cls=Command,
    epilog="approx page parabola-4-best\n"
    'approx page "sin(3*x)" --neurons 8 --on -3 3 -o sine.html\n'
    "approx page sigmoid --language de --theme light",
)
@subject_options
@output_option
@title_option
@click.option(
    "--theme",
    type=Names(lambda: ("auto", *theme_names())),
    default="auto",
    show_default=True,
    help="Colour theme; auto follows the reader's system.",
)
@language_option
def command(subject: str, output: Output | None, theme: str, language: str, **flags: Any) -> None:
    """Write a web page to explore a network: one file, no internet.

    Sliders move every weight and bias, breakpoints can be dragged, neurons switched off; the
    curve, its error and the ratio to the best possible follow exactly. Train runs gradient
    descent in the page.
    """
    from approx.outputs.page import page
    from approx.subjects import resolve
    from approx.system.files import destination, publish, slug

    found = resolve(subject, fit_options(**flags))
    words = "" if language == "en" else language
    name = slug(found.name, "" if theme == "auto" else theme, words)
    path = destination(output, name + ".html", (".html",))
    publish(path, page(found, language, theme).encode())
    print_path(path)

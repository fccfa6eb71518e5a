"""`approx kit`: everything for a lecture in one folder."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from approx.cli.commands._output import print_path
from approx.cli.commands._start import start_manim
from approx.cli.options import (
    QUALITIES,
    Command,
    aspect_option,
    fit_options,
    folder_option,
    language_option,
    story_names,
    subject_options,
    theme_option,
    title_option,
)

if TYPE_CHECKING:
    from approx.system.files import Output


@click.command(
    cls=Command,
    lists={"Stories": story_names},
    epilog="approx kit parabola-4-best\n"
    'approx kit "sin(3*x)" --neurons 8 --on -3 3 -o sine --theme light\n'
    "approx kit sigmoid --language de -q h",
)
@subject_options
@click.option(
    "--story", "asked", metavar="STORY", multiple=True,
    help="What to tell; may be given again  [default: the subject's own]",
)  # fmt: skip
@click.option("--all", "every", is_flag=True, help="Tell every story that fits.")
@click.option(
    "-q", "--quality", type=click.Choice(tuple(QUALITIES)), default="m", show_default=True,
    help="Of the films: " + ", ".join(f"{letter} {size}" for letter, size in QUALITIES.items()),
)  # fmt: skip
@folder_option
@title_option
@theme_option
@aspect_option
@language_option
@click.option(
    "-j", "--jobs", type=click.IntRange(1, 1024), metavar="N",
    help="How many processes draw  [default: one per core]",
)  # fmt: skip
def command(
    subject: str,
    asked: tuple[str, ...],
    every: bool,
    quality: str,
    output: Output | None,
    theme: str,
    aspect: str,
    language: str,
    jobs: int | None,
    **flags: Any,
) -> None:
    """Make everything for a lecture: film, slides, page, figures, handout, numbers, snippets.

    One folder, whole or not at all; its index.html shows what is in it. What does not fit the
    subject is left out, and said.
    """
    start_manim()
    from approx.outputs import kit
    from approx.outputs.kit.parts import choose
    from approx.outputs.slides import Look
    from approx.subjects import resolve_any
    from approx.system.files import slug

    if asked and every:
        raise click.UsageError("give one of --story and --all")
    found = resolve_any(subject, fit_options(**flags))
    told = choose(found, asked, every)
    words = "" if language == "en" else language
    shape = "" if aspect == "16:9" else aspect.replace(":", "x")
    path = kit.destination(output, slug(found.name, "kit", theme, shape, words))
    request = kit.KitRequest(found, told, Look(theme, language, aspect, QUALITIES[quality]), jobs)
    kit.build(request, path, lambda line: click.echo(line, err=True))
    print_path(path)

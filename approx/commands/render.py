"""`approx render`: films and their stills."""

from __future__ import annotations

from typing import Any

import click

from approx.commands._output import print_path
from approx.options import (
    QUALITIES,
    Command,
    about_options,
    aspect_option,
    language_option,
    output_option,
    theme_option,
    wish_of,
)


@click.command(
    cls=Command,
    epilog="approx render parabola-4-best\n"
    "approx render parabola-2 sum -q h --theme light -o lecture.mp4\n"
    "approx render parabola-4 neuron --still fold-2\n"
    "approx render --all -q l",
)
@click.argument("subject", required=False)
@about_options
@click.argument("story", required=False)
@click.option(
    "-q", "--quality", type=click.Choice(tuple(QUALITIES)), default="m", show_default=True,
    help=", ".join(f"{letter} {size}" for letter, size in QUALITIES.items()),
)  # fmt: skip
@output_option
@theme_option
@aspect_option
@language_option
@click.option(
    "--still", metavar="[BEAT]", is_flag=False, flag_value="",
    help="Draw the last frame of BEAT, or of the story, as PNG instead of a film.",
)  # fmt: skip
@click.option(
    "--all", "every", is_flag=True, help="Every story of SUBJECT, or of all built-in examples."
)
@click.option(
    "-j", "--jobs", type=click.IntRange(1, 1024), metavar="N",
    help="How many processes draw  [default: one per core]",
)  # fmt: skip
def command(
    subject: str | None,
    story: str | None,
    quality: str,
    output: str | None,
    theme: str,
    aspect: str,
    language: str,
    still: str | None,
    every: bool,
    jobs: int | None,
    **about: Any,
) -> None:
    """Render a film of a subject, with its captions beside it (.srt, .vtt)."""
    from approx.files import destination
    from approx.render import batch, film, stories
    from approx.render.progress import progress
    from approx.render.stills import render_still
    from approx.subject import resolve

    look = {"theme": theme, "language": language, "aspect": aspect}
    if every:
        if story is not None or output is not None or still is not None:
            raise click.UsageError("--all takes no STORY, -o or --still")
        whose = [] if subject is None else [resolve(subject, wish_of(**about))]
        orders = batch.orders(whose, QUALITIES[quality], **look)
        with progress(f"{len(orders)} films", len(orders)) as report:
            film.render_all(orders, report, jobs, done=print_path)
        return
    if subject is None:
        raise click.UsageError("Missing argument 'SUBJECT'.")
    found = resolve(subject, wish_of(**about))
    told = stories.choose(found, story)
    ending = ".mp4" if still is None else ".png"
    name = film.file_name(found, told, still or "", **look)
    path = destination(output, name + ending, (ending,))
    if still is not None:
        render_still(found, told, path, still, quality=QUALITIES[quality], **look)
    else:
        with progress(f"{found.name} · {told}") as report:
            film.render(found, told, path, QUALITIES[quality], report=report, jobs=jobs, **look)
    print_path(path)

"""`approx kit`: everything for a lecture in one folder."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from approx.cli import options
from approx.cli.command import Command
from approx.cli.commands._output import echo, print_path
from approx.cli.commands._start import start_manim

if TYPE_CHECKING:
    from approx.system.files import Output


@click.command(
    cls=Command,
    lists={"Stories": options.story_names},
    epilog="approx kit parabola-4-best\n"
    'approx kit "sin(3*x)" --neurons 8 --on -3 3 -o outputs/sine --theme light\n'
    "approx kit sigmoid --language de -q h",
)
@options.subject_options
@click.option(
    "--story", "stories", metavar="STORY", multiple=True,
    help="Story to render; may be given again  [default: the subject's own]",
)  # fmt: skip
@click.option("--all", "every", is_flag=True, help="Render every story that fits.")
@options.quality_option("Quality of the films")
@options.folder_option
@options.title_option
@options.theme_option("dark")
@options.aspect_option
@options.language_option
@options.jobs_option
def command(
    subject: str,
    stories: tuple[str, ...],
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

    All files are written, or none. index.html shows them. What does not fit the subject is left
    out, with a note.
    """
    start_manim()
    from approx.outputs import kit
    from approx.outputs.slides import Look
    from approx.subjects import resolve_any
    from approx.system.files import output_name

    if stories and every:
        raise click.UsageError("give one of --story and --all")
    resolved = resolve_any(subject, options.fit_options(**flags))
    chosen = kit.choose(resolved, stories, every)
    name = output_name(resolved.name, "kit", theme=theme, language=language, aspect=aspect)
    path = kit.destination(output, name)
    look = Look(theme, language, aspect, options.QUALITIES[quality])
    request = kit.KitRequest(resolved, chosen, look, jobs)
    kit.build(request, path, lambda line: echo(line, err=True))
    print_path(path)

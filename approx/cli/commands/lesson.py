"""`approx lesson`: a lesson with its films, figures, pages and exercises, in one folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from approx.cli import options
from approx.cli.command import Command
from approx.cli.commands._output import echo, print_path
from approx.cli.commands._start import start_manim

if TYPE_CHECKING:
    from approx.system.files import Output


@click.command(
    cls=Command,
    lists={"Lessons": options.lesson_names},
    epilog="approx lesson perceptron\napprox lesson losses --language de -q h\n"
    "approx lesson mine.toml -o mine",
)
@click.argument("lesson")
@options.quality_option("Quality of the films")
@options.folder_option
@options.theme_option("dark")
@options.language_option
@options.jobs_option
def command(
    lesson: str, quality: str, output: Output | None, theme: str, language: str, jobs: int | None
) -> None:
    """Make a lesson: films with captions, figures, pages, exercises, slides and handouts.

    LESSON is one of those below, or a file of your own. All files are written, or none; open
    index.html, without internet.
    """
    from approx.outputs import lesson as lessons

    one = lessons.read(lesson)
    start_manim()
    from approx.outputs import kit
    from approx.outputs.slides import Look
    from approx.system.files import output_name

    name = output_name(one.name, "lesson", theme=theme, language=language)
    path = kit.destination(output, name)
    look = Look(theme, language, quality=options.QUALITIES[quality])
    lessons.build(one, path, look, jobs, lambda line: echo(line, err=True))
    print_path(path)

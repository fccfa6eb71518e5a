"""`approx course`: all lessons in one folder, with a page of contents."""

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
    epilog="approx course\napprox course --language de -q h -o kurs\n"
    "approx course losses mine.toml -o mine",
)
@click.argument("lessons", metavar="[LESSON]...", nargs=-1)
@options.quality_option("Quality of the films")
@options.folder_option
@options.theme_option("dark")
@options.language_option
@options.jobs_option
def command(
    lessons: tuple[str, ...],
    quality: str,
    output: Output | None,
    theme: str,
    language: str,
    jobs: int | None,
) -> None:
    """Make a course: all lessons, or those that you name, and a page of contents.

    All files are written, or none; open index.html, without internet.
    """
    from approx.outputs import lesson as package

    read = [package.read(name) for name in lessons or package.names()]
    start_manim()
    from approx.outputs import kit
    from approx.outputs.slides import Look
    from approx.system.files import output_name

    path = kit.destination(output, output_name("course", theme=theme, language=language))
    look = Look(theme, language, quality=options.QUALITIES[quality])
    package.build_course(read, path, look, jobs, lambda line: echo(line, err=True))
    print_path(path)

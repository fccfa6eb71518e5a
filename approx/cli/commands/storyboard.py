"""`approx storyboard`: a handout, every step of a film on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from approx.cli import options
from approx.cli.command import Command
from approx.cli.commands._output import print_path
from approx.cli.commands._start import start_manim

if TYPE_CHECKING:
    from approx.system.files import Output


@click.command(
    cls=Command,
    lists={"Stories": options.story_names},
    epilog="approx storyboard parabola-4\napprox storyboard sigmoid layers -o handout.pdf",
)
@options.subject_options
@click.argument("story", required=False)
@options.output_option
@click.option("--columns", type=click.IntRange(1, 6), metavar="N", help="Columns of pictures.")
@click.option(
    "--pages",
    type=click.IntRange(1, 50),
    metavar="N",
    help="At most so many pages  [default: as few as keep the pictures legible]",
)
@options.title_option
@options.theme_option("light")
@options.aspect_option
@options.language_option
def command(
    subject: str,
    story: str | None,
    output: Output | None,
    theme: str,
    aspect: str,
    language: str,
    columns: int | None,
    pages: int | None,
    **flags: Any,
) -> None:
    """Draw a story on paper: every beat's last frame, its caption and lines for notes under it.

    A PDF has as many pages as it needs; PNG and SVG hold all pictures on one.
    """
    start_manim()
    from approx.outputs import of_subject
    from approx.outputs.films import stories
    from approx.outputs.films.progress import progress
    from approx.system.files import destination, output_name

    ((resolved, chosen),) = stories.told([subject], story, options.fit_options(**flags))
    named = {"light": "", "dark": "on-dark"}.get(theme, theme)
    words = (resolved.name, chosen, "storyboard")
    name = output_name(*words, theme=named, language=language, aspect=aspect)
    path = destination(output, name + ".pdf", (".pdf", ".png", ".svg"))
    look = {"theme": theme, "language": language, "aspect": aspect}
    with progress(f"{resolved.name} · {chosen}") as seen:
        of_subject.handout(resolved, path, chosen, look, columns, pages, seen)
    print_path(path)

"""`approx slides`: a deck whose slides are a film's beats."""

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
    epilog="approx slides parabola-4-best\n"
    "approx slides parabola-2 sigmoid -o lecture.pptx --theme light\n"
    'approx slides "sin(3*x)" --neurons 8 --on -3 3 -o sine.pdf',
)
@click.argument("subjects", nargs=-1, required=True, metavar="SUBJECT...")
@options.fit_flags
@click.option("--story", metavar="STORY", help="Story to render  [default: each subject's own]")
@options.quality_option("Quality of the clips")
@options.output_option
@options.title_option
@options.theme_option("dark")
@options.aspect_option
@options.language_option
@options.executor_option
def command(
    subjects: tuple[str, ...],
    story: str | None,
    quality: str,
    output: Output | None,
    theme: str,
    aspect: str,
    language: str,
    executor: str | None,
    **flags: Any,
) -> None:
    """Make a slide deck: a title slide, then a slide per step of the film, its clip playing.

    The file's ending picks the format: .html (default) opens in any browser, offline; .pptx in
    PowerPoint, Keynote and LibreOffice; .pdf has stills.
    """
    if executor is None:
        start_manim()
    from approx.outputs import slides
    from approx.outputs.films import film, stories
    from approx.outputs.films.executors import opened
    from approx.system.files import destination

    if flags["title"] is not None and len(subjects) > 1:
        raise click.UsageError("--title is for one SUBJECT")
    pairs = stories.told(subjects, story, options.fit_options(**flags))
    look = slides.Look(theme, language, aspect, options.QUALITIES[quality])
    shape = {"theme": theme, "language": language, "aspect": aspect}
    name = film.file_name(pairs[0][0], pairs[0][1], "slides", **shape)
    path = destination(output, name + ".html", slides.ENDINGS)
    if executor and path.suffix.lower() == ".pdf":
        raise click.UsageError(".pdf has stills, which no cluster renders; leave out --executor")
    with opened(executor) as (pool, workers):
        echo(slides.save(pairs, path, look, workers, pool), err=True)
    print_path(path)

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
    from approx.outputs.figures import _handout as handout
    from approx.outputs.films import stills, stories
    from approx.outputs.films.progress import progress
    from approx.style.theme_file import packed, theme_named
    from approx.subjects.resolve import resolve_any
    from approx.system.files import destination, output_name
    from approx.system.provenance import provenance

    stepwise = story is not None and stories.needs_run(story)
    resolved = resolve_any(subject, options.fit_options(**flags, stepwise=stepwise))
    chosen = stories.choose(resolved, story or (subject if stories.alone(subject) else None))
    colors = theme_named(theme)
    named = {"light": "", "dark": "on-dark"}.get(theme, theme)
    words = (resolved.name, chosen, "storyboard")
    name = output_name(*words, theme=named, language=language, aspect=aspect)
    path = destination(output, name + ".pdf", (".pdf", ".png", ".svg"))
    with progress(f"{resolved.name} · {chosen}") as on_progress:
        beats = stills.stills(
            resolved,
            chosen,
            theme=packed(colors),
            language=language,
            aspect=aspect,
            on_progress=on_progress,
        )
    look: dict[str, Any] = {"theme": colors.file or theme, "aspect": aspect, "language": language}
    look |= {"columns": columns, "pages": pages}
    made = provenance("storyboard", resolved, chosen, **look)
    title = resolved.title(language)
    sheets = handout.Handout(
        title, beats, colors, stills.content(aspect), made, language, columns, pages
    )
    sheets.save(path)
    print_path(path)

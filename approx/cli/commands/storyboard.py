"""`approx storyboard`: a handout, every step of a film on one page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from approx.cli.commands._output import print_path
from approx.cli.commands._start import start_manim
from approx.cli.options import (
    Command,
    Names,
    aspect_option,
    fit_options,
    language_option,
    output_option,
    story_names,
    subject_options,
    theme_names,
    title_option,
)

if TYPE_CHECKING:
    from approx.system.files import Output


@click.command(
    cls=Command,
    lists={"Stories": story_names},
    epilog="approx storyboard parabola-4\napprox storyboard sigmoid layers -o handout.pdf",
)
@subject_options
@click.argument("story", required=False)
@output_option
@title_option
@click.option(
    "--theme", type=Names(theme_names), default="light", show_default=True, help="Colour theme."
)
@aspect_option
@language_option
def command(
    subject: str,
    story: str | None,
    output: Output | None,
    theme: str,
    aspect: str,
    language: str,
    **flags: Any,
) -> None:
    """Draw one page of a story: every beat's last frame, its caption under it."""
    start_manim()
    from approx.outputs.figures import _handout as handout
    from approx.outputs.films import stills, stories
    from approx.outputs.films.progress import progress
    from approx.style.theme import THEMES as themes
    from approx.subjects import resolve
    from approx.system.files import destination, slug
    from approx.system.provenance import provenance

    found = resolve(subject, fit_options(**flags))
    told = stories.choose(found, story)
    shape = "" if aspect == "16:9" else aspect.replace(":", "x")
    words = "" if language == "en" else language
    name = slug(found.name, told, "storyboard", "" if theme == "light" else "on-dark", shape, words)
    path = destination(output, name + ".pdf", (".pdf", ".png", ".svg"))
    with progress(f"{found.name} · {told}") as report:
        beats = stills.stills(
            found, told, theme=theme, language=language, aspect=aspect, report=report
        )
    made = provenance("storyboard", found, told, theme=theme, aspect=aspect, language=language)
    title = found.title(language)
    page = handout.draw(title, beats, themes[theme], stills.content(aspect), made)
    handout.save(page, path, title, themes[theme])
    print_path(path)

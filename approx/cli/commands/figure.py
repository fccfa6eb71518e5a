"""`approx figure`: a picture as SVG, PDF or PNG."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Any

import click

from approx.cli import options
from approx.cli.command import Command
from approx.cli.commands._output import print_path, working

if TYPE_CHECKING:
    from approx.system.files import Output


@click.command(
    cls=Command,
    lists={"Kinds": options.figure_kinds},
    epilog="approx figure parabola-4-best\n"
    "approx figure sigmoid neurons --width 88mm --no-title -o sigmoid.pdf\n"
    'approx figure "sin(3*x)" --neurons 8 --on -3 3\n'
    "approx figure data.csv --neurons 6",
)
@options.subject_options
@click.argument("kind", required=False)
@options.output_option
@options.figure_flags
@options.theme_option("light")
@options.language_option
@options.title_option
def command(
    subject: str,
    kind: str | None,
    output: Output | None,
    theme: str,
    language: str,
    **flags: Any,
) -> None:
    """Draw a figure, as SVG, PDF or PNG by the file's ending.

    KIND is one of those below  [default: fit; regions for two inputs]
    """
    from approx.outputs.figures import alone, check, default_kind, draw, needs_run, theme_of
    from approx.outputs.figures._options import USUAL
    from approx.subjects import resolve_all
    from approx.system.files import destination, output_name

    look = {name: flags.pop(name) for name in options.FIGURE_FLAGS}
    look["title"] = look.pop("title_shown")
    if flags["title"] is not None and look["title"] is False:
        raise click.UsageError("--title and --no-title: leave out one of them")
    colors = theme_of(theme)
    if kind is not None:
        if alone(subject) and not alone(kind):
            raise click.UsageError(
                f"the subject comes first: approx figure {shlex.quote(kind)} {subject}"
            )
        check(kind)
        flags["stepwise"] = needs_run(kind)
    with working(f"drawing {subject}"):
        resolved = resolve_all(subject, options.fit_options(**flags))
        kind = kind or (subject if alone(subject) else default_kind(resolved))
        name = output_name(
            resolved.name,
            kind,
            theme="" if colors.name == "light" else "on-dark",
            language=language,
        )
        path = destination(output, name + ".svg", (".svg", ".pdf", ".png"))
        look["preset"] = look["preset"] or USUAL.get(path.suffix.lower(), "paper")
        draw(resolved, kind, colors, language, **look).save(path)
    print_path(path)

"""`approx page`: one web page with sliders for every weight."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from approx.cli import options
from approx.cli.command import Command
from approx.cli.commands._output import print_path, working

if TYPE_CHECKING:
    from approx.system.files import Output


@click.command(
    cls=Command,
    epilog="approx page --open\n"
    "approx page parabola-4-best\n"
    'approx page "sin(3*x)" --neurons 8 --on -3 3 -o sine.html\n'
    "approx page digits\n"
    "approx page sigmoid --language de --theme light\n"
    "approx page two-moons\n"
    'approx page "x^2" --tasks tasks.json',
)
@click.argument("subject", required=False)
@options.fit_flags
@options.output_option
@options.title_option
@options.theme_option("auto", "auto")
@options.language_option
@click.option("--tasks", "tasks_file", metavar="FILE", help="Guided tasks, as JSON.")
@click.option("--open", "opened", is_flag=True, help="Show it in the browser.")
def command(
    subject: str | None,
    output: Output | None,
    theme: str,
    language: str,
    tasks_file: str | None,
    opened: bool,
    **flags: Any,
) -> None:
    """Write a web page to explore a network: one file, no internet.

    Type a function or set points, add neurons and layers, train, drag breakpoints: the curve and
    its error follow exactly. A link holds the whole state. Without SUBJECT the page is empty.
    """
    from approx.outputs import of_subject
    from approx.subjects.resolve import resolve_any
    from approx.system.files import destination, output_name

    if subject is None and (wrong := [name for name, value in flags.items() if value is not None]):
        raise click.UsageError(f"{_flag(wrong[0])} is for a SUBJECT, and there is none")
    title = f"making the page of {subject}" if subject else "making an empty page"
    resolved = None
    if subject is not None:
        with working(title) as progress:
            resolved = resolve_any(subject, options.fit_options(**flags, progress=progress))
    with working(title):
        named_theme = "" if theme == "auto" else theme
        name = resolved.name if resolved else "page"
        name = output_name(name, theme=named_theme, language=language)
        path = destination(output, name + ".html", (".html",))
        of_subject.page(resolved, path, theme, language, tasks_file)
    print_path(path)
    if opened:
        import webbrowser

        webbrowser.open(path.resolve().as_uri())


def _flag(name: str) -> str:
    """A parameter as it is written: table_x is --x."""
    return "--" + name.removeprefix("table_").removeprefix("model_")

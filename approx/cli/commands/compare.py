"""`approx compare`: error against number of breakpoints."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from approx.cli import options
from approx.cli.command import Command
from approx.cli.commands._output import as_text, echo, print_path, working

if TYPE_CHECKING:
    from approx.system.files import Output


@click.command(
    cls=Command,
    epilog="approx compare sigmoid\napprox compare parabola-2 --eps 1e-3\n"
    "approx compare sine-8 -o sine.svg",
)
@options.subject_options
@click.option(
    "--eps", type=float, metavar="ERROR", help="Print how many breakpoints reach this error."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of a table.")
@options.output_option
@options.theme_option("light")
@options.title_option
def command(
    subject: str,
    eps: float | None,
    as_json: bool,
    output: Output | None,
    theme: str,
    **flags: Any,
) -> None:
    """Compare error against number of breakpoints, for the subject's target.

    Without -o the numbers are printed; with -o they are drawn.
    """
    from approx.limits import compare as comparing
    from approx.panels import compare as panels
    from approx.subjects import resolve

    fit_options = options.fit_options(**flags)
    if fit_options.needs_training and output is None:
        asked = " and ".join(fit_options.training_flags)
        raise click.UsageError(
            f"the table shows every number of breakpoints; {asked} marks "
            "one network in the picture: add -o FILE"
        )
    if output is not None and (eps is not None or as_json):
        asked = "--json" if as_json else "--eps"
        raise click.UsageError(f"-o draws a figure, {asked} prints; leave one of them out")
    title = f"comparing {subject}"
    with working(title):
        resolved = resolve(subject, fit_options)
    target = resolved.target_function
    if eps is not None:
        with working(title):
            found, norm = comparing.needed(target, eps), comparing.shown_norm(target)
        numbers = panels.answer_as_dict(target, found, eps, norm)
        echo(as_text(numbers) if as_json else panels.answer(found, eps, norm=norm))
    elif output is not None:
        from approx.outputs.figures import draw, theme_of
        from approx.outputs.figures._options import USUAL
        from approx.system.files import destination

        path = destination(output, "", (".svg", ".pdf", ".png"))
        with working(title):
            preset = USUAL.get(path.suffix.lower(), "paper")
            draw(resolved, "compare", theme_of(theme), preset=preset).save(path)
        print_path(path)
    else:
        with working(title):
            comparison = comparing.compare(target)
        numbers = panels.as_dict(comparison)
        echo(as_text(numbers) if as_json else "\n".join(panels.table(comparison)))

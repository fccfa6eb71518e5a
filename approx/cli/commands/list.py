"""`approx list`: the built-in examples."""

from __future__ import annotations

import click

from approx.cli.command import Command
from approx.cli.commands._output import as_text, echo


@click.command(cls=Command, epilog="approx list\napprox list --json")
@click.option("--json", "as_json", is_flag=True, help="One JSON array instead of a table.")
def command(as_json: bool) -> None:
    """List the built-in examples."""
    from approx.outputs.listing import rows, table

    echo(as_text(rows()) if as_json else table())

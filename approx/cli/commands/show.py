"""`approx show`: a subject's exact numbers."""

from __future__ import annotations

from typing import Any

import click

from approx.cli import options
from approx.cli.command import Command
from approx.cli.commands._output import as_text, echo


@click.command(cls=Command, epilog="approx show sigmoid\napprox show parabola-4 --json")
@options.subject_options
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of a table.")
def command(subject: str, as_json: bool, **flags: Any) -> None:
    """Print a subject's exact breakpoints, slopes and errors."""
    from approx.outputs import report
    from approx.subjects import resolve_any

    resolved = resolve_any(subject, options.fit_options(**flags))
    echo(as_text(report.as_dict(resolved)) if as_json else "\n".join(report.lines(resolved)))

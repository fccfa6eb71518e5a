"""`approx show`: a subject's exact numbers."""

from __future__ import annotations

from typing import Any

import click

from approx.cli import options
from approx.cli.command import Command
from approx.cli.commands._output import as_text, echo, working


@click.command(cls=Command, epilog="approx show sigmoid\napprox show parabola-4 --json")
@options.subject_options
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of a table.")
def command(subject: str, as_json: bool, **flags: Any) -> None:
    """Print a subject's exact breakpoints, slopes and errors."""
    from approx.outputs import report
    from approx.subjects import resolve_all

    with working(f"analysing {subject}"):
        resolved = resolve_all(subject, options.fit_options(**flags))
        lines = None if as_json else report.lines(resolved)
        text = as_text(report.as_dict(resolved)) if lines is None else "\n".join(lines)
    echo(text)

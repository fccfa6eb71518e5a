"""`approx doctor`: what is missing, and the command that fixes it."""

from __future__ import annotations

import click

from approx.cli.command import Command
from approx.cli.commands._output import echo


@click.command(cls=Command, epilog="approx doctor")
def command() -> int:
    """Check what is installed; print the command that fixes what is missing."""
    from approx.style.theme import FONT_FOLDER
    from approx.system.doctor import examine

    findings = examine(FONT_FOLDER)
    for finding in findings:
        echo(finding.line())
    return 0 if all(finding.good for finding in findings) else 1

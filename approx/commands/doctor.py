"""`approx doctor`: what is missing, and the line that mends it."""

from __future__ import annotations

import click

from approx.options import Command


@click.command(cls=Command, epilog="approx doctor")
def command() -> int:
    """Check what is installed; name the one line that mends what is missing."""
    from approx.doctor import examine

    findings = examine()
    for finding in findings:
        click.echo(finding.line())
    return 0 if all(finding.good for finding in findings) else 1

"""What commands start before they need it."""

from __future__ import annotations

import click


def start_manim() -> None:
    """Until the command ends, a process with Manim waits for work; it starts while we go on."""
    from approx.outputs.films.crew import ready

    click.get_current_context().with_resource(ready())

"""What commands start before they need it."""

from __future__ import annotations


def start_manim() -> None:
    """A process imports Manim while the command reads its subject; it ends with the command."""
    from approx.outputs.films.worker_process import start

    start()

"""`approx cache`: show or clear the film cache."""

from __future__ import annotations

import click

from approx.cli.command import Command
from approx.cli.commands._output import as_text, echo


@click.command(cls=Command, epilog="approx cache\napprox cache info --json\napprox cache clear")
@click.argument("what", type=click.Choice(("info", "clear")), default="info")
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of lines.")
def command(what: str, as_json: bool) -> None:
    """Show or clear the film cache.

    It holds the segments of rendered films: a film that was rendered before is ready at once, and
    of a changed film only the changed segments are rendered. Every entry is checked before it is
    used. APPROX_CACHE names another folder, APPROX_CACHE_SIZE the largest size (2G; 0 turns the
    cache off).
    """
    from approx.outputs.films import cache

    folder, limit = cache.place(), cache.limit()
    kept = cache.Cache(folder, limit) if folder else None
    if kept and what == "clear":
        kept.clear()
    state = kept.state() if kept else cache.State(0, 0, 0)
    if as_json:
        document = {"folder": str(folder) if folder else None, **vars(state), "limit": limit}
        echo(as_text(document))
        return
    echo(f"folder    {folder or 'none: no home folder; APPROX_CACHE names one'}")
    echo(f"films     {state.films}")
    echo(f"segments  {state.segments}")
    echo(f"size      {state.size / 1e6:.1f} MB of at most {limit / 1e6:.1f} MB")

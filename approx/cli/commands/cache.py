"""`approx cache`: what is kept of films that were rendered, and how to be rid of it."""

from __future__ import annotations

import click

from approx.cli.commands._output import as_text
from approx.cli.options import Command


@click.command(cls=Command, epilog="approx cache\napprox cache info --json\napprox cache clear")
@click.argument("what", type=click.Choice(("info", "clear")), default="info")
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of lines.")
def command(what: str, as_json: bool) -> None:
    """Say what is kept of rendered films, or remove it.

    A film that was rendered before appears at once; of a film that was changed, only the changed
    parts are drawn. Everything kept is checked before it is used. APPROX_CACHE names another
    folder, APPROX_CACHE_SIZE how much is kept (2G; 0 keeps nothing).
    """
    from approx.outputs.films import cache

    folder, limit = cache.place(), cache.limit()
    kept = cache.Cache(folder, limit) if folder else None
    if kept and what == "clear":
        kept.clear()
    state = kept.state() if kept else cache.State(0, 0, 0)
    if as_json:
        found = {"folder": str(folder) if folder else None, **vars(state), "limit": limit}
        click.echo(as_text(found))
        return
    click.echo(f"folder    {folder or 'none: no home folder; APPROX_CACHE names one'}")
    click.echo(f"films     {state.films}")
    click.echo(f"segments  {state.segments}")
    click.echo(f"size      {state.size / 1e6:.1f} MB of at most {limit / 1e6:.1f} MB")

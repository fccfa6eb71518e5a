"""`approx join`: films from the shards that many machines drew."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from approx.cli import options
from approx.cli.command import Command
from approx.cli.commands._output import print_path

if TYPE_CHECKING:
    from approx.system.files import Output


@click.command(
    cls=Command,
    epilog="approx join outputs/*.shard-*\n"
    "approx join lecture.mp4.shard-* -o lecture.mp4\n"
    "#SBATCH --array=1-4   (a job array; then one job more that joins)\n"
    "approx render parabola-4-best -o lecture.mp4 --shard $SLURM_ARRAY_TASK_ID/4",
)
@click.argument("files", nargs=-1, required=True, metavar="SHARD...")
@options.output_option
@click.pass_context
def command(ctx: click.Context, files: tuple[str, ...], output: Output | None) -> None:
    """Join the shards of films that `approx render --shard I/N` drew.

    Every film needs all of its N shards, drawn by the same versions. It appears beside them, or as
    -o says, with its captions; the shards stay.
    """
    from approx.outputs.films.film import BESIDE
    from approx.outputs.films.shards import gathered, join_shards
    from approx.system.files import OUTPUTS, Output, destination

    films = gathered([Path(name) for name in files])
    if output is not None and len(films) > 1:
        raise click.UsageError(f"-o names one film; these are shards of {len(films)}")
    ready = []
    for shards in films:
        usual = shards[0].order.path
        force = ctx.meta["approx.force"] or usual.parent == OUTPUTS
        where = output or Output(str(usual), force)
        ready.append((shards, destination(where, "", (usual.suffix,), BESIDE)))
    for shards, path in ready:
        join_shards(shards, path)
        print_path(path)

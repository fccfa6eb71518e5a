"""`approx fit`: train a network and write it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from approx.cli import options
from approx.cli.command import Command
from approx.cli.commands._output import echo, print_path, working

if TYPE_CHECKING:
    from approx.system.files import Output


@click.command(
    cls=Command,
    epilog='approx fit "sin(3*x)" --neurons 8 --on -3 3 -o net.json\n'
    "approx fit data.csv --method adam\n"
    "approx fit runge-fit-16 --hidden 8,8 --method adam --steps 2000\n"
    "approx render net.json",
)
@options.subject_options
@click.option("--time-limit", type=float, metavar="SECONDS", help="Maximum training time.")
@options.file_option(
    "--history", metavar="FILE.npz", help="Also write the run, with all snapshots."
)
@options.output_option
def command(
    subject: str,
    time_limit: float | None,
    history: Output | None,
    output: Output | None,
    **flags: Any,
) -> None:
    """Train a network on a function or on points and save it, for the other commands.

    SUBJECT is a function, such as "sin(3*x)" or "x*y", an example, whose target is used, or a
    table of points (.csv, .tsv, .txt, .dat). Of a table with three or more columns of numbers and
    one of text, the text is the class; --z names the column of another.
    """
    from approx import training
    from approx.inputs.weights import save
    from approx.outputs.report import fitted
    from approx.subjects.plane import Plane
    from approx.subjects.resolve import resolve_any
    from approx.subjects.topic import Topic
    from approx.system.errors import InputError
    from approx.system.files import destination, output_name
    from approx.system.provenance import provenance

    names = [Path(given.name).resolve() for given in (output, history) if given is not None]
    if len({*names}) < len(names):
        raise click.UsageError("-o and --history name the same file")
    name = output_name(subject, "fit") + ".json"
    path = destination(output, name, (".json", ".npz", ".safetensors"))
    run = None if history is None else destination(history, "", (".npz",))
    with working(f"fitting {subject}") as progress:
        fit_options = options.fit_options(**flags, progress=progress)
        # Without a limit it trains to the end: its progress is seen, and it can be stopped.
        settings = {**fit_options.settings, "time_limit": time_limit}
        resolved = resolve_any(subject, replace(fit_options, settings=settings))
    if isinstance(resolved, Topic) and resolved.fit is None:
        raise InputError(f"{subject!r} has nothing to fit; show it")
    made = str(provenance("fit", resolved))
    network, domain, text = resolved.network, None, None
    if not isinstance(resolved, Topic):
        domain = resolved.box if isinstance(resolved, Plane) else resolved.domain
        text = resolved.source.get("text")
    assert network is not None
    save(network, path, domain, text, made)
    if run is not None:
        assert resolved.fit is not None
        training.save(resolved.fit.history, run, text or "")
    with working(f"measuring {subject}"):
        summary = fitted(resolved)
    echo(summary, err=True)
    print_path(path)
    if run is not None:
        print_path(run)

"""The command `approx`: its commands are the files of approx/cli/commands."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

import click

from approx.cli.command import debug_option
from approx.system.folders import module_names
from approx.system.provenance import VERSION

#: In the order in which a newcomer needs them; other commands follow, by name.
FIRST = ("list", "show", "figure", "compare", "fit", "render", "storyboard")
LAST = ("doctor",)


class Commands(click.Group):
    """The commands of the folder, each loaded when it is used."""

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.params.append(debug_option())

    def list_commands(self, ctx: click.Context) -> list[str]:
        names = module_names(Path(__file__).parent / "commands")
        rest = [name for name in names if name not in (*FIRST, *LAST)]
        return [name for name in (*FIRST, *rest, *LAST) if name in names]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        command: click.Command = import_module(f"approx.cli.commands.{cmd_name}").command
        command.name = cmd_name
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Every command with its whole first sentence; click would cut it at the line's end."""
        commands = {name: self.get_command(ctx, name) for name in self.list_commands(ctx)}
        told = [(name, one.get_short_help_str(200)) for name, one in commands.items() if one]
        with formatter.section("Commands"):
            formatter.write_dl(told)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; the error about an unknown one suggests the nearest."""
        known = self.list_commands(ctx)
        if args and args[0] not in known and not args[0].startswith("-"):
            from approx.style.languages import nearest
            from approx.system.renamed import COMMANDS

            if args[0] in COMMANDS:
                raise click.UsageError(f"{args[0]} was removed; {COMMANDS[args[0]]}")
            raise click.UsageError(f"no command {args[0]!r}; {nearest(args[0], (*known,))}")
        return super().resolve_command(ctx, args)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(VERSION, prog_name="approx")
def cli() -> None:
    """Show how a neural network builds a function: exact figures and films for lectures.

    SUBJECT is a built-in example (`approx list`), a function like "sin(3*x)" or a table of points
    (.csv, .tsv, .txt, .dat) that a network is fitted to, or a network file (.json, .npz,
    .safetensors, .onnx, .pt, .keras).
    """

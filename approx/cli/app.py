"""The command `approx`: its commands are the files of approx/commands."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import click

from approx import __version__
from approx.cli.options import Group

#: A newcomer's order; commands that are not named here follow, by name.
FIRST = ("list", "show", "figure", "compare", "fit", "render", "storyboard")
LAST = ("doctor",)


class Commands(Group):
    """The folder's commands, each loaded when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        folder = Path(__file__).parent / "commands"
        found = {path.stem for path in folder.glob("*.py") if path.stem[0] != "_"}
        rest = sorted(found - {*FIRST, *LAST})
        return [name for name in (*FIRST, *rest, *LAST) if name in found]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        command: click.Command = import_module(f"approx.cli.commands.{cmd_name}").command
        command.name = cmd_name
        return command


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="approx")
def cli() -> None:
    """Show how a neural network builds a function: exact figures and films for lectures.

    SUBJECT is a built-in example (`approx list`), a function like "sin(3*x)" or a table of points
    (.csv, .tsv) that a network is fitted to, or a network file (.json, .npz, .safetensors, .onnx,
    .pt).
    """

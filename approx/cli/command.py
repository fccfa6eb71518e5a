"""How every command behaves: options given once, errors blamed on what was typed, --help."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable
from typing import Any

import click

#: Heading -> the names under it in --help, with a line about each.
Lists = dict[str, Callable[[], dict[str, str]]]


#: How a function begins that would be taken for an option: -x^2, -3*x, -(x+1), -sin(x).
NEGATIVE = re.compile(r"-(x|pi\b|[\d.(]|[a-z][a-z\d]+\()")


#: Where a command's notes wait.
NOTES = "approx.notes"


def note(line: str) -> None:
    """Keep a note or warning for standard error, until the input is known to be good."""
    click.get_current_context().meta.setdefault(NOTES, []).append(line)


def print_notes() -> None:
    """Print the notes until now."""
    for line in click.get_current_context().meta.pop(NOTES, []):
        click.echo(line, err=True)


class Names(click.Choice):  # type: ignore[type-arg]
    """A choice among names that are looked up when they are needed: --help stays quick."""

    def __init__(self, look_up: Callable[[], Iterable[str]]) -> None:
        self.look_up, self.case_sensitive = look_up, True

    @property
    def choices(self) -> tuple[str, ...]:  # type: ignore[override]
        return tuple(self.look_up())


class HelpFromRecords(click.Option):
    """An option whose help is looked up when it is shown: importing a command stays quick."""

    def __init__(self, *args: Any, look_up: Callable[[], str], **settings: Any) -> None:
        self.look_up = look_up
        super().__init__(*args, **settings)

    @property
    def help(self) -> str:
        return self.look_up()

    @help.setter
    def help(self, text: str | None) -> None:
        """click sets it, to None."""


class Command(click.Command):
    """A command whose options are given once, on the command line or in the environment.

    An option given twice is an error. Every option is also read from the environment, --quality
    from APPROX_QUALITY; the error about a bad value there names the variable.

    Args:
        lists: the names that arguments can have, for --help.
    """

    def __init__(self, *args: Any, lists: Lists | None = None, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.lists = lists or {}
        self.params.append(debug_option())
        for option in self.params:
            if isinstance(option, click.Option) and option.envvar is None:
                option.envvar = variable(option)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command, and print its notes; an error about a value from the environment names
        the variable, and an error about the input stands alone.
        """
        from approx.system.errors import InputError

        try:
            done = super().invoke(ctx)
            print_notes()
            return done
        except InputError as error:
            for option in self.params:
                named = any(f"{name} " in str(error) for name in option.opts)
                if named and isinstance(option, click.Option) and from_environment(ctx, option):
                    raise InputError(f"{variable(option)}: {error}") from None
            raise
        except click.ClickException:
            raise
        except BaseException:
            print_notes()
            raise

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if not ctx.resilient_parsing:
            for given, value, then in zip(args, args[1:], [*args[2:], "-"], strict=False):
                # Otherwise --on would take the next option as its second number.
                if given in ("--on", "--on-y") and "," in value and re.match(r"-(?![\d.])", then):
                    raise click.UsageError(
                        f"{given} takes two numbers, as {given} -4 4, not {value!r}"
                    )
            self._refuse_removed(args)
            args = self._in_brackets(args)
            _, _, order = self.make_parser(ctx).parse_args(list(args))
            options = [p for p in order if isinstance(p, click.Option) and not p.multiple]
            for option in options:
                if options.count(option) > 1:
                    raise click.UsageError(f"{option.opts[-1]} was given twice", ctx)
        return super().parse_args(ctx, args)

    def _in_brackets(self, args: list[str]) -> list[str]:
        """Functions that begin with a minus sign would be options: -x^2 becomes (-x^2)."""
        takes = {
            name: 0 if option.is_flag else option.nargs
            for option in self.params
            if isinstance(option, click.Option)
            for name in option.opts
        }
        found: list[str] = []
        values = 0
        for word in args:
            if word == "--":
                return [*found, *args[len(found) :]]
            is_function = not values and NEGATIVE.match(word)
            found.append(f"({word})" if is_function else word)
            values = values - 1 if values else takes.get(word, 0)
        return found

    def _refuse_removed(self, args: list[str]) -> None:
        """Refuse an option that this command had before, with what to use instead."""
        from approx.system.renamed import OPTIONS

        known = {name for option in self.params for name in option.opts}
        given = {word.partition("=")[0] for word in args}
        for name, instead in OPTIONS.get(self.name or "", {}).items():
            if name in given - known or (name not in known and _environment(name) in os.environ):
                raise click.UsageError(f"{name} was removed; {instead}")

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The names that an argument can have, and the examples, each on a line of its own."""
        for heading, names in self.lists.items():
            with formatter.section(heading):
                formatter.write_dl([*names().items()])
        if self.epilog:
            with formatter.section("Examples"):
                formatter.write(
                    "".join(f"  {line.strip()}\n" for line in self.epilog.strip().splitlines())
                )


def variable(option: click.Option) -> str:
    """The environment variable of an option: APPROX_ and its long name."""
    return _environment(next(name for name in option.opts if name.startswith("--")))


def _environment(flag: str) -> str:
    return "APPROX_" + flag[2:].replace("-", "_").upper()


def from_environment(ctx: click.Context, option: click.Parameter) -> bool:
    source = ctx.get_parameter_source(option.name or "")
    return source is click.core.ParameterSource.ENVIRONMENT


def debug_option() -> click.Option:
    """--debug, which may stand before and after the command's name."""

    def set_debug(ctx: click.Context, option: click.Parameter, value: bool) -> None:
        if value and isinstance(ctx.obj, dict):
            ctx.obj["debug"] = True

    return click.Option(
        ["--debug"], is_flag=True, is_eager=True, expose_value=False, callback=set_debug,
        envvar="APPROX_DEBUG", help="Show the traceback of an error.",
    )  # fmt: skip

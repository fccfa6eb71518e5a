"""Errors as one line on standard error and an exit code."""

from __future__ import annotations

import sys
from contextlib import suppress

import click

from approx.cli.command import from_environment, variable
from approx.system import files
from approx.system.errors import ApproxError
from approx.system.plain_text import one_line
from approx.system.signals import Stopped

#: Characters of a message; a file may hold names of any length.
LONGEST = 1000


def report(error: BaseException) -> int:
    """Print what went wrong; the exit code: 2 bad input, 1 machine failure, 128 + signal."""
    message, code = f"{type(error).__name__}: {error}; --debug shows where", 1
    written = "what was finished is in place" if files.written else "nothing was written"
    match error:
        case click.exceptions.NoArgsIsHelpError():
            print(error.format_message(), file=sys.stderr)
            return 2
        case click.ClickException():
            message, code = _click_message(error), 2
        case Stopped():
            message, code = f"stopped; {written}", 128 + error.args[0]
        case click.Abort() | KeyboardInterrupt():
            message, code = f"stopped; {written}", 130
        case ApproxError():
            message, code = str(error), error.exit_code
        case MemoryError():
            message = "not enough memory for this; use a smaller size or network"
        case OSError():
            message = f"{error.filename or 'the machine'}: {error.strerror or error}"
    line = one_line(message, LONGEST)
    # A terminal that cannot show a letter gets an escape, not a second error.
    encoding = sys.stderr.encoding or "ascii"
    with suppress(OSError):  # the terminal may be closed
        print("error:", line.encode(encoding, "backslashreplace").decode(encoding), file=sys.stderr)
    return code


def _click_message(error: click.ClickException) -> str:
    """click's own message, with the way out where it lacks one."""
    message = error.format_message()
    match error:
        case click.BadOptionUsage(option_name="--on" | "--on-y"):
            message = f"{error.option_name} takes two numbers, as {error.option_name} -4 4"
        case click.NoSuchOption(possibilities=[near, *_]):
            return f"No such option: {error.option_name}. Did you mean {near}?"
        case click.NoSuchOption(ctx=click.Context() as ctx):
            help_ = f"try {ctx.command_path} --help"
            if not error.option_name.startswith("--"):
                help_ = f"options begin with --, such a file with ./; {help_}"
            return f"No such option: {error.option_name}; {help_}"
        case click.BadParameter(ctx=click.Context() as ctx, param=click.Option() as option):
            if from_environment(ctx, option):
                return f"{variable(option)}: {error.message}"
        case click.MissingParameter(ctx=click.Context() as ctx):
            return f"{message} Try {ctx.command_path} --help"
        case click.UsageError(ctx=click.Context() as ctx) if message.startswith("Got unexpected"):
            return f"{message}; try {ctx.command_path} --help"
    return message

"""The command `approx`: whatever goes wrong is one line, never a traceback."""

from __future__ import annotations

import os
import signal
import sys
import traceback

# pip asks for it, a checkout that is run as it lies does not.
if sys.version_info < (3, 11):  # noqa: UP036
    sys.exit("error: Python 3.11 or newer is needed")

import click


def main() -> None:
    """Run the command line and turn every outcome into its exit code.

    0 done, 2 your input, 1 the machine, 128 + signal stopped.
    """
    # A parent that ignores Ctrl-C passes that on; and every stop has to clean up behind itself.
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), _stop)
    sys.exit(run(sys.argv[1:]))


class Stopped(BaseException):
    """A signal asked for the end."""


def _stop(number: int, frame: object) -> None:
    raise Stopped(number)


def run(arguments: list[str]) -> int:
    """The exit code of one command line; errors are one line on standard error."""
    from approx.cli import cli

    said = {"debug": False}
    try:
        code = cli.main(arguments, prog_name="approx", standalone_mode=False, obj=said)
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader has gone (approx list | head -1): that is its right.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (Exception, KeyboardInterrupt, Stopped) as error:
        if said["debug"]:
            traceback.print_exception(error)
        return _explain(error)
    return code if isinstance(code, int) else 0


def _explain(error: BaseException) -> int:
    """Say what went wrong in one line, and whose doing it was in the exit code."""
    from approx.errors import ApproxError

    message, code = f"{type(error).__name__}: {error}; --debug shows where", 1
    match error:
        case click.exceptions.NoArgsIsHelpError():
            print(error.format_message(), file=sys.stderr)
            return 2
        case click.ClickException():
            message, code = _one_line(error), 2
        case Stopped():
            message, code = "stopped; nothing was written", 128 + error.args[0]
        case click.Abort() | KeyboardInterrupt():
            message, code = "stopped; nothing was written", 130
        case ApproxError():
            message, code = str(error), error.exit_code
        case MemoryError():
            message = "not enough memory for this; use a smaller size or network"
        case OSError():
            message = f"{error.filename or 'the machine'}: {error.strerror or error}"
    return _fail(message, code)


def _fail(message: str, code: int) -> int:
    text = " ".join(message.split())
    # A terminal that cannot show a letter gets an escape, not a second error.
    encoding = sys.stderr.encoding or "ascii"
    print("error:", text.encode(encoding, "backslashreplace").decode(encoding), file=sys.stderr)
    return code


def _one_line(error: click.ClickException) -> str:
    """click's own message, with its way out where it knows one."""
    message = error.format_message()
    match error:
        case click.NoSuchOption(possibilities=[near, *_]):
            return f"No such option: {error.option_name}. Did you mean {near}?"
        case click.NoSuchOption(ctx=click.Context() as ctx):
            return f"No such option: {error.option_name}; try {ctx.command_path} --help"
        case click.BadParameter(ctx=click.Context() as ctx, param=click.Option() as option):
            from approx.options import from_environment, variable

            if from_environment(ctx, option):
                return f"{variable(option)}: {error.message}"
        case click.MissingParameter(ctx=click.Context() as ctx):
            return f"{message} Try {ctx.command_path} --help"
        case click.UsageError(ctx=click.Context() as ctx) if message.startswith("Got unexpected"):
            return f"{message}; try {ctx.command_path} --help"
    return message


if __name__ == "__main__":
    main()

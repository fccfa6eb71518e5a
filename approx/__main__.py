"""The command `approx`: whatever goes wrong is one line, never a traceback."""

from __future__ import annotations

import os
import signal
import sys
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from approx.system.signals import STOPS

# pip asks for it, a checkout that is run as it lies does not.
if sys.version_info < (3, 11):  # noqa: UP036
    sys.exit("error: Python 3.11 or newer is needed")

# Nothing else yet: until main has begun, Ctrl-C is Python's, with its traceback.
if TYPE_CHECKING:
    import click

#: Seconds within which another signal is the same wish: cleaning up takes a moment.
GRACE = 3.0


class Stopped(BaseException):
    """A signal asked for the end."""

    heard = 0.0  # until when others are the same wish


def main() -> None:
    """Run the command line and turn every outcome into its exit code.

    0 done, 2 your input, 1 the machine, 128 + signal stopped.
    """
    for number in STOPS:
        # A shell that starts us with & has Ctrl-C ignored for its own sake; nohup means it.
        if number is signal.SIGINT or signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _stop)
    try:
        _open_streams()
        code = run(sys.argv[1:])
        for number in STOPS:
            signal.signal(number, signal.SIG_IGN)  # all is done: what comes now comes too late
    except Stopped as stopped:  # in the last moment
        code = _explain(stopped)
    _flush_streams()
    sys.exit(code)


def _stop(number: int, frame: object) -> None:
    """Raise Stopped, once for many signals that come together."""
    now = time.monotonic()
    if now > Stopped.heard:
        Stopped.heard = now + GRACE
        raise Stopped(number)


def _open_streams() -> None:
    """A stream that was closed before we began (>&-) is open to nothing.

    Otherwise the next file that is opened would be in its place.
    """
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            handle = os.open(os.devnull, os.O_RDWR)
            if handle != number:
                os.dup2(handle, number)
                os.close(handle)
            setattr(sys, name, os.fdopen(number, "w" if number else "r"))


def _flush_streams() -> None:
    """Python does not complain, at its end, of a stream that takes nothing any more."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def run(arguments: list[str]) -> int:
    """The exit code of one command line; errors are one line on standard error."""
    said = {"debug": False}
    try:
        from approx.cli.app import cli
        from approx.system import files

        files.written.clear()
        code = cli.main(arguments, prog_name="approx", standalone_mode=False, obj=said)
        sys.stdout.flush()
    except BrokenPipeError:
        return 0  # the reader has gone (approx list | head -1): that is its right
    except (Exception, KeyboardInterrupt, Stopped) as error:
        if said["debug"]:
            import traceback

            traceback.print_exception(error)
        # click takes the end of any file for somebody who had enough.
        cause = error.__cause__
        return _explain(cause if isinstance(cause, EOFError) else error)
    return code if isinstance(code, int) else 0


def _explain(error: BaseException) -> int:
    """Say what went wrong in one line, and whose doing it was in the exit code."""
    import click

    from approx.system import files
    from approx.system.errors import ApproxError

    message, code = f"{type(error).__name__}: {error}; --debug shows where", 1
    wrote = "what was finished is in place" if files.written else "nothing was written"
    match error:
        case click.exceptions.NoArgsIsHelpError():
            print(error.format_message(), file=sys.stderr)
            return 2
        case click.ClickException():
            message, code = _one_line(error), 2
        case Stopped():
            message, code = f"stopped; {wrote}", 128 + error.args[0]
        case click.Abort() | KeyboardInterrupt():
            message, code = f"stopped; {wrote}", 130
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
    with suppress(OSError):  # the terminal may have gone
        print("error:", text.encode(encoding, "backslashreplace").decode(encoding), file=sys.stderr)
    return code


def _one_line(error: click.ClickException) -> str:
    """click's own message, with its way out where it knows one."""
    import click

    message = error.format_message()
    match error:
        case click.NoSuchOption(possibilities=[near, *_]):
            return f"No such option: {error.option_name}. Did you mean {near}?"
        case click.NoSuchOption(ctx=click.Context() as ctx):
            return f"No such option: {error.option_name}; try {ctx.command_path} --help"
        case click.BadParameter(ctx=click.Context() as ctx, param=click.Option() as option):
            from approx.cli.options import from_environment, variable

            if from_environment(ctx, option):
                return f"{variable(option)}: {error.message}"
        case click.MissingParameter(ctx=click.Context() as ctx):
            return f"{message} Try {ctx.command_path} --help"
        case click.UsageError(ctx=click.Context() as ctx) if message.startswith("Got unexpected"):
            return f"{message}; try {ctx.command_path} --help"
    return message


if __name__ == "__main__":
    main()

"""The command `approx`: every failure is one line on standard error and an exit code."""

from __future__ import annotations

import os
import signal
import sys
import warnings

from approx.system.signals import STOPS, Stopped, raise_stopped

# pip checks the version, a checkout that is run without installation does not.
if sys.version_info < (3, 11):  # noqa: UP036
    sys.exit("error: Python 3.11 or newer is needed")

# Nothing else yet: until main runs, Ctrl-C is handled by Python, with its traceback.


def main() -> None:
    """Run the command line and turn every outcome into its exit code.

    0 done, 2 bad input, 1 machine failure, 128 + signal stopped.
    """
    for number in STOPS:
        # A shell that starts a job with & makes it ignore Ctrl-C, which `kill -INT` may still mean;
        # nohup has to be respected.
        if number is signal.SIGINT or signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, raise_stopped)
    _silence_libraries()
    _one_thread()
    try:
        _open_streams()
        code = run(sys.argv[1:])
        for number in STOPS:
            signal.signal(number, signal.SIG_IGN)  # everything is done: too late to stop
    except Stopped as stopped:  # just before the signals were ignored
        from approx.cli.errors import report

        code = report(stopped)
    _flush_streams()
    sys.exit(code)


def _silence_libraries() -> None:
    """Keep what libraries say of themselves, with paths of this machine, from standard error.

    What users are to know, commands print. PYTHONWARNINGS and -W show the warnings again.
    """
    if not sys.warnoptions:
        warnings.simplefilter("ignore")
        sys.unraisablehook = lambda unraisable: None


def _one_thread() -> None:
    """Keep NumPy's products of matrices in one thread, unless the user has set a number.

    The matrices are small: threads that wait for each other take up to ten times the work.
    """
    for library in ("OPENBLAS", "OMP", "MKL"):
        os.environ.setdefault(f"{library}_NUM_THREADS", "1")


def _open_streams() -> None:
    """Open the standard streams that were closed by the caller (>&-) to the null device.

    Otherwise the next file to be opened would take a stream's number.
    """
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            handle = os.open(os.devnull, os.O_RDWR)
            if handle != number:
                os.dup2(handle, number)
                os.close(handle)
            setattr(sys, name, os.fdopen(number, "w" if number else "r"))


def _flush_streams() -> None:
    """Flush both streams, so that Python does not complain of a closed one at its end."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def run(arguments: list[str]) -> int:
    """The exit code of one command line; an error is one line on standard error."""
    settings = {"debug": False}
    try:
        from approx.cli.app import cli
        from approx.system import files

        files.written.clear()
        code = cli.main(arguments, prog_name="approx", standalone_mode=False, obj=settings)
        sys.stdout.flush()
    except BrokenPipeError:
        return 0  # the reader has closed the pipe (approx list | head -1), which is no error
    except (Exception, KeyboardInterrupt, Stopped) as error:
        if settings["debug"]:
            import traceback

            traceback.print_exception(error)
        from approx.cli.errors import report

        # click takes the end of any file for a user who pressed Ctrl-D.
        cause = error.__cause__
        return report(cause if isinstance(cause, EOFError) else error)
    return code if isinstance(code, int) else 0


if __name__ == "__main__":
    main()

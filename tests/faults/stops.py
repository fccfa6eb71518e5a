"""Signals: to the caller, to those who draw, and pauses."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from contextlib import suppress
from functools import partial
from pathlib import Path

from .kinds import kind
from .place import FORMATS, Place, Skipped, no_traceback, one_line, stopped_by
from .whole import usual, whole


def stop(place: Place, number: signal.Signals, again: int = 0) -> None:
    """In one of all formats."""
    place.form = place.dice.choice(FORMATS)
    stop_here(place, number, again)


def stop_here(place: Place, number: signal.Signals, again: int) -> None:
    """Ask the caller to end, `again` times more, at any moment."""
    place.old()
    process = place.start()
    place.moment(process, 1.1 * usual())
    for _ in range(1 + again):
        with suppress(ProcessLookupError):
            process.send_signal(number)
        if again:
            time.sleep(place.dice.choice([0, 0.001, 0.01]))
    ended = place.end(process)
    place.clean()
    if ended.code:
        stopped_by(ended, number)
    no_traceback(ended)
    if ended.code and place.is_old():
        return
    assert place.is_new(whole(place.form)), "neither the old film nor the new one"
    assert b"nothing was written" not in ended.err


kind("Ctrl-C to the caller", 4)(partial(stop, number=signal.SIGINT))
kind("SIGTERM to the caller", 3)(partial(stop, number=signal.SIGTERM))
kind("SIGHUP to the caller", 2)(partial(stop, number=signal.SIGHUP))
kind("Ctrl-C five times", 2)(partial(stop, number=signal.SIGINT, again=4))


@kind("SIGKILL to the caller", 4)
def kill(place: Place) -> None:
    """All end with it, and the next run removes what it left."""
    place.form = place.dice.choice(FORMATS)
    place.old()
    process = place.start()
    place.moment(process, 1.1 * usual())
    process.kill()
    ended = place.end(process)
    assert ended.code in {0, -signal.SIGKILL}, ended
    place.clean(killed=True)
    assert place.is_old() or place.is_new(whole(place.form)), "a mixture"
    place.next_is_clean()


@kind("SIGKILL to a process that draws", 4)
def kill_child(place: Place) -> None:
    """Any of them: the film fails in one line, unless all was drawn."""
    place.form = place.dice.choice(FORMATS)
    place.old()
    process = place.start()
    place.moment(process, 0.9 * usual())
    drawing = sorted(set(place.processes()) - {process.pid})
    if drawing:
        with suppress(ProcessLookupError):
            os.kill(place.dice.choice(drawing), signal.SIGKILL)
    ended = place.end(process)
    place.clean()
    if ended.code == 0:
        assert place.is_new(whole(place.form)), "exit 0 without the new film"
        return
    assert ended.code == 1, ended
    one_line(ended)
    assert not any(word in ended.err.decode() for word in ("KeyError", "--debug")), ended.lines
    assert place.is_old(), "exit 1 with another film"


@kind("paused and continued", 2)
def pause(place: Place) -> None:
    """The caller, or all of them."""
    new = whole(place.form)
    place.old()
    process = place.start()
    place.moment(process, 0.9 * usual())
    paused = place.dice.choice([[process.pid], place.processes()])
    for pid in paused:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGSTOP)
    time.sleep(place.dice.uniform(0.1, 1.5))
    for pid in paused:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGCONT)
    ended = place.end(process)
    assert ended.code == 0, ended
    place.clean()
    assert place.is_new(new)


@kind("stopped while those who draw are paused", 1)
def stop_paused(place: Place) -> None:
    """Who is paused cannot end by itself."""
    place.old()
    process = place.start()
    place.until(process, lambda: place.lines() > 0)
    for pid in place.processes():
        if pid != process.pid:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGSTOP)
    process.send_signal(signal.SIGTERM)
    ended = place.end(process)
    place.clean()
    if ended.code:
        stopped_by(ended, signal.SIGTERM)
        assert place.is_old()


@kind("Ctrl-C where the parent ignores it", 1)
def ignored(place: Place) -> None:
    """As a shell script's `&` does."""
    place.old()
    process = place.start(preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_IGN))
    place.until(process, lambda: place.lines() > 0)
    process.send_signal(signal.SIGINT)
    ended = place.end(process)
    place.clean()
    stopped_by(ended, signal.SIGINT)
    assert place.is_old()


@kind("SIGHUP under nohup", 1)
def nohup(place: Place) -> None:
    """Who says nohup wants the film when the terminal has gone."""
    new = whole(place.form)
    place.old()
    process = place.start(preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN))
    place.until(process, lambda: place.lines() > 0)
    process.send_signal(signal.SIGHUP)
    ended = place.end(process)
    assert ended.code == 0, ended
    place.clean()
    assert place.is_new(new)


@kind("the terminal goes away", 1)
def hang_up(place: Place) -> None:
    """Its window is closed: SIGHUP comes, and nothing can be said any more.

    The percentage is read after it was shown: the film may be finished by then.
    """
    import pty

    new = whole(place.form)
    place.old()
    try:
        ours, theirs = pty.openpty()
    except OSError as error:  # a container without /dev/pts
        raise Skipped(f"no terminal can be opened: {error}") from None

    def lead() -> None:
        import fcntl
        import termios

        fcntl.ioctl(2, termios.TIOCSCTTY, 0)
        signal.signal(signal.SIGHUP, signal.SIG_DFL)  # it may be ignored where the tests run

    process = place.start(stdout=theirs, stderr=theirs, preexec_fn=lead, env={"TERM": "xterm"})
    os.close(theirs)
    seen = b""
    while b"%" not in seen:
        seen += os.read(ours, 4096)
    os.close(ours)
    ended = place.end(process)
    place.clean()
    assert ended.code in (0, 128 + signal.SIGHUP), ended
    finished = place.is_new(new)
    assert finished or ended.code != 0, "success without a film"
    assert finished or place.is_old(), "neither the old film nor the new one"


@kind("no process reads the output", 2)
def pipes(place: Place) -> None:
    """`2>&1 | head -1`, or both streams closed: the film comes all the same."""
    new = whole(place.form)
    place.old()
    how = place.dice.choice(["head", "head both", "closed", "closed both"])
    if how.startswith("head"):
        read, write = os.pipe()
        streams = {"stdout": write, "stderr": write} if "both" in how else {"stdout": write}
        process = place.start(**streams)
        os.close(write)
        if "both" in how:
            while b"\n" not in os.read(read, 4096):
                pass
        os.close(read)
    else:
        fds = "1 2" if "both" in how else "1"
        closing = " ".join(f"{fd}>&-" for fd in fds.split())
        script = f'exec "$@" {closing}'
        process = subprocess.Popen(
            ["sh", "-c", script, "sh", *place.command()], cwd=place.folder,
            env=place.environment(), start_new_session=True,
            stderr=(place.folder / "stderr").open("wb"),
        )  # fmt: skip
    ended = place.end(process)
    no_traceback(ended)
    assert ended.code == 0, (how, ended)
    place.clean()
    assert place.is_new(new)


@kind("standard output is full", 1)
def full_output(place: Place) -> None:
    """The film is there, and who asked is told that its path could not be."""
    new = whole(place.form)
    place.old()
    with Path("/dev/full").open("wb") as full:
        ended = place.run(stdout=full)
    no_traceback(ended)
    assert ended.code == 1, ended
    place.clean()
    assert place.is_new(new)

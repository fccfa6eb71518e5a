"""Progress appears on a terminal after a second, and nowhere else."""

import os
import re
import subprocess
import sys
from importlib import import_module

import command_line
import pytest

from approx.subjects import FitOptions, resolve

approx = command_line.approx

SLOW = """
import sys, time
from approx.cli.commands import _output
with _output.working({title!r}):
    time.sleep({seconds})
print("done")
"""


def on_a_terminal(script):
    """Standard output, and what a terminal at standard error got."""
    pty = pytest.importorskip("pty", reason="this system has no such terminals")
    try:
        ours, theirs = pty.openpty()
    except OSError as error:  # a container without /dev/pts
        pytest.skip(f"no terminal can be opened: {error}")
    with subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=theirs, text=True,
        env={**os.environ, "TERM": "xterm", "COLUMNS": "100"},
    ) as process:  # fmt: skip
        os.close(theirs)
        seen = b""
        while True:
            try:
                part = os.read(ours, 4096)
            except OSError:
                break
            if not part:
                break
            seen += part
        out, _ = process.communicate(timeout=30)
    os.close(ours)
    assert process.returncode == 0
    return out, seen.decode()


def test_what_takes_longer_than_a_second_is_shown_and_what_does_not_is_silent():
    assert on_a_terminal(SLOW.format(title="fitting x", seconds=0.1)) == ("done\n", "")
    out, seen = on_a_terminal(SLOW.format(title="fitting \x1b]0;x\x07[red]\nx^2", seconds=1.6))
    assert out == "done\n"
    assert "fitting �]0;x�[red] x^2" in seen
    assert re.search(r"0:00:0\d", seen)


def test_without_a_terminal_nothing_is_shown():
    done = subprocess.run(
        [sys.executable, "-c", SLOW.format(title="x", seconds=1.2)],
        capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    assert (done.stdout, done.stderr) == ("done\n", "")


def test_a_fit_that_takes_too_long_is_used_as_it_is_or_ends_with_one_line(approx, monkeypatch):
    monkeypatch.setattr(import_module("approx.subjects.fitted"), "LONGEST", 0.2)
    wide = ("sin(3*x)", "--hidden", "40,40", "--method")
    done = approx("show", *wide, "adam")
    assert done.code == 0
    (line,) = [line for line in done.err if "training" in line]
    assert re.fullmatch(
        r"note: training stopped after 0.2 s at step [0-9]+ of 4500; approx fit trains to the end",
        line,
    )
    refused = approx("fit", *wide, "adam", "--time-limit", "0.2")
    refused.refuses("training stopped after 0.2 s at step", code=1)


def test_many_weights_are_trained_by_a_method_that_solves_no_system_of_their_size():
    for widths, method in (((64, 64), "lbfgs"), ((8, 8), "lm")):
        subject = resolve("sin(3*x)", FitOptions(hidden=widths, settings={"steps": 3}))
        assert subject.fit.options.method == method

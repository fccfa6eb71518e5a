"""render --still --watch: the still follows its story's file until Ctrl-C."""

import os
import signal
import subprocess
import sys
from contextlib import contextmanager

import pytest
from command_line import approx  # noqa: F401
from PIL import Image

from approx.cli import drafts
from approx.cli.commands._watch import redraw
from approx.system.errors import InputError
from approx.system.signals import Stopped

PATIENCE = 60.0


def test_watching_is_for_stills(approx):  # noqa: F811
    approx("render", "sine-8", "--watch").refuses("--watch redraws a still: add --still")


def test_it_is_drawn_once_and_after_every_change_and_an_error_is_no_end(tmp_path, capsys):
    file, drawn = tmp_path / "mine.py", []
    file.write_text("one")

    def draw():
        drawn.append(file.read_text())
        if drawn[-1] == "one":
            file.write_text("a change while it is drawn")
            raise InputError("mine.py, line 1: wrong")
        raise Stopped(signal.SIGINT)

    with pytest.raises(Stopped):
        redraw(draw, [file, tmp_path / "none.py"])
    assert drawn == ["one", "a change while it is drawn"]
    note, error = capsys.readouterr().err.splitlines()
    assert note == "note: watching mine.py and its words; Ctrl-C ends"
    assert error == "error: mine.py, line 1: wrong"


@pytest.mark.slow
@pytest.mark.parametrize("fork", ["1", "0"])
def test_the_still_follows_its_story_until_ctrl_c(tmp_path, fork):
    drafts.write("story", "mine", tmp_path)
    story, still = tmp_path / "mine.py", tmp_path / "mine.png"
    env = {name: value for name, value in os.environ.items() if not name.startswith("PYTHONDONT")}
    line = [
        "render",
        "parabola-2",
        "mine.py",
        "--still",
        "network",
        "--watch",
        "-q",
        "l",
        "-o",
        "mine.png",
    ]
    with watching(line, tmp_path, {**env, "APPROX_FORK": fork}) as process:
        assert process.stdout.readline() == "mine.png\n"
        first = still.read_bytes()
        edit(story, "of them.", "of its own.")
        assert process.stdout.readline() == "mine.png\n"
        with Image.open(still) as picture:
            assert picture.text["Description"] == "The network draws 2 of its own."
        second = still.read_bytes()
        assert second != first
        edit(story, "pieces =", "pieces = wrong +")
        said = [process.stderr.readline(), process.stderr.readline()]
        assert said[1].startswith("error: the render failed: mine.py, line ")
        assert said[1].endswith("name 'wrong' is not defined\n")
        edit(story, "pieces = wrong +", "pieces = 1 +")
        assert process.stdout.readline() == "mine.png\n"
        assert still.read_bytes() != second
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 130
    assert err == "error: stopped; what was finished is in place\n"
    assert out == ""
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mine.png", "mine.py"]


@contextmanager
def watching(line, folder, env):
    """The command in a process of its own, which does not outlive the test."""
    process = subprocess.Popen(
        [sys.executable, "-m", "approx", *line],
        cwd=folder, env=env, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def edit(path, old, new):
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))

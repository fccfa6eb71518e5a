"""Wrong command lines: each is one line that says what is wrong, and leaves nothing."""

import shlex
from pathlib import Path

import pytest

#: In each line a command line as a shell takes it, a tab, and what is said of it.
TABLE = Path(__file__).parents[1] / "data" / "wrong_commands.tsv"


@pytest.mark.slow
def test_a_hundred_wrong_commands_are_refused_in_one_line(approx):
    lines = TABLE.read_text("utf-8").splitlines()
    assert len(lines) >= 99
    for line in lines:
        words, said = line.split("\t")
        approx(*shlex.split(words)).refuses(said)

"""Renders on machines with little room, strange settings and odd paths."""

import pytest

from faults import machine
from faults.kinds import KINDS

#: All kinds are in test_every_kind.py.
SAMPLE = [
    "disk full when it is put in place", "few open files (RLIMIT_NOFILE)",
    "the folder cannot be written", "an odd path", "a manim.cfg in the folder",
]  # fmt: skip


@pytest.mark.parametrize("name", SAMPLE)
def test_no_file_is_lost_partial_or_wrong(place, name):
    KINDS[name].befall(place)


def test_strange_surroundings_change_nothing(place):
    machine.strange(place, "no home", "no terminal to speak of", "ASCII only", "no fonts")

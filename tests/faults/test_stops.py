"""Renders that are stopped, killed or paused, and readers that go away."""

import signal

import pytest

from faults import stops
from faults.kinds import KINDS

SAMPLE = [
    "SIGKILL to the caller", "SIGKILL to a process that draws", "paused and continued",
    "stopped while those who draw are paused", "Ctrl-C where the parent ignores it",
    "SIGHUP under nohup", "the terminal goes away", "no process reads the output",
    "standard output is full",
]  # fmt: skip


@pytest.mark.parametrize(
    ("number", "again", "form"),
    [
        (signal.SIGINT, 0, "mp4"), (signal.SIGTERM, 0, "webm"), (signal.SIGHUP, 0, "mov"),
        (signal.SIGINT, 4, "gif"), (signal.SIGTERM, 0, "webp"), (signal.SIGINT, 0, "apng"),
        (signal.SIGTERM, 4, "zip"),
    ],
)  # fmt: skip
def test_who_stops_a_render_finds_the_old_film_or_the_new_one(place, number, again, form):
    place.form = form
    stops.stop_here(place, number, again)


@pytest.mark.parametrize("name", SAMPLE)
def test_no_file_is_lost_partial_or_wrong(place, name):
    KINDS[name].befall(place)

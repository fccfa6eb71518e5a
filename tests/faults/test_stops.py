"""Renders that are stopped, killed or paused, and readers that go away."""

import signal

import pytest

from faults import stops
from faults.kinds import KINDS

#: All kinds are in test_every_kind.py.
SAMPLE = [
    "SIGKILL to a process that draws", "paused and continued", "SIGHUP under nohup",
    "the terminal goes away", "standard output is full",
]  # fmt: skip


@pytest.mark.parametrize(
    ("number", "again", "form"),
    [
        (signal.SIGINT, 0, "mp4"),
        (signal.SIGTERM, 4, "zip"),
        pytest.param(signal.SIGTERM, 0, "webm", marks=pytest.mark.slow),
        pytest.param(signal.SIGHUP, 0, "mov", marks=pytest.mark.slow),
        pytest.param(signal.SIGINT, 4, "gif", marks=pytest.mark.slow),
        pytest.param(signal.SIGTERM, 0, "webp", marks=pytest.mark.slow),
        pytest.param(signal.SIGINT, 0, "apng", marks=pytest.mark.slow),
    ],
)
def test_who_stops_a_render_finds_the_old_film_or_the_new_one(place, number, again, form):
    place.form = form
    stops.stop_here(place, number, again)


@pytest.mark.parametrize("name", SAMPLE)
def test_no_file_is_lost_partial_or_wrong(place, name):
    KINDS[name].befall(place)

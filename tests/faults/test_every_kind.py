"""One of every kind of fault; `python -m tests.faults` lets hundreds of them befall renders."""

import pytest

from faults import machine, memory, stops, together  # noqa: F401
from faults.kinds import KINDS


@pytest.mark.slow
@pytest.mark.parametrize("name", KINDS)
def test_no_file_is_lost_partial_or_wrong(place, name):
    KINDS[name].befall(place)

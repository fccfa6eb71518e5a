"""Renders beside others, and with what others kept."""

import pytest

from faults import memory, together  # noqa: F401
from faults.kinds import KINDS


@pytest.mark.parametrize("name", ["two renders to one name", "a reader during a render"])
def test_no_file_is_lost_partial_or_wrong(place, name):
    KINDS[name].befall(place)


@pytest.mark.slow
def test_a_damaged_cache_is_mended(place):
    memory.befall(place, memory.flipped)

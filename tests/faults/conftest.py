"""A place for every fault; what it does there is the same every time, as far as a machine is."""

import random
import sys

import pytest

from faults.place import Place, Skipped


@pytest.fixture
def place(tmp_path, request):
    if sys.platform != "linux":
        pytest.skip("processes are looked for in /proc")
    return Place(tmp_path, random.Random(request.node.name))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item):
    try:
        return (yield)
    except Skipped as why:
        pytest.skip(str(why))

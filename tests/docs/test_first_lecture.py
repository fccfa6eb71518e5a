"""Every part of a first lecture is shown somewhere, and each place that the table names exists."""

import re
from importlib import import_module
from pathlib import Path

import pytest

from approx.inputs import catalog
from approx.outputs import figures, lesson
from approx.outputs.films import stories

TABLE = Path(__file__).parents[2] / "docs" / "first_lecture.md"
ROWS = dict(re.findall(r"^\| ([A-E]\d+) \|.*\| (.*) \|$", TABLE.read_text("utf-8"), re.MULTILINE))
#: How many parts each of the five sources has.
COUNTS = {"A": 5, "B": 6, "C": 8, "D": 10, "E": 8}


def test_no_part_of_the_sources_is_left_out():
    wanted = {f"{source}{k}" for source, n in COUNTS.items() for k in range(1, n + 1)}
    assert set(ROWS) == wanted


@pytest.mark.parametrize("part", ROWS)
def test_a_part_is_shown_where_the_table_says(part):
    places = re.findall(r"`([^`]+)`", ROWS[part])
    assert places
    for place in places:
        kind, _, name = place.partition(":")
        if not name:
            story = place.partition(".")[0]
            assert story in stories.names()
            phrases = import_module(f"approx.panels.captions.{story}").PHRASES
            assert all(place in phrases[language] for language in ("en", "de"))
        elif kind == "lesson":
            assert name in lesson.names()
        elif kind == "figure":
            assert name in figures.kinds()
        else:
            assert kind == "page"
            assert catalog.find(name) is not None
            pages = {p.subject for n in lesson.names() for p in lesson.read(n).parts}
            assert name in pages

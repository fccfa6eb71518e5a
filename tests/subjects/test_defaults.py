"""A story's or a figure's name alone draws its usual subject."""

import pytest

from approx.inputs import catalog
from approx.outputs import figures
from approx.outputs.films import stories
from approx.subjects import resolve_any
from approx.subjects.defaults import DEFAULTS

#: What needs data of the user's: no built-in example has held-out points.
WITHOUT = {"generalisation"}


def test_every_story_and_kind_has_a_usual_subject_and_nothing_else_has():
    assert {*stories.names(), *figures.kinds()} - WITHOUT == set(DEFAULTS)


def test_no_example_shares_a_name_with_a_story_or_kind_unless_it_is_its_usual_subject():
    for name in DEFAULTS:
        assert catalog.find(name) is None or DEFAULTS[name] == name


@pytest.mark.parametrize("story", stories.names())
def test_a_storys_usual_subject_fits_it(story):
    assert stories.choose(resolve_any(story), story) == story


@pytest.mark.parametrize("kind", sorted({*figures.kinds()} - WITHOUT))
def test_a_kinds_usual_subject_fits_it(kind):
    assert figures.unsupported_reason(kind, resolve_any(kind)) is None

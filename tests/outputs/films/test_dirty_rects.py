"""Boxes, bands and parts cover what changed, and nothing twice."""

from types import SimpleNamespace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from approx.outputs.films.dirty_rects import bands, changes, overlap, parts_of

WIDTH, HEIGHT = 300, 120
ends = st.tuples(st.integers(0, WIDTH - 1), st.integers(0, HEIGHT - 1))
boxes = st.builds(
    lambda a, b: (min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]) + 1, max(a[1], b[1]) + 1),
    ends,
    ends,
)


def pixels(box):
    seen = np.zeros((HEIGHT, WIDTH), int)
    seen[box[1] : box[3], box[0] : box[2]] = 1
    return seen


@given(st.lists(boxes, min_size=1, max_size=8))
def test_the_parts_of_all_bands_are_disjoint_and_cover_every_box(found):
    parts = [part for band in bands(found) for part in parts_of(found, band)]
    covered = sum(map(pixels, parts))
    assert covered.max() == 1
    assert all(covered[pixels(box) == 1].all() for box in found)


@given(boxes, boxes)
def test_boxes_overlap_when_they_share_a_pixel(one, other):
    assert overlap(one, other) == (pixels(one) & pixels(other)).any()
    assert not overlap(None, other)


@given(
    st.lists(st.sampled_from("abcd"), unique=True), st.lists(st.sampled_from("abcd"), unique=True)
)
def test_what_came_or_went_has_changed_and_what_stayed_has_not(before, after):
    shapes = {name: SimpleNamespace(box=(ord(name), 0, ord(name) + 1, 1)) for name in "abcd"}
    found = set(changes([shapes[n] for n in before], [shapes[n] for n in after]))
    assert found >= {shapes[name].box for name in set(before) ^ set(after)}
    if before == after:
        assert not found

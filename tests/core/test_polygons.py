"""Polygons that share vertices, and their cuts, vertex by vertex."""

import numpy as np
import pytest

from approx.core.polygons import ABOVE, BELOW, BOTH, ON, Polygons, _two_contacts

#: The corners 0 1 2 3 of a square in two triangles.
SQUARE = Polygons(np.array([0, 1, 2, 0, 2, 3]), np.array([3, 3]))


def sides(*values):
    return np.array(values, np.uint8)


def test_a_corner_knows_its_polygon_and_the_next_corner():
    assert len(SQUARE) == 2
    assert SQUARE.starts.tolist() == [0, 3]
    assert SQUARE.owner.tolist() == [0, 0, 0, 1, 1, 1]
    assert SQUARE.following.tolist() == [1, 2, 0, 2, 3, 0]


def test_every_edge_is_there_once_with_the_polygons_on_its_sides():
    ends, neighbours = SQUARE.edges()
    assert ends.tolist() == [[0, 1], [2, 0], [3, 0], [1, 2], [2, 3]]
    assert neighbours.tolist() == [[0, -1], [0, 1], [1, -1], [0, -1], [1, -1]]


def test_a_line_along_an_edge_cuts_nothing():
    assert SQUARE.sides(sides(ON, ABOVE, ON, BELOW)).tolist() == [ABOVE, BELOW]
    for side, above in [
        ((ON, ABOVE, ON, BELOW), [True, False]),
        ((ABOVE, ABOVE, ABOVE, ABOVE), [True, True]),
        ((ON, ON, ON, BELOW), [False, False]),
    ]:
        cut = SQUARE.cut(sides(*side))
        assert cut.polygons is SQUARE
        assert (cut.parent, cut.ends.shape) == (None, (0, 2))
        assert cut.above.tolist() == above


def test_a_line_across_both_triangles_makes_four_polygons_and_three_vertices():
    cut = SQUARE.cut(sides(BELOW, ABOVE, ABOVE, BELOW))
    assert SQUARE.sides(sides(BELOW, ABOVE, ABOVE, BELOW)).tolist() == [BOTH, BOTH]
    assert cut.ends.tolist() == [[0, 1], [0, 2], [2, 3]]
    assert cut.polygons.counts.tolist() == [4, 3, 3, 4]
    assert cut.polygons.corners.tolist() == [4, 1, 2, 5, 5, 2, 6, 0, 4, 5, 0, 5, 6, 3]
    assert cut.parent.tolist() == [0, 1, 0, 1]
    assert cut.above.tolist() == [True, True, False, False]


def test_what_the_line_misses_comes_first_and_stays():
    """A line through corner 0 and the edge from 1 to 2 leaves the second triangle whole."""
    cut = SQUARE.cut(sides(ON, BELOW, ABOVE, ABOVE))
    assert cut.ends.tolist() == [[1, 2]]
    assert cut.polygons.corners.tolist() == [0, 2, 3, 0, 4, 2, 0, 1, 4]
    assert cut.parent.tolist() == [1, 0, 0]
    assert cut.above.tolist() == [True, True, False]


def test_refining_puts_a_vertex_on_every_edge_that_crosses():
    fine, ends = SQUARE.refined(sides(BELOW, ABOVE, ABOVE, BELOW))
    assert fine.corners.tolist() == [0, 4, 1, 2, 5, 0, 5, 2, 6, 3]
    assert fine.counts.tolist() == [5, 5]
    assert ends.tolist() == [[0, 1], [0, 2], [2, 3]]
    some = SQUARE.only(np.array([True, False, True, True, True, True]))
    assert (some.corners.tolist(), some.counts.tolist()) == ([0, 2, 0, 2, 3], [2, 3])


@pytest.mark.parametrize(
    ("given", "mended"),
    [
        ((ON, ON, ABOVE, ON, BELOW), (ON, ABOVE, ABOVE, ON, BELOW)),
        ((ON, ABOVE, ON, ABOVE, ON, BELOW), (ON, ABOVE, ABOVE, ABOVE, ON, BELOW)),
        ((BELOW, ON, ON, ABOVE, ON), (BELOW, ON, ABOVE, ABOVE, ON)),
        ((ON, BELOW, ON, BELOW, ON, ABOVE), (ON, BELOW, BELOW, BELOW, ON, ABOVE)),
    ],
)
def test_a_line_touches_a_polygon_where_it_enters_and_where_it_leaves(given, mended):
    assert _two_contacts(sides(*given)).tolist() == list(mended)


def test_a_polygon_with_three_corners_on_the_line_is_cut_in_two():
    pentagon = Polygons(np.arange(5), np.array([5]))
    cut = pentagon.cut(sides(ON, ON, ABOVE, ON, BELOW))
    assert cut.polygons.corners.tolist() == [0, 1, 2, 3, 0, 3, 4]
    assert cut.polygons.counts.tolist() == [4, 3]
    assert len(cut.ends) == 0

"""From data to the frame: corners stay corners, what is clipped ends at the limit."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from manim import Square

from approx.outputs.stage.geometry import Plot, clip, crosses, dashes, free_place
from approx.outputs.stage.labels import beside
from approx.outputs.stage.layout import Box
from approx.panels.axes import axis

BOX = Box(-1, -1, 1, 1)
PLOT = Plot(BOX, axis(0, 4), axis(-2, 2))


def test_the_ends_of_the_axes_are_the_corners_of_the_box():
    assert PLOT.point(0, -2).tolist() == [-1, -1, 0]
    assert PLOT.point(4, 2).tolist() == [1, 1, 0]
    assert PLOT.point(2, 0).tolist() == [0, 0, 0]


@given(st.lists(st.floats(-5, 5), min_size=2, max_size=9))
def test_a_clipped_polyline_is_the_same_one_inside(y):
    x = np.arange(len(y), dtype=float)
    inside_x, inside_y = clip(x, np.array(y), -6.0, 6.0)
    assert np.array_equal(inside_x, x)
    assert np.array_equal(inside_y, y)


def test_clipping_ends_exactly_at_the_limit():
    x, y = clip(np.array([-4.0, 4.0]), np.array([-4.0, 4.0]), -1.0, 10.0)
    assert x.tolist() == [-1, 4]
    assert y.tolist() == [-1, 4]


def test_dashes_cover_their_share_and_keep_corners():
    corner = np.array([[0.0, 0, 0], [1, 0, 0], [1, 1, 0]])
    first, second = dashes(corner, 1.2, 0.3)
    assert first.tolist() == [[0, 0, 0], [1, 0, 0], [1, pytest.approx(0.2), 0]]
    assert second.tolist() == [[1, pytest.approx(0.5), 0], [1, 1, 0]]


@pytest.mark.parametrize(
    ("line", "touches"),
    [
        ([[-2, 0, 0], [2, 0, 0]], True),
        ([[-2, 2, 0], [2, 2, 0]], False),
        ([[0, -2, 0], [0, 2, 0]], True),
        ([[-2, 0, 0], [0, 2.5, 0]], False),
        ([[0.1, 0.1, 0], [0.2, 0.2, 0]], True),
    ],
)
def test_a_line_through_a_box_is_seen(line, touches):
    assert crosses(BOX, np.array(line, dtype=float)) is touches


def test_a_label_goes_where_nothing_is():
    line = np.array([[-1.0, -1, 0], [1, 1, 0]])
    x, y = free_place((0.3, 0.2), np.zeros(3), [line], BOX)
    spot = Box(x - 0.15, y - 0.1, x + 0.15, y + 0.1)
    assert not crosses(spot, line)
    wall = [np.array([[-1.0, v, 0], [1, v, 0]]) for v in np.linspace(-1, 1, 60)]
    assert free_place((0.3, 0.2), np.zeros(3), wall, BOX) is None


def test_a_label_stands_on_a_zero_line_only_where_nothing_else_is_left():
    """The target's name once stood on the vertical axis of the README's film."""
    plot = Plot(BOX, axis(-2, 2), axis(-2, 2))
    across, up = plot.zero_lines()
    assert [across[:, 1].tolist(), up[:, 0].tolist()] == [[0.0, 0.0], [0.0, 0.0]]
    assert [line[:, 1].tolist() for line in PLOT.zero_lines()] == [[0.0, 0.0], [-1.0, 1.0]]
    assert Plot(BOX, axis(1, 2), axis(1, 2)).zero_lines() == []

    def corners(label: Square) -> Box:
        (x, y, _), half = label.get_center(), label.width / 2
        return Box(x - half, y - half, x + half, y + half)

    label = Square(0.3)
    assert beside(label, [np.array([0.1, 0.3, 0.0])], [], plot)
    assert not any(crosses(corners(label), line) for line in (across, up))
    wide, place = Square(1.2), [np.array([0.7, 0.0, 0.0])]  # too large for a quadrant
    assert beside(wide, place, [], plot)
    assert not beside(wide, place, [up], plot)

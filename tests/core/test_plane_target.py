"""Targets of two inputs: values, points, rectangles."""

import numpy as np
import pytest

from approx.core.plane_target import PlanePoints, PlaneTarget, box_of
from approx.core.target import Label
from approx.system.errors import InputError

LABEL = Label("f", "f", "f")
SQUARE = ((0.0, 1.0), (0.0, 1.0))


def points(xy, values, held_out=None):
    return PlanePoints(
        np.array(xy, float), np.array(values, float), (), LABEL, SQUARE, held_out=held_out
    )


def test_a_target_takes_x_first_and_y_second():
    target = PlaneTarget(lambda x, y: 10 * x + y, LABEL, SQUARE)
    assert target(np.array([[[1.0, 2.0], [3.0, 4.0]]])).tolist() == [[12, 34]]


def test_a_pole_is_a_value_that_is_not_finite_and_no_warning():
    assert np.isinf(PlaneTarget(lambda x, y: 1 / (x - y), LABEL, SQUARE)(np.array([[1.0, 1.0]])))


def test_points_on_the_edge_of_a_rectangle_are_inside():
    held = np.array([True, False, True, False])
    kept = points([[0, 0], [1, 1], [0.5, 0.25], [2, 0]], [1, 2, 3, 4], held).on(((0, 1), (0, 1)))
    assert kept.values.tolist() == [1, 2, 3]
    assert kept.held_out is not None
    assert kept.held_out.tolist() == [True, False, True]
    assert len(kept) == 3


def test_a_rectangle_with_one_point_is_refused_with_the_count():
    with pytest.raises(InputError, match=r"\[0, 0\.2\] × \[0, 1\] holds 1 of the 2 points"):
        points([[0, 0], [1, 1]], [1, 2]).on(((0, 0.2), (0, 1)))


@pytest.mark.parametrize("scale", [1e-30, 1e-9, 1.0, 1e9, 1e30])
def test_a_rectangle_around_points_has_the_room_asked_for_at_every_scale(scale):
    xy = scale * np.array([[-1.0, 2.0], [3.0, 2.5]])
    (x0, x1), (y0, y1) = box_of(xy)
    for low, high, ends in ((x0, x1, (-1, 3)), (y0, y1, (2, 2.5))):
        width = (ends[1] - ends[0]) * scale
        assert 0.0799 * width <= ends[0] * scale - low <= 0.29 * width
        assert 0.0799 * width <= high - ends[1] * scale <= 0.29 * width


def test_a_rectangle_around_points_ends_on_round_numbers():
    assert box_of(np.array([[-1.0, 0.0], [1.0, 10.0]])) == ((-1.2, 1.2), (-1.0, 11.0))


def test_points_on_a_line_have_a_rectangle_with_an_inside():
    (x0, x1), (y0, y1) = box_of(np.array([[0.0, 5.0], [1.0, 5.0]]))
    assert x0 < 0
    assert x1 > 1
    assert y0 < 5 < y1

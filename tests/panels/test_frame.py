"""The message fills the frame; what leaves it is cut where it leaves, with an arrow."""

import numpy as np
import pytest

from approx.panels.frame import clipped, frame
from approx.panels.primitives import Axis, Curve

UNIT = Axis(-1.0, 1.0, (), ())


@pytest.mark.parametrize("other", [(0.0,), (27.0,), (-400.0, 3.0), (np.nan, np.inf)])
@pytest.mark.parametrize("main", [(-1.0, 1.0), (315.0, 415.0), (0.0, 1e-6), (-2.0, np.nan, 5.0)])
def test_whatever_else_is_drawn_the_main_curve_fills_most_of_the_height(main, other):
    axis = frame(np.array(main), np.array(other))
    assert np.nanmax(main) - np.nanmin(main) >= 0.55 * (axis.high - axis.low)
    assert axis.low < np.nanmin(main)
    assert np.nanmax(main) < axis.high


def test_what_stays_within_one_and_a_half_times_the_range_is_seen_whole():
    axis = frame(np.array([0.0, 1.0]), np.array([-0.2, 1.3]))
    assert axis.low < -0.2
    assert axis.high > 1.3


def test_years_need_no_zero_and_a_parabola_has_it():
    assert frame(np.array([1950.0, 2020.0])).low > 1900
    assert frame(np.array([0.05, 1.0])).low < 0


def test_a_constant_has_room_around_it():
    axis = frame(np.array([3.0, 3.0]))
    assert axis.low < 3 < axis.high


def test_a_curve_that_leaves_is_cut_exactly_there_and_points_outwards():
    curve, arrows = clipped(
        Curve("sum", np.array([0.0, 1.0, 2.0]), np.array([0.0, 4.0, 0.0])), UNIT
    )
    assert curve.x[~np.isnan(curve.x)].tolist() == [0.0, 0.25, 1.75, 2.0]
    assert [(a.x, a.y, np.sign(a.dx), np.sign(a.dy)) for a in arrows] == [
        (0.25, 1.0, 1.0, 1.0),
        (1.75, 1.0, -1.0, 1.0),
    ]


def test_a_curve_inside_is_untouched_and_has_no_arrow():
    curve, arrows = clipped(Curve("sum", np.array([0.0, 1.0]), np.array([-0.5, 1.0])), UNIT)
    assert curve.x.tolist() == [0.0, 1.0]
    assert arrows == ()

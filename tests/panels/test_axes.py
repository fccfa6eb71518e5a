"""Ticks read well for any range."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from approx.panels.axes import axis, axis_for, label, ticks

ranges = st.tuples(st.floats(-1e6, 1e6), st.floats(1e-6, 1e6), st.integers(4, 12)).filter(
    lambda r: r[1] > 1e-9 * abs(r[0])
)


@given(ranges)
def test_ticks_are_few_inside_and_evenly_spaced(case):
    low, width, most = case
    found = ticks(low, low + width, most)
    slack = 1e-6 * width
    assert 2 <= len(found) <= most
    assert low - slack <= found[0]
    assert found[-1] <= low + width + slack
    assert np.allclose(np.diff(found), found[1] - found[0], rtol=1e-6)


@given(st.integers(-5, 5), st.integers(1, 12))
def test_labels_are_the_ticks(low, width):
    span = axis(low / 4, low / 4 + width / 4)
    assert [float(text.replace("−", "-")) for text in span.labels] == pytest.approx(span.ticks)


@pytest.mark.parametrize(
    ("low", "high", "most", "expected"),
    [
        (-4, 4, 7, (-4, -2, 0, 2, 4)),
        (-6, 6, 5, (-6, -3, 0, 3, 6)),
        (-1, 1, 7, (-1, -0.5, 0, 0.5, 1)),
        (0, 1e6, 7, (0, 2e5, 4e5, 6e5, 8e5, 1e6)),
    ],
)
def test_ticks_reach_the_ends_where_round_numbers_do(low, high, most, expected):
    assert ticks(low, high, most) == pytest.approx(expected)


def test_a_label_has_a_true_minus_and_the_decimals_of_its_step():
    assert label(-0.5, 0.25) == "−0.50"
    assert label(4.0, 2.0) == "4"


def test_a_number_whose_every_digit_counts_has_no_power_of_ten():
    assert label(1_000_050.0, 50.0) == "1000050"
    assert label(-4_999_800.0, 200.0) == "−4999800"
    assert label(1_000_000.0, 500_000.0) == "1·10⁶"
    assert label(1_000_000.5, 0.5) == "1000000.5"


def test_a_constant_gets_room_and_the_axis_shows_all_values():
    flat = axis_for([np.ones(3)])
    assert flat.low < 1 < flat.high
    values = np.array([-3.0, 2.0])
    span = axis_for([values])
    assert span.low < -3
    assert span.high > 2
    assert math.isfinite(span.low)


@pytest.mark.parametrize(
    ("low", "high"), [(999_999.4, 1_000_000.6), (0.5, 0.50005), (123_400.0, 123_900.0), (2e7, 3e7)]
)
def test_ticks_far_from_zero_show_the_digits_in_which_they_differ(low, high):
    span = axis(low, high, most=5)
    assert len(set(span.labels)) == len(span.ticks) >= 2
    for place, text in zip(span.ticks, span.labels, strict=True):
        plain, _, power = text.partition("·10")
        size = float(power.translate(str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")) or 0)
        assert float(plain) * 10**size == pytest.approx(place, abs=1e-9 * place)

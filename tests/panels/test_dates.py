"""Dates on axes: round ones, at most as many as fit, labelled without saying anything twice."""

import numpy as np
import pytest

from approx.core.dataset import Dataset
from approx.core.target import label
from approx.panels import axes, dates


def day(text):
    return float(np.datetime64(text, "m").astype(int)) / 1440


@pytest.mark.parametrize(
    ("low", "high", "labels"),
    [
        ("1958-03-29", "2001-12-29", ("1960", "1970", "1980", "1990", "2000")),
        ("2012-01-01", "2015-12-31", ("2012", "2013", "2014", "2015")),
        (
            "2025-11-15",
            "2026-05-15",
            ("2025-12", "2026-01", "2026-02", "2026-03", "2026-04", "2026-05"),
        ),
        ("2025-12-31", "2026-01-03", ("2025-12-31", "2026-01-01", "01-02", "01-03")),
        (
            "2026-01-01T06:00",
            "2026-01-02T06:00",
            ("01-01 06:00", "12:00", "18:00", "01-02 00:00", "06:00"),
        ),
        ("1970-01-01T00:00", "1970-01-01T23:00", ("00:00", "06:00", "12:00", "18:00")),
    ],
)
def test_ticks_are_round_dates(low, high, labels):
    places, names = dates.ticks(day(low), day(high), 6)
    assert names == labels
    assert all(day(low) <= place <= day(high) for place in places)


@pytest.mark.parametrize("span", [10.0**k for k in np.linspace(-2, 5.5, 60)])
def test_there_are_two_to_six_ticks_on_any_interval(span):
    places, names = dates.ticks(20000.3, 20000.3 + span, 6)
    assert 2 <= len(places) <= 6
    assert len(names) == len(places)
    assert list(places) == sorted(set(places))


def test_an_axis_of_data_has_dates_and_the_name_of_its_column():
    x = np.array([0.0, 365, 1000])
    data = Dataset(x, x, label("d"), (0.0, 1000.0), ("day", "ppm"), dates=True)
    across = axes.across(data)
    assert (across.name, across.labels[0]) == ("day", "1970-01")
    assert axes.up(across, data).name == "ppm"

"""Dates on axes and in sentences: x counts days since 1970-01-01.

Years, months and days are written as numbers, as ISO 8601 has them: no language has other words.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

#: Steps between ticks, ascending: numpy's unit, how many of it, and about how many days that is.
_STEPS = (
    *(("m", n, n / 1440) for n in (1, 5, 10, 15, 30)),
    *(("h", n, n / 24) for n in (1, 3, 6, 12)),
    *(("D", n, n) for n in (1, 2, 7, 14)),
    *(("M", n, 30.5 * n) for n in (1, 2, 3, 6)),
    *(("Y", n, 365.25 * n) for n in (1, 2, 5, 10, 20, 25, 50, 100, 200, 500, 1000)),
)
_IN_DAYS = {"m": 1 / 1440, "h": 1 / 24, "D": 1.0}
#: Days from 1970-01-01 to a Monday, on which ticks of whole weeks stand.
_MONDAY = 4
#: On a shorter interval a place is told by its time of day.
_SHORT = 3.0


def ticks(low: float, high: float, most: int = 7) -> tuple[tuple[float, ...], tuple[str, ...]]:
    """At most `most` round dates in [low, high], and their labels.

    >>> ticks(0.0, 3 * 365.25, 5)
    ((0.0, 365.0, 730.0), ('1970', '1971', '1972'))
    """
    for unit, n, length in _STEPS:
        if (high - low) / length > most:
            continue
        places = [day for day in _round(unit, n, low, high) if low - 1e-9 <= day <= high + 1e-9]
        if 2 <= len(places) <= most:
            return tuple(places), _labels(places, unit)
        if len(places) < 2:
            break
    return (low, high), (text(low, high - low), text(high, high - low))


def text(day: float, span: float) -> str:
    """A date in a sentence; with the time of day where the interval is only `span` days.

    >>> text(20454.0, 365.0), text(20454.25, 1.0), text(0.25, 0.5)
    ('2026-01-01', '2026-01-01 06:00', '06:00')
    """
    moment = _moment(day)
    date, clock = moment[:10], moment[11:16]
    if span > _SHORT:
        return date
    return clock if 0 <= day <= 1 else f"{date} {clock}"


def _moment(day: float) -> str:
    """2026-01-01T06:00, to the nearest minute."""
    return str(np.datetime64(round(day * 1440), "m"))


def _round(unit: str, n: int, low: float, high: float) -> Iterator[float]:
    """Multiples of a step around [low, high]."""
    if unit in _IN_DAYS:
        step = n * _IN_DAYS[unit]
        shift = _MONDAY if unit == "D" and n % 7 == 0 else 0.0
        first, last = (
            math.ceil((low - shift) / step - 1e-9),
            math.floor((high - shift) / step + 1e-9),
        )
        yield from (k * step + shift for k in range(first, last + 1))
        return
    a, b = (
        int(np.datetime64(math.floor(day), "D").astype(f"M8[{unit}]").astype(int))
        for day in (low, high)
    )
    base = 1970 if unit == "Y" else 0
    for k in range((a + base) // n, (b + base) // n + 2):
        moment = np.array(k * n - base).astype(f"M8[{unit}]")
        yield float(moment.astype("M8[D]").astype(int))


def _labels(places: list[float], unit: str) -> tuple[str, ...]:
    """Each date as short as its step allows: what the tick before has said is left out."""
    out, before = [], ""
    for day in places:
        moment = _moment(day)
        if unit in "YM":
            label = moment[: 4 if unit == "Y" else 7]
        elif unit == "D":
            label = moment[5:10] if before[:4] == moment[:4] else moment[:10]
        else:
            known = before[:10] == moment[:10] or (places[0] >= 0 and places[-1] <= 1)
            label = moment[11:16] if known else f"{moment[5:10]} {moment[11:16]}"
        out.append(label)
        before = moment
    return tuple(out)

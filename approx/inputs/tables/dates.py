"""Dates and times as days since 1970-01-01, the numbers that matplotlib uses for them too."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import numpy as np

from approx.core._types import Array
from approx.system.errors import InputError
from approx.system.plain_text import one_line

_TIME = r"(?:[T ]\s*(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2}(?:\.\d{1,9})?))?)?"
_ZONE = r"\s*(?P<zone>Z|UTC|[-+]\d{2}:?\d{2})?"
_ISO = re.compile(
    rf"(?P<year>\d{{4}})[-/.](?P<month>\d{{1,2}})(?:[-/.](?P<day>\d{{1,2}}))?{_TIME}{_ZONE}", re.A
)
_SHORT = re.compile(
    rf"(?P<first>\d{{1,2}})(?P<mark>[-/.])(?P<second_>\d{{1,2}})(?P=mark)(?P<year>\d{{4}}|\d{{2}}){_TIME}{_ZONE}",
    re.A,
)
_QUARTER = re.compile(
    r"(?P<year>\d{4})[- ]?[Qq](?P<quarter>[1-4])|[Qq](?P<quarter2>[1-4])[- ](?P<year2>\d{4})", re.A
)
_CLOCK = re.compile(
    r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2}(?:\.\d{1,9})?))?", re.A
)
#: A month's English name and a digit: python-dateutil reads the rest.
_WORDS = re.compile(
    r"(?=.*\d)(?=.*(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))[\w ,.:/+-]{5,40}",
    re.I | re.A,
)
_COMPACT = re.compile(r"(?:1[6-9]|20|21)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])", re.A)
_ISO_LETTERS = str.maketrans("", "", "0123456789-:.T ")
_EPOCH = datetime(1970, 1, 1)
#: Ways to read 01/02/2020, as the option names them.
ORDERS = ("dmy", "mdy")


def looks_like_date(cell: str) -> bool:
    """Whether a cell is a date, a month, a quarter or a time of day."""
    text = cell.strip()
    return len(text) <= 40 and any(
        pattern.fullmatch(text) for pattern in (_ISO, _SHORT, _QUARTER, _CLOCK, _WORDS)
    )


def looks_compact(cell: str) -> bool:
    """Whether a cell may be a date of eight digits."""
    return bool(_COMPACT.fullmatch(cell.strip()))


def days(
    cells: Sequence[str], rows: Sequence[int], column: int, order: str = "", compact: bool = False
) -> Array:
    """Days since 1970-01-01 of a column's cells; shape (cells,), NaN where one is empty.

    Args:
        rows: the cells' rows in the file, for messages; `column` is its number, from 1.
        order: "dmy" or "mdy", of dates that would read in both ways; "" to find out.
        compact: whether eight digits are a date.

    Raises:
        InputError: for the first cell that is no date, and when 01/02/2020 may be two.
    """
    from approx.inputs.tables.numbers import is_missing

    if (quick := _all_iso(cells)) is not None:
        return quick
    order = order or _order(cells)
    known: dict[str, float] = {}
    out = np.empty(len(cells))
    for i, cell in enumerate(cells):
        text = cell.strip()
        if text not in known:
            try:
                known[text] = np.nan if is_missing(text) else _day(text, order, compact)
            except (ValueError, OverflowError):
                shown = one_line(text, 30)
                raise InputError(
                    f"row {rows[i]}, column {column}: {shown!r} is not a date"
                ) from None
        out[i] = known[text]
    return out


def _all_iso(cells: Sequence[str]) -> Array | None:
    """The days of cells that are all such as 2026-01-31 12:00, at once; None where any is not."""
    if any(len(cell) < 7 or cell[4] != "-" for cell in cells):
        return None
    if "".join(cells).translate(_ISO_LETTERS):
        return None  # a zone, a month's name
    try:
        moments = np.array(cells, dtype="datetime64[us]")
    except ValueError:
        return None
    return np.asarray(moments.astype(np.int64) / 86_400e6)


def day(text: str) -> float:
    """A date that was typed, as days since 1970-01-01.

    Raises:
        InputError: when it is none.
    """
    return float(days([text], [1], 1)[0])


def _order(cells: Sequence[str]) -> str:
    """Whether days or months come first in dates such as 13/02/2020; from all of them."""
    open_cell = ""
    for cell in cells:
        if (match := _SHORT.fullmatch(cell.strip())) is None:
            continue
        if match["mark"] == ".":
            return "dmy"  # with points only days come first
        if int(match["first"]) > 12:
            return "dmy"
        if int(match["second_"]) > 12:
            return "mdy"
        if match["first"] != match["second_"]:
            open_cell = open_cell or cell.strip()
    if open_cell:
        shown = one_line(open_cell, 30)
        raise InputError(
            f"{shown!r} may begin with the day or the month; add --dates dmy or --dates mdy"
        )
    return "dmy"


def _day(text: str, order: str, compact: bool) -> float:
    if match := _ISO.fullmatch(text):
        return _since(match, int(match["month"]), int(match["day"] or 1))
    if compact and _COMPACT.fullmatch(text):
        return (datetime(int(text[:4]), int(text[4:6]), int(text[6:])) - _EPOCH) / timedelta(days=1)
    if match := _SHORT.fullmatch(text):
        first, second = int(match["first"]), int(match["second_"])
        return _since(match, *((second, first) if order == "dmy" else (first, second)))
    if match := _QUARTER.fullmatch(text):
        year, quarter = match["year"] or match["year2"], match["quarter"] or match["quarter2"]
        return (datetime(int(year), 3 * int(quarter) - 2, 1) - _EPOCH) / timedelta(days=1)
    if match := _CLOCK.fullmatch(text):
        return _clock(match)
    if _WORDS.fullmatch(text):
        from dateutil import parser

        found = parser.parse(text, default=_EPOCH, dayfirst=order == "dmy")
        if found.tzinfo is not None:
            found = found.astimezone(UTC).replace(tzinfo=None)
        return float((found - _EPOCH) / timedelta(days=1))
    raise ValueError(text)


def _since(match: re.Match[str], month: int, day: int) -> float:
    year = int(match["year"])
    if len(match["year"]) == 2:
        year += 2000 if year < 69 else 1900  # as POSIX has it
    zone = match["zone"] or "Z"
    offset = 0.0
    if zone[0] in "+-":
        offset = int(zone[0] + "1") * (int(zone[1:3]) * 60 + int(zone[-2:])) / 1440
    whole = (datetime(year, month, day) - _EPOCH).days
    return whole + (_clock(match) if match["hour"] else 0.0) - offset


def _clock(match: re.Match[str]) -> float:
    """The time of day as a share of the day."""
    hour, minute, second = int(match["hour"]), int(match["minute"]), float(match["second"] or 0)
    if hour > 24 or minute > 59 or second >= 61:
        raise ValueError(match.group())
    return (hour * 3600 + minute * 60 + second) / 86400

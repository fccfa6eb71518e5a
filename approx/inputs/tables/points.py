"""Points (x, y) from a text file, every refusal naming its row and column."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from approx.core._types import Array
from approx.inputs.content import read_once, shown
from approx.inputs.interval import SHORTEST
from approx.inputs.tables import dates
from approx.inputs.tables.columns import Chosen, Columns, choose
from approx.inputs.tables.encoding import text_of
from approx.inputs.tables.layout import Layout, layout
from approx.inputs.tables.numbers import marks_of, numbers
from approx.system.errors import InputError
from approx.system.plain_text import one_line

#: Larger |x| and |y| are refused: scale the data.
LARGEST_X, LARGEST_Y = 1e15, 1e302
#: What stands under a table, in English and German.
_UNDER = re.compile(
    r"\W*(total|sum|mean|average|source|notes?|summe|gesamt|mittel(wert)?|quelle|hinweis)\b", re.I
)
#: Bytes of tables that NumPy's own parser reads, under their header.
_ANY = Columns()
_PLAIN = b"0123456789+-.eE,;\t |\n"


@dataclass(frozen=True, eq=False)
class Points:
    """Measured points, ascending in x.

    Attributes:
        x, y: shape (points,); x are days since 1970-01-01 where `dates` is true.
        names: the two columns' names, when the file has a header.
        notes: what was found or changed, one line each, for the log.
        warnings: what may be a mistake, one line each, for standard error.
        dates: whether x are dates.
    """

    x: Array
    y: Array
    names: tuple[str, str] | None = None
    notes: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    dates: bool = False

    @property
    def domain(self) -> tuple[float, float]:
        """From the smallest x to the largest."""
        return float(self.x[0]), float(self.x[-1])


def read_points(path: str | os.PathLike[str], columns: Columns = _ANY) -> Points:
    """The points of a text file: two columns of numbers, or dates and numbers.

    Tabs, semicolons, bars, commas or spaces between them; with or without a header, comments,
    units, an index, empty columns and rows; UTF-8, UTF-16 or Latin-1; decimal points or commas.
    Rows are counted as an editor counts lines.

    Args:
        columns: which of more columns, and how numbers are written where that is open.

    Raises:
        InputError: one line that names the row and column, what is wrong there, and the way out.
    """
    return parse_points(read_once(path), shown(path), columns)


def parse_points(content: bytes, name: str = "the data", columns: Columns = _ANY) -> Points:
    """The points in a file's bytes; see :func:`read_points`."""
    text, said = text_of(content, name)
    table = layout(text, name)
    chosen = choose(table, name, columns)
    names = None
    if table.names is not None:
        x_name, y_name = (one_line(table.names[j], 60) for j in (chosen.x, chosen.y))
        names = (x_name or "x", y_name or "y")
    notes = [*said, *table.notes, *chosen.notes]
    values = _plain_numbers(text, table, chosen, columns)
    if values is None:
        values, rows, more = _values(table, chosen, columns)
        notes += more
    else:
        rows = np.array([number for number, _ in table.lines[table.skip :]])
    return _points(values, rows, names, notes, chosen.dates)


def _plain_numbers(text: str, table: Layout, chosen: Chosen, columns: Columns) -> Array | None:
    """x and y, shape (rows, 2), of a long table that holds nothing but numbers.

    NumPy's parser in C reads a million lines in a second. None where there is anything else.
    """
    if chosen.dates or columns.decimal == "," or columns.thousands:
        return None
    lines = table.lines[table.skip :]
    if len(lines) < 1000:
        return None
    body = "\n".join(line for _, line in lines).encode()
    separator = table.separator
    if body.translate(None, _PLAIN) or (
        separator != " " and body.count(separator.encode()) != len(lines) * (table.width - 1)
    ):
        return None
    try:
        found = np.loadtxt(
            io.BytesIO(body),
            delimiter=None if separator == " " else separator,
            comments=None,
            ndmin=2,
            usecols=(chosen.x, chosen.y),
        )
    except ValueError:
        return None
    # A number beyond a float is infinite.
    return found if found.shape == (len(lines), 2) and np.isfinite(found).all() else None


def _values(
    table: Layout, chosen: Chosen, columns: Columns
) -> tuple[Array, NDArray[np.int_], list[str]]:
    """x and y, shape (rows, 2), the rows they stand in, and what was dropped or assumed."""
    xs, ys, rows = [], [], []
    for row, cells in table.rows():
        xs.append(cells[chosen.x])
        ys.append(cells[chosen.y])
        rows.append(row)
    notes = _without_total(xs, ys, rows, bool(chosen.dates))
    others = (cell for row in table.sample for cell in row)
    spoken = (cell for column in ([] if chosen.dates else xs, ys, others) for cell in column)
    marks, doubtful = marks_of(spoken, columns.decimal, columns.thousands)
    if doubtful and not _concerns(doubtful, [] if chosen.dates else xs, ys):
        doubtful = ""
    if doubtful:
        grouped, decimal = doubtful.replace(",", ""), doubtful.replace(",", ".")
        raise InputError(
            f"{doubtful!r} may be {grouped} or {decimal}; add --thousands ',' or --decimal ','"
        )
    if chosen.dates:
        x = dates.days(xs, rows, chosen.x + 1, columns.dates, chosen.compact)
    else:
        x = numbers(xs, rows, chosen.x + 1, marks)
    y = numbers(ys, rows, chosen.y + 1, marks)
    if marks.decimal == "," and not columns.decimal:
        notes.append("numbers have decimal commas")
    elif not columns.thousands and any("," in cell for cell in ys):
        notes.append("commas group thousands")
    kept = ~(np.isnan(x) | np.isnan(y))
    if dropped := int((~kept).sum()):
        if len(kept) - dropped < 2:
            raise InputError(
                f"at least 2 points are needed; {dropped} of {len(kept)} rows "
                "have no value in x or y"
            )
        plural = "row has" if dropped == 1 else "rows have"
        notes.append(
            f"{dropped} {plural} no value in x or y and {'is' if dropped == 1 else 'are'} left out"
        )
    return np.column_stack([x, y])[kept], np.array(rows)[kept], notes


def _without_total(xs: list[str], ys: list[str], rows: list[int], dates: bool) -> list[str]:
    """Leave out what stands under a table: a total, or where it comes from. Says so in a note."""
    if dates or len(xs) < 3 or not _UNDER.match(xs[-1]):
        return []
    said = f"the last row, {one_line(xs[-1].strip(), 30)!r}, is left out"
    for column in (xs, ys, rows):
        column.pop()
    return [said]


def _concerns(cell: str, *columns: Sequence[str]) -> bool:
    """Whether the cell stands in one of the columns that are read."""
    return any(cell == other.strip() for column in columns for other in column)


def points_of(
    x: Array, y: Array, names: tuple[str, str] = ("", ""), are_dates: bool = False
) -> Points:
    """Points of two arrays, shape (points,), ascending in x; where one is NaN, none.

    Raises:
        InputError: when a number is infinite or too large, or they are too few.
    """
    for axis, values in (("x", x), ("y", y)):
        if np.isinf(values).any():
            raise InputError(
                f"{axis} is infinite at place {int(np.flatnonzero(np.isinf(values))[0])}"
            )
    kept = ~(np.isnan(x) | np.isnan(y))
    dropped = int((~kept).sum())
    notes = [f"{dropped} point{' has' if dropped == 1 else 's have'} no value"] if dropped else []
    values = np.column_stack([x, y])[kept].astype(float)
    return _points(values, np.flatnonzero(kept), names, notes, are_dates)


def _points(
    values: Array,
    rows: NDArray[np.int_],
    names: tuple[str, str] | None,
    notes: list[str],
    are_dates: bool,
) -> Points:
    for axis, column, largest in (("x", 0, LARGEST_X), ("y", 1, LARGEST_Y)):
        beyond = np.flatnonzero(np.abs(values[:, column]) > largest)
        if len(beyond):
            size = f"1e{round(np.log10(largest))}"
            raise InputError(
                f"row {rows[beyond[0]]}: |{axis}| is larger than {size}; scale the data"
            )
    if len(values) < 2:
        raise InputError("at least 2 points are needed")
    order = np.argsort(values[:, 0], kind="stable")
    if (np.diff(order) < 0).any():
        notes.append("sorted by x")
    x, y = values[order].T.copy()
    if x[-1] - x[0] <= SHORTEST * max(1e-3, float(np.abs(x).max())):
        raise InputError(f"all x are {x[0]:.10g}; the points span no interval")
    warnings = []
    twice = np.flatnonzero((np.diff(x) == 0) & (np.diff(y) != 0))
    if len(twice):
        first, second = sorted(int(rows[order[i]]) for i in (twice[0], twice[0] + 1))
        more = f", and {len(twice) - 1} more" if len(twice) > 1 else ""
        where = f"(rows {first} and {second})"
        at = f"{x[twice[0]]:.10g}"
        warnings.append(f"x = {at} appears twice with different y {where}{more}")
    for array in (x, y):
        array.flags.writeable = False
    return Points(x, y, names, tuple(notes), tuple(warnings), are_dates)

"""Points (x, y) from a text file, every refusal naming its row and column."""

from __future__ import annotations

import csv
import io
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from approx.core._types import Array
from approx.inputs.content import check_limit, decoded, kind_of, read_once, shown
from approx.system.errors import InputError

MOST_ROWS = 1_000_000
LONGEST_LINE = 10_000
#: Files of fewer rows are not worth a second way to read them.
PLAIN_FROM = 10_000
#: Larger |x| and |y| are refused: scale the data.
LARGEST_X, LARGEST_Y = 1e9, 1e6

_SEPARATORS = {"\t": "tabs", ";": "semicolons", ",": "commas"}
_NUMBER = re.compile(r"[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?")
_NOT_FINITE = re.compile(
    r"[-+]?(?:nan|inf|infinity|n/a|#(?:div/0!|n/a|value!|num!|ref!|name\?|null!))", re.IGNORECASE
)


@dataclass(frozen=True, eq=False)
class Points:
    """Measured points, ascending in x.

    Attributes:
        x, y: shape (points,).
        names: the two columns' names, when the file has a header.
        notes: what was found or changed, one line each, for the log.
        warnings: what may be a mistake, one line each, for standard error.
    """

    x: Array
    y: Array
    names: tuple[str, str] | None = None
    notes: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def domain(self) -> tuple[float, float]:
        """From the smallest x to the largest."""
        return float(self.x[0]), float(self.x[-1])


def read_points(path: str | os.PathLike[str]) -> Points:
    """The points of a .csv or .tsv file: two columns, with or without a header.

    Comma, semicolon or tab between them; UTF-8, with or without a byte-order mark; blank lines
    and lines that begin with # are passed over. Rows are counted as an editor counts lines.

    Raises:
        InputError: one line that names the row and column, and what is wrong there.
    """
    return parse_points(read_once(path), shown(path))


def parse_points(content: bytes, name: str = "the data") -> Points:
    """The points in a file's bytes; see :func:`read_points`."""
    if (plain := _plain_numbers(content)) is not None:
        separator, numbers = plain
        return _points(numbers, np.arange(1, len(numbers) + 1), None, [_found(separator)])
    lines = _lines(_decoded(content, name))
    if not lines:
        raise InputError(f"{name} holds no rows")
    if len(lines) > MOST_ROWS + 1:  # one may be the header
        check_limit(len(lines), MOST_ROWS, "rows")
    separator = _separator([line for _, line in lines])
    rows = list(_cells(lines, separator))
    names = _header(rows)
    rows = rows[1:] if names else rows
    if not rows:
        raise InputError(f"{name} holds no rows")
    check_limit(len(rows), MOST_ROWS, "rows")
    numbers = np.array(
        [[_number(cell, row, i) for i, cell in enumerate(cells, 1)] for row, cells in rows]
    )
    return _points(numbers, np.array([row for row, _ in rows]), names, [_found(separator)])


def _found(separator: str) -> str:
    return f"separated by {_SEPARATORS[separator]}"


def _plain_numbers(content: bytes) -> tuple[str, Array] | None:
    """The separator and the numbers, shape (rows, 2), of lines that hold nothing else.

    A million lines are read in a second by NumPy, in ten by the functions that say what is wrong;
    None, for these, when there is anything but digits, signs, points and exponents in two columns.
    """
    rows = content.count(b"\n") + (not content.endswith(b"\n"))
    if rows < PLAIN_FROM or rows > MOST_ROWS or content.translate(None, b"0123456789+-.eE,;\t\n"):
        return None
    first = content[: content.find(b"\n")]
    separator = next((s for s in _SEPARATORS if s.encode() in first), ",")
    if content.count(separator.encode()) != rows:
        return None
    try:
        numbers = np.loadtxt(io.BytesIO(content), delimiter=separator, comments=None, ndmin=2)
    except ValueError:
        return None
    # An empty line is skipped, and a number beyond a float is infinite.
    whole = numbers.shape == (rows, 2) and np.isfinite(numbers).all()
    return (separator, numbers) if whole else None


def _decoded(content: bytes, name: str) -> str:
    if kind_of(content) in ("compressed", "npz", "PyTorch"):
        raise InputError(f"{name} is compressed; compressed data files are not read")
    zero = content.find(0)
    if zero >= 0 and content[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        raise InputError(f"byte 0 at {zero}: this is not a text file")
    return decoded(content).removeprefix("\ufeff")


def _lines(text: str) -> list[tuple[int, str]]:
    """(number, line) of every line that holds something."""
    # Only the ends that editors use: str.splitlines would also split at U+2028 and form feeds.
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    kept = []
    for number, line in enumerate(lines, 1):
        if len(line) > LONGEST_LINE:
            raise InputError(f"line {number} is longer than {LONGEST_LINE} characters")
        if line.strip() and not line.lstrip().startswith("#"):
            kept.append((number, line))
    return kept


def _separator(lines: Sequence[str]) -> str:
    for separator in _SEPARATORS:
        if separator in lines[0]:
            return separator
    return ","


def _cells(lines: Sequence[tuple[int, str]], separator: str) -> Iterator[tuple[int, list[str]]]:
    """(line number, cells) of every row, all of two cells."""
    width = 0
    for number, line in lines:
        try:
            cells = line.split(separator)
            if '"' in line:
                (cells,) = csv.reader([line], delimiter=separator, strict=True)
        except (csv.Error, ValueError):
            raise InputError(f"row {number}: a quotation mark is not closed") from None
        if not width:
            width = len(cells)
            if width != 2:
                raise InputError(f"2 columns are needed (x, y); found {width}")
        if len(cells) != width:
            raise InputError(f"row {number} has {len(cells)} cells, the others {width}")
        yield number, cells


def _header(rows: Sequence[tuple[int, list[str]]]) -> tuple[str, str] | None:
    """The columns' names, when the first row holds two words."""
    first, second = (cell.strip() for cell in rows[0][1])
    for cell in (first, second):
        if not cell or cell[0] in "=+-@0123456789." or _NOT_FINITE.fullmatch(cell):
            return None
    return first, second


def _number(cell: str, row: int, column: int) -> float:
    text = cell.strip().replace("−", "-")
    where = f"row {row}, column {column}"
    if not _NUMBER.fullmatch(text):
        if _NOT_FINITE.fullmatch(text):
            raise InputError(f"{where}: {text!r} is not a finite number")
        point = text.replace(",", ".")
        hint = f"; write {point}" if "," in text and _NUMBER.fullmatch(point) else ""
        shown_cell = text if len(text) <= 30 else text[:30] + "…"
        what = "the cell is empty" if not text else f"{shown_cell!r} is not a number{hint}"
        raise InputError(f"{where}: {what}")
    value = float(text)
    if not np.isfinite(value):
        raise InputError(f"{where}: {text[:30]!r} is not a finite number")
    return value


def _points(
    numbers: Array, rows: NDArray[np.int_], names: tuple[str, str] | None, notes: list[str]
) -> Points:
    for axis, column, largest in (("x", 0, LARGEST_X), ("y", 1, LARGEST_Y)):
        beyond = np.flatnonzero(np.abs(numbers[:, column]) > largest)
        if len(beyond):
            size = f"1e{round(np.log10(largest))}"
            raise InputError(
                f"row {rows[beyond[0]]}: |{axis}| is larger than {size}; scale the data"
            )
    if len(numbers) < 2:
        raise InputError("at least 2 points are needed")
    order = np.argsort(numbers[:, 0], kind="stable")
    if (np.diff(order) < 0).any():
        notes.append("sorted by x")
    x, y = numbers[order].T.copy()
    if x[-1] - x[0] <= 1e-9 * max(1e-3, float(np.abs(x).max())):
        raise InputError(f"all x are {x[0]:.10g}; the points span no interval")
    warnings = []
    twice = np.flatnonzero((np.diff(x) == 0) & (np.diff(y) != 0))
    if len(twice):
        first, second = sorted(int(rows[order[i]]) for i in (twice[0], twice[0] + 1))
        more = f", and {len(twice) - 1} more" if len(twice) > 1 else ""
        where = f"(rows {first} and {second})"
        warnings.append(f"x = {x[twice[0]]:.10g} appears twice with different y {where}{more}")
    for array in (x, y):
        array.flags.writeable = False
    return Points(x, y, names, tuple(notes), tuple(warnings))

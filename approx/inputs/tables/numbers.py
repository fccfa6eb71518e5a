"""Cells as numbers: decimal commas, thousands separators, units of money, missing values."""

from __future__ import annotations

import io
import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from approx.core._types import Array
from approx.system.errors import InputError
from approx.system.plain_text import one_line

#: A number as Python and NumPy write it.
PLAIN = re.compile(r"[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?")
#: Cells without a value, as pandas, R and spreadsheets write them; compared in lower case.
MISSING = {
    "", "na", "n/a", "#n/a", "nan", "-nan", "null", "none", "nil", "missing", "-", "–", "—", "--",
    ".", "..", "...", "…", "?", "*",
}  # fmt: skip
_NOT_FINITE = re.compile(r"[-+]?(?:inf|infinity|#(?:div/0!|value!|num!|ref!|name\?|null!))", re.I)
_EXPONENT = r"(?:[eE][-+]?[0-9]+)?"
#: One mark in a number of which it is not known whether it groups thousands.
_OPEN = {mark: re.compile(rf"[-+]?[1-9][0-9]{{0,2}}{re.escape(mark)}[0-9]{{3}}") for mark in ".,"}
_GROUPED = {
    mark: re.compile(rf"[-+]?[0-9]{{1,3}}(?:{re.escape(mark)}[0-9]{{3}})+(?:{re.escape(d)}[0-9]*)?")
    for mark, d in ((",", "."), (".", ","))
}
_DECIMAL_COMMA = re.compile(rf"[-+]?[0-9]*,[0-9]*{_EXPONENT}")
#: Marks that only ever group: spaces, apostrophes.
_SPACES = re.compile(r"(?<=[0-9])[ \u00a0\u2009\u202f'’](?=[0-9]{3}(?![0-9]))")
_PLAIN_BYTES = b"0123456789+-.eE\n"
_SIGNS = "$€£¥%"


@dataclass(frozen=True)
class Marks:
    """How numbers are written.

    Attributes:
        decimal: "." or ",".
        thousands: what groups digits, or "" for nothing.
    """

    decimal: str = "."
    thousands: str = ""


def is_missing(cell: str) -> bool:
    return cell.lower() in MISSING


def tidied(cell: str) -> str:
    """A cell without what only decorates a number: spaces, signs of money, a true minus sign."""
    text = cell.strip().replace("−", "-")
    text = text.strip(_SIGNS).strip() if text[:1] in _SIGNS or text[-1:] in _SIGNS else text
    return _SPACES.sub("", text) if len(text) < 60 else text


def looks_numeric(cell: str) -> bool:
    """Whether a cell is a number in some notation."""
    if PLAIN.fullmatch(cell):
        return True
    text = tidied(cell)
    return any(
        pattern.fullmatch(text)
        for pattern in (PLAIN, _DECIMAL_COMMA, *_GROUPED.values(), _NOT_FINITE)
    ) and any(c.isdigit() or c.isalpha() or c == "#" for c in text)


def marks_of(cells: Iterable[str], decimal: str = "", thousands: str = "") -> tuple[Marks, str]:
    """How the numbers among the cells are written, and a cell that leaves it open.

    Args:
        cells: of all columns that are read; a table is written in one way.
        decimal, thousands: what the user says, or "".

    Returns:
        The marks, and "" where every number has one meaning; otherwise a number with two.
    """
    if decimal or thousands:
        other = {",": ".", ".": ","}
        # Who says that commas are decimal says that points are not, and the other way round.
        decimal = decimal or other.get(thousands, ".")
        return Marks(decimal, thousands or other[decimal]), ""
    doubtful = ""
    for cell in cells:
        if "," not in cell:
            # 1.234 is a number as it stands, unless another cell has a decimal comma.
            if "." in cell and _certain_point(cell):
                return Marks(".", ","), ""
            continue
        text = tidied(cell)
        if _OPEN[","].fullmatch(text):
            doubtful = doubtful or cell.strip()
        elif _GROUPED[","].fullmatch(text) and text[0] != "0":
            return Marks(".", ","), ""
        elif _DECIMAL_COMMA.fullmatch(text) or _GROUPED["."].fullmatch(text):
            return Marks(",", "."), ""
    return Marks(".", ","), doubtful


def _certain_point(cell: str) -> bool:
    text = tidied(cell)
    return bool(PLAIN.fullmatch(text)) and not _OPEN["."].fullmatch(text)


def numbers(
    cells: Sequence[str], rows: Sequence[int], column: int, marks: Marks = Marks()
) -> Array:
    """The numbers of a column, NaN where a value is missing; shape (cells,).

    Args:
        rows: the cells' rows in the file, for messages.
        column: its number there, from 1.

    Raises:
        InputError: for the first cell that is no finite number.
    """
    if (quick := _all_plain(cells, marks)) is not None:
        return quick
    out = np.empty(len(cells))
    plain = marks.decimal == "."
    for i, cell in enumerate(cells):
        text = cell if plain and PLAIN.fullmatch(cell) else _as_plain(cell, marks)
        value = float(text) if text else math.nan
        if math.isinf(value):
            raise InputError(
                f"{_where(rows[i], column)}: {cell.strip()[:30]!r} is not a finite number"
            )
        if not text and not is_missing(cell.strip()):
            raise InputError(f"{_where(rows[i], column)}: {_why(cell)}")
        out[i] = value
    return out


def _all_plain(cells: Sequence[str], marks: Marks) -> Array | None:
    """The numbers of cells that are plain or missing, all at once; None where any is not."""
    filled = ["nan" if cell.lower() in MISSING else cell for cell in cells]
    text = "\n".join(filled)
    if marks.thousands and marks.thousands in text:
        return None
    text = text.replace(marks.decimal, ".")
    if text.replace("nan", "").encode().translate(None, _PLAIN_BYTES):
        return None
    try:
        found = np.loadtxt(io.StringIO(text), comments=None, ndmin=1)
    except ValueError:
        return None
    return found if found.shape == (len(cells),) and not np.isinf(found).any() else None


def _where(row: int, column: int) -> str:
    return f"row {row}, column {column}"


def _as_plain(cell: str, marks: Marks) -> str:
    """The number as Python writes it; empty for what is none."""
    text = tidied(cell)
    if marks.thousands and marks.thousands in text:
        if not _GROUPED.get(marks.thousands, _NOT_FINITE).fullmatch(text):
            return ""
        text = text.replace(marks.thousands, "")
    text = text.replace(marks.decimal, ".") if marks.decimal == "," else text
    return text if PLAIN.fullmatch(text) else ""


def _why(cell: str) -> str:
    shown = one_line(cell, 30)
    if _NOT_FINITE.fullmatch(cell.strip()):
        return f"{shown!r} is not a finite number"
    point = cell.strip().replace(",", ".")
    hint = f"; write {point}" if "," in cell and PLAIN.fullmatch(point) else ""
    return f"{shown!r} is not a number{hint}"

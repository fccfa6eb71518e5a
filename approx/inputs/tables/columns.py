"""Which two columns of a table are x and y."""

from __future__ import annotations

import difflib
import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from approx.inputs.tables.dates import looks_compact, looks_like_date
from approx.inputs.tables.layout import Layout
from approx.inputs.tables.numbers import is_missing, looks_numeric, tidied
from approx.system.errors import InputError
from approx.system.plain_text import one_line

Kind = Literal["number", "date", "text", "empty"]
#: Headers of a column that only numbers the rows; compared in lower case.
INDEX = {"", "unnamed: 0", "rownames", "row.names", "row_names", "rowname", "index"}
#: Headers that a message lists.
_LISTED = 12
#: Words in the header of a column of dates without marks, such as 20260131.
_DATED = ("date", "day", "datum", "tag", "time")
#: Words in the header of what is usually x, where a message proposes one.
_TIMES = ("year", "date", "time", "month", "day", "jahr", "zeit", "datum")


@dataclass(frozen=True)
class Columns:
    """What the user says about a table.

    Attributes:
        x, y: a column's header or its number from 1; "" where the table says it.
        z: of two inputs, the column of the value or class.
        decimal: "." or ",".
        thousands: what groups digits.
        dates: "dmy" or "mdy".
    """

    x: str = ""
    y: str = ""
    decimal: str = ""
    thousands: str = ""
    dates: str = ""
    z: str = ""

    def __post_init__(self) -> None:
        if self.decimal not in ("", ".", ","):
            raise InputError(f"--decimal is , or . and not {self.decimal!r}")
        if self.thousands not in ("", ".", ",", " ", "'"):
            raise InputError(f"--thousands is one of , . ' and a space, not {self.thousands!r}")
        if self.dates not in ("", "dmy", "mdy"):
            raise InputError(f"--dates is dmy or mdy, not {self.dates!r}")
        if self.decimal and self.decimal == self.thousands:
            raise InputError("--decimal and --thousands are the same mark")


@dataclass(frozen=True)
class Chosen:
    """Two columns by number, from 0, and what is said of the choice."""

    x: int
    y: int
    dates: bool
    compact: bool
    notes: tuple[str, ...]


def choose(table: Layout, name: str, wanted: Columns) -> Chosen:
    """The columns of x and y: those asked for, or the only two that hold numbers or dates.

    Raises:
        InputError: when there are fewer, or more and none was chosen.
    """
    compact = [_is_compact(table, j) for j in range(table.width)]
    kinds: list[Kind] = [
        "date" if compact[j] else kind_of_cells([row[j] for row in table.sample])
        for j in range(table.width)
    ]
    index = [j for j in range(table.width) if is_index(table, j)]
    usable = [j for j, kind in enumerate(kinds) if kind in ("number", "date")]
    without = [j for j in usable if j not in index]
    if len(without) >= 2 or wanted.x or wanted.y:
        usable = without
    numbers = [j for j in usable if kinds[j] == "number"]
    x = _asked(table, wanted.x, kinds, name) if wanted.x else None
    y = _asked(table, wanted.y, kinds, name) if wanted.y else None
    if y is not None and kinds[y] == "date":
        raise InputError(f"{_named(table, y)} holds dates; they can be x, not y")
    if x is None and y is None:
        x, y = _only_two(table, name, usable, kinds)
    elif x is None:
        x = _last_one([j for j in usable if j != y], table, name, "x", "y", y)
    elif y is None:
        y = _last_one([j for j in numbers if j != x], table, name, "y", "x", x)
    assert x is not None
    assert y is not None
    if x == y:
        raise InputError(f"--x and --y are the same column, {_named(table, x)}")
    notes = []
    left = [j for j in range(table.width) if j not in (x, y, *index) and kinds[j] != "empty"]
    if any(j in index for j in range(table.width) if j not in (x, y)):
        notes.append("the column that numbers the rows is left out")
    if left:
        notes.append(f"x is {_named(table, x)}, y is {_named(table, y)}")
    if compact[x]:
        notes.append(f"{_named(table, x)} is read as dates, year month day")
    return Chosen(x, y, kinds[x] == "date", compact[x], tuple(notes))


def kind_of(table: Layout, column: int) -> Kind:
    """What a column holds."""
    if _is_compact(table, column) and is_time(table, column):
        return "date"
    return kind_of_cells([row[column] for row in table.sample])


def is_time(table: Layout, column: int) -> bool:
    """Whether a header speaks of time: such a column is the x of a series."""
    return any(word in label_of(table, column).lower() for word in _TIMES)


def kind_of_cells(cells: Sequence[str]) -> Kind:
    filled = [cell for cell in cells if not is_missing(cell.strip())]
    if not filled:
        return "empty"
    if 2 * sum(map(looks_numeric, filled)) >= len(filled):
        return "number"
    return "date" if 2 * sum(map(looks_like_date, filled)) >= len(filled) else "text"


def _is_compact(table: Layout, column: int) -> bool:
    """Whether all cells are dates of eight digits, under a header that does not say otherwise."""
    cells = [row[column] for row in table.sample if not is_missing(row[column].strip())]
    said = table.names is None or any(word in table.names[column].lower() for word in _DATED)
    return bool(cells) and said and all(map(looks_compact, cells))


def is_index(table: Layout, column: int) -> bool:
    """Whether the header is empty or says so, over consecutive whole numbers."""
    if table.names is None or table.names[column].strip().lower() not in INDEX:
        return False
    try:
        values = [int(tidied(row[column])) for row in table.sample]
    except ValueError:
        return False
    return all(b == a + 1 for a, b in pairwise(values))


def _only_two(
    table: Layout, name: str, usable: Sequence[int], kinds: Sequence[Kind]
) -> tuple[int, int]:
    dates = [j for j in usable if kinds[j] == "date"]
    if len(usable) == 2 and len(dates) < 2:
        first, second = usable
        return (second, first) if kinds[second] == "date" else (first, second)
    if len(usable) < 2 or len(dates) == len(usable):
        raise InputError(_too_few(table, usable, kinds))
    numbers = [j for j in usable if kinds[j] == "number"]
    timed = [j for j in numbers if any(word in label_of(table, j).lower() for word in _TIMES)]
    x = next((j for j in (*dates, *timed, *numbers) if not _constant(table, j)), usable[0])
    y = next((j for j in numbers[::-1] if j != x and not _constant(table, j)), numbers[-1])
    count = f"{len(usable)} columns of numbers"
    what = f"{count}, so two inputs:" if len(usable) == 3 else f"{count}:"
    ready = f"--x {_typed(table, x)} --y {_typed(table, y)}"
    three = ", or three with --z" if len(usable) > 2 else ""
    raise InputError(f"{name} has {what} {_listed(table, usable)}; choose two, as {ready}{three}")


def _too_few(table: Layout, usable: Sequence[int], kinds: Sequence[Kind]) -> str:
    if table.width < 2:
        return f"2 columns are needed (x, y); found {table.width}"
    texts = [j for j, kind in enumerate(kinds) if kind == "text"]
    if len(usable) == 2:
        return "both columns hold dates; y needs numbers"
    have = f"only {_named(table, usable[0])} does" if usable else "none does"
    example = ""
    if texts:
        cell = next(row[texts[0]] for row in table.sample if not is_missing(row[texts[0]].strip()))
        example = f"; {_named(table, texts[0])} holds {one_line(cell, 30)!r}"
    return f"two columns must hold numbers, and {have}{example}"


def _last_one(
    left: Sequence[int], table: Layout, name: str, axis: str, other: str, fixed: int | None
) -> int:
    if len(left) == 1:
        return left[0]
    if not left:
        raise InputError(f"{name} has no other column of numbers for {axis}")
    assert fixed is not None
    ready = f"--{other} {_typed(table, fixed)} --{axis} {_typed(table, left[-1])}"
    raise InputError(f"{axis} may be {_listed(table, left)}; choose one, as {ready}")


def find_column(table: Layout, wanted: str, name: str) -> int:
    """The column of a header, or of a number where no header is that.

    Raises:
        InputError: naming the columns that there are.
    """
    column = _found(table, one_line(wanted))
    if column is None:
        known = [label_of(table, j) for j in range(table.width)]
        close = difflib.get_close_matches(wanted, known, n=1, cutoff=0.6)
        hint = f"did you mean {close[0]!r}? " if close else ""
        columns = _listed(table, range(table.width))
        raise InputError(f"{name} has no column {wanted!r}; {hint}it has {columns}")
    return column


def _asked(table: Layout, wanted: str, kinds: Sequence[Kind], name: str) -> int:
    """The column that was asked for, which must hold numbers or dates."""
    column = find_column(table, wanted, name)
    if kinds[column] in ("text", "empty"):
        filled = (row[column] for row in table.sample if not is_missing(row[column].strip()))
        cell = next(filled, "")
        what = f"text, such as {one_line(cell, 30)!r}" if cell else "no values"
        raise InputError(f"{_named(table, column)} holds {what}")
    return column


def _found(table: Layout, wanted: str) -> int | None:
    names = table.names or ()
    for same in (str, str.lower):
        found = [j for j, name in enumerate(names) if same(one_line(name)) == same(wanted)]
        if len(found) == 1:
            return found[0]
        if len(found) > 1:
            numbers = " and ".join(str(j + 1) for j in found)
            raise InputError(f"{wanted!r} is the header of columns {numbers}; give the number")
    if wanted.isascii() and wanted.isdigit() and 1 <= int(wanted[:6]) <= table.width:
        return int(wanted[:6]) - 1
    return None


def _constant(table: Layout, column: int) -> bool:
    cells = {row[column].strip() for row in table.sample}
    return len({cell for cell in cells if not is_missing(cell)}) < 2


def label_of(table: Layout, column: int) -> str:
    """The header, or the number where there is none or it is not the only one."""
    name = one_line(table.names[column], 40) if table.names else ""
    if not name or (table.names and table.names.count(table.names[column]) > 1):
        return str(column + 1)
    return name


def cut(names: Sequence[str], most: int) -> tuple[str, ...]:
    """Names of at most so many characters; numbered where they would no longer differ.

    >>> cut(["red apples", "green"], 6), cut(["red apples", "red apple pie"], 6)
    (('red ap…', 'green'), ('1 red …', '2 red …'))
    """
    short = [one_line(name, most) for name in names]
    if len(set(short)) < len(short):
        short = [one_line(f"{k} {name}", most) for k, name in enumerate(names, 1)]
    return tuple(short)


def _named(table: Layout, column: int) -> str:
    label = label_of(table, column)
    return f"column {label}" if label.isdigit() else repr(label)


def _typed(table: Layout, column: int) -> str:
    """As a shell takes it; long names by number."""
    label = label_of(table, column)
    safe = label if len(label) < 40 and label.isprintable() else str(column + 1)
    return shlex.quote(safe)


def _listed(table: Layout, columns: Sequence[int]) -> str:
    shown = ", ".join(label_of(table, j) for j in columns[:_LISTED])
    more = len(columns) - _LISTED
    return f"{shown} and {more} more" if more > 0 else shown

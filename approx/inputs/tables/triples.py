"""Points of two inputs from a text file: x, y and a value or a class."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Literal

import numpy as np

from approx.core._types import Array
from approx.inputs.content import read_once, shown
from approx.inputs.tables import columns as tables
from approx.inputs.tables.columns import Columns
from approx.inputs.tables.encoding import text_of
from approx.inputs.tables.layout import Layout, layout
from approx.inputs.tables.numbers import is_missing, marks_of, numbers
from approx.system.errors import InputError
from approx.system.plain_text import one_line

Task = Literal["", "regression", "classification"]
TASKS = ("regression", "classification")
#: More distinct values than this are no classes, unless --task says so.
MOST_CLASSES = 10
#: Larger |x| and |y| are refused: scale the data.
LARGEST, LARGEST_VALUE = 1e15, 1e150


@dataclass(frozen=True, eq=False)
class Triples:
    """Points in the plane, each with a value or a class.

    Attributes:
        points: shape (n, 2).
        values: shape (n,); of classes their numbers, from 0.
        classes: what they are called; empty for values.
        names: of the three columns; "" where the table has no header.
        notes: what was assumed or left out, one line each.
    """

    points: Array
    values: Array
    classes: tuple[str, ...]
    names: tuple[str, str, str]
    notes: tuple[str, ...]


def read_triples(path: str | os.PathLike[str], wanted: Columns, task: Task = "") -> Triples | None:
    """The points of a table of two inputs; None where a table is one of x and y alone.

    Args:
        wanted: which columns are x, y and the value z; without z, three columns are taken as they
            stand, unless the first holds dates or times.
        task: whether the value is a class; by default text is, and at most ten distinct integers.

    Raises:
        InputError: one line that names the row and column, what is wrong there, and the way out.
    """
    name = shown(path)
    text, said = text_of(read_once(path), name)
    table = layout(text, name)
    chosen = _chosen(table, wanted, name, task)
    if chosen is None:
        if task == "regression":
            raise InputError(f"--task regression is for two inputs and a value; {name} has others")
        return None
    cells: tuple[list[str], list[str], list[str]] = ([], [], [])
    rows, left_out = [], 0
    for row, found in table.rows():
        three = [found[j].strip() for j in chosen]
        if any(map(is_missing, three)):
            left_out += 1
            continue
        rows.append(row)
        for column, cell in zip(cells, three, strict=True):
            column.append(cell)
    if len(rows) < 2:
        raise InputError(f"at least 2 points are needed; {name} has {len(rows)} with three values")
    is_text = tables.kind_of_cells(cells[2]) == "text"
    marks, doubtful = marks_of(
        (cell for column in cells[: 2 if is_text else 3] for cell in column),
        wanted.decimal, wanted.thousands,
    )  # fmt: skip
    if doubtful:
        raise InputError(f"{doubtful!r} has two meanings; add --thousands ',' or --decimal ','")
    x, y = (numbers(cells[k], rows, chosen[k] + 1, marks) for k in (0, 1))
    points = np.column_stack([x, y])
    raw = None if is_text else numbers(cells[2], rows, chosen[2] + 1, marks)
    _check(points, raw)
    values, classes = classes_of(cells[2], raw, task, tables.label_of(table, chosen[2]))
    headers = ("", "", "") if table.names is None else table.names
    names = tuple(one_line(headers[j], 40) if table.names else "" for j in chosen)
    labels = [tables.label_of(table, j) for j in chosen]
    what = (
        f"the class is {labels[2]} ({', '.join(classes)})"
        if classes
        else f"the value is {labels[2]}"
    )
    notes = [*said, *table.notes, f"two inputs: x is {labels[0]}, y is {labels[1]}, {what}"]
    if left_out:
        rows_lack = "1 row lacks" if left_out == 1 else f"{left_out} rows lack"
        notes.append(f"{rows_lack} one of the three; left out")
    return Triples(points, values, classes, (names[0], names[1], names[2]), tuple(notes))


def _chosen(table: Layout, wanted: Columns, name: str, task: Task) -> tuple[int, int, int] | None:
    """The columns of x, y and the value; None where the table is not about two inputs."""
    kinds = [tables.kind_of(table, j) for j in range(table.width)]
    used = [j for j, kind in enumerate(kinds) if kind != "empty"]
    usable = [j for j in used if not tables.is_index(table, j)] if len(used) > 3 else used
    numeric = [j for j in usable if kinds[j] == "number"]
    if wanted.z:
        z = tables.find_column(table, wanted.z, name)
        given = [tables.find_column(table, axis, name) for axis in (wanted.x, wanted.y) if axis]
        rest = [j for j in numeric if j != z and j not in given]
        if not given and len(rest) > 2 and task != "regression":
            return None  # a class of several inputs
        if len(given) < 2 and len(given) + len(rest) != 2:
            listed = ", ".join(tables.label_of(table, j) for j in rest[:12])
            raise InputError(f"{name} has inputs {listed}; choose two, as --x A --y B")
        x, y = [*given, *rest][:2]
        return x, y, z
    if wanted.x or wanted.y or len(usable) != 3:
        return None
    texts = [j for j in usable if kinds[j] == "text"]
    if len(numeric) == 2 and len(texts) == 1:
        return numeric[0], numeric[1], texts[0]
    if len(numeric) == 3 and not tables.is_time(table, numeric[0]):
        return numeric[0], numeric[1], numeric[2]
    return None


def _check(points: Array, values: Array | None) -> None:
    if (np.abs(points) > LARGEST).any():
        raise InputError("|x| or |y| is larger than 1e15; scale the data")
    if values is not None and (np.abs(values) > LARGEST_VALUE).any():
        raise InputError("a value is larger than 1e150; scale the data")
    for axis, column in zip("xy", points.T, strict=True):
        if column.max() == column.min():
            raise InputError(f"all {axis} are {column[0]:.10g}; the points span no rectangle")


def classes_of(
    cells: list[str], values: Array | None, task: Task, column: str
) -> tuple[Array, tuple[str, ...]]:
    """The values, or the numbers and names of classes."""
    if values is None:
        if task == "regression":
            raise InputError(f"{column} holds text, such as {cells[0]!r}; values are numbers")
        names = sorted(set(cells))
        if len(names) > MOST_CLASSES:
            raise InputError(_too_many(column, len(names), "texts"))
        number = {name: k for k, name in enumerate(names)}
        kinds = np.array([number[cell] for cell in cells], dtype=float)
        return kinds, _two(names, column)
    distinct = np.unique(values)
    whole = bool((distinct == np.floor(distinct)).all()) and len(distinct) <= MOST_CLASSES
    if task == "regression" or (not task and not whole):
        return values, ()
    if len(distinct) > MOST_CLASSES:
        raise InputError(_too_many(column, len(distinct), "values"))
    named = [f"{value:.15g}" for value in distinct]
    return np.searchsorted(distinct, values).astype(float), _two(named, column)


def _too_many(column: str, count: int, what: str) -> str:
    return f"{column} holds {count} different {what}; at most {MOST_CLASSES} are classes"


def _two(names: list[str], column: str) -> tuple[str, ...]:
    if len(names) < 2:
        raise InputError(f"{column} is always {names[0]}; two classes are needed")
    return tables.cut(names, 24)

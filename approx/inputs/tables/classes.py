"""A table of three or more columns of numbers and a class in every row."""

from __future__ import annotations

import os
from dataclasses import dataclass

import numpy as np

from approx.core._types import Array
from approx.inputs.content import read_once, shown
from approx.inputs.tables import columns as tables
from approx.inputs.tables.columns import Columns
from approx.inputs.tables.encoding import text_of
from approx.inputs.tables.layout import Layout, layout
from approx.inputs.tables.numbers import is_missing, marks_of, numbers
from approx.inputs.tables.triples import LARGEST, MOST_CLASSES, classes_of
from approx.system.errors import InputError

#: A table of fewer inputs is one of the line or of the plane; more are no table to type.
FEWEST, MOST = 3, 1000


@dataclass(frozen=True, eq=False)
class ClassTable:
    """Rows of inputs, each of a class.

    Attributes:
        inputs: shape (rows, columns).
        numbers: of the rows' classes, from 0, shape (rows,).
        classes: what they are called.
        names: of the columns of inputs.
        notes: what was assumed or left out, one line each.
    """

    inputs: Array
    numbers: Array
    classes: tuple[str, ...]
    names: tuple[str, ...]
    notes: tuple[str, ...]


def read_classes(path: str | os.PathLike[str], wanted: Columns) -> ClassTable | None:
    """The inputs and classes of a table; None where it has fewer than three inputs or no class.

    Args:
        wanted: z names the column of the class; without it, it is the only one that holds text.

    Raises:
        InputError: one line that names the row and column, what is wrong there, and the way out.
    """
    name = shown(path)
    text, said = text_of(read_once(path), name)
    table = layout(text, name)
    chosen = _chosen(table, wanted, name)
    if chosen is None:
        return None
    used, last = chosen
    rows, cells, kinds, left_out = [], [], [], 0
    for row, found in table.rows():
        one = [found[j].strip() for j in (*used, last)]
        if any(map(is_missing, one)):
            left_out += 1
            continue
        rows.append(row)
        cells.append(one[:-1])
        kinds.append(one[-1])
    if len(rows) < 2:
        raise InputError(f"at least 2 rows are needed; {name} has {len(rows)} with all values")
    marks, doubtful = marks_of(
        (cell for row in cells for cell in row), wanted.decimal, wanted.thousands
    )
    if doubtful:
        raise InputError(f"{doubtful!r} has two meanings; add --thousands ',' or --decimal ','")
    inputs = np.column_stack(
        [
            numbers([row[k] for row in cells], rows, j + 1, marks)
            for k, j in enumerate(used)
        ]
    )  # fmt: skip
    if (np.abs(inputs) > LARGEST).any():
        raise InputError("an input is larger than 1e15; scale the data")
    label = tables.label_of(table, last)
    is_text = tables.kind_of_cells(kinds) == "text"
    raw = None if is_text else numbers(kinds, rows, last + 1, marks)
    if raw is not None and len(np.unique(raw)) > MOST_CLASSES:
        listed = ", ".join(tables.label_of(table, j) for j in used[:12])
        raise InputError(f"{name} has inputs {listed}; choose two, as --x A --y B")
    found_numbers, classes = classes_of(kinds, raw, "classification", label)
    varied = inputs.min(axis=0) < inputs.max(axis=0)
    if not varied.any():
        raise InputError(f"all rows of {name} have the same inputs")
    names = tables.cut([tables.label_of(table, j) for j in used], 40)
    notes = [*said, *table.notes, f"the class is {label} ({', '.join(classes)})"]
    if not varied.all():
        same = int((~varied).sum())
        lacks = "1 column is" if same == 1 else f"{same} columns are"
        notes.append(f"{lacks} the same in all rows; left out")
    if left_out:
        notes.append(f"{left_out} rows lack a value; left out" if left_out > 1 else
                     "1 row lacks a value; left out")  # fmt: skip
    kept = tuple(name for name, use in zip(names, varied, strict=True) if use)
    return ClassTable(inputs[:, varied], found_numbers, classes, kept, tuple(notes))


def _chosen(table: Layout, wanted: Columns, name: str) -> tuple[list[int], int] | None:
    """The columns of the inputs and of the class; None where the table is of another kind."""
    if wanted.x or wanted.y:
        return None
    kinds = [tables.kind_of(table, j) for j in range(table.width)]
    texts = [j for j, kind in enumerate(kinds) if kind == "text"]
    if wanted.z:
        last = tables.find_column(table, wanted.z, name)
    elif len(texts) == 1:
        (last,) = texts
    else:
        return None
    inputs = [
        j
        for j, kind in enumerate(kinds)
        if kind == "number" and j != last and not tables.is_index(table, j)
    ]
    return (inputs, last) if FEWEST <= len(inputs) <= MOST else None

"""How a table is laid out: its lines, what separates cells, what stands above them, its header."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise

from approx.inputs.content import check_limit
from approx.inputs.tables.dates import looks_like_date
from approx.inputs.tables.numbers import is_missing, looks_numeric
from approx.system.errors import InputError

MOST_ROWS = 1_000_000
LONGEST_LINE = 10_000
#: Rows that are looked at before the layout is chosen.
SAMPLE = 1000
#: Rows of the sample that choose the separator.
_TRIED = 200
#: At most so many rows above the table are passed over.
_ABOVE = 60

#: What separates cells; of two that fit equally well, the first.
SEPARATORS = {"\t": "tabs", ";": "semicolons", "|": "bars", ",": "commas", " ": "spaces"}
_COMMENT = ("#", "%")
_SEP_LINE = re.compile(r'"?sep=(.)"?', re.IGNORECASE)
#: A line of these alone is drawn under a header.
_RULE = re.compile(r"[\s=*_+|:.~-]*[=*_+|:~-]{3}[\s=*_+|:.~-]*")


@dataclass(frozen=True)
class Layout:
    """A table whose cells are known by column.

    Attributes:
        lines: (number, line) of every line from the header or first row on.
        separator: a key of :data:`SEPARATORS`.
        names: of the columns, from the header; None without one.
        width: number of columns.
        skip: rows of the header.
        sample: the first rows of cells below the header, all `width` long.
        notes: what was passed over.
    """

    lines: Sequence[tuple[int, str]]
    separator: str
    names: tuple[str, ...] | None
    width: int
    skip: int
    sample: Sequence[Sequence[str]]
    notes: tuple[str, ...] = ()

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """(line number, cells) of every row below the header, `width` cells each.

        Raises:
            InputError: for a row with more cells, and for a quotation mark that is not closed.
        """
        for count, (number, row) in enumerate(_rows(self.lines, self.separator)):
            cells = row
            if count < self.skip:
                continue
            if len(cells) != self.width:
                while len(cells) > self.width and not cells[-1].strip():
                    cells.pop()
                if len(cells) > self.width:
                    raise InputError(
                        f"row {number} has {len(cells)} cells, the others {self.width}"
                    )
                cells = _padded(cells, self.width)
            yield number, cells


def layout(text: str, name: str) -> Layout:
    """The layout of a table.

    Raises:
        InputError: when it holds no rows, too many, or too long ones.
    """
    lines, comment = _lines(text)
    forced = _SEP_LINE.fullmatch(lines[0][1].strip()) if lines else None
    if forced:
        lines = lines[1:]
    if not lines:
        raise InputError(f"{name} holds no rows")
    check_limit(len(lines) - _ABOVE, MOST_ROWS, "rows")
    head = lines[:_TRIED]
    separator = forced[1] if forced else _separator(head)
    sample = list(islice(_rows(lines, separator, strict=False), SAMPLE + _ABOVE))
    width = _width([cells for _, cells in sample])
    above = _above([cells for _, cells in sample], width)
    notes = [f"the first {above} lines are passed over"] if above > 1 else []
    notes += ["the first line is passed over"] if above == 1 else []
    if above:
        # A row is a line, but for cells with line ends in them.
        at = [number for number, _ in lines].index(sample[above][0])
        lines, sample = lines[at:], sample[above:]
    rows = [_padded(cells, width) for _, cells in sample]
    names, skip = _header(rows, len(sample[0][1]), width)
    if names is None and comment is not None:
        # numpy.savetxt writes the header as a comment.
        (cells,) = _rows([(0, comment)], separator, strict=False)
        named = [cell for _, row in [cells] for cell in row]
        if len(named) == width and not any(map(_is_value, named)):
            names = tuple(cell.strip() for cell in named)
    body = rows[skip:]
    if not body:
        raise InputError(f"{name} holds no rows")
    if names is None:
        check_limit(len(lines) - skip, MOST_ROWS, "rows")
    if separator != ",":
        notes.insert(0, f"separated by {SEPARATORS.get(separator, repr(separator))}")
    return Layout(lines, separator, names, width, skip, body[:SAMPLE], tuple(notes))


def _lines(text: str) -> tuple[list[tuple[int, str]], str | None]:
    """(number, line) of every line that holds something, and the comment above the first."""
    # Only the ends that editors use: str.splitlines would also split at U+2028 and form feeds.
    kept: list[tuple[int, str]] = []
    comment = None
    for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1):
        if len(line) > LONGEST_LINE:
            raise InputError(f"line {number} is longer than {LONGEST_LINE} characters")
        bare = line.strip()
        if not bare or (bare[0] in "=*_+|:.~-" and _RULE.fullmatch(bare)):
            continue
        if bare[0] in _COMMENT:
            if not kept:
                comment = bare.lstrip("".join(_COMMENT)).strip() or comment
            continue
        kept.append((number, line))
    return kept, comment


def _rows(
    lines: Sequence[tuple[int, str]], separator: str, strict: bool = True
) -> Iterator[tuple[int, list[str]]]:
    """(number of the first line, cells) of every row."""
    spaced = separator == " "
    given = ((line.strip().replace("\t", " ") if spaced else line) for _, line in lines)
    reader = csv.reader(given, delimiter=separator, skipinitialspace=True, strict=strict)
    at = 0
    try:
        for cells in reader:
            yield lines[at][0], cells
            at = reader.line_num
    except csv.Error:
        if strict:
            number = lines[min(at, len(lines) - 1)][0]
            raise InputError(f"row {number}: a quotation mark is not closed") from None


def _separator(lines: Sequence[tuple[int, str]]) -> str:
    """What separates most rows into equally many cells, most of them numbers."""
    best, chosen = 0.0, ","
    for separator in SEPARATORS:
        rows = [cells for _, cells in _rows(lines, separator, strict=False)]
        width = _width(rows)
        if width < 2:
            continue
        alike = sum(len(_trimmed(cells, width)) == width for cells in rows) / len(rows)
        cells = [
            cell
            for row in rows[-_TRIED // 2 :]
            if len(row) >= width
            for cell in row
            if cell.strip()
        ]
        values = sum(map(_is_value, cells)) / max(len(cells), 1)
        if (score := alike * alike * (0.2 + values)) > best + 1e-9:
            best, chosen = score, separator
    return chosen


def _is_value(cell: str) -> bool:
    """Whether a cell is a number, a date or a missing one."""
    return is_missing(cell.strip()) or looks_numeric(cell) or looks_like_date(cell)


def _width(rows: Sequence[Sequence[str]]) -> int:
    """The number of cells that most rows have, empty columns at the end not counted."""
    counts = Counter(len(cells) for cells in rows)
    if not counts:
        return 0
    most = max(counts.values())
    width = max(w for w, count in counts.items() if count == most)
    alike = [cells for cells in rows if len(cells) == width]
    while width > 1 and all(not cells[width - 1].strip() for cells in alike):
        width -= 1
    return width


def _trimmed(cells: Sequence[str], width: int) -> Sequence[str]:
    end = len(cells)
    while end > width and not cells[end - 1].strip():
        end -= 1
    return cells[:end]


def _padded(cells: Sequence[str], width: int) -> list[str]:
    return [*cells[:width], *[""] * (width - len(cells))]


def _above(rows: Sequence[Sequence[str]], width: int) -> int:
    """How many rows stand above the table: titles, which have other cells than it."""
    count = 0
    for cells, after in pairwise(rows[: _ABOVE + 1]):
        filled = [cell for cell in _trimmed(cells, width) if cell.strip()]
        # The header of R's write.table is one cell shorter than the rows.
        words = not any(map(looks_numeric, filled))
        short = len(cells) == width - 1 and words and any(map(looks_numeric, after))
        # Spreadsheets pad a title with empty cells; the header of an index begins with one.
        titled = not filled or (len(filled) == 1 and bool(cells[0].strip()) and width > 1)
        if short or len(filled) == width or (len(cells) == width and not titled):
            break
        if len(filled) > 1 and any(map(_is_value, filled)) and len(cells) != 1:
            break
        if width == 1:
            break
        count += 1
    return count


def _header(
    rows: Sequence[list[str]], first: int, width: int
) -> tuple[tuple[str, ...] | None, int]:
    """The columns' names, and how many rows they take: none, one, or two with units."""
    head, body = [cell.strip().strip("'") for cell in rows[0]], rows[1:]
    if any(cell.strip()[:1] in "=@" and cell.strip() for cell in head):
        return None, 0
    if (over_index := _over_index(head, body, first, width)) is not None:
        return over_index, 1
    valued = [j for j in range(width) if _mostly_values([row[j] for row in body])]
    if not valued:
        words = not any(looks_numeric(cell) or looks_like_date(cell) for cell in head)
        return (tuple(cell.strip() for cell in head), 1) if words else (None, 0)
    worded = [j for j in valued if not _is_value(head[j])]
    blank = [j for j in valued if is_missing(head[j].strip())]
    if not worded or (len(worded) < 2 and len(worded) + len(blank) < len(valued)):
        return None, 0
    names = [cell.strip() for cell in head]
    if len(body) > 1 and not any(_is_value(body[0][j]) for j in valued):
        units = [cell.strip() for cell in body[0]]
        return tuple(
            f"{n} ({u.strip('()[]')})" if u else n for n, u in zip(names, units, strict=True)
        ), 2
    return tuple(names), 1


def _over_index(
    head: Sequence[str], body: Sequence[list[str]], first: int, width: int
) -> tuple[str, ...] | None:
    """The names above a table whose rows have names or numbers of their own, as R writes them."""
    if not body:
        return None
    if first == width - 1 and not any(map(looks_numeric, head[:first])):
        return ("", *(cell.strip() for cell in head[:first]))
    # Names may be numbers too, as years are.
    blank = width > 2 and not head[0] and all(head[1:]) and len({*head}) == width
    return tuple(head) if blank and all(row[0].strip() for row in body) else None


def _mostly_values(cells: Sequence[str]) -> bool:
    filled = [cell for cell in cells[:_TRIED] if not is_missing(cell.strip())]
    return bool(filled) and 2 * sum(map(_is_value, filled)) >= len(filled)

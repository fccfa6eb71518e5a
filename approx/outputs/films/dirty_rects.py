"""Where frames differ: boxes of pixels, and the bands of rows that they cover."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

#: Left, top, right, bottom in pixels; right and bottom excluded.
Box = tuple[int, int, int, int]
#: The first row and the one after the last.
Rows = tuple[int, int]
#: Rows closer than this are redrawn together.
NEAR = 8
#: Columns closer than this are one box.
ASIDE = 64


class Boxed(Protocol):
    """Something drawn: the pixels that it can touch; None when none."""

    box: Box | None


def common(before: Sequence[Boxed], after: Sequence[Boxed]) -> int:
    """How many of the lowest shapes are the same."""
    pairs = zip(before, after, strict=False)
    count = 0
    for old, new in pairs:
        if old is not new:
            break
        count += 1
    return count


def changes(before: Sequence[Boxed], after: Sequence[Boxed]) -> list[Box]:
    """Where two frames differ: shapes that came, went or changed places."""
    old, new = {id(shape) for shape in before}, {id(shape) for shape in after}
    boxes = [shape.box for shape in before if id(shape) not in new]
    boxes += [shape.box for shape in after if id(shape) not in old]
    stayed = (
        [shape for shape in before if id(shape) in new],
        [shape for shape in after if id(shape) in old],
    )
    for first, second in zip(*stayed, strict=True):
        if first is not second:
            boxes += [first.box, second.box]
    return [box for box in boxes if box is not None]


def bands(boxes: Iterable[Box]) -> list[Rows]:
    """The rows they cover, as disjoint bands in order."""
    rows: list[Rows] = []
    for top, bottom in sorted((box[1], box[3]) for box in boxes):
        if rows and top <= rows[-1][1] + NEAR:
            rows[-1] = (rows[-1][0], max(rows[-1][1], bottom))
        else:
            rows.append((top, bottom))
    return rows


def parts_of(boxes: Iterable[Box], band: Rows) -> Iterator[Box]:
    """The columns that the boxes of a band cover, as disjoint boxes of the band's height."""
    top, bottom = band
    inside = sorted((box[0], box[2]) for box in boxes if top <= box[1] and box[3] <= bottom)
    left, right = inside[0]
    for start, end in inside[1:]:
        if start > right + ASIDE:
            yield left, top, right, bottom
            left = start
        right = max(right, end)
    yield left, top, right, bottom


def overlap(a: Box | None, b: Box) -> bool:
    """Whether they share a pixel."""
    return a is not None and a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]

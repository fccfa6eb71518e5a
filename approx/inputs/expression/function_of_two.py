"""A function of x and y as a value: read from a text, called, labelled, bounded on boxes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from approx.core import intervals as iv
from approx.core._types import Array, Booleans
from approx.core.intervals import ZERO, Interval, Jet
from approx.core.plane_target import Bounds
from approx.core.target import Label
from approx.inputs.expression.grammar import read_of_two
from approx.inputs.expression.operation_bounds import Rows, full, jet_of
from approx.inputs.expression.tape import Part, needed, values
from approx.inputs.expression.write import label_of


@dataclass(frozen=True)
class ExpressionOfTwo:
    """A function of x and y that was read from a text.

    Attributes:
        text: as it was typed.
        parts: numbers, names and operations, each after those it uses.
        root: the place of the whole function among them.
        condition: the place of the comparison, where the text is one, such as y > x^2; the
            function is then 1 where it holds and 0 where not.
    """

    text: str
    parts: tuple[Part, ...]
    root: int
    condition: int | None = None

    def __call__(self, x: ArrayLike, y: ArrayLike) -> Array:
        """The value at (x, y); NaN where there is none. Takes and returns arrays of any shape."""
        across, up = np.broadcast_arrays(np.asarray(x, float), np.asarray(y, float))
        found = values(self.parts, [self.root], across, up)[self.root]
        return np.array(np.broadcast_to(np.asarray(found, dtype=float), across.shape))

    @cached_property
    def label(self) -> Label:
        """The function as plain text, mathtext and Typst maths."""
        return label_of(self.parts, self.root if self.condition is None else self.condition)

    def bounds(self, x: Interval, y: Interval) -> Bounds:
        """What the function and its derivatives can be on boxes; see :class:`Bounds`."""
        one, zero, back = iv.ONE, ZERO, iv.number(-1.0)
        along_x, along_y, up, down = (
            self._jet(x, y, *way) for way in ((one, zero), (zero, one), (one, one), (one, back))
        )
        size = len(x[0])
        # f_uu along (1, 1) is f_xx + 2 f_xy + f_yy, along (1, −1) it is f_xx − 2 f_xy + f_yy.
        with np.errstate(invalid="ignore"):
            mixed = iv.scale(0.25, iv.subtract(full(up[2], size), full(down[2], size)))
        return Bounds(
            full(along_x[0], size),
            (full(along_x[1], size), full(along_y[1], size)),
            (full(along_x[2], size), mixed, full(along_y[2], size)),
        )

    def _jet(self, x: Interval, y: Interval, dx: Interval, dy: Interval) -> Jet:
        """Value, slope and bend along the direction (dx, dy)."""
        rows = _Boxes(len(x[0]))
        jets: dict[int, Jet] = {}
        with np.errstate(all="ignore"):
            for place in needed(self.parts, self.root):
                part = self.parts[place]
                if part.value is not None:
                    jets[place] = (iv.number(part.value), ZERO, ZERO)
                elif part.op in ("x", "y"):
                    jets[place] = (x, dx, ZERO) if part.op == "x" else (y, dy, ZERO)
                else:
                    jets[place] = jet_of(self.parts, part, jets, rows)
        return jets[self.root]


class _Boxes(Rows):
    """Closed boxes: nothing is known of the side on which a value is reached."""

    def __init__(self, count: int) -> None:
        super().__init__(np.zeros(count), np.zeros(count), lambda first, second: [])

    @cached_property
    def are_limits(self) -> Booleans:
        """Any box may be a single place."""
        return np.ones(len(self.left), bool)

    def sides(self, slope: Interval) -> tuple[Array, Array]:
        none = np.zeros(len(self.left))
        return none, none


def parse_of_two(text: str) -> ExpressionOfTwo:
    """The function of x and y that `text` writes, such as "sin(x)*y" or "x^2 + y^2 < 1".

    Raises:
        InputError: one line that names what is wrong, where, and what to write instead.
    """
    parts, root, condition = read_of_two(text)
    return ExpressionOfTwo(text, parts, root, condition)

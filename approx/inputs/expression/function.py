"""A function of x as a value: read from a text, called, differentiated, labelled."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from approx.core._types import Array
from approx.core.target import Label
from approx.inputs.expression.grammar import read
from approx.inputs.expression.tape import Part, jets, values
from approx.inputs.expression.write import label_of
from approx.system.errors import InputError


@dataclass(frozen=True)
class Expression:
    """A function of x that was read from a text.

    Attributes:
        text: as it was typed.
        parts: numbers, names and operations, each after those it uses.
    """

    text: str
    parts: tuple[Part, ...]

    def __call__(self, x: ArrayLike, order: int = 0) -> Array:
        """The value (order 0) or exact derivative (1, 2) at x; NaN where there is none.

        Takes and returns an array of any shape.
        """
        points = np.asarray(x, dtype=float)
        root = len(self.parts) - 1
        if order == 0:
            y = values(self.parts, [root], points)[root]
        else:
            y = jets(self.parts, [root], points)[root][order]
        return np.array(np.broadcast_to(np.asarray(y, dtype=float), points.shape))

    @cached_property
    def label(self) -> Label:
        """The function as plain text, mathtext and Typst maths."""
        return label_of(self.parts, len(self.parts) - 1)


def parse(text: str) -> Expression:
    """The function that `text` writes, such as "sin(3*x)", "x^2", "|x|" or "2x + 1".

    Raises:
        InputError: one line that names what is wrong, where, and what to write instead.
    """
    if not isinstance(text, str):
        raise InputError("a function is given as text")
    parts, root = read(text)
    return Expression(text, parts[: root + 1])

"""What a network of two inputs is compared with: a function of x and y, or points in the plane."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from approx.core._types import Array, Booleans, Integers
from approx.core.intervals import Interval
from approx.core.read_only import ReadOnly
from approx.core.target import Label
from approx.system.errors import InputError

Box = tuple[tuple[float, float], tuple[float, float]]


class Bounds(NamedTuple):
    """Intervals that hold a function and its derivatives on boxes; (boxes,) each end.

    Attributes:
        value: of the function.
        gradient: of its derivatives by x and by y.
        hessian: of its second derivatives xx, xy and yy.
    """

    value: Interval
    gradient: tuple[Interval, Interval]
    hessian: tuple[Interval, Interval, Interval]


@dataclass(frozen=True, eq=False)
class PlaneTarget(ReadOnly):
    """A function of x and y on a rectangle.

    Attributes:
        function: vectorised: (x, y) of any shape -> values.
        label: how it is written.
        box: ((x0, x1), (y0, y1)).
        bounds: bounds on boxes given as intervals of x and y; None where nothing is known between
            the places that are looked at, as of a Python function.
    """

    function: Callable[[Array, Array], Array]
    label: Label
    box: Box
    bounds: Callable[[Interval, Interval], Bounds] | None = None

    def __repr__(self) -> str:
        return f"PlaneTarget({self.label.text[:80]})"

    def __call__(self, points: Array) -> Array:
        """The values at points of shape (..., 2)."""
        with np.errstate(all="ignore"):
            return np.asarray(self.function(points[..., 0], points[..., 1]), dtype=float)


@dataclass(frozen=True, eq=False)
class PlanePoints(ReadOnly):
    """Given points in the plane, each with a value or a class.

    Attributes:
        points: (x, y), shape (points, 2).
        values: shape (points,); of classes their numbers, from 0.
        classes: what the classes are called, in the order of their numbers; empty for values.
        label: what the points are called.
        box: ((x0, x1), (y0, y1)), with every point inside.
        names: of x, y and the value, for axes; "" where none is known.
        held_out: which points take no part in training, shape (points,); None for none.
    """

    points: Array
    values: Array
    classes: tuple[str, ...]
    label: Label
    box: Box
    names: tuple[str, str, str] = ("", "", "")
    held_out: Booleans | None = None

    def __repr__(self) -> str:
        return f"PlanePoints({len(self.points)} points of {self.label.text[:80]})"

    def __len__(self) -> int:
        return len(self.points)

    @property
    def numbers(self) -> Integers:
        """The points' classes, by number."""
        return np.asarray(self.values, dtype=np.int64)

    def on(self, box: Box) -> PlanePoints:
        """The points inside another rectangle.

        Raises:
            InputError: when they are too few to learn from.
        """
        (x0, x1), (y0, y1) = box
        x, y = self.points.T
        inside = (x >= x0) & (x <= x1) & (y >= y0) & (y <= y1)
        if inside.sum() < 2:
            where = f"[{x0:g}, {x1:g}] × [{y0:g}, {y1:g}]"
            raise InputError(f"{where} holds {inside.sum()} of the {len(self)} points")
        return replace(self._kept(inside), box=box)

    def _kept(self, which: Booleans) -> PlanePoints:
        held = None if self.held_out is None else self.held_out[which]
        return replace(self, points=self.points[which], values=self.values[which], held_out=held)


def box_of(points: Array, room: float = 0.08) -> Box:
    """A rectangle around points, shape (n, 2), with some room, on round ends."""
    low, high = points.min(axis=0), points.max(axis=0)
    flat = np.where(low == 0, 1.0, np.abs(low))
    span = np.where(high > low, high - low, flat)
    step = 10.0 ** np.floor(np.log10(span) - 0.7)
    first = np.floor((low - room * span) / step) * step
    last = np.ceil((high + room * span) / step) * step
    (x0, y0), (x1, y1) = ([float(f"{value:.15g}") for value in ends] for ends in (first, last))
    return (x0, x1), (y0, y1)

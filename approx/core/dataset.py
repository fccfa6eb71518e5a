"""Given points: what a network is compared with where no function is known."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

from approx.core._types import Array
from approx.core.read_only import ReadOnly
from approx.core.target import Label
from approx.system.errors import InputError


@dataclass(frozen=True, eq=False)
class Dataset(ReadOnly):
    """Points (x, y), ascending in x; nothing is known of what lies between them.

    Attributes:
        x, y: shape (points,); one x may have several y.
        label: what the points are called.
        domain: (a, b), with every x inside; the network is drawn on all of it.
        names: of x and y, for axes; "" where none is known.
        dates: whether x counts days since 1970-01-01, so that ticks and sentences show dates.

    >>> import approx
    >>> data = approx.subject(([2, 0, 1], [0, 1, 0]), neurons=1).target
    >>> data.x, data.domain, len(data)
    (array([0., 1., 2.]), (0.0, 2.0), 3)
    """

    x: Array
    y: Array
    label: Label
    domain: tuple[float, float]
    names: tuple[str, str] = ("", "")
    dates: bool = False
    #: As a target has it: points are never the network's own function.
    own: ClassVar[bool] = False

    def __repr__(self) -> str:
        a, b = self.domain
        return f"Dataset({len(self)} points of {self.label.text[:80]} on [{a:g}, {b:g}])"

    def __len__(self) -> int:
        return len(self.x)

    def on(self, domain: tuple[float, float]) -> Dataset:
        """The points inside another interval.

        Raises:
            InputError: when they are too few to learn from.
        """
        a, b = domain
        kept = (self.x >= a) & (self.x <= b)
        x, y = self.x[kept], self.y[kept]
        if len(x) < 2 or x[0] == x[-1]:
            inside = "no point" if not len(x) else f"only x = {x[0]:g}"
            first, last = float(self.x[0]), float(self.x[-1])
            raise InputError(
                f"[{a:g}, {b:g}] holds {inside} of {self.label.text}; "
                f"its points lie on [{first:g}, {last:g}]"
            )
        return replace(self, x=x, y=y, domain=domain)

"""The pieces every picture is made of."""

from __future__ import annotations

from dataclasses import dataclass

from approx.core._types import Array

#: What a neuron's colour goes by: its number over all layers, from 0; or, where there are more
#: neurons than colours, a share in [0, 1] of the way along x or through the layers.
Color = int | float


@dataclass(frozen=True)
class Curve:
    """A polyline with a role; exact functions bring their breakpoints, targets their samples.

    It is cut where x and y are NaN; so are bands.
    """

    role: str
    x: Array
    y: Array
    neuron: Color | None = None
    label: str = ""


@dataclass(frozen=True)
class Band:
    """The region between two polylines on the same x; hatched where it is taken away."""

    role: str
    x: Array
    lower: Array
    upper: Array
    neuron: Color | None = None
    hatched: bool = False


@dataclass(frozen=True)
class Marker:
    """A place on a curve: a breakpoint, or where the error is largest (low to high)."""

    role: str
    x: float
    low: float
    high: float
    neuron: Color | None = None
    others: tuple[Color, ...] = ()  # neurons that share the place with it


@dataclass(frozen=True)
class Arrow:
    """Where a curve leaves the frame at (x, y), and which way: (dx, dy), both in data units."""

    role: str
    x: float
    y: float
    dx: float
    dy: float
    neuron: Color | None = None


def markers(role: str, x: Array, y: Array, neuron: Color | None = None) -> tuple[Marker, ...]:
    """A marker without height at each of the places (x, y)."""
    places = zip(x.tolist(), y.tolist(), strict=True)
    return tuple(Marker(role, a, b, b, neuron) for a, b in places)


@dataclass(frozen=True)
class Dots:
    """Places by themselves; many are drawn at a share of their role's size."""

    role: str
    x: Array
    y: Array
    size: float = 1.0
    label: str = ""

    @property
    def few(self) -> bool:
        """Whether they can lie on a curve without hiding it."""
        return self.size == 1.0


@dataclass(frozen=True)
class Stems:
    """Upright lines, one at each x."""

    role: str
    x: Array
    lower: Array
    upper: Array


@dataclass(frozen=True)
class Axis:
    """Limits, ticks and the name of one direction, chosen once for every output."""

    low: float
    high: float
    ticks: tuple[float, ...]
    labels: tuple[str, ...]
    logarithmic: bool = False  # positions are exponents: zero is no special place
    name: str = ""


@dataclass(frozen=True)
class Panel:
    """One pair of axes and what stands in it, back to front."""

    title: str
    horizontal: Axis
    vertical: Axis
    bands: tuple[Band, ...] = ()
    curves: tuple[Curve, ...] = ()
    markers: tuple[Marker, ...] = ()
    dots: tuple[Dots, ...] = ()
    stems: tuple[Stems, ...] = ()
    arrows: tuple[Arrow, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """What stands in it and has a name, back to front."""
        parts: tuple[Dots | Curve, ...] = (*self.dots, *self.curves)
        return tuple(part.label for part in parts if part.label)

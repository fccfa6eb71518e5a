"""The function a network is compared with: values, label, domain and what is known of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from approx.core import intervals as iv
from approx.core._types import Array, Booleans
from approx.core.activations.sigmoid import logistic as sigma
from approx.core.enclosure import Enclose, Enclosure, of_lines, of_smooth
from approx.core.intervals import Interval, Jet
from approx.system.errors import InputError

Function = Callable[[Array], Array]
#: How far apart two values are that a slope is taken from, as a share of the domain.
STEP = 1e-6


@dataclass(frozen=True)
class Label:
    """One name in the three forms that tables, figures and films need."""

    text: str  # plain, for tables and alt texts
    mathtext: str  # matplotlib, without the dollar signs
    typst: str  # Typst maths, without the dollar signs


@dataclass(frozen=True, eq=False)
class Target:
    """A function of one variable.

    Attributes:
        function: vectorised, takes and returns an array of any shape.
        label: how it is written.
        domain: (a, b), where it is looked at unless said otherwise.
        breaks: places where it or a derivative jumps; declared, never guessed.
        second: f'', when known; vectorised.
        first: f', when known; vectorised. :meth:`slope` has it for any target.
        curvature: M with |f''| <= M on the domain, when known; certifies error brackets.
        enclose: bounds of its value, slope and bend on cells; errors are proved with it. Without,
            as for a Python function, the largest error that was found is all that is known.
        own: whether it is only the network's own function, because no target was given.
        defined_on: closed intervals on which it is defined and looked at, ascending; when none is
            given, the domain. Pictures, errors and fits leave out the rest: gaps, and a stated
            neighbourhood of every pole.
        poles: places in the domain where it has no bound.

    >>> import approx
    >>> target = approx.subject("x^2", on=(0, 2), neurons=2).target
    >>> target([1.0, 2.0]), target.domain, target.label.text
    (array([1., 4.]), (0.0, 2.0), 'x²')
    """

    function: Function
    label: Label
    domain: tuple[float, float]
    breaks: tuple[float, ...] = ()
    second: Function | None = None
    curvature: float | None = None
    enclose: Enclose | None = None
    own: bool = False
    defined_on: tuple[tuple[float, float], ...] = ()
    poles: tuple[float, ...] = ()
    first: Function | None = None

    def __repr__(self) -> str:
        a, b = self.domain
        return f"Target({self.label.text[:80]} on [{a:g}, {b:g}])"

    def __post_init__(self) -> None:
        a, b = self.domain
        if not (np.isfinite(a) and np.isfinite(b) and a < b):
            raise InputError(f"the domain [{a:g}, {b:g}] needs two finite ends, the smaller first")
        if not self.defined_on:
            object.__setattr__(self, "defined_on", (self.domain,))

    def __call__(self, x: ArrayLike) -> Array:
        return np.asarray(self.function(np.asarray(x, dtype=float)), dtype=float)

    def slope(self, x: ArrayLike) -> Array:
        """f' at x, any shape: exact where `first` is known, else from two values beside x.

        At a break it is neither side's; between breaks the two values lie on the same side.

        >>> square().slope([1.0, -3.0])
        array([ 2., -6.])
        """
        points = np.asarray(x, dtype=float)
        if self.first is not None:
            return np.asarray(self.first(points), dtype=float)
        a, b = self.domain
        step = np.full(points.shape, STEP * (b - a))
        ends = self.pieces()
        near = np.abs(points[..., None] - ends).min(axis=-1)
        step = np.where(near > 0, np.minimum(step, near / 2), step)
        low, high = np.maximum(points - step, a), np.minimum(points + step, b)
        return np.asarray((self(high) - self(low)) / (high - low))

    def on(self, domain: tuple[float, float], curvature: float | None = None) -> Target:
        """The same function on another domain; a curvature bound must be given anew.

        Raises:
            InputError: when the domain lies in a gap, where the target is not defined.
        """
        a, b = domain
        inside = () if self.whole else ((max(a, lo), min(b, hi)) for lo, hi in self.defined_on)
        defined_on = tuple((lo, hi) for lo, hi in inside if lo < hi)
        if not (self.whole or defined_on):
            raise InputError(f"the target is not defined anywhere on [{a:.15g}, {b:.15g}]")
        return replace(self, domain=domain, curvature=curvature, defined_on=defined_on)

    @property
    def whole(self) -> bool:
        """Whether it is looked at on all of its domain."""
        return self.defined_on == (self.domain,)

    @property
    def length(self) -> float:
        """Of all intervals on which it is defined together."""
        return sum(hi - lo for lo, hi in self.defined_on)

    def left_out(self) -> tuple[tuple[float, float], ...]:
        """The open intervals of the domain on which it is not defined."""
        a, b = self.domain
        ends = [a, *(end for span in self.defined_on for end in span), b]
        return tuple((lo, hi) for lo, hi in zip(ends[::2], ends[1::2], strict=True) if lo < hi)

    def holds(self, x: Array) -> Booleans:
        """Whether each place is in an interval on which it is defined."""
        inside = [(x >= lo) & (x <= hi) for lo, hi in self.defined_on]
        return np.asarray(np.logical_or.reduce(inside))

    def spread(self, shares: Array) -> Array:
        """Places at shares in [0, 1] of the length on which it is defined; same shape."""
        spans = np.array(self.defined_on)
        before = np.r_[0.0, np.cumsum(spans[:, 1] - spans[:, 0])]
        along = shares * before[-1]
        k = np.clip(np.searchsorted(before, along, side="right") - 1, 0, len(spans) - 1)
        return np.asarray(spans[k, 0] + (along - before[k]))

    def times(self, factor: float) -> Target:
        """The target times a positive power of two, which rounds nothing."""
        function, first, second, enclose = self.function, self.first, self.second, self.enclose

        def enclosed(left: Array, right: Array) -> Enclosure:
            assert enclose is not None
            bounds = enclose(left, right)
            return Enclosure(*((low * factor, high * factor) for low, high in bounds))

        return replace(
            self,
            function=lambda x: factor * np.asarray(function(x)),
            first=None if first is None else lambda x: factor * np.asarray(first(x)),
            second=None if second is None else lambda x: factor * np.asarray(second(x)),
            curvature=None if self.curvature is None else factor * self.curvature,
            enclose=None if enclose is None else enclosed,
        )

    def size(self) -> float:
        """The largest |value| at 65 places where it is defined."""
        values = np.abs(self(self.spread(np.linspace(0, 1, 65))))
        return float(values[np.isfinite(values)].max(initial=0.0))

    def pieces(self) -> Array:
        """The ends of the domain and of `defined_on`, and the breaks inside it, in order."""
        a, b = self.domain
        ends = {end for span in self.defined_on for end in span}
        inside = {t for lo, hi in self.defined_on for t in self.breaks if lo < t < hi}
        return np.array([a, *sorted((ends | inside) - {a, b}), b])

    def cells(self, places: Array) -> tuple[Array, Array]:
        """Ends of the cells between the places and pieces(), where it is defined."""
        pieces = self.pieces()
        inside = (pieces > places[0]) & (pieces < places[-1])
        edges = np.union1d(places, pieces[inside])
        left, right = edges[:-1], edges[1:]
        defined = self.whole | self.holds((left + right) / 2)
        return left[defined], right[defined]


def label(text: str, mathtext: str | None = None, typst: str | None = None) -> Label:
    """A label whose forms differ only where given."""
    return Label(text, mathtext or text, typst or text)


def _zero(x: Array) -> Array:
    return np.zeros_like(x)


def square(domain: tuple[float, float] = (-1.0, 1.0)) -> Target:
    """x², whose second derivative is 2 everywhere."""

    def enclosed(x: Interval) -> Jet:
        return iv.square(x), iv.scale(2, x), iv.number(2)

    return Target(
        np.square,
        label("x²", "x^2", "x^2"),
        domain,
        first=lambda x: 2 * x,
        second=lambda x: _zero(x) + 2,
        curvature=2.0,
        enclose=of_smooth(enclosed),
    )


def logistic(domain: tuple[float, float] = (-6.0, 6.0)) -> Target:
    """σ(x) = 1/(1 + e^−x); |σ''| <= 1/(6√3), reached where σ = (3 ± √3)/6."""

    def second(x: Array) -> Array:
        s = sigma(x)
        return s * (1 - s) * (1 - 2 * s)

    def first(x: Array) -> Array:
        s = sigma(x)
        return s * (1 - s)

    def enclosed(x: Interval) -> Jet:
        w = iv.sigmoid(x)
        slope = iv.multiply(w, iv.subtract(iv.ONE, w))
        return w, slope, iv.multiply(slope, iv.subtract(iv.ONE, iv.scale(2, w)))

    return Target(
        sigma,
        label("σ(x)", r"\sigma(x)", "sigma(x)"),
        domain,
        first=first,
        second=second,
        curvature=1 / (6 * np.sqrt(3)),
        enclose=of_smooth(enclosed),
    )


def absolute(domain: tuple[float, float] = (-1.0, 1.0)) -> Target:
    """|x|, whose breakpoint is declared."""
    lines = of_lines(np.array([-1.0, 0, 1]), np.array([1.0, 0, 1]), np.array([-1.0, 1]))
    return Target(
        np.abs,
        label("|x|", "|x|", "abs(x)"),
        domain,
        breaks=(0.0,),
        second=_zero,
        enclose=lines,
    )


def sine(frequency: float = 3.0, domain: tuple[float, float] | None = None) -> Target:
    """sin(frequency · x), by default on [−π/2, π/2]."""
    if domain is None:
        domain = (-np.pi / 2, np.pi / 2)
    k = frequency

    def enclosed(x: Interval) -> Jet:
        w = iv.sine(iv.scale(k, x))
        slope = iv.scale(k, iv.cosine(iv.scale(k, x)))
        return w, slope, iv.scale(-k, iv.scale(k, w))

    return Target(
        lambda x: np.sin(k * x),
        label(f"sin {k:g}x", rf"\sin {k:g}x", f"sin {k:g} x"),
        domain,
        first=lambda x: k * np.cos(k * x),
        second=lambda x: -(k**2) * np.sin(k * x),
        curvature=k**2,
        enclose=of_smooth(enclosed),
    )


def runge(domain: tuple[float, float] = (-1.0, 1.0)) -> Target:
    """Runge's 1/(1 + 25x²) (1901); |f''| is largest at 0, where it is 50."""

    def enclosed(x: Interval) -> Jet:
        square = iv.square(x)
        w = iv.inverse(iv.shift(1, iv.scale(25, square)))
        slope = iv.scale(-50, iv.multiply(x, iv.square(w)))
        up = iv.scale(50, iv.subtract(iv.scale(75, square), iv.ONE))
        return w, slope, iv.multiply(up, iv.power(w, 3))

    return Target(
        lambda x: 1 / (1 + 25 * x * x),
        label("1/(1+25x²)", r"\frac{1}{1+25x^2}", "1/(1+25 x^2)"),
        domain,
        first=lambda x: -50 * x / (1 + 25 * x * x) ** 2,
        second=lambda x: 50 * (75 * x * x - 1) / (1 + 25 * x * x) ** 3,
        curvature=50.0,
        enclose=of_smooth(enclosed),
    )

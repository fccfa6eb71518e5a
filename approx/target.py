"""The function a network is compared with: values, label, domain and what is known of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from approx.activations import sigma
from approx.errors import InputError

Array = NDArray[np.float64]
Function = Callable[[Array], Array]


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
        curvature: M with |f''| <= M on the domain, when known; certifies error brackets.
        own: whether it is only the network's own function, because no target was given.
    """

    function: Function
    label: Label
    domain: tuple[float, float]
    breaks: tuple[float, ...] = ()
    second: Function | None = None
    curvature: float | None = None
    own: bool = False

    def __post_init__(self) -> None:
        a, b = self.domain
        if not (np.isfinite(a) and np.isfinite(b) and a < b):
            raise InputError(f"the domain [{a:g}, {b:g}] needs two finite ends, the smaller first")

    def __call__(self, x: ArrayLike) -> Array:
        return np.asarray(self.function(np.asarray(x, dtype=float)), dtype=float)

    def on(self, domain: tuple[float, float], curvature: float | None = None) -> Target:
        """The same function on another domain; a curvature bound must be given anew."""
        return replace(self, domain=domain, curvature=curvature)

    def pieces(self) -> Array:
        """The domain's ends and the breaks inside it, in order."""
        a, b = self.domain
        return np.array([a, *sorted({t for t in self.breaks if a < t < b}), b])


def label(text: str, mathtext: str | None = None, typst: str | None = None) -> Label:
    """A label whose forms differ only where given."""
    return Label(text, mathtext or text, typst or text)


def _zero(x: Array) -> Array:
    return np.zeros_like(x)


def square(domain: tuple[float, float] = (-1.0, 1.0)) -> Target:
    """x², whose second derivative is 2 everywhere."""
    return Target(
        np.square, label("x²", "x^2", "x^2"), domain, second=lambda x: _zero(x) + 2, curvature=2.0
    )


def logistic(domain: tuple[float, float] = (-6.0, 6.0)) -> Target:
    """σ(x) = 1/(1 + e^−x); |σ''| <= 1/(6√3), reached where σ = (3 ± √3)/6."""

    def second(x: Array) -> Array:
        s = sigma(x)
        return s * (1 - s) * (1 - 2 * s)

    return Target(
        sigma,
        label("σ(x)", r"\sigma(x)", "sigma(x)"),
        domain,
        second=second,
        curvature=1 / (6 * np.sqrt(3)),
    )


def absolute(domain: tuple[float, float] = (-1.0, 1.0)) -> Target:
    """|x|, with its corner declared."""
    return Target(np.abs, label("|x|", "|x|", "abs(x)"), domain, breaks=(0.0,), second=_zero)


def sine(frequency: float = 3.0, domain: tuple[float, float] | None = None) -> Target:
    """sin(frequency · x), by default on [−π/2, π/2]."""
    if domain is None:
        domain = (-np.pi / 2, np.pi / 2)
    k = frequency
    return Target(
        lambda x: np.sin(k * x),
        label(f"sin {k:g}x", rf"\sin {k:g}x", f"sin {k:g} x"),
        domain,
        second=lambda x: -(k**2) * np.sin(k * x),
        curvature=k**2,
    )


def runge(domain: tuple[float, float] = (-1.0, 1.0)) -> Target:
    """Runge's 1/(1 + 25x²) (1901); |f''| is largest at 0, where it is 50."""
    return Target(
        lambda x: 1 / (1 + 25 * x * x),
        label("1/(1+25x²)", r"\frac{1}{1+25x^2}", "1/(1+25 x^2)"),
        domain,
        second=lambda x: 50 * (75 * x * x - 1) / (1 + 25 * x * x) ** 3,
        curvature=50.0,
    )


def sampled(target: Target, points: int = 512, extra: Iterable[float] = ()) -> tuple[Array, Array]:
    """X and y for drawing the target: `points` over the domain, and its ends and breaks."""
    a, b = target.domain
    x = np.union1d(np.linspace(a, b, points), np.r_[target.pieces(), list(extra)])
    return x, target(x)

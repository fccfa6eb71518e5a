"""The best that any function of n breakpoints can do: one answer for every target and norm."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from approx.core.error import measure
from approx.core.network import Network
from approx.core.piecewise import PiecewiseLinear
from approx.core.smooth_pieces import half_largest_jump
from approx.core.target import Target
from approx.limits.l2 import best_l2
from approx.limits.rates import rate
from approx.limits.realise import network_of
from approx.limits.sup import ROUNDING, best_sup, interpolant_if_exact, pieces_for
from approx.system.errors import InputError

Norm = Literal["sup", "l2"]

#: More breakpoints than this are refused: the error is then far below what any plot shows.
MOST = 256
#: Of targets larger than this or smaller than its inverse, multiples are approximated instead.
FAR = 1e100
#: Bounds of f'' so near together, relative to it, are one number and rounding.
ONE_NUMBER = 1e-13
#: Relative rounding of float64.
EPS = float(np.finfo(float).eps)
#: An error that is missed by no more than this share is reached.
SLACK = 1e-12


@dataclass(frozen=True)
class BestApproximation:
    """The best continuous piecewise-linear approximation with so many breakpoints at most.

    It bounds networks of one hidden layer: n units have at most n breakpoints. A deeper network
    has more breakpoints than units; compare it at its own number of breakpoints.

    Attributes:
        function: reaches `error`; on a plateau it has fewer breakpoints than allowed.
        error: its distance from the target, measured on the function itself.
        lower: no function with so few breakpoints is closer than this.
        breakpoints: how many breakpoints are allowed.
        norm: "sup" or "l2".
        proved: whether `lower` is a proof up to rounding (a closed form, bounds of the target's
            slope and bend, a jump), or rests on the target being sampled finely enough.
    """

    function: PiecewiseLinear
    error: float
    lower: float
    breakpoints: int
    norm: Norm
    proved: bool = False

    def __repr__(self) -> str:
        of = f"{len(self.function.breakpoints)} breakpoints"
        return f"BestApproximation({self.norm} error {self.error:.6g} with {of})"

    @property
    def sup(self) -> float:
        """The largest error of the best function in the sup norm; NaN for that in L2."""
        return self.error if self.norm == "sup" else float("nan")

    def to_network(self, skip: bool = False) -> Network:
        """The ReLU network with one hidden layer that computes the function on all of the line.

        It has one unit more than breakpoints, as many where a piece is flat, and none for a
        straight line; with `skip`, one unit per breakpoint and a pair of units that carries the
        affine part: see :func:`approx.limits.network_of`.
        """
        return network_of(self.function, skip)


def is_rounding(optimum: BestApproximation, target: Target) -> bool:
    """Whether its error is nothing but the rounding of the target's values.

    Far from zero an error may be small beside the values and yet known: from a closed form, or by a
    bound beyond their last place.
    """
    size = target.size()
    if optimum.error > ROUNDING * size:
        return False
    if interpolant_if_exact(target) is not None:
        return True
    return optimum.lower <= EPS * size and curvature_of(target) is None


def best(target: Target, breakpoints: int, norm: Norm = "sup") -> BestApproximation:
    """The best approximation of the target on its domain with at most so many free breakpoints.

    The error never grows with the number of breakpoints, but may stay: one more can be of no help.
    A jump keeps the sup error of every continuous function at half its height or more, and in
    L2 makes the best ever steeper: the answer then has a piece 1e-9 of the domain wide.

    Raises:
        InputError: for a negative or very large number of breakpoints, another norm, or a target
            that is infinite or undefined somewhere on its domain.
    """
    if norm not in ("sup", "l2"):
        raise InputError(f"no norm {norm!r}; use 'sup' or 'l2'")
    if not 0 <= breakpoints <= MOST:
        raise InputError(f"{breakpoints} breakpoints; between 0 and {MOST} can be placed")
    return best_of_many(target, breakpoints, norm)


def best_of_many(target: Target, breakpoints: int, norm: Norm = "sup") -> BestApproximation:
    """The same for any number of breakpoints; with hundreds it takes seconds.

    Raises:
        InputError: for a target that is infinite or undefined somewhere on its domain.
    """
    _check_finite(target)
    if (unit := far_unit(target)) != 1:
        near = best_of_many(target.times(1 / unit), breakpoints, norm)
        error, lower = unit * near.error, unit * near.lower
        return replace(near, function=unit * near.function, error=error, lower=lower)
    second = curvature_of(target)
    if second is not None:
        f, error = best_of_quadratic(target, second, breakpoints, norm)
        return BestApproximation(f, error, error, breakpoints, norm, proved=True)
    straight = interpolant_if_exact(target)
    if straight is not None and len(straight.breakpoints) <= breakpoints:
        return BestApproximation(straight, 0.0, 0.0, breakpoints, norm, proved=True)
    if norm == "sup":
        found = best_sup(target, breakpoints)
        return BestApproximation(
            found.function, found.error, found.lower, breakpoints, norm, found.proved
        )
    f, lower = best_l2(target, breakpoints)
    error = measure(f, target).l2
    return BestApproximation(f, error, min(lower, error), breakpoints, norm)


def far_unit(target: Target) -> float:
    """About the size of a target whose squares may leave float64; 1 for every other."""
    size = target.size()
    return 2.0 ** round(math.log2(size)) if size and not 1 / FAR < size < FAR else 1.0


def _check_finite(target: Target) -> None:
    a, b = target.domain
    if not target.whole:
        what = "poles" if target.poles else "gaps"
        raise InputError(
            f"{target.label.text} has {what} on [{a:g}, {b:g}], and the best possible is known "
            "without them only; choose an interval: --on A B"
        )
    x = np.linspace(a, b, 1001)
    with np.errstate(all="ignore"):
        wrong = x[~np.isfinite(target(x))]
    if len(wrong):
        raise InputError(
            f"{target.label.text} has no finite value at x = {wrong[0]:g}; choose a smaller domain"
        )


@dataclass(frozen=True)
class Needed:
    """How many breakpoints an error takes.

    Attributes:
        at_least: with fewer no function reaches it: from lower bounds.
        enough: the function of so many that was found reaches it.
    """

    at_least: int
    enough: int


def breakpoints_needed(target: Target, error: float, norm: Norm = "sup") -> Needed:
    """Bounds of the smallest number of breakpoints with an error of at most `error`.

    An error is reached when it is missed by no more than a share of 1e-12, which is rounding.

    Raises:
        InputError: when that takes more than 256 breakpoints, or a jump forbids it.

    >>> from approx.core.target import square
    >>> breakpoints_needed(square(), 1 / 50)
    Needed(at_least=4, enough=4)
    """
    _check_finite(target)
    allowed, jump = error * (1 + SLACK), half_largest_jump(target)
    if norm == "sup" and allowed < jump:
        raise InputError(f"no continuous function is closer than {jump:g}, half the target's jump")
    low, high = 0, MOST
    if norm == "sup" and error > 0:
        needed, enough = pieces_for(target, error, MOST + 1)
        low, high = needed - 1, MOST if enough is None else enough - 1
    if low > MOST:
        raise InputError(f"an error of {error:g} takes more than {MOST} breakpoints")
    guess = low if norm == "sup" else _guess(target, error, norm)
    enough = _first(low, high, guess, lambda n: best(target, n, norm).error <= allowed)
    if enough is None:
        raise InputError(f"an error of {error:g} takes more than {MOST} breakpoints")
    least = _first(low, enough, enough - 1, lambda n: best(target, n, norm).lower <= allowed)
    return Needed(enough if least is None else least, enough)


def fewest_breakpoints(target: Target, error: float, norm: Norm = "sup") -> int:
    """The smallest number of breakpoints for which a function within `error` was found.

    Raises:
        InputError: when that takes more than 256 breakpoints, or a jump forbids it.
    """
    return breakpoints_needed(target, error, norm).enough


def _first(low: int, high: int, guess: int, holds: Callable[[int], bool]) -> int | None:
    """The smallest of low … high for which it holds, as it does from there on; None without one.

    Asked from the guess outwards, in steps that double, then halved.
    """
    if holds(low):
        return low
    # It fails at `low`; looked for above it.
    tried, step = min(max(guess, low + 1), high), 1
    while not holds(tried):
        if tried >= high:
            return None
        low, tried, step = tried, min(tried + step, high), 2 * step
    step = 1
    while tried - low > 1:
        middle = max((low + tried) // 2, tried - step)
        if holds(middle):
            tried, step = middle, 2 * step
        else:
            low = middle
    return tried


def _guess(target: Target, error: float, norm: Norm) -> int:
    pieces = (rate(target, 0, norm) / error) ** 0.5 if error > 0 else MOST
    return int(min(max(pieces - 1, 1), MOST))


def curvature_of(target: Target) -> float | None:
    """f'' when it is proved to be one number on the domain, else None: nothing is sampled."""
    if target.enclose is None or not target.whole or len(target.pieces()) > 2:
        return None
    left, right = (np.array([end]) for end in target.domain)
    low, high = (float(end[0]) for end in target.enclose(left, right).bend)
    if not (math.isfinite(high - low) and high - low <= ONE_NUMBER * max(abs(low), abs(high))):
        return None
    return (low + high) / 2


def best_of_quadratic(
    target: Target, second: float, breakpoints: int, norm: str
) -> tuple[PiecewiseLinear, float]:
    """The best function and its error: equal pieces, each the parabola's own best line.

    On a piece of width h the line meets its neighbours |f''|h²/16 (sup) or |f''|h²/12 (L2) off
    the parabola, so E = |f''|(b−a)²/(16m²) or |f''|(b−a)^{5/2}/(12√5 m²) for m pieces.
    """
    a, b = target.domain
    m = breakpoints + 1 if second else 1
    x = np.linspace(a, b, m + 1)
    width = (b - a) / m
    if norm == "sup":
        return PiecewiseLinear(x, target(x) - second * width**2 / 16), abs(second) * width**2 / 16
    error = abs(second) * width**2 * math.sqrt(b - a) / (12 * math.sqrt(5))
    return PiecewiseLinear(x, target(x) - second * width**2 / 12), error

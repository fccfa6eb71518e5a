"""More breakpoints, better fit: the best fits of a target, and what an error needs."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np

from approx.core._types import Array
from approx.core.error import measure
from approx.core.piecewise import PiecewiseLinear
from approx.core.smooth_pieces import sampled
from approx.core.target import Target
from approx.limits import BestApproximation, Needed, best, rate
from approx.limits.compare import needed
from approx.panels.axes import axis, axis_for, count_axis, log_axis
from approx.panels.error_panel import ROOM
from approx.panels.primitives import Axis, Curve
from approx.style.languages import MINUS, number
from approx.subjects import Subject
from approx.system.errors import InputError

#: Numbers of breakpoints whose best fits are shown one after the other.
SHOWN = (1, 2, 4, 8, 16)
#: Significant digits of an error that is read aloud.
DIGITS = 4
#: Beyond those the line goes on through these.
BEYOND = (32, 64)
#: Errors that differ by no more than this share are the same: a plateau.
SAME = 1e-6


@dataclass(frozen=True)
class Fit:
    """The best function with n breakpoints, and the places where its error is largest.

    Attributes:
        breakpoints: n; on a plateau the function has fewer.
        at: where its error is largest, and the error's sign there: (x, ±1) each.
        scale: of a strip that shows its error: from −error to error, with the readout's digits.
    """

    breakpoints: int
    function: PiecewiseLinear
    error: float
    at: tuple[tuple[float, float], ...]
    scale: Axis


@dataclass(frozen=True)
class Width:
    """Everything that a picture of error against width shows.

    Attributes:
        line: the best straight line, the guess that all begins with.
        fits: for the numbers of breakpoints SHOWN.
        counts, errors: of the best possible, every n up to the last shown and some beyond.
        rate: theory's error for the same counts.
        plateau: the first and last number of breakpoints of the longest stretch without gain.
        wanted: an error that no fit shown reaches, a power of ten; None where none is in reach.
        reading: the best fit with the fewest breakpoints that reaches it.
        needed: how many breakpoints the wanted error takes.
        x, y: axes of the curves; n, e: of the errors, log2 and log10.
    """

    subject: Subject
    target: Curve
    line: Fit
    fits: tuple[Fit, ...]
    counts: tuple[int, ...]
    errors: tuple[float, ...]
    rate: tuple[float, ...]
    plateau: tuple[int, int] | None
    wanted: float | None
    reading: Fit | None
    needed: Needed | None
    x: Axis
    y: Axis
    n: Axis
    e: Axis

    def until(self, breakpoints: int) -> tuple[Array, Array]:
        """The best-possible line from one neuron to that many: log2 n and log10 error."""
        last = self.counts.index(breakpoints) + 1
        return np.log2(self.counts[:last]), np.log10(self.errors[:last])


def build(subject: Subject) -> Width:
    """The best fits of the subject's target; how the subject's own network fits is not asked."""
    target = subject.target_function
    line = _fit(target, 0)
    fits = tuple(_fit(target, n) for n in SHOWN)
    errors = {fit.breakpoints: fit.error for fit in fits}
    for few, many in pairwise(SHOWN):
        _fill(target, few, many, errors)
    errors |= {n: best_of(target, n).error for n in BEYOND}
    wanted, reading, needed_for = _reading(target, fits[-1].error)
    if reading is not None:
        errors[reading.breakpoints] = reading.error
    counts = tuple(sorted(errors))
    rates = tuple(rate(target, n) for n in counts)
    x, y = sampled(target)
    ordered = tuple(errors[n] for n in counts)
    lowest = min(*ordered, *rates, wanted or math.inf)
    return Width(
        subject=subject,
        target=Curve("target", x, y),
        line=line,
        fits=fits,
        counts=counts,
        errors=ordered,
        rate=rates,
        plateau=_plateau(counts, ordered),
        wanted=wanted,
        reading=reading,
        needed=needed_for,
        x=axis(*target.domain, most=5),
        y=axis_for([y, *(fit.function.y for fit in fits)], most=5, zero=False),
        n=count_axis((1, max(BEYOND[-1], counts[-1]))),
        e=log_axis(lowest, max(*ordered, *rates)),
    )


@lru_cache(maxsize=256)
def best_of(target: Target, breakpoints: int) -> BestApproximation:
    """The optimum, found once however many beats and films ask for it."""
    return best(target, breakpoints)


def _fit(target: Target, breakpoints: int) -> Fit:
    optimum = best_of(target, breakpoints)
    error = measure(optimum.function, target)
    places = tuple(zip(error.at, error.signs, strict=True))
    name, top, level = number(optimum.error, DIGITS), ROOM * optimum.error, optimum.error
    scale = Axis(-top, top, (-level, 0.0, level), (f"{MINUS}{name}", "0", f"+{name}"))
    return Fit(breakpoints, optimum.function, optimum.error, places, scale)


def _fill(target: Target, few: int, many: int, errors: dict[int, float]) -> None:
    """The errors between two counts; where the ends are equal, so is all between them."""
    if many - few < 2:
        return
    if errors[few] <= errors[many] * (1 + SAME):
        errors.update(dict.fromkeys(range(few + 1, many), errors[many]))
        return
    middle = (few + many) // 2
    errors[middle] = best_of(target, middle).error
    _fill(target, few, middle, errors)
    _fill(target, middle, many, errors)


def _plateau(counts: tuple[int, ...], errors: tuple[float, ...]) -> tuple[int, int] | None:
    """The longest stretch without gain, of three breakpoints or more; of equals the first."""
    longest: tuple[int, int] | None = None
    for i, first in enumerate(counts):
        same = [n for n, e in zip(counts, errors, strict=True) if e * (1 + SAME) >= errors[i]]
        if same[-1] - first > (longest[1] - longest[0] if longest else 0):
            longest = first, same[-1]
    return longest


@lru_cache(maxsize=16)
def _reading(target: Target, shown: float) -> tuple[float | None, Fit | None, Needed | None]:
    """The next power of ten below the errors shown, and the fit that first reaches it."""
    wanted = float(f"1e{math.ceil(math.log10(shown) - 1e-9) - 1}")
    try:
        found = needed(target, wanted)
        return wanted, _fit(target, found.enough), found
    except InputError:
        return None, None, None

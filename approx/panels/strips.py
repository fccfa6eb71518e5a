"""What stands under a curve on the same x and a scale of its own: its error, or its slope."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from approx.core._types import Array, Booleans
from approx.core.dataset import Dataset
from approx.core.piecewise import PiecewiseLinear
from approx.core.smooth_pieces import sampled
from approx.core.target import Target
from approx.panels import target as targets
from approx.panels.primitives import Axis, Curve, Marker, Stems
from approx.style.languages import number
from approx.subjects import Subject

#: Room over the largest value, as a share of it.
ROOM = 1.18


@dataclass(frozen=True)
class ErrorStrip:
    """The difference between network and target over x, on its own scale.

    Attributes:
        vertical: symmetric; its ticks are the largest error on both sides and zero.
        difference: network − target; at points one stem each.
        largest: every place where it is largest, from zero to it.
        best: the same of the best possible function; None where the network is it or none is known.
    """

    vertical: Axis
    difference: Curve | Stems
    largest: tuple[Marker, ...]
    best: Curve | None = None


def error_strip(subject: Subject) -> ErrorStrip | None:
    """The error of a subject; None without a target, and where there is no error to see."""
    target, f, error = subject.target, subject.analysis.output, subject.error
    if error.none or (isinstance(target, Target) and target.own):
        return None
    difference: Curve | Stems
    if isinstance(target, Dataset):
        at = targets.drawn(target)
        x, y = target.x[at], target.y[at]
        difference = Stems("error", x, np.zeros(len(x)), f(x) - y)
    else:
        difference = _difference(f, target)
    largest = tuple(
        Marker("error", x, 0.0, sign * error.sup)
        for x, sign in zip(error.at, error.signs, strict=True)
    )
    return ErrorStrip(
        vertical=_symmetric(error.sup),
        difference=difference,
        largest=() if subject.jumps else largest,
        best=_best(subject),
    )


def _difference(f: PiecewiseLinear, target: Target, role: str = "error") -> Curve:
    x, y = sampled(target, extra=f.x)
    return Curve(role, x, f(x) - y)


def _best(subject: Subject) -> Curve | None:
    if not subject.limited or subject.jumps:
        return None
    if subject.distance <= subject.limit.error * (1 + 1e-6):
        return None
    return _difference(subject.limit.function, subject.target_function, "best")


def _symmetric(level: float) -> Axis:
    text = number(level)
    return Axis(-ROOM * level, ROOM * level, (-level, level), (f"−{text}", f"+{text}"))


@dataclass(frozen=True)
class SlopeStrip:
    """The slope over x: of a piecewise-linear function a staircase.

    Attributes:
        vertical: the staircase's range.
        steps: corners of the staircase, shape (2·pieces,) each: x, slope.
        target: the target's slope; None without one.
    """

    vertical: Axis
    x: Array
    slope: Array
    target: Curve | None


def slope_strip(subject: Subject) -> SlopeStrip:
    """The slopes of a subject's function, and of its target where that is a function."""
    f = subject.analysis.output
    x = np.repeat(f.x, 2)[1:-1]
    seen = ~_left_out(f, subject.target)
    slopes = f.slopes[seen] if seen.any() else f.slopes
    low, high = min(float(slopes.min()), 0.0), max(float(slopes.max()), 0.0)
    if low == high:
        low, high = -1.0, 1.0
    room = 0.12 * (high - low)
    # What is steep beside a pole, where nothing is compared, ends at the frame.
    slope = np.repeat(np.clip(f.slopes, low - room, high + room), 2)
    ticks = tuple(t for t in (low, high) if t != 0)
    vertical = Axis(low - room, high + room, ticks, tuple(number(t, 3) for t in ticks))
    return SlopeStrip(vertical, x, slope, _target_slope(subject.target))


def _left_out(f: PiecewiseLinear, target: Target | Dataset) -> Booleans:
    """Which pieces lie where the target is not looked at."""
    out = np.zeros(len(f.slopes), dtype=bool)
    for a, b in () if isinstance(target, Dataset) else target.left_out():
        out |= (f.x[:-1] >= a) & (f.x[1:] <= b)
    return out


def _target_slope(target: Target | Dataset) -> Curve | None:
    """Central differences of the drawn curve between the places where it is cut."""
    if isinstance(target, Dataset) or target.own:
        return None
    x, y = sampled(target)
    known = np.isfinite(x)
    ends = np.flatnonzero(np.diff(np.r_[0, known.astype(int), 0])).reshape(-1, 2)
    middle, slope = np.full(len(x), np.nan), np.full(len(x), np.nan)
    for i, j in ends:
        if j - i > 1:
            middle[i : j - 1] = (x[i : j - 1] + x[i + 1 : j]) / 2
            slope[i : j - 1] = np.diff(y[i:j]) / np.diff(x[i:j])
    return Curve("target", middle, slope)

"""The error as a curve of its own, on its own scale: where it ripples evenly, it is smallest."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from approx.core._types import Array
from approx.core.dataset import Dataset
from approx.core.error import ErrorReport
from approx.core.piecewise import PiecewiseLinear
from approx.core.smooth_pieces import sampled
from approx.core.target import Target
from approx.panels import target as targets
from approx.panels.primitives import Axis, Band, Curve, Dots, Marker, Panel, Stems
from approx.style.languages import MINUS, number, say

#: The strip is so many times as high as the largest error.
ROOM = 1.22
#: Samples between two breakpoints, and altogether: a ripple is round however many there are.
BETWEEN, FEWEST, MOST = 24, 512, 6000
#: Up to so many points have a line to zero each.
MOST_STEMS = 60
#: With more places than this, those of the largest error are not marked one by one.
MOST_PLACES = 80


def error_name(target: Target | Dataset, language: str) -> str:
    """What the strip of the error shows, in short: network − target, or − point."""
    return say(f"strip.error{'.points' if isinstance(target, Dataset) else ''}", language)


@dataclass(frozen=True)
class Scale:
    """What a strip measures by.

    Attributes:
        largest: the largest error; lines stand at ±largest.
        rms: the root of the mean square, where least squares is the measure; else None.
        top: the strip reaches from −top to top.
    """

    largest: float
    rms: float | None
    top: float


def scale(error: ErrorReport, rms: float | None = None, top: float = 0.0) -> Scale:
    """The scale of a network's error; another strip beside it may ask for a higher one."""
    return Scale(error.sup, rms, max(top, ROOM * error.sup))


def build(
    f: PiecewiseLinear,
    target: Target | Dataset,
    error: ErrorReport,
    horizontal: Axis,
    measure: Scale,
    title: str,
    role: str = "error",
) -> Panel:
    """The strip of f − target: zero line, lines at ± the largest error, the places that touch them.

    Args:
        f: any function; error is its distance from the target.
        role: "error", or "best" for the best possible function's.
    """
    vertical = replace(_axis(measure), name=title)
    curves, dots, stems = _body(f, target, role)
    ends = np.array([horizontal.low, horizontal.high])
    bounds = tuple(
        Curve(f"{role}.bound", ends, np.full(2, side * measure.largest)) for side in (1.0, -1.0)
    )
    spread: tuple[Band, ...] = ()
    if measure.rms is not None:
        spread = (Band("error.spread", ends, np.full(2, -measure.rms), np.full(2, measure.rms)),)
    places = zip(error.at, (sign * error.sup for sign in error.signs), strict=True)
    touching = tuple(Marker(f"{role}.curve", x, e, e) for x, e in places)
    return Panel(
        title,
        horizontal,
        vertical,
        bands=(*targets.excluded(target, vertical), *spread),
        curves=(*bounds, *curves),
        markers=touching if len(touching) <= MOST_PLACES else (),
        dots=dots,
        stems=stems,
    )


def _axis(measure: Scale) -> Axis:
    """Zero and ± the largest error are its only ticks."""
    value = measure.largest
    if value == 0:
        return Axis(-1.0, 1.0, (0.0,), ("0",))
    name = number(value)
    return Axis(
        -measure.top, measure.top, (-value, 0.0, value), (f"{MINUS}{name}", "0", f"+{name}")
    )


def _body(
    f: PiecewiseLinear, target: Target | Dataset, role: str
) -> tuple[tuple[Curve, ...], tuple[Dots, ...], tuple[Stems, ...]]:
    if isinstance(target, Dataset):
        shown = targets.shape(target)
        assert isinstance(shown, Dots)
        off: Array = f(shown.x) - shown.y
        few = len(off) <= MOST_STEMS
        dots = Dots(f"{role}.dots", shown.x, off, shown.size)
        return (), (dots,), ((Stems(role, shown.x, np.zeros_like(off), off),) if few else ())
    points = int(np.clip(BETWEEN * len(f.x), FEWEST, MOST))
    x, y = sampled(target, points, extra=f.x)
    return (Curve(f"{role}.curve", x, f(x) - y),), (), ()

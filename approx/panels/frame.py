"""The frame of a picture: the message fills it, and what leaves it is cut with an arrowhead."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from approx.core._types import Array
from approx.panels.axes import axis
from approx.panels.primitives import Arrow, Axis, Curve

#: A second curve widens the frame of the first up to so many times its range, and no further.
MOST = 1.5
#: Room above and below, as a share of what the frame holds.
MARGIN = 0.06
#: Zero is taken in where it is so near, as a share of the range.
NEAR_ZERO = 0.15


def frame(main: Array, other: Array | None = None, most: int = 6) -> Axis:
    """A vertical axis on which the values of `main` fill the height.

    Args:
        main: of the curve that the picture is about; NaN and infinity are left out.
        other: values that widen it, as far as :data:`MOST` times the range of `main`.
        most: the largest number of ticks.

    >>> frame(np.array([310.0, 415.0])).low > 300
    True
    >>> high = frame(np.array([0.0, 1.0]), np.array([27.0])).high
    >>> high < 1.6
    True
    """
    low, high = _range(main)
    size = high - low
    if other is not None and len(other):
        least, largest = _range(other)
        spare = (MOST - 1) * size
        # What both sides would need is shared between them where it is more than there is.
        below, above = max(0.0, low - least), max(0.0, largest - high)
        share = min(1.0, spare / (below + above)) if below + above else 1.0
        low, high = low - share * below, high + share * above
    if 0 < low < NEAR_ZERO * size:
        low = 0.0
    if -NEAR_ZERO * size < high < 0:
        high = 0.0
    room = MARGIN * (high - low)
    return axis(low - room, high + room, most)


def _range(values: Array) -> tuple[float, float]:
    """The smallest and the largest number; around a constant there is room."""
    values = values[np.isfinite(values)]
    low, high = float(values.min(initial=np.inf)), float(values.max(initial=-np.inf))
    if not low <= high:
        return -1.0, 1.0
    if high - low <= 1e-12 * max(abs(low), abs(high)):
        room = max(1.0, abs(low)) / 2
        return low - room, high + room
    return low, high


def clipped(curve: Curve, span: Axis) -> tuple[Curve, tuple[Arrow, ...]]:
    """The part of a polyline inside the frame, and an arrow wherever it leaves."""
    x, y = curve.x, curve.y
    arrows = []
    for limit, side in ((span.low, -1.0), (span.high, 1.0)):
        at, share = _crossings(x, y, limit)
        for k, part in zip(at.tolist(), share.tolist(), strict=True):
            dx, dy = float(x[k + 1] - x[k]), float(y[k + 1] - y[k])
            outwards = 1.0 if dy * side > 0 else -1.0
            place = float(x[k] + part * dx)
            arrows.append(
                Arrow(curve.role, place, limit, outwards * dx, outwards * dy, curve.neuron)
            )
    x, y = clip(x, y, span.low, span.high)
    return replace(curve, x=x, y=y), tuple(arrows)


def _crossings(x: Array, y: Array, limit: float) -> tuple[NDArray[np.intp], Array]:
    """Segments that cross a height, and at which share of their way."""
    over = y - limit
    at = np.flatnonzero(np.sign(over[:-1]) * np.sign(over[1:]) < 0)
    return at, over[at] / (over[at] - over[at + 1])


def clip(x: Array, y: Array, low: float, high: float) -> tuple[Array, Array]:
    """The polyline inside [low, high]; crossings become corners.

    Where it leaves and comes back, and where it is cut already, stands one NaN.
    """
    for limit in (low, high):
        at, share = _crossings(x, y, limit)
        x = np.insert(x, at + 1, x[at] + share * (x[at + 1] - x[at]))
        y = np.insert(y, at + 1, limit)
    slack = 1e-12 * max(1.0, abs(low), abs(high))
    inside = (y >= low - slack) & (y <= high + slack)
    if not inside.any():
        return x[:1], np.array([low if y[0] < low else high])
    ends = np.flatnonzero(np.diff(np.r_[False, inside, False]))
    pieces = [(x[i:j], y[i:j]) for i, j in ends.reshape(-1, 2)]
    # A point alone, where the curve only touches a limit, is no line.
    pieces = [piece for piece in pieces if len(piece[0]) > 1] or pieces[:1]
    cut = np.array([np.nan])
    xs = [part for piece in pieces for part in (piece[0], cut)]
    ys = [part for piece in pieces for part in (piece[1], cut)]
    return np.concatenate(xs[:-1]), np.concatenate(ys[:-1])

"""From data to the frame and back to polylines: exact corners, clipping, dashes, free places."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from approx.panels.parts import Axis
from approx.stage.layout import Box

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Plot:
    """The map from data to the frame: two axes laid into a box."""

    box: Box
    horizontal: Axis
    vertical: Axis

    def point(self, x: float, y: float) -> Array:
        """The frame point of one data point, shape (3,)."""
        return self.points(np.array([x]), np.array([y]))[0]

    def points(self, x: Array, y: Array) -> Array:
        """Frame points of data points, shape (n, 3)."""
        u = (np.asarray(x) - self.horizontal.low) / (self.horizontal.high - self.horizontal.low)
        v = (np.asarray(y) - self.vertical.low) / (self.vertical.high - self.vertical.low)
        out = np.zeros((len(u), 3))
        out[:, 0] = self.box.left + u * self.box.width
        out[:, 1] = self.box.bottom + v * self.box.height
        return out

    def clipped(self, x: Array, y: Array) -> Array:
        """Frame points of a polyline's part between the vertical limits (one stretch)."""
        return self.points(
            *clip(np.asarray(x), np.asarray(y), self.vertical.low, self.vertical.high)
        )


def clip(x: Array, y: Array, low: float, high: float) -> tuple[Array, Array]:
    """The polyline inside [low, high]; crossings become corners. Leaves it once at most per end."""
    for limit, sign in ((low, 1.0), (high, -1.0)):
        over = sign * (y - limit)
        cross = np.flatnonzero(over[:-1] * over[1:] < 0)
        share = over[cross] / (over[cross] - over[cross + 1])
        x = np.insert(x, cross + 1, x[cross] + share * (x[cross + 1] - x[cross]))
        y = np.insert(y, cross + 1, limit)
        inside = sign * (y - limit) >= -1e-12 * max(1.0, abs(limit))
        if not inside.any():
            return x[:1], np.array([limit])
        x, y = x[inside], y[inside]
    return x, y


def dashes(points: Array, on: float, off: float) -> list[Array]:
    """A polyline cut into dashes of length `on` with gaps of `off`, corners kept."""
    lengths = np.hypot(*np.diff(points[:, :2], axis=0).T)
    along = np.concatenate([[0.0], np.cumsum(lengths)])
    out = []
    for start in np.arange(0.0, along[-1], on + off):
        end = min(start + on, along[-1])
        inner = points[(along > start) & (along < end)]
        first, last = (
            np.array([np.interp(s, along, points[:, k]) for k in range(3)]) for s in (start, end)
        )
        out.append(np.vstack([first, inner, last]))
    return out


def crosses(box: Box, polyline: Array) -> bool:
    """Whether a polyline (n, 3) touches the box."""
    p, q = polyline[:-1, :2], polyline[1:, :2]
    low, high = np.array([box.left, box.bottom]), np.array([box.right, box.top])
    d = q - p
    with np.errstate(divide="ignore", invalid="ignore"):
        a, b = (low - p) / d, (high - p) / d
    enter, leave = np.minimum(a, b), np.maximum(a, b)
    # A segment along an axis is inside that slab for ever, or never.
    flat = d == 0
    within = (p >= low) & (p <= high)
    enter = np.where(flat, np.where(within, -np.inf, np.inf), enter)
    leave = np.where(flat, np.where(within, np.inf, -np.inf), leave)
    first, last = np.maximum(enter.max(axis=1), 0.0), np.minimum(leave.min(axis=1), 1.0)
    return bool((first <= last).any())


def free_place(
    size: tuple[float, float],
    anchor: Array,
    obstacles: Iterable[Array],
    bounds: Box,
    gap: float = 0.16,
) -> tuple[float, float] | None:
    """A centre for a label of that size beside the anchor, touching no polyline; None if none."""
    obstacles = list(obstacles)
    width, height = size
    for distance in (gap, 2 * gap, 3.5 * gap, 5.5 * gap):
        for dx, dy in ((1, -1), (-1, -1), (1, 1), (-1, 1), (1, 0), (-1, 0), (0, -1), (0, 1)):
            x = anchor[0] + dx * (distance + width / 2)
            y = anchor[1] + dy * (distance + height / 2)
            box = Box(x - width / 2, y - height / 2, x + width / 2, y + height / 2)
            roomy = Box(box.left - 0.05, box.bottom - 0.05, box.right + 0.05, box.top + 0.05)
            inside = (
                box.left >= bounds.left
                and box.right <= bounds.right
                and box.bottom >= bounds.bottom
                and box.top <= bounds.top
            )
            if inside and not any(crosses(roomy, line) for line in obstacles):
                return x, y
    return None

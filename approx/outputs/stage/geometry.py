"""From data to the frame and back to polylines: exact corners, clipping, dashes, free places."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from approx.core._types import Array
from approx.outputs.stage.layout import Box
from approx.panels import frame
from approx.panels.primitives import Axis

#: Polylines inside a range of heights, cut where they leave it.
clip = frame.clip


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
        """Frame points of a polyline's parts between the vertical limits, NaN between them."""
        return self.points(
            *clip(np.asarray(x), np.asarray(y), self.vertical.low, self.vertical.high)
        )

    def zero_lines(self) -> list[Array]:
        """The lines y = 0 and x = 0, those of the two that lie in the box, shape (2, 3) each."""
        h, v = self.horizontal, self.vertical
        across, up = ([h.low, h.high], [0.0, 0.0]), ([0.0, 0.0], [v.low, v.high])
        return [
            self.points(*map(np.array, line))
            for line, span in ((across, v), (up, h))
            if span.low <= 0 <= span.high and not span.logarithmic
        ]


def runs(corners: Array) -> list[Array]:
    """The polylines between the NaNs, shape (n, 3) each."""
    known = np.isfinite(corners[:, 0]).astype(int)
    ends = np.flatnonzero(np.diff(np.r_[0, known, 0])).reshape(-1, 2)
    return [corners[i:j] for i, j in ends]


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

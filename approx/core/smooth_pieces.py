"""A target as curves: nothing is joined across a gap, a pole or a jump."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from approx.core._types import Array
from approx.core.target import Target

#: A declared break whose sides differ by more than this share of the values is a jump; a cusp
#: like √|x|, looked at one rounding away on each side, differs by up to the root of it.
JUMP = 1e-6
#: A jump is there at any distance; a cusp's rise, as of ∛x, grows with the distance: seen so many
#: times further away, a jump is still more than half of the rise.
FURTHER = 2.0**20
#: Cells in which a jump is looked for, how often they are halved, and the least share of the range.
CELLS, HALVINGS, LEAST = 1024, 30, 1e-3
#: Points nearer to a fixed one than this share of the whole coincide with it.
CLOSE = 1e-8
#: The shortest piece has so many points.
FEWEST = 16


class Break(NamedTuple):
    """A declared break and the target's limits there; they differ at a jump only."""

    x: float
    left: float
    right: float

    @property
    def jump(self) -> float:
        return abs(self.right - self.left)


class SmoothPiece(NamedTuple):
    """Where the target is one curve, and its limits at the ends from inside."""

    left: float
    right: float
    first: float
    last: float


def breaks(target: Target) -> list[Break]:
    """The declared breaks inside the intervals on which it is defined."""
    ends = {end for span in target.defined_on for end in span}
    inner = np.array([t for t in target.pieces()[1:-1].tolist() if t not in ends])
    if not len(inner):
        return []
    a, b = target.domain
    near = 4 * np.finfo(float).eps * max(abs(a), abs(b), b - a)
    left, right, value = target(inner - near), target(inner + near), target(inner)
    size = max(float(np.abs(np.r_[left, right]).max()), target.size(), 1e-300)
    wide = np.abs(target(inner + FURTHER * near) - target(inner - FURTHER * near))
    rise = np.abs(right - left)
    jumps = (rise > JUMP * size) & ~(rise < wide / 2)
    left, right = np.where(jumps, left, value), np.where(jumps, right, value)
    return [Break(*map(float, row)) for row in zip(inner, left, right, strict=True)]


def half_largest_jump(target: Target) -> float:
    """No continuous function has a smaller sup error."""
    return max((b.jump / 2 for b in breaks(target)), default=0.0)


def seems_to_jump(target: Target) -> bool:
    """Whether its values differ in ever smaller cells as much as in large ones.

    For functions that can only be called, and do not declare their breaks.
    """
    ends = np.linspace(*target.domain, CELLS + 1)
    left, right = ends[:-1], ends[1:]
    first, last = target(left), target(right)
    rise = np.abs(last - first)
    for _ in range(HALVINGS):
        middle = left + (right - left) / 2
        value = target(middle)
        goes_left = np.abs(value - first) > np.abs(last - value)
        left, first = np.where(goes_left, left, middle), np.where(goes_left, first, value)
        right, last = np.where(goes_left, middle, right), np.where(goes_left, value, last)
    remaining = np.abs(last - first)
    return bool(((remaining > rise / 2) & (remaining > LEAST * np.ptp(first))).any())


def smooth_pieces(target: Target) -> list[SmoothPiece]:
    """The intervals on which it is defined, cut at the jumps inside them."""
    jumps = [b for b in breaks(target) if b.jump]
    pieces = []
    for low, high in target.defined_on:
        first, last = (float(v) for v in target(np.array([low, high])))
        inside = [j for j in jumps if low < j.x < high]
        starts = [(low, first), *((j.x, j.right) for j in inside)]
        ends = [*((j.x, j.left) for j in inside), (high, last)]
        pieces += [
            SmoothPiece(left, right, y, z)
            for (left, y), (right, z) in zip(starts, ends, strict=True)
        ]
    return pieces


def sampled(target: Target, points: int = 512, extra: Iterable[float] = ()) -> tuple[Array, Array]:
    """X and y for drawing the target: `points` over the domain, its ends, breaks and extras.

    Where the curve is cut stands one NaN, in x and in y.
    """
    a, b = target.domain
    fixed = np.r_[target.pieces(), list(extra)]
    xs: list[Array] = []
    ys: list[Array] = []
    cut = np.array([np.nan])
    for left, right, first, last in smooth_pieces(target):
        count = points if right - left == b - a else FEWEST + int(points * (right - left) / (b - a))
        inside = fixed[(fixed > left) & (fixed < right)]
        x = np.union1d(np.linspace(left, right, count), inside)
        y = target(x)
        y[0], y[-1] = first, last
        xs += [x, cut]
        ys += [y, cut]
    return np.concatenate(xs[:-1]), np.concatenate(ys[:-1])


def merged(points: Array, fixed: Array) -> Array:
    """Both together, in order, without the points that nearly coincide with a fixed one."""
    gap = CLOSE * (points[-1] - points[0])
    apart = np.abs(points[:, None] - fixed).min(axis=1) > gap
    return np.union1d(points[apart], fixed)

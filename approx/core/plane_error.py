"""How far a network of two inputs is from a function: bounds on triangles, cut where they matter.

On a triangle inside one region the error e = f − L has a linear L. Between its corners e differs
from its linear interpolant by at most (|f_xx| w² + 2 |f_xy| w h + |f_yy| h²)/8 for a triangle in a
box of w × h: the sum Σ λᵢ (vᵢ − p)ᵀ H (vᵢ − p)/2 with Σ λᵢ (xᵢ − x)² ≤ w²/4. The bounds of f and
its derivatives are those of interval arithmetic; triangles that may hold a larger error than one
that is reached are halved (branch and bound), until none is left.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from approx.core._types import Array, Integers
from approx.core.plane_target import PlaneTarget
from approx.core.regions import Regions

#: The bracket is closed to this share of the largest error, or of rounding.
TOLERANCE, ROUNDING = 1e-9, 1e-13
#: Up to this share the largest error is known where the bracket is not quite shut.
CLOSED = 1e-4
#: So many triangles are bounded at most; what is open then is said to be.
MOST_TRIANGLES = 400_000
#: The mean square is taken over so many triangles at least.
FEWEST_TRIANGLES = 1000
#: A triangle of this share of the box on which nothing is known is left as unresolved.
TINY = 1e-4
#: Seven places and weights on a triangle, exact to degree 5 (Radon 1948).
_ROOT = np.sqrt(15.0)
_A, _B = (6 - _ROOT) / 21, (6 + _ROOT) / 21
_PLACES = np.array(
    [(1 / 3, 1 / 3, 1 / 3)]
    + [(1 - 2 * s, s, s) for s in (_A, _B)]
    + [(s, 1 - 2 * s, s) for s in (_A, _B)]
    + [(s, s, 1 - 2 * s) for s in (_A, _B)]
)
_WEIGHTS = np.array([9 / 40, *([(155 - _ROOT) / 1200, (155 + _ROOT) / 1200] * 3)])


@dataclass(frozen=True)
class PlaneError:
    """The distance between a network and a function on a rectangle.

    Attributes:
        sup: the largest error that was found.
        at: (x, y) where.
        rms: root of the mean squared error, by quadrature.
        bracket: the largest error lies between these two numbers.
        proved: whether the upper one is proved; False where the function has no bounds.
        unresolved: corners of triangles on which nothing is known, shape (n, 3, 2).
        closed: whether both ends of the proved bracket are `sup`, but for rounding and a share of
            :data:`CLOSED`.
    """

    sup: float
    at: tuple[float, float]
    rms: float
    bracket: tuple[float, float]
    proved: bool
    unresolved: Array
    closed: bool


def measure_plane(sheet: Regions, target: PlaneTarget) -> PlaneError:
    """The largest error with a bracket, and the rms error, over the regions' box.

    Triangles on which the function is unbounded down to :data:`TINY` leave the bracket without an
    upper end.
    """
    corners, owner = triangles(sheet)
    rms = _rms(sheet, target, corners, owner)
    scale = max(float(np.abs(sheet.values).max()), 1e-300)
    size = np.ptp(np.array(sheet.box), axis=1)
    worst, at = -1.0, (0.0, 0.0)
    unresolved: list[Array] = []
    open_bound, spent = 0.0, 0
    while len(corners):
        off = _off(sheet, target, corners, owner)
        finite = np.where(np.isfinite(off), np.abs(off), -1.0)
        k, corner = np.unravel_index(int(finite.argmax()), finite.shape)
        if finite[k, corner] > worst:
            worst = float(finite[k, corner])
            at = float(corners[k, corner, 0]), float(corners[k, corner, 1])
        if target.bounds is None:
            if spent > MOST_TRIANGLES // 4 or spent > 8 * len(sheet) * 4:
                break
            bound = np.full(len(corners), np.inf)
        else:
            bound = _bound(sheet, target, corners, owner, off)
        spent += len(corners)
        needed = worst * (1 + TOLERANCE) + ROUNDING * scale
        alive = bound > needed
        if target.bounds is not None:
            span = (np.ptp(corners, axis=1) / size).max(axis=1)
            lost = alive & ~np.isfinite(bound) & (span < TINY)
            unresolved += list(corners[lost])
            alive &= ~lost
        if spent > MOST_TRIANGLES:
            open_bound = float(bound[alive].max(initial=0.0))
            break
        corners, owner = halved(corners[alive], owner[alive], size)
    proved = target.bounds is not None
    upper = max(worst * (1 + TOLERANCE) + ROUNDING * scale, open_bound)
    upper = upper if proved and not unresolved else np.inf
    gaps = np.array(unresolved).reshape(-1, 3, 2)
    closed = bool(upper <= worst * (1 + CLOSED) + ROUNDING * scale)
    return PlaneError(worst, at, max(rms, 0.0), (worst, float(upper)), proved, gaps, closed)


def triangles(sheet: Regions) -> tuple[Array, Integers]:
    """Every region as triangles, shape (t, 3, 2), and the region of each, shape (t,)."""
    loops = sheet.loops
    fans = [
        (loops.corners[start], loops.corners[start + k], loops.corners[start + k + 1], region)
        for region, (start, count) in enumerate(zip(loops.starts, loops.counts, strict=True))
        for k in range(1, count - 1)
    ]
    table = np.array(fans, dtype=np.int64).reshape(-1, 4)
    return np.asarray(sheet.points[table[:, :3]]), np.asarray(table[:, 3])


def halved(corners: Array, owner: Integers, size: Array) -> tuple[Array, Integers]:
    """Every triangle cut through the middle of its side that is longest as a share of the box."""
    if not len(corners):
        return corners, owner
    sides = (np.roll(corners, -1, axis=1) - corners) / size
    first = np.hypot(sides[..., 0], sides[..., 1]).argmax(axis=1)
    rows = np.arange(len(corners))
    p, q, r = (corners[rows, (first + k) % 3] for k in range(3))
    middle = (p + q) / 2
    return (
        np.concatenate([np.stack([p, middle, r], 1), np.stack([middle, q, r], 1)]),
        np.concatenate([owner, owner]),
    )


def _off(sheet: Regions, target: PlaneTarget, points: Array, owner: Integers) -> Array:
    """f − network at points (t, k, 2) of the regions (t,), shape (t, k)."""
    gradient = sheet.gradients[owner]
    linear = (points * gradient[:, None, :]).sum(axis=2) + sheet.offsets[owner][:, None]
    return np.asarray(target(points) - linear)


def _bound(
    sheet: Regions, target: PlaneTarget, corners: Array, owner: Integers, off: Array
) -> Array:
    """No error on a triangle is larger, shape (t,)."""
    assert target.bounds is not None
    low, high = corners.min(axis=1), corners.max(axis=1)
    known = target.bounds((low[:, 0], high[:, 0]), (low[:, 1], high[:, 1]))
    gradient = sheet.gradients[owner]
    linear = (corners * gradient[:, None, :]).sum(axis=2) + sheet.offsets[owner][:, None]
    (least, most), (wide, tall) = known.value, (high - low).T
    with np.errstate(invalid="ignore", over="ignore"):
        by_value = np.maximum(most - linear.min(axis=1), linear.max(axis=1) - least)
        middle = corners.mean(axis=1)
        here = np.abs(_off(sheet, target, middle[:, None, :], owner)[:, 0])
        reach = np.abs(corners - middle[:, None, :]).max(axis=1)
        steep = [
            np.maximum(np.abs(a - g), np.abs(b - g))
            for (a, b), g in zip(known.gradient, gradient.T, strict=True)
        ]
        by_slope = here + steep[0] * reach[:, 0] + steep[1] * reach[:, 1]
        xx, xy, yy = (np.maximum(np.abs(a), np.abs(b)) for a, b in known.hessian)
        bent = (xx * wide**2 + 2 * xy * wide * tall + yy * tall**2) / 8
        by_bend = np.abs(off).max(axis=1) + bent
    ways = np.stack([by_value, by_slope, by_bend])
    return np.asarray(np.where(np.isnan(ways), np.inf, ways).min(axis=0))


def _rms(sheet: Regions, target: PlaneTarget, corners: Array, owner: Integers) -> float:
    """The root mean squared error, by quadrature on triangles that are halved where it is open."""
    size = np.ptp(np.array(sheet.box), axis=1)
    done, spent = 0.0, 0
    while len(corners) < FEWEST_TRIANGLES:  # few places would miss what is narrow
        corners, owner = halved(corners, owner, size)
    coarse = _squared(sheet, target, corners, owner)
    while len(corners):
        spent += len(corners)
        halves, owners = halved(corners, owner, size)
        fine = _squared(sheet, target, halves, owners)
        count = len(corners)
        both = fine[:count] + fine[count:]
        total = done + float(both.sum())
        open_ = np.abs(both - coarse) > 1e-7 * total / max(count, 100) + 1e-300
        done += float(both[~open_].sum())
        if spent > MOST_TRIANGLES // 4:
            done += float(both[open_].sum())
            break
        keep = np.r_[open_, open_]
        corners, owner, coarse = halves[keep], owners[keep], fine[keep]
    return float(np.sqrt(done / sheet.area()))


def _squared(sheet: Regions, target: PlaneTarget, corners: Array, owner: Integers) -> Array:
    """The integral of the squared error over each triangle, shape (t,)."""
    places = np.einsum("kc,tcd->tkd", _PLACES, corners)
    off = _off(sheet, target, places, owner)
    off = np.where(np.isfinite(off), off, 0.0)
    (ax, ay), (bx, by) = (corners[:, 1] - corners[:, 0]).T, (corners[:, 2] - corners[:, 0]).T
    area = np.abs(ax * by - ay * bx) / 2
    return np.asarray(area * (off**2 @ _WEIGHTS))

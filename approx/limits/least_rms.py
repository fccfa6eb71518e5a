"""Among functions with the smallest sup error, one with a small rms error.

The sup error is decided on some pieces only: the others may move, and on a plateau breakpoints are
left over. Both go into the rms error: sequential quadratic programs with the Gauss–Newton model of
the squared error, under the bound that no extremum of the error exceeds the largest.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.polynomial.legendre import leggauss

from approx.core._types import Array, Index
from approx.core.piecewise import PiecewiseLinear
from approx.core.smooth_pieces import Break, breaks
from approx.core.target import Target
from approx.limits.interior_point import solve
from approx.limits.polish import Extrema, extrema_of, linearised

#: The sup error may grow by this share: room for the programs, and ripples stay equal.
ROOM = 5e-10
#: An error below this share of the values is their rounding.
NOTHING = 2e-14
#: Steps at most; a squared error that falls by a smaller share is the last.
STEPS, GAIN = 30, 2e-3
#: A breakpoint moves at most this share of its shorter neighbouring piece; less is no step.
RADIUS, LEAST = 0.3, 0.01
#: Gauss points per cell, and cells at least over all.
GAUSS, CELLS = 6, 32
#: Places per piece at which a breakpoint is tried.
PLACES = np.array([0.2, 0.35, 0.5, 0.65, 0.8])
#: Steps that bring an extremum that is too large back under the bound.
REPAIRS = 2
#: More breakpoints than this keep their places.
MANY = 64


@dataclass(frozen=True)
class _State:
    """A function, and how far it is from the target."""

    x: Array
    y: Array
    extrema: Extrema
    squared: float


def least_rms(function: PiecewiseLinear, target: Target, breakpoints: int) -> PiecewiseLinear:
    """A function with so many breakpoints and, but for a share of ROOM, no larger sup error.

    Args:
        function: with at most so many breakpoints; returned as it is where it has no error.
        target: whole and without jumps.
    """
    search = _Search(target, breaks(target))
    now = search.state(function.x, function.y)
    most = now.extrema.sup * (1 + ROOM)
    if now.extrema.sup <= NOTHING * float(np.abs(now.y).max()):
        return function
    while len(now.x) < breakpoints + 2:
        now = search.inserted(now, most)
    radius = RADIUS
    for _ in range(STEPS if breakpoints <= MANY else 0):
        if radius < LEAST:
            break
        tried = search.step(now, most, radius)
        if tried is None or not tried.squared < now.squared:
            radius /= 3
            continue
        gained = now.squared - tried.squared
        now, before = tried, now.squared
        if gained <= GAIN * before:
            break
    return PiecewiseLinear(now.x, now.y)


@dataclass(frozen=True)
class _Search:
    target: Target
    target_breaks: list[Break]

    def state(self, x: Array, y: Array) -> _State:
        nodes, weight = self.nodes(x)
        off = np.interp(nodes, x, y) - self.target(nodes)
        extrema = extrema_of(self.target, self.target_breaks, x, y)
        return _State(x, y, extrema, float(weight @ (off * off)))

    def nodes(self, x: Array) -> tuple[Array, Array]:
        """Gauss points on the cells between breakpoints and the target's pieces, and weights."""
        cells = np.linspace(x[0], x[-1], CELLS + 1)
        left, right = self.target.cells(np.union1d(x, cells))
        node, weight = leggauss(GAUSS)
        half = (right - left)[:, None] / 2
        return (left[:, None] + half * (node + 1)).ravel(), (half * weight).ravel()

    def inserted(self, now: _State, most: float) -> _State:
        """With a breakpoint where a hat between its neighbours lowers the squared error most."""
        nodes, weight = self.nodes(now.x)
        off = np.interp(nodes, now.x, now.y) - self.target(nodes)
        left, right = np.repeat(now.x[:-1], len(PLACES)), np.repeat(now.x[1:], len(PLACES))
        places = left + (right - left) * np.tile(PLACES, len(now.x) - 1)
        hats = np.clip(
            np.minimum(
                (nodes - left[:, None]) / (places - left)[:, None],
                (right[:, None] - nodes) / (right - places)[:, None],
            ),
            0.0,
            None,
        )
        product, size = hats @ (weight * off), (hats * hats) @ weight
        k = int(np.argmax(product**2 / np.maximum(size, 1e-300)))
        at, height = places[k], -product[k] / size[k]
        x = np.insert(now.x, np.searchsorted(now.x, at), at)
        for share in (1.0, 0.5, 0.25, 0.0):
            y = np.interp(x, now.x, now.y) + share * height * (x == at)
            new = self.state(x, y)
            if new.extrema.sup <= most:
                break
        return new

    def step(self, now: _State, most: float, radius: float) -> _State | None:
        """The quadratic program's step, brought back under the bound; None where that fails."""
        x, y = now.x, now.y
        free = 1 + np.flatnonzero(~np.isin(x[1:-1], self.target.pieces()))
        width = np.diff(x)
        room = radius * np.minimum(width[free - 1], width[free])
        nodes, weight = self.nodes(x)
        inside = Extrema(nodes, np.zeros(len(nodes)), np.full(len(nodes), -1))
        by_breakpoint, by_value = linearised(self.target, x, y, inside)
        change = np.c_[by_breakpoint[:, free] * room, by_value * most]
        off = np.interp(nodes, x, y) - self.target(nodes)
        scale = max(now.squared, 1e-300)
        model = change.T @ (weight[:, None] * change) / scale
        found = self._program(now, most, free, room, model, change.T @ (weight * off) / scale)
        for _ in range(REPAIRS):
            if found is None or found.extrema.sup <= most:
                break
            unit = np.eye(len(free) + len(x))
            found = self._program(found, most, free, room, unit, np.zeros(len(unit)))
        return None if found is None or found.extrema.sup > most else found

    def _program(
        self, now: _State, most: float, free: Index, room: Array, model: Array, slope: Array
    ) -> _State | None:
        """The state at the least of the model under the bound on the linearised extrema."""
        x, y, extrema = now.x, now.y, now.extrema
        by_breakpoint, by_value = linearised(self.target, x, y, extrema)
        change = np.c_[by_breakpoint[:, free] * room / most, by_value]
        error, box = extrema.error / most, np.eye(len(free), len(free) + len(x))
        if not (np.isfinite(change).all() and np.isfinite(model).all()):
            return None
        ridge = 1e-9 * float(np.trace(model)) / len(model)
        found = solve(
            np.zeros(len(model)),
            linear=slope,
            matrix=np.vstack([change, -change, box, -box]),
            bound=np.r_[1 - error, 1 + error, np.ones(2 * len(free))],
            quadratic=model + ridge * np.eye(len(model)),
        )
        if found is None:
            return None
        moved = x.copy()
        moved[free] += found[: len(free)] * room
        if not (np.diff(moved) > 0).all():
            return None
        return self.state(moved, y + found[len(free) :] * most)

"""Variable projection: values at the knots are solved for, only the knots are searched.

(Golub, Pereyra 1973, SIAM J. Numer. Anal. 10:413; Kaufman 1975.) In the hat basis everything is
made of 2×2 moments per piece, so that a step costs little more than evaluating the target, and
the linear problem has condition 4; the neurons' own Gram matrix has 7e7 at 64 neurons.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar, Protocol

import numpy as np
from numpy.polynomial.legendre import leggauss

from approx.core._types import Array
from approx.core.target import Target
from approx.system.errors import InputError
from approx.training.least_squares import damped_step, solve_normal

#: Damping at the start, its factors after success and failure, and its least value.
DAMPING, EASE, TIGHTEN, LEAST = 1e-3, 0.2, 5.0, 1e-14
#: A step that lowers the squared error by a smaller share is the last, if the one before did.
STALLED = 1e-4
#: A knot moves at most this share of the way to the next.
REACH = 0.45
#: Knots stay this far apart, on [−1, 1]: at a jump, steeper would always be better.
STEEP = 2e-9
#: Gauss points over the whole domain, and least per piece.
POINTS, FEWEST = 160, 6
#: Weight of the ridge, which decides the value at a knot without data.
RIDGE = 1e-12


class Measure(Protocol):
    """Where the squared difference is summed; losses count as equal within the share `close`."""

    close: ClassVar[float]

    def at(self, knots: Array) -> tuple[Array, Array, Array]:
        """(places, weights, wanted values), given the knots with the ends."""

    def breaks(self) -> Array:
        """Where the wanted function is known to bend or jump, inside the domain."""

    def ridge(self, knots: Array) -> Array:
        """What decides, by a trace of it, values that nothing else does; shape (knots, knots)."""

    def tame(self, values: Array, before: Array | None = None) -> bool:
        """Whether a function may have these values at its knots, coming from those before."""

    @property
    def coarse(self) -> Measure:
        """Nearly the same, at fewer places, to search with."""


@dataclass(frozen=True, eq=False)
class Integral:
    """The integral over the domain, by Gauss points on every piece between knots and breaks."""

    target: Target
    close: ClassVar[float] = 0.0

    def at(self, knots: Array) -> tuple[Array, Array, Array]:
        left, right = self.target.cells(knots)
        node, weight = _gauss(max(FEWEST, -(-POINTS // len(left))))
        half = (right - left)[:, None] / 2
        x = (left[:, None] + half * (node + 1)).ravel()
        y = self.target(x)
        finite = np.isfinite(y)
        if not finite.all():
            raise InputError(f"the target is not finite at x = {x[~finite][0]:g} of [-1, 1]")
        return x, (half * weight).ravel(), y

    def breaks(self) -> Array:
        return self.target.pieces()[1:-1]

    def ridge(self, knots: Array) -> Array:
        return np.eye(len(knots))

    def tame(self, values: Array, before: Array | None = None) -> bool:
        return True

    @property
    def coarse(self) -> Integral:
        return self


@lru_cache
def _gauss(points: int) -> tuple[Array, Array]:
    node, weight = leggauss(points)
    return np.asarray(node, dtype=float), np.asarray(weight, dtype=float)


@dataclass(frozen=True, eq=False)
class Hats:
    """The best function with given knots, and what a step needs.

    Attributes:
        knots: ascending, with the ends, shape (n + 2,).
        values: at the knots, shape (n + 2,).
        loss: the squared error, summed.
        pull: half the derivative of the loss by each inner knot, shape (n,).
        normal: Kaufman's Gauss–Newton matrix, shape (n, n).
        by_piece: the squared error of each piece, shape (n + 1,).
    """

    knots: Array
    values: Array
    loss: float
    pull: Array
    normal: Array
    by_piece: Array

    @property
    def slopes(self) -> Array:
        return np.asarray(np.diff(self.values) / np.diff(self.knots))

    @property
    def jumps(self) -> Array:
        """The slope changes at the inner knots, shape (n,)."""
        return np.diff(self.slopes)


def project(measure: Measure, knots: Array) -> Hats:
    """The best function with these knots (ascending, with the ends)."""
    x, w, y = measure.at(knots)
    n = len(knots)
    piece = np.clip(np.searchsorted(knots, x, side="right") - 1, 0, n - 2)
    u = (x - knots[piece]) / np.diff(knots)[piece]
    left, right = w * (1 - u), w * u

    def total(values: Array) -> Array:
        return np.bincount(piece, values, n - 1).astype(np.float64, copy=False)

    moments = total(left * (1 - u)), total(left * u), total(right * u)
    gram = tridiagonal(*moments)
    gram += RIDGE * np.trace(gram) / n * measure.ridge(knots)
    wanted = _nodes(total(left * y), total(right * y))
    values = solve_normal(gram, wanted)
    off = values[piece] * (1 - u) + values[piece + 1] * u - y
    slope = np.diff(values) / np.diff(knots)
    # A knot's own move changes the function by −slope × its hat, on either side.
    pull = -_nodes(slope * total(left * off), slope * total(right * off))
    mixed = -tridiagonal(*(slope * m for m in moments))
    normal = tridiagonal(*(slope**2 * m for m in moments)) - mixed.T @ solve_normal(gram, mixed)
    normal = normal[1:-1, 1:-1]
    by_piece = total(w * off * off)
    return Hats(knots, values, float(by_piece.sum()), pull[1:-1], normal, by_piece)


def _nodes(left: Array, right: Array) -> Array:
    """Per node, what the pieces on both sides add."""
    nodes = np.zeros(len(left) + 1)
    nodes[:-1] += left
    nodes[1:] += right
    return nodes


def tridiagonal(left: Array, both: Array, right: Array) -> Array:
    """The matrix that the pieces' 2×2 matrices [[left, both], [both, right]] add up to."""
    n = len(left) + 1
    matrix = np.zeros((n, n))
    matrix.flat[:: n + 1] = _nodes(left, right)
    matrix.flat[1 :: n + 1] = matrix.flat[n :: n + 1] = both
    return matrix


def search(measure: Measure, knots: Array, steps: int) -> list[Hats]:
    """Damped Gauss–Newton on the knots: the start and every improvement, the best last."""
    path = [project(measure, knots)]
    damping, stalled = DAMPING, False
    for _ in range(steps if len(knots) > 2 else 0):
        now = path[-1]
        step = _improved(measure, now, damping)
        if step is None:
            break
        found, damping = step
        path.append(found)
        damping = max(damping * EASE, LEAST)
        slow = now.loss - found.loss <= STALLED * now.loss
        if slow and stalled:
            break
        stalled = slow
    return path


def _improved(measure: Measure, now: Hats, damping: float) -> tuple[Hats, float] | None:
    """The first better function as the damping grows, and that damping; None without one."""
    diagonal = np.diag(now.normal)
    floor = 1e-12 * float(diagonal.sum()) + 1e-300
    width = np.diff(now.knots)
    reach = REACH * np.minimum(width[:-1], width[1:])
    for _ in range(12):
        step = damped_step(now.normal, now.pull, damping * (diagonal + floor) + floor)
        if step is not None:
            share = min(1.0, float((reach / np.maximum(np.abs(step), 1e-300)).min()))
            knots = now.knots.copy()
            knots[1:-1] -= share * step
            if (np.diff(knots) > STEEP).all():
                moved = project(measure, knots)
                if moved.loss < now.loss and measure.tame(moved.values, now.values):
                    return moved, damping
        damping *= TIGHTEN
    return None

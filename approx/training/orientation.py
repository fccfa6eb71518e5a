"""Which way each neuron faces: n neurons for n breakpoints, without a skip connection.

n neurons Σ a_i ReLU(±(x − t_i)) + c have one freedom less than functions with n breakpoints: each
slope change is a_i whichever way neuron i faces, and the first slope must be −Σ a_i over those
facing left. So the slope changes of some subset must add up to minus the first slope. With many
neurons some subset comes as close as matters; with few, the breakpoints are moved once more under
that condition. Where all slope changes and the first slope have one sign (exp, x² on [0, 1]) no
subset does: the first piece is then flat, or two neurons share a breakpoint, and n neurons do less
than n breakpoints, for x² on [0, 1] by ((n + 1)/(n + ½))².
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from approx.core._types import Array
from approx.training.least_squares import damped_step
from approx.training.projection import (
    DAMPING,
    EASE,
    LEAST,
    TIGHTEN,
    Measure,
    Projection,
    project,
    search,
)
from approx.training.recorder import Recorder

#: With so few neurons, every way of facing is weighed and the best ones are refined.
FEW, REFINED, STEPS = 10, 4, 40
#: With more, the free ones among the flat contiguous ways of facing are searched exhaustively.
SEARCHED = 20
#: A subset sum that is off by this share of all slope changes is as good as met.
MET = 1e-9
#: A squared error larger by this share than the projection's is worth another try.
WORSE = 1e-3
#: A breakpoint so near to a break belongs on it; squared errors differing by so little are equal.
NEAR, TINY = 1e-6, 1e-24
#: Width of a flat piece at an end, as a share of the others'.
FLAT = 0.5
#: Breakpoints stay this far from the end at which their neuron would be dead.
EDGE = 1e-9
#: An output weight this much smaller than the largest is a rounding error.
ROUNDED = 1e-12


@dataclass(frozen=True, eq=False)
class Neurons:
    """n neurons by breakpoint and direction, with the best output layer for them.

    Attributes:
        breakpoints: any order, shape (n,).
        signs: +1 for a neuron that is active to the right of its breakpoint, shape (n,).
        outputs: output weights, then the output bias, shape (n + 1,).
        loss: the squared error, summed.
    """

    breakpoints: Array
    signs: Array
    outputs: Array
    loss: float

    def values(self) -> Array:
        """The function at the breakpoints and at both ends, shape (n + 2,)."""
        x = np.r_[-1.0, self.breakpoints, 1.0]
        active = np.maximum(self.signs * (x[:, None] - self.breakpoints), 0.0)
        return np.asarray(active @ self.outputs[:-1] + self.outputs[-1])

    def parameters(self) -> Array:
        """As a network's vector: [w | b] of the hidden layer, then [W | b] of the output."""
        hidden = np.column_stack([self.signs, -self.signs * self.breakpoints])
        return np.concatenate([hidden.ravel(), self.outputs])


def facing(measure: Measure, projection: Projection) -> Neurons:
    """The best network found with as many neurons as the function has inner breakpoints."""
    breakpoints = projection.breakpoints
    if len(breakpoints) > FEW:
        signs = _signs_of_many(projection)
        candidates = [solve(measure, breakpoints, signs, projection.slope_changes)[0]]
    else:
        ways = _signs_of_few(projection)
        signs = ways[0]
        candidates = [refine(measure, breakpoints, way) for way in ways]
    least = min(candidate.loss for candidate in candidates)
    if len(breakpoints) > 1 and least > (1 + WORSE) * projection.loss + TINY:
        candidates.append(refine(measure, *_paired(_fewer(measure, projection))))
        candidates.append(refine(measure, _towards_flat_end(projection, signs), signs))
    return _needed(measure, _snapped(measure, _chosen(measure, candidates)))


def _chosen(measure: Measure, candidates: list[Neurons]) -> Neurons:
    """The best that the measure allows; of those as good as it, the one with the least weights."""
    allowed = [neurons for neurons in candidates if measure.allows(neurons.values())] or candidates
    least = min(neurons.loss for neurons in allowed)
    near = [neurons for neurons in allowed if neurons.loss <= (1 + measure.close) * least + TINY]
    return min(near, key=lambda neurons: float(np.abs(neurons.outputs).sum()))


def _snapped(measure: Measure, neurons: Neurons) -> Neurons:
    """With breakpoints that all but sit on a declared break exactly there, if that is no worse."""
    breaks = measure.breaks()
    if not len(breaks):
        return neurons
    nearest = breaks[np.abs(neurons.breakpoints[:, None] - breaks).argmin(axis=1)]
    near = np.abs(neurons.breakpoints - nearest) < NEAR
    snapped, *_ = solve(measure, np.where(near, nearest, neurons.breakpoints), neurons.signs)
    return snapped if snapped.loss <= neurons.loss + TINY else neurons


def _needed(measure: Measure, neurons: Neurons) -> Neurons:
    """With weight zero for neurons of which only rounding is left, if that is no worse."""
    size = np.abs(neurons.outputs[:-1])
    needed = size > ROUNDED * size.max()
    if needed.all() or not needed.any():
        return neurons
    alone, *_ = solve(measure, neurons.breakpoints[needed], neurons.signs[needed])
    outputs = np.zeros_like(neurons.outputs)
    outputs[[*needed, True]] = alone.outputs
    worse = alone.loss > neurons.loss + TINY
    return neurons if worse else Neurons(neurons.breakpoints, neurons.signs, outputs, alone.loss)


def solve(
    measure: Measure, breakpoints: Array, signs: Array, wanted: Array | None = None
) -> tuple[Neurons, Array, Array, Array]:
    """(best output layer, its residual, orthonormal features, active) at weighted places.

    By orthogonal factors, not normal equations: those square the condition. Where several are as
    good, the output weights are those nearest to the wanted ones, or the smallest.
    """
    edges = np.r_[-1.0, np.sort(breakpoints), 1.0]
    x, w, y = measure.at(edges)
    root = np.sqrt(w)
    z = signs * (x[:, None] - breakpoints)
    active = z > 0
    features = np.column_stack([z * active, np.ones(len(x))]) * root[:, None]
    q, r = np.linalg.qr(features)
    size = np.abs(np.diag(r))
    # Fewer points than neurons leave r no square.
    if r.shape[0] == r.shape[1] and size.min() > 1e-11 * size.max():
        outputs = np.linalg.solve(r, q.T @ (root * y))
    else:
        outputs = np.zeros(len(breakpoints) + 1) if wanted is None else np.r_[wanted, 0.0]
        outputs[-1] = np.average(y - (features @ outputs) / root, weights=w)
        outputs += np.linalg.lstsq(features, root * y - features @ outputs, rcond=1e-11)[0]
    off = features @ outputs - root * y
    return (
        Neurons(breakpoints, signs, outputs, float(off @ off)),
        off,
        np.asarray(q, dtype=float),
        np.asarray(active * root[:, None], dtype=float),
    )


def refine(measure: Measure, breakpoints: Array, signs: Array) -> Neurons:
    """Variable projection on the breakpoints of neurons that keep facing their way."""
    now, off, q, active = solve(measure, breakpoints, signs)
    damping = DAMPING
    # At the far end a neuron would be dead; at the near end it is linear, which can be of use.
    low, high = np.where(signs > 0, -1.0, -1 + EDGE), np.where(signs > 0, 1 - EDGE, 1.0)
    for _ in range(STEPS):
        move = -active * (now.outputs[:-1] * signs)
        projected = move - q @ (q.T @ move)
        normal, slope = projected.T @ projected, projected.T @ off
        diagonal = np.diag(normal) + 1e-12 * np.trace(normal) + 1e-300
        for _ in range(10):
            step = damped_step(normal, slope, damping * diagonal)
            if step is not None:
                moved = np.clip(now.breakpoints - np.clip(step, -0.1, 0.1), low, high)
                tried = solve(measure, moved, signs)
                if tried[0].loss < now.loss and measure.allows(tried[0].values(), now.values()):
                    break
            damping *= TIGHTEN
        else:
            return now
        before, (now, off, q, active) = now.loss, tried
        damping = max(damping * EASE, LEAST)
        if before - now.loss <= 1e-6 * before:
            break
    return now


def _signs_of_few(projection: Projection) -> list[Array]:
    """The ways of facing whose condition costs least at these breakpoints, the cheapest first."""
    n = len(projection.slope_changes)
    left = (np.arange(2**n)[:, None] >> np.arange(n)) & 1
    missing = np.abs(projection.slopes[0] + left @ projection.slope_changes)
    order = np.argsort(missing, kind="stable")
    return [np.where(row == 1, -1.0, 1.0) for row in left[order[:REFINED]]]


def _fewer(measure: Measure, projection: Projection) -> Projection:
    """The best function found with one breakpoint less, by leaving one out or moving all a bit."""
    grid, n = projection.grid, len(projection.breakpoints)
    starts = [_at_shares(projection, np.arange(n + 1) / n)]
    starts += [np.delete(grid, leave) for leave in range(1, n + 1)] if n <= FEW else []
    best = min((project(measure, start) for start in starts), key=lambda start: start.loss)
    return search(measure, best.grid, STEPS)[-1]


def _at_shares(projection: Projection, shares: Array) -> Array:
    """Places at shares of the way along the grid, which then lie as densely as its breakpoints."""
    way = np.linspace(0, 1, len(projection.grid))
    return np.asarray(np.interp(shares, way, projection.grid), dtype=float)


def _towards_flat_end(projection: Projection, signs: Array) -> Array:
    """Breakpoints for neurons that all face one way: the function is flat at the end behind them.

    A parabola's is half a piece wide: mirrored, it is the middle one of an even function.
    """
    n = len(signs)
    shares: Array = (FLAT + np.arange(n, dtype=np.float64)) / (FLAT + n)
    if (signs > 0).all():
        return _at_shares(projection, shares)
    if (signs < 0).all():
        return _at_shares(projection, (1 - shares)[::-1])
    return projection.breakpoints


def _paired(projection: Projection) -> tuple[Array, Array]:
    """Two neurons at one breakpoint, facing both ways, free the first slope: always possible."""
    breakpoints = projection.breakpoints
    largest = int(np.abs(projection.slope_changes).argmax())
    signs = np.where(np.arange(len(breakpoints)) < largest, -1.0, 1.0)
    return np.r_[breakpoints, breakpoints[largest]], np.r_[signs, -signs[largest]]


def _signs_of_many(projection: Projection) -> Array:
    """A way of facing that meets the condition almost exactly.

    First the plain ones, left ones to the left; then every subset of the 20 largest slope
    changes, by sorting the sums of one half of them and looking up what the other half misses.
    """
    changes, first = projection.slope_changes, float(projection.slopes[0])
    n, scale = len(changes), float(np.abs(changes).sum()) + abs(first)
    plain = first + np.r_[0.0, np.cumsum(changes)]
    count = int(np.abs(plain).argmin())
    signs = np.where(np.arange(n) < count, -1.0, 1.0)
    if abs(plain[count]) <= MET * scale:
        return signs
    free = np.sort(np.argsort(-np.abs(changes), kind="stable")[:SEARCHED])
    half = len(free) // 2
    halves = free[:half], free[half:]
    flips = [(np.arange(2 ** len(part))[:, None] >> np.arange(len(part))) & 1 for part in halves]
    # A flip takes a left one's slope change out of the sum, or puts a right one's in.
    change = changes * signs
    sums, others = (rows @ change[part] for rows, part in zip(flips, halves, strict=True))
    order = np.argsort(sums, kind="stable")
    wanted = -plain[count] - others
    place = np.clip(np.searchsorted(sums[order], wanted), 1, len(sums) - 1)
    nearer = np.abs(sums[order[place - 1]] - wanted) < np.abs(sums[order[place]] - wanted)
    place = place - nearer
    best = int(np.abs(sums[order[place]] - wanted).argmin())
    signs[halves[0][flips[0][order[place[best]]] == 1]] *= -1
    signs[halves[1][flips[1][best] == 1]] *= -1
    return signs


def finish(measure: Measure, path: list[Projection], record: Recorder) -> Array:
    """Turn the last function into a network, and later the others, facing as it does.

    The network's output layer is the best over all of the measure. Returns its parameters.
    """
    coarse = measure.coarse
    best = facing(coarse, path[-1])
    if coarse is not measure:
        best, *_ = solve(measure, best.breakpoints, best.signs)
    order = np.argsort(best.breakpoints, kind="stable")

    def snapshots() -> tuple[list[int], list[Array]]:
        networks = []
        for projection in path:
            breakpoints = np.empty_like(best.breakpoints)
            breakpoints[order] = projection.breakpoints
            networks.append(solve(coarse, breakpoints, best.signs)[0].parameters())
        return list(range(len(path) + 1)), [*networks, best.parameters()]

    record.later = snapshots
    return best.parameters()

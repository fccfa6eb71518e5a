"""Which way each neuron faces, so that n neurons do what n knots can, without a skip connection.

n neurons Σ a_i r(±(x − t_i)) + c have one freedom less than functions with n knots: each slope
change is a_i whichever way neuron i faces, and the first slope must be −Σ a_i over those facing
left. So the slope changes of some subset must add up to minus the first slope. With many
neurons some subset comes as close as matters; with few, the knots are moved once more under that
condition. Where all slope changes and the first slope have one sign (exp, x² on [0, 1]) no subset
does: the first piece is then flat, or two neurons share a knot, and n neurons do less than n
knots, for x² on [0, 1] by ((n + 1)/(n + ½))².
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from approx.core._types import Array
from approx.training.least_squares import damped_step
from approx.training.variable_projection import (
    DAMPING,
    EASE,
    LEAST,
    TIGHTEN,
    Hats,
    Measure,
    project,
    search,
)

#: With so few neurons, every way of facing is weighed and the best ones are refined.
FEW, REFINED, STEPS = 10, 4, 40
#: With more, the free ones among the flat contiguous ways of facing are searched exhaustively.
SEARCHED = 20
#: A subset sum that is off by this share of all slope changes is as good as met.
MET = 1e-9
#: A squared error larger by this share than the knots' own is worth another try.
WORSE = 1e-3
#: A knot so near to a break belongs on it; squared errors differing by so little are equal.
NEAR, TINY = 1e-6, 1e-24
#: Width of a flat piece at an end, as a share of the others'.
FLAT = 0.5
#: Knots stay this far from the end at which their neuron would be dead.
EDGE = 1e-9
#: An output weight this much smaller than the largest is a rounding error.
ROUNDED = 1e-12


@dataclass(frozen=True, eq=False)
class Facing:
    """n neurons by knot and direction, with the best output layer for them.

    Attributes:
        knots: any order, shape (n,).
        signs: +1 for a neuron that is active to the right of its knot, shape (n,).
        outputs: output weights, then the output bias, shape (n + 1,).
        loss: the squared error, summed.
    """

    knots: Array
    signs: Array
    outputs: Array
    loss: float

    def values(self) -> Array:
        """The function at the knots and at both ends, shape (n + 2,)."""
        x = np.r_[-1.0, self.knots, 1.0]
        active = np.maximum(self.signs * (x[:, None] - self.knots), 0.0)
        return np.asarray(active @ self.outputs[:-1] + self.outputs[-1])

    def parameters(self) -> Array:
        """As a network's vector: [w | b] of the hidden layer, then [W | b] of the output."""
        hidden = np.column_stack([self.signs, -self.signs * self.knots])
        return np.concatenate([hidden.ravel(), self.outputs])


def facing(measure: Measure, hats: Hats) -> Facing:
    """The best network found with as many neurons as the function has inner knots."""
    knots = hats.knots[1:-1]
    if len(knots) > FEW:
        signs = _signs_of_many(hats)
        candidates = [solve(measure, knots, signs, hats.jumps)[0]]
    else:
        ways = _signs_of_few(hats)
        signs = ways[0]
        candidates = [refine(measure, knots, way) for way in ways]
    if len(knots) > 1 and min(f.loss for f in candidates) > (1 + WORSE) * hats.loss + TINY:
        candidates.append(refine(measure, *_paired(_fewer(measure, hats))))
        candidates.append(refine(measure, _towards_flat_end(hats, signs), signs))
    return _needed(measure, _snapped(measure, _chosen(measure, candidates)))


def _chosen(measure: Measure, candidates: list[Facing]) -> Facing:
    """The best that is not wild; of those as good as it, the one with the smallest weights."""
    tame = [found for found in candidates if measure.tame(found.values())] or candidates
    least = min(found.loss for found in tame)
    near = [found for found in tame if found.loss <= (1 + measure.close) * least + TINY]
    return min(near, key=lambda found: float(np.abs(found.outputs).sum()))


def _snapped(measure: Measure, found: Facing) -> Facing:
    """With knots that all but sit on a declared break exactly there, if that is no worse."""
    breaks = measure.breaks()
    if not len(breaks):
        return found
    nearest = breaks[np.abs(found.knots[:, None] - breaks).argmin(axis=1)]
    near = np.abs(found.knots - nearest) < NEAR
    snapped, *_ = solve(measure, np.where(near, nearest, found.knots), found.signs)
    return snapped if snapped.loss <= found.loss + TINY else found


def _needed(measure: Measure, found: Facing) -> Facing:
    """With weight zero for neurons of which only rounding is left, if that is no worse."""
    size = np.abs(found.outputs[:-1])
    needed = size > ROUNDED * size.max()
    if needed.all() or not needed.any():
        return found
    alone, *_ = solve(measure, found.knots[needed], found.signs[needed])
    outputs = np.zeros_like(found.outputs)
    outputs[[*needed, True]] = alone.outputs
    worse = alone.loss > found.loss + TINY
    return found if worse else Facing(found.knots, found.signs, outputs, alone.loss)


def solve(
    measure: Measure, knots: Array, signs: Array, wanted: Array | None = None
) -> tuple[Facing, Array, Array, Array]:
    """(best output layer, its residual, orthonormal features, active) at weighted places.

    By orthogonal factors, not normal equations: those square the condition. Where several are as
    good, the output weights are those nearest to the wanted ones, or the smallest.
    """
    edges = np.r_[-1.0, np.sort(knots), 1.0]
    x, w, y = measure.at(edges)
    root = np.sqrt(w)
    z = signs * (x[:, None] - knots)
    active = z > 0
    features = np.column_stack([z * active, np.ones(len(x))]) * root[:, None]
    q, r = np.linalg.qr(features)
    size = np.abs(np.diag(r))
    # Fewer points than neurons leave r no square.
    if r.shape[0] == r.shape[1] and size.min() > 1e-11 * size.max():
        outputs = np.linalg.solve(r, q.T @ (root * y))
    else:
        outputs = np.zeros(len(knots) + 1) if wanted is None else np.r_[wanted, 0.0]
        outputs[-1] = np.average(y - (features @ outputs) / root, weights=w)
        outputs += np.linalg.lstsq(features, root * y - features @ outputs, rcond=1e-11)[0]
    off = features @ outputs - root * y
    return (
        Facing(knots, signs, outputs, float(off @ off)),
        off,
        np.asarray(q, dtype=float),
        np.asarray(active * root[:, None], dtype=float),
    )


def refine(measure: Measure, knots: Array, signs: Array) -> Facing:
    """Variable projection on the knots of neurons that keep facing their way."""
    now, off, q, active = solve(measure, knots, signs)
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
                moved = np.clip(now.knots - np.clip(step, -0.1, 0.1), low, high)
                found = solve(measure, moved, signs)
                if found[0].loss < now.loss and measure.tame(found[0].values(), now.values()):
                    break
            damping *= TIGHTEN
        else:
            return now
        before, (now, off, q, active) = now.loss, found
        damping = max(damping * EASE, LEAST)
        if before - now.loss <= 1e-6 * before:
            break
    return now


def _signs_of_few(hats: Hats) -> list[Array]:
    """The ways of facing whose condition costs least at these knots, the cheapest first."""
    n = len(hats.jumps)
    left = (np.arange(2**n)[:, None] >> np.arange(n)) & 1
    missing = np.abs(hats.slopes[0] + left @ hats.jumps)
    order = np.argsort(missing, kind="stable")
    best = left[order[:REFINED]]
    return [np.where(row == 1, -1.0, 1.0) for row in best]


def _fewer(measure: Measure, hats: Hats) -> Hats:
    """The best function found with one inner knot less, by leaving one out or moving all a bit."""
    n = len(hats.knots) - 2
    starts = [_at_shares(hats, np.arange(n + 1) / n)]
    starts += [np.delete(hats.knots, leave) for leave in range(1, n + 1)] if n <= FEW else []
    best = min((project(measure, knots) for knots in starts), key=lambda found: found.loss)
    return search(measure, best.knots, STEPS)[-1]


def _at_shares(hats: Hats, shares: Array) -> Array:
    """Places at shares of the way along the knots, so that the knots lie as densely as before."""
    way = np.linspace(0, 1, len(hats.knots))
    return np.asarray(np.interp(shares, way, hats.knots), dtype=float)


def _towards_flat_end(hats: Hats, signs: Array) -> Array:
    """Knots for neurons that all face one way: the function is flat at the end behind them.

    A parabola's is half a piece wide: mirrored, it is the middle one of an even function.
    """
    n = len(signs)
    shares: Array = (FLAT + np.arange(n, dtype=np.float64)) / (FLAT + n)
    if (signs > 0).all():
        return _at_shares(hats, shares)
    return _at_shares(hats, (1 - shares)[::-1]) if (signs < 0).all() else hats.knots[1:-1]


def _paired(hats: Hats) -> tuple[Array, Array]:
    """Two neurons at one knot, which face both ways, free the first slope: always possible."""
    knots = hats.knots[1:-1]
    corner = int(np.abs(hats.jumps).argmax())
    signs = np.where(np.arange(len(knots)) < corner, -1.0, 1.0)
    return np.r_[knots, knots[corner]], np.r_[signs, -signs[corner]]


def _signs_of_many(hats: Hats) -> Array:
    """A way of facing that meets the condition almost exactly.

    First the plain ones, left ones to the left; then every subset of the 20 largest slope
    changes, by sorting the sums of one half of them and looking up what the other half misses.
    """
    jumps, first = hats.jumps, float(hats.slopes[0])
    n, scale = len(jumps), float(np.abs(jumps).sum()) + abs(first)
    plain = first + np.r_[0.0, np.cumsum(jumps)]
    count = int(np.abs(plain).argmin())
    signs = np.where(np.arange(n) < count, -1.0, 1.0)
    if abs(plain[count]) <= MET * scale:
        return signs
    free = np.sort(np.argsort(-np.abs(jumps), kind="stable")[:SEARCHED])
    half = len(free) // 2
    parts = free[:half], free[half:]
    flips = [(np.arange(2 ** len(part))[:, None] >> np.arange(len(part))) & 1 for part in parts]
    # A flip takes a left one's slope change out of the sum, or puts a right one's in.
    change = jumps * signs
    one, other = (rows @ change[part] for rows, part in zip(flips, parts, strict=True))
    order = np.argsort(one, kind="stable")
    wanted = -plain[count] - other
    place = np.clip(np.searchsorted(one[order], wanted), 1, len(one) - 1)
    nearer = np.abs(one[order[place - 1]] - wanted) < np.abs(one[order[place]] - wanted)
    place = place - nearer
    best = int(np.abs(one[order[place]] - wanted).argmin())
    signs[parts[0][flips[0][order[place[best]]] == 1]] *= -1
    signs[parts[1][flips[1][best] == 1]] *= -1
    return signs

"""Folding beats adding: teeth that double, x² made of them, and errors of depth and of width."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from approx.core._types import Array
from approx.core.depth import DEEPEST, sawtooth, square
from approx.core.piecewise import PiecewiseLinear
from approx.core.smooth_pieces import sampled
from approx.core.target import Target
from approx.core.target import square as parabola
from approx.limits import best
from approx.limits.compare import COUNTS, Comparison, Deep, compare
from approx.limits.optimum import curvature_of
from approx.panels.axes import axis, count_axis, log_axis
from approx.panels.primitives import Axis
from approx.subjects import Subject

#: Layers whose teeth are folded, and layers whose teeth are taken away from the line x.
FOLDS, STEPS = 4, 3
UNIT = (0.0, 1.0)
#: Which neuron colours the teeth of each step have: green is the deep network's.
COLORS = (0, 1, 3)


@dataclass(frozen=True)
class Depth:
    """Everything that a picture of depth against width shows.

    Attributes:
        teeth: g_0 = x, then the sawtooth of every number of layers up to FOLDS.
        sums: x, then x − g_1/4 − … − g_s/4^s for s up to STEPS.
        target: of the comparison; the subject's when that is a parabola, else x² on [0, 1].
        crossing: the deep network that first beats every shallow one of as many neurons.
        shallow: the error of the best shallow one.
        deep_gap, shallow_gap: (x, function − target) of those two.
    """

    subject: Subject
    teeth: tuple[PiecewiseLinear, ...]
    sums: tuple[PiecewiseLinear, ...]
    target: Target
    comparison: Comparison
    crossing: Deep
    shallow: float
    deep_gap: tuple[Array, Array]
    shallow_gap: tuple[Array, Array]

    @property
    def deep(self) -> tuple[Deep, ...]:
        """The deep networks that the axis of neurons holds."""
        return tuple(d for d in self.comparison.deep if d.neurons <= COUNTS[-1])


def is_folded(subject: Subject) -> bool:
    """Whether the network makes, on [0, 1], the sawtooth or the x² that its depth can make."""
    network, (low, high) = subject.network, subject.domain
    if network.smooth or not 1 <= network.depth <= DEEPEST or low > 0 or high < 1:
        return False
    f = subject.analysis.output
    if ((f.x > 0) & (f.x < 1)).sum() != 2**network.depth - 1:
        return False
    folded = sawtooth(network.depth), square(network.depth), square(network.depth, centred=False)
    return any(_equal(f, PiecewiseLinear.of(other, UNIT)) for other in folded)


def _equal(f: PiecewiseLinear, g: PiecewiseLinear) -> bool:
    """Whether f is g on g's domain: at the breakpoints of both, as exactly as they are computed."""
    inside = f.x[(f.x > g.domain[0]) & (f.x < g.domain[1])]
    x = np.union1d(inside, g.x)
    return bool(np.allclose(f(x), g(x), rtol=0.0, atol=1e-12))


def target_of(subject: Subject) -> Target | None:
    """The parabola that depth is compared on; None when the subject has nothing to do with one."""
    if isinstance(subject.target, Target) and curvature_of(subject.target):
        return subject.target
    return parabola(UNIT) if is_folded(subject) else None


def build(subject: Subject) -> Depth:
    """The whole story, exact: from the networks of core.depth and the limits of limits.compare.

    The subject must have a parabola (see `target_of`).
    """
    target = target_of(subject)
    assert target is not None
    line = PiecewiseLinear(UNIT, UNIT)
    networks = [sawtooth(layers) for layers in range(1, FOLDS + 1)]
    sums = [square(layers, centred=False) for layers in range(1, STEPS + 1)]
    comparison = compare(target)
    crossing = next(d for d in comparison.deep if d.neurons == comparison.crossing)
    optimum = best(target, crossing.neurons)
    return Depth(
        subject=subject,
        teeth=(line, *(PiecewiseLinear.of(network, UNIT) for network in networks)),
        sums=(line, *(PiecewiseLinear.of(network, UNIT) for network in sums)),
        target=target,
        comparison=comparison,
        crossing=crossing,
        shallow=optimum.error,
        deep_gap=_gap(_stretched(crossing.layers, target), target),
        shallow_gap=_gap(optimum.function, target),
    )


def _stretched(layers: int, target: Target) -> PiecewiseLinear:
    """The deep x² of [0, 1], moved onto the target's parabola: chord plus bend · (x² − x)."""
    a, b = target.domain
    bend = (curvature_of(target) or 0.0) / 2 * (b - a) ** 2
    unit = PiecewiseLinear.of(square(layers), UNIT)
    left, right = float(target(a)), float(target(b))
    chord = left + (right - left) * unit.x
    return PiecewiseLinear(a + (b - a) * unit.x, chord + bend * (unit.y - unit.x))


def _gap(f: PiecewiseLinear, target: Target) -> tuple[Array, Array]:
    """The error's curve, to draw: an arc for every piece."""
    x, y = sampled(target, extra=f.breakpoints)
    return x, f(x) - y


def fold(start: PiecewiseLinear, end: PiecewiseLinear, stretch: float, share: float) -> Array:
    """One layer's work half done: (x, y) of `start` stretched, then folded down at height 1.

    The hat is 2r(y) − 4r(y − 1/2): it doubles every height, and takes away twice what is then
    above 1, which turns that part over. `stretch` and `share` go from 0 to 1 for these two.
    """
    x = end.x
    height = (1 + stretch) * start(x)
    return np.array([x, height - 2 * share * np.maximum(height - 1, 0)])


def axes(depth: Depth) -> dict[str, tuple[Axis, Axis]]:
    """The axes of every picture of the story, by its beat: (horizontal, vertical)."""
    rows, deep = depth.comparison.rows, depth.deep
    errors = [row.optimum for row in rows] + [d.error for d in deep]
    room = 1.15 * depth.shallow
    return {
        "fold": (axis(*UNIT, most=3), axis(0.0, 2.1, most=3)),
        "pieces": (axis(0, 2 * FOLDS + 1, most=5), axis(0, 2**FOLDS + 1, most=5)),
        "square": (axis(*UNIT, most=3), axis(-0.02, 1.02, most=3)),
        "teeth": (axis(*UNIT, most=3), axis(0, 0.28, most=3)),
        "race": (count_axis(COUNTS), log_axis(min(errors), max(errors))),
        "gap": (axis(*depth.target.domain, most=5), Axis(-room, room, (0.0,), ("0",))),
    }


def unit_parabola() -> tuple[Array, Array]:
    """The dashed x² on [0, 1], to draw."""
    return sampled(parabola(UNIT))

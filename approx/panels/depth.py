"""Folding beats adding: a subject's own layers, what each folds, and one layer with as much."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from approx.core._types import Array
from approx.core.depth import DEEPEST, parabola, sawtooth, square
from approx.core.piecewise import PiecewiseLinear
from approx.core.smooth_pieces import sampled
from approx.core.target import Target
from approx.limits import BestApproximation, best
from approx.limits.compare import COUNTS, Comparison, Deep, compare
from approx.limits.optimum import curvature_of
from approx.panels import folds
from approx.panels import target as targets
from approx.panels.axes import across, axis_for, count_axis, log_axis
from approx.panels.error_panel import ROOM
from approx.panels.primitives import Axis, Color, Curve, Dots
from approx.style.languages import MINUS, number
from approx.subjects import Subject

#: Layers that are told one by one; of more, the first ones and the last.
MOST_LAYERS = 5
#: A parabola given by a network of one layer is folded by so many.
FOLDED = 3
#: The best of one layer with more breakpoints takes too long to find for a film.
MOST_WIDE = 64
UNIT = (0.0, 1.0)
#: Significant digits of an error that is read aloud.
DIGITS = 3


@dataclass(frozen=True)
class Fold:
    """What stands after one layer.

    Attributes:
        layer: from 0.
        function: the sum that reads the layer and has the most breakpoints, as high as the output.
        makers: for each of its breakpoints, the layer that made it.
        pieces: how many it has.
    """

    layer: int
    function: PiecewiseLinear
    makers: tuple[int, ...]

    @property
    def pieces(self) -> int:
        return len(self.function.x) - 1


@dataclass(frozen=True)
class Race:
    """Errors of depth and of width on a parabola.

    Attributes:
        crossing: the deep network that first beats every shallow one of as many neurons.
        shallow: the error of the best shallow one.
        n, e: axes, log2 and log10.
    """

    comparison: Comparison
    crossing: Deep
    shallow: float
    n: Axis
    e: Axis

    @property
    def deep(self) -> tuple[Deep, ...]:
        """The deep networks that the axis of neurons holds."""
        return tuple(d for d in self.comparison.deep if d.neurons <= COUNTS[-1])


@dataclass(frozen=True)
class Depth:
    """Everything that a film of depth shows.

    Attributes:
        subject: with the network that folds: its own, or one made for its parabola.
        start: the input, as high as the output.
        folds: the layers that are told.
        neurons: of all layers.
        target: dashed, or points; None where the network is its own target.
        wide: the best function of one layer with as many neurons; None where it is not known.
        error: the network's largest error.
        strip: the scale of both errors.
        race: of parabolas only.
        x, y: axes of the curves.
    """

    subject: Subject
    start: PiecewiseLinear
    folds: tuple[Fold, ...]
    neurons: int
    target: Curve | Dots | None
    wide: BestApproximation | None
    error: float
    strip: Axis
    race: Race | None
    x: Axis
    y: Axis

    @property
    def layers(self) -> int:
        return self.subject.network.depth

    @property
    def last(self) -> Fold:
        return self.folds[-1]

    def difference(self, f: PiecewiseLinear) -> tuple[Array, Array]:
        """(x, f − target), to draw: an arc for every piece."""
        x, y = sampled(self.subject.target_function, extra=f.breakpoints)
        return x, f(x) - y


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


def unsupported_reason(subject: Subject) -> str | None:
    """Why there is no depth to show; None when there is."""
    if subject.network.depth == 1 and is_parabola(subject.target):
        return None
    return folds.unsupported_reason(subject)


def is_parabola(target: object) -> bool:
    """Whether a target is a parabola that is to be approximated."""
    return isinstance(target, Target) and not target.own and bool(curvature_of(target))


def folded(subject: Subject) -> Subject:
    """The subject with a network of several layers: its own, or one that folds its parabola."""
    if subject.network.depth > 1:
        return subject
    target = subject.target_function
    a, b = target.domain
    bend = (curvature_of(target) or 0.0) / 2 * (b - a) ** 2
    network = parabola(FOLDED, (a, b), (float(target(a)), float(target(b))), bend)
    return replace(subject, network=network, fit=None, training=None)


def build(subject: Subject) -> Depth:
    """The whole story; the subject must be supported."""
    subject = folded(subject)
    f, network = subject.analysis.output, subject.network
    depth = network.depth
    low, high = float(f.y.min()), float(f.y.max())
    kept = [*range(min(depth - 1, MOST_LAYERS - 1)), depth - 1]
    shown = tuple(_fold(subject, layer, (low, high)) for layer in kept)
    own = isinstance(subject.target, Target) and subject.target.own
    target = None if own else targets.shape(subject.target)
    neurons = sum(network.hidden_widths)
    wide, error = None, 0.0
    if isinstance(subject.target, Target) and not own:
        error = subject.error.sup
        known = subject.limited and not subject.jumps and neurons <= MOST_WIDE and error > 0
        wide = best(subject.target, neurons) if known else None
    level = max(error, wide.error if wide else 0.0) or 1.0
    name = number(level, DIGITS)
    top, labels = ROOM * level, (f"{MINUS}{name}", "0", f"+{name}")
    a, b = subject.domain
    line = PiecewiseLinear((a, b), (low, high))
    return Depth(
        subject=subject,
        start=line,
        folds=shown,
        neurons=neurons,
        target=target,
        wide=wide,
        error=error,
        strip=Axis(-top, top, (-level, 0.0, level), labels),
        race=_race(subject.target) if is_parabola(subject.target) or is_folded(subject) else None,
        x=across(subject.target, most=5),
        y=axis_for([f.y] if target is None else [f.y, target.y], most=5, zero=False),
    )


def layer_color(subject: Subject, layer: int) -> Color:
    """The colour of a layer, in which its neurons and its breakpoints are drawn."""
    return layer / max(subject.network.depth - 1, 1)


def colors(subject: Subject) -> Callable[[int], Color]:
    """From a neuron's number over all layers to the colour of its layer."""
    layers = np.repeat(np.arange(subject.network.depth), subject.network.hidden_widths)
    return lambda number: layer_color(subject, int(layers[number]))


def _fold(subject: Subject, layer: int, heights: tuple[float, float]) -> Fold:
    f = folds.after(subject, layer)
    makers = tuple(folds.makers(subject, f))
    if layer == subject.network.depth - 1:
        return Fold(layer, f, makers)
    low, high = float(f.y.min()), float(f.y.max())
    scale = (heights[1] - heights[0]) / ((high - low) or 1.0)
    return Fold(layer, PiecewiseLinear(f.x, heights[0] + scale * (f.y - low)), makers)


def _race(target: object) -> Race:
    """Of the subject's own parabola, or of x² on [0, 1] for what folding makes."""
    from approx.core.target import square as parabola_target

    goal = target if isinstance(target, Target) and is_parabola(target) else parabola_target(UNIT)
    comparison = compare(goal)
    crossing = next(d for d in comparison.deep if d.neurons == comparison.crossing)
    errors = [row.optimum for row in comparison.rows]
    errors += [d.error for d in comparison.deep if d.neurons <= COUNTS[-1]]
    return Race(
        comparison=comparison,
        crossing=crossing,
        shallow=best(goal, crossing.neurons).error,
        n=count_axis(COUNTS),
        e=log_axis(min(errors), max(errors)),
    )


def between(start: PiecewiseLinear, end: PiecewiseLinear, share: float) -> tuple[Array, Array]:
    """A fold half done: (x, y) at the breakpoints of both."""
    x = np.union1d(start.x, end.x)
    return x, (1 - share) * start(x) + share * end(x)

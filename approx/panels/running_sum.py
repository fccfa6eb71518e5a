"""A sum told neuron by neuron: in which order, and what the sum is so far; a first wrong guess.

A neuron that opens to the right leaves the sum as it is up to its breakpoint and turns all that
lies behind. So the running sum of neurons taken from left to right is the finished function up to
the next breakpoint, and shoots straight on from there.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from approx.core._types import Array
from approx.core.activations import activation_of
from approx.core.dataset import Dataset
from approx.core.piecewise import PiecewiseLinear
from approx.limits import best
from approx.panels import sum as sums
from approx.panels.axes import axis_for, up
from approx.panels.primitives import Axis
from approx.panels.sum import MOST_CONTRIBUTIONS, Contribution, Sum
from approx.subjects import Subject
from approx.system.errors import InputError

#: So many neurons are told slowly; the rest come in a burst.
SLOW = 2
#: A weight draws a line out or together by so much at most; the number beside it is exact.
STRETCH = 2.5


@dataclass(frozen=True)
class Step:
    """One neuron added to the sum of those before it.

    Attributes:
        contribution: what is added.
        floor: the sum before.
        place: where its pre-activation is zero; None for a constant one.
        side: where it changes the sum: 1 right of its place, −1 left of it, 0 everywhere.
    """

    contribution: Contribution
    floor: PiecewiseLinear
    place: float | None
    side: int

    def total(self, share: float) -> PiecewiseLinear:
        """The sum with a share of the contribution, 0 to 1."""
        return self.floor + share * self.contribution.function

    def parts(self, share: float) -> tuple[tuple[Array, Array], tuple[Array, Array]]:
        """The sum where the neuron leaves it as it is, and where it changes it: (x, y) each.

        Either is empty where there is no such place.
        """
        f = self.total(share)
        low, high = f.domain
        cut = low if self.side == 0 else float(np.clip(self.place or 0.0, low, high))
        if self.side < 0:
            changed, same = _between(f, low, cut), _between(f, cut, high)
        else:
            changed, same = _between(f, cut, high), _between(f, low, cut)
        return same, changed


def _between(f: PiecewiseLinear, low: float, high: float) -> tuple[Array, Array]:
    if high <= low:
        return np.zeros(0), np.zeros(0)
    inner = f.breakpoints[(f.breakpoints > low) & (f.breakpoints < high)]
    x = np.r_[low, inner, high]
    return x, np.asarray(f(x))


@dataclass(frozen=True)
class RunningSum:
    """Everything that the film of a sum shows besides its strips.

    Attributes:
        sum: contributions, target, error.
        steps: the neurons in the order in which they are added.
        stacked: whether nothing is ever taken away, so that regions can be laid onto each other.
        vertical: the axis; of what is compared, not of what lies between.
        guess: the straight line that is nearest to the target; None where it is not known,
            or where its largest error is no larger than the network's.
        guess_error: its largest error, or at points the largest there.
    """

    sum: Sum
    steps: tuple[Step, ...]
    stacked: bool
    vertical: Axis
    guess: PiecewiseLinear | None
    guess_error: float

    @property
    def subject(self) -> Subject:
        return self.sum.subject


def build(subject: Subject) -> RunningSum:
    """The running sum of a network of one hidden layer."""
    sum_ = sums.build(subject)
    stacked = _stacked(sum_)
    steps = _steps(sum_, stacked)
    heights = [sum_.target.y, sum_.function.y]
    if stacked:  # a stack stands on the bias
        heights += [sum_.start.y, *(step.total(1.0).y for step in steps)]
    guess, guess_error = _guess(subject)
    off = subject.error.sup
    if isinstance(subject.target, Dataset):
        off = float(np.abs(subject.network(subject.target.x) - subject.target.y).max())
    if off >= guess_error:  # on steps least squares may leave a point farther off than the line
        guess = None
    return RunningSum(
        sum=sum_,
        steps=steps,
        stacked=stacked,
        vertical=up(axis_for(heights, most=5, zero=stacked), subject.target),
        guess=guess,
        guess_error=guess_error,
    )


def _stacked(sum_: Sum) -> bool:
    """Whether all contributions are regions over the axis, few enough to be told apart."""
    shown = [c for c in sum_.contributions if c.weight != 0]
    size = float(np.ptp(sum_.function.y))
    never_below = all(float(c.function.y.min()) >= -1e-9 * size for c in shown)
    return never_below and len(shown) <= MOST_CONTRIBUTIONS and not sum_.tall


def _steps(sum_: Sum, stacked: bool) -> tuple[Step, ...]:
    """Neurons that open left come first, from right to left, then the others from left to right.

    A stack keeps the order of the network, in which the lesson builds it.
    """
    network = sum_.subject.network
    w, b = network.weights[-2], network.biases[-2]
    slopes = activation_of(network.activations[-2]).slopes
    one_sided = slopes is not None and 0.0 in slopes

    def place(c: Contribution) -> float | None:
        weight = float(w[c.neuron, 0])
        return None if weight == 0 else -float(b[c.neuron]) / weight

    def side(c: Contribution) -> int:
        if not one_sided or place(c) is None:
            return 0
        opens = 1 if slopes is not None and slopes[1] != 0 else -1
        return opens if w[c.neuron, 0] > 0 else -opens

    def order(c: Contribution) -> tuple[int, float]:
        at = place(c)
        if at is None:  # a constant
            return (0, -np.inf)
        return (1, -at) if side(c) < 0 else (2, at)

    shown = [c for c in sum_.contributions if c.weight != 0]
    floor, steps = sum_.start, []
    for c in shown if stacked else sorted(shown, key=order):
        steps.append(Step(c, floor, place(c), side(c)))
        floor = floor + c.function
    return tuple(steps)


def _guess(subject: Subject) -> tuple[PiecewiseLinear | None, float]:
    """The best straight line and its largest error; at points that of least squares."""
    target = subject.target
    if isinstance(target, Dataset):
        slope, height = np.polyfit(target.x - target.x.mean(), target.y, 1)
        ends = np.array(target.domain)
        line = PiecewiseLinear(ends, height + slope * (ends - target.x.mean()))
        return line, float(np.abs(line(target.x) - target.y).max())
    if not subject.limited or subject.jumps:
        return None, 0.0
    try:
        line_ = best(target, 0)
    except InputError:
        return None, 0.0
    return line_.function, line_.error


def drawn(c: Contribution, stage: int) -> tuple[Array, Array]:
    """A neuron on a scale of its own: (x, y) of its line (0), activated (1) and weighted (2).

    The weight turns it over where it is negative, and stretches it by `STRETCH` at most: beside it
    stands the number.
    """
    x = np.union1d(c.before.x, c.after.x)
    if stage == 0:
        return x, c.before(x)
    size = float(np.clip(abs(c.weight), 1 / STRETCH, STRETCH)) if stage == 2 else 1.0
    return x, (np.sign(c.weight) if stage == 2 else 1.0) * size * c.after(x)


def neuron_axis(c: Contribution) -> Axis:
    """The scale on which a neuron is drawn; without ticks, for it is its own."""
    heights = np.concatenate([drawn(c, stage)[1] for stage in range(3)])
    low, high = min(float(heights.min()), 0.0), max(float(heights.max()), 0.0)
    room = 0.06 * ((high - low) or 1.0)
    return Axis(low - room, high + room, (), ())


def contributions_axis(run: RunningSum) -> Axis:
    """The scale on which all contributions are drawn side by side, cut where they leave it."""
    slopes = [float(np.abs(s.contribution.function.slopes).max()) for s in run.steps]
    low, high = run.sum.function.domain
    reach = float(np.median(slopes)) * (high - low) / max(len(slopes) - 1, 2) or 1.0
    below = min((float(s.contribution.function.y.min()) for s in run.steps), default=0.0) < 0
    return Axis(-1.1 * reach if below else -0.1 * reach, 1.1 * reach, (), ())


def plain_axis() -> Axis:
    """A scale of which only zero is known."""
    return Axis(-1.0, 1.0, (), ())

"""Hidden units add up to a function: contributions, running sums, target, error and limit."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from approx.core.dataset import Dataset
from approx.core.error import ErrorReport
from approx.core.piecewise import PiecewiseLinear
from approx.core.smooth_pieces import smooth_pieces
from approx.core.target import Target
from approx.panels import target as targets
from approx.panels.axes import across, axis, axis_for, up
from approx.panels.primitives import Axis, Band, Curve, Dots
from approx.panels.wording import error_sentence, meet, smooth_note
from approx.style.languages import number, say
from approx.subjects import Subject

#: More neurons than this are added in groups, so that every region can still be told apart.
MOST_CONTRIBUTIONS = 8
#: Where the target is cut, a stack more than so many times as high as the curve leaves the
#: picture: steep pieces beside a pole or at a jump are small differences of large contributions.
TALL = 9.0
#: Dots are smaller than a curve is long: a lower stack hides them already.
TALL_OVER_DOTS = 4.0


@dataclass(frozen=True)
class Contribution:
    """One neuron of the last hidden layer and what it adds to the output.

    Attributes:
        neuron: number within its layer, from 0.
        color: number over all layers, from 0.
        weight: its output weight a.
        before: pre-activation w·h + b as a function of x.
        after: the activation.
        function: weight · activation.
        total: bias + the contributions up to and including this one.
    """

    neuron: int
    color: int
    weight: float
    before: PiecewiseLinear
    after: PiecewiseLinear
    function: PiecewiseLinear
    total: PiecewiseLinear


@dataclass(frozen=True)
class Sum:
    """Everything that a picture of the output as a sum shows."""

    subject: Subject
    contributions: tuple[Contribution, ...]
    start: PiecewiseLinear  # the output bias, as a function
    function: PiecewiseLinear
    target: Curve | Dots
    error: ErrorReport
    horizontal: Axis
    vertical: Axis
    tall: bool  # the stack leaves the picture
    unfolded: Axis  # vertical, with room below zero for lines that are not folded yet


def build(subject: Subject) -> Sum:
    """The output of any network as bias + Σ weight · neuron over its last hidden layer."""
    network, analysis = subject.network, subject.analysis
    last = network.depth - 1
    offset = sum(network.hidden_widths[:-1])
    outputs, bias = network.weights[-1][0], float(network.biases[-1][0])
    total = start = PiecewiseLinear.constant(bias, subject.domain)
    contributions = []
    # What is added comes first, what is taken away after it: no region ever covers another.
    order = sorted(range(network.hidden_widths[-1]), key=lambda j: outputs[j] < 0)
    for neuron in order:
        weight = float(outputs[neuron])
        after = analysis.neuron(last, neuron)
        function = weight * after
        total = total + function
        before = analysis.preactivation(last, neuron)
        contributions.append(
            Contribution(neuron, offset + neuron, weight, before, after, function, total)
        )
    target = targets.shape(subject.target)
    heights = [target.y, analysis.output.y]
    if _limited(subject):
        heights.append(subject.limit.function.y)
    stack = [start.y, *(c.total.y for c in contributions)]
    curves, whole = axis_for(heights), axis_for([*heights, *stack])
    tall = _size(whole) > _room(subject.target) * _size(curves)
    vertical = curves if tall else whole
    deepest = min(float(c.before.y.min()) for c in contributions)
    room = max(deepest, -0.22 * (vertical.high - min(vertical.low, 0.0)))
    return Sum(
        subject=subject,
        contributions=tuple(contributions),
        start=start,
        function=analysis.output,
        target=target,
        error=subject.error,
        horizontal=across(subject.target),
        vertical=up(vertical, subject.target),
        tall=tall,
        unfolded=axis(min(room, vertical.low), vertical.high, most=6),
    )


def _room(target: Target | Dataset) -> float:
    """How many times as high as the curve a stack may be; any height over a whole curve."""
    if isinstance(target, Dataset):
        return TALL_OVER_DOTS
    return TALL if len(smooth_pieces(target)) > 1 or not target.whole else math.inf


def _size(axis: Axis) -> float:
    return axis.high - axis.low


def _limited(subject: Subject) -> bool:
    """Whether some function with as many breakpoints is closer to the target."""
    if subject.target.own or subject.error.none or not subject.limited:
        return False
    return subject.distance > subject.limit.error * (1 + 1e-6)


def key(sum_: Sum, language: str = "en") -> dict[str, str]:
    """Role -> what its line or region means, in the order in which films show them."""
    names = {
        sum_.target.role: targets.name(sum_.subject.target, language),
        "sum": say("sum", language, n=len(sum_.contributions)),
        "error": say("error", language),
        "best": say("best.key", language),
    }
    if not sum_.subject.limited:
        del names["best"]
    elif not meet(sum_.subject.limit.lower, sum_.subject.limit.error):
        names["best"] = say("compare.found", language)
    if sum_.subject.target.own:
        del names["error"]
    return names


def stacked(floor: PiecewiseLinear, c: Contribution) -> Band:
    """The region that a contribution adds on top of the running sum below it."""
    x = np.union1d(floor.x, c.total.x)
    return Band("neuron", x, floor(x), c.total(x), neuron=c.color, hatched=c.weight < 0)


def alt(sum_: Sum, language: str = "en") -> str:
    """The picture in words, for those who cannot see it."""
    subject = sum_.subject
    return say(
        "alt.sum.smooth" if subject.network.smooth else "alt.sum",
        language,
        note=smooth_note(subject, language),
        title=subject.title(language),
        breakpoints=say("breakpoints", language, n=len(sum_.function.breakpoints)),
        a=number(sum_.horizontal.low),
        b=number(sum_.horizontal.high),
        target=targets.text(subject.target, language),
        error=error_sentence(subject, language),
    )

"""Losses against the step: both axes logarithmic, for one run or several."""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np

from approx.core._types import Array, Integers
from approx.panels.axes import ticks
from approx.panels.primitives import Axis
from approx.style.languages import number, power_of_ten, say
from approx.subjects import Subject
from approx.subjects.plane import Plane

#: A loss is shown down to this share of the largest.
LEAST = 1e-16
#: Named ticks of the loss.
MOST_TICKS = 3
#: Room above and below, as a share of the height, and at least, in decades.
ROOM, LEAST_ROOM = 0.06, 0.02
#: Significant digits of a loss that is shown, in every picture and sentence.
DIGITS = 3


def position(steps: Integers) -> Array:
    """Where a step stands: log10(1 + step). Most happens at the start, and step 0 has a place."""
    return np.asarray(np.log10(1.0 + steps))


def heights(loss: Array, largest: float | None = None) -> Array:
    """Where a loss stands: its logarithm to base ten; what is no loss any more is cut off below."""
    least = LEAST * (float(np.max(loss)) if largest is None else largest)
    return np.asarray(np.log10(np.maximum(loss, least + 1e-300)))


def written(loss: float, largest: float) -> str:
    """A loss in a sentence beside its curve; below where the curve is cut off, that it is less."""
    least = LEAST * largest
    if loss < least:
        return f"< {power_of_ten(math.ceil(math.log10(least)))}"
    return number(float(loss), DIGITS)


def step_axis(last: int) -> Axis:
    """The axis of steps from 0 on, at :func:`position`."""
    marks = [0] + [10**k for k in range(len(str(last))) if 10**k <= last]
    places = tuple(float(np.log10(1 + mark)) for mark in marks)
    end = float(np.log10(1 + last))
    names = tuple(str(m) if m < 10_000 else power_of_ten(len(str(m)) - 1) for m in marks)
    return Axis(0.0, end, places, names, logarithmic=True)


def loss_axis(low: float, high: float) -> Axis:
    """The axis between two :func:`heights`, with some room: the curve fills it.

    Its ticks are few, for it is a small one: powers of ten, or 1, 2 and 5 times these where there
    would be less than two.
    """
    room = max(ROOM * (high - low), LEAST_ROOM)
    low, high = low - room, high + room
    decades = range(math.ceil(low), math.floor(high) + 1)
    if len(decades) >= 2:
        kept = decades[:: -(-len(decades) // MOST_TICKS)]
        names = tuple(power_of_ten(k) for k in kept)
        return Axis(low, high, tuple(map(float, kept)), names, logarithmic=True)
    for steps in ((1, 2, 5), (1, 1.5, 2, 3, 4, 5, 6, 7, 8, 9)):
        marks = [m * 10.0**k for k in range(math.floor(low), decades.stop + 1) for m in steps]
        marks = [mark for mark in marks if low <= math.log10(mark) <= high]
        if len(marks) >= 2:
            kept_marks = marks[:: -(-len(marks) // MOST_TICKS)]
            places = tuple(math.log10(mark) for mark in kept_marks)
            return Axis(low, high, places, tuple(map(number, kept_marks)), logarithmic=True)
    values = ticks(10**low, 10**high, MOST_TICKS)
    names = tuple(map(number, values))
    return Axis(low, high, tuple(map(math.log10, values)), names, logarithmic=True)


def axis_of(losses: Iterable[Array]) -> Axis:
    """The axis of several runs: what rises far above every start is left to an arrowhead."""
    every = list(losses)
    start = max(float(loss[0]) for loss in every)
    low = min(float(heights(loss, start).min()) for loss in every)
    high = min(max(float(loss.max()) for loss in every), 10 * start)
    return loss_axis(low, float(np.log10(high + 1e-300)))


def how(subject: Subject | Plane, method: str, language: str) -> str:
    """The method of a subject's run and its rate: 'Gradient descent at rate 0.05'."""
    name = say(f"training.{method}", language)
    if subject.training is None:
        return name
    rate = subject.training.settings.get("rate")
    if rate is None:
        return name
    blanks = {"name": name, "rate": number(rate)}
    if momentum := subject.training.settings.get("momentum"):
        return say("training.how.momentum", language, momentum=number(momentum), **blanks)
    return say("training.how", language, **blanks)

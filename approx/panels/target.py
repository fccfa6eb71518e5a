"""What a network is compared with, as it is drawn and named: a function's curve, or points."""

from __future__ import annotations

import math
import re
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from approx.core.dataset import Dataset
from approx.core.smooth_pieces import sampled
from approx.core.target import Target
from approx.panels import dates
from approx.panels.primitives import Axis, Band, Curve, Dots
from approx.panels.rounding import shared
from approx.style.languages import count, number, off_zero, say, weight

#: More points than this are thinned: a picture shows no more, and a film would take for ever.
MOST = 1000
#: Of each of so many columns the lowest and the highest point are drawn, whatever is left out.
COLUMNS = 100
#: A longer name of a column is x in sentences.
LONGEST_NAME = 20
#: Digits of a place on the x axis, beyond those that the whole domain shares.
MEASURED = 4
#: Up to so many dots have their full size; more are smaller, but never below this share of it.
ROOMY, LEAST = 40, 0.42


def shape(target: Target | Dataset) -> Curve | Dots:
    """The dashed curve of a function, or the dots of points."""
    if isinstance(target, Target):
        return Curve("target", *sampled(target))
    x, y = target.x[drawn(target)], target.y[drawn(target)]
    return Dots("points", x, y, size(target))


def size(data: Dataset) -> float:
    """Of the dots, as a share of their full size: many are smaller."""
    return max(LEAST, min(1.0, math.pow(ROOMY / len(drawn(data)), 0.25)))


@lru_cache(maxsize=8)
def drawn(data: Dataset) -> NDArray[np.intp]:
    """Which points are drawn, ascending: all, or every column's extremes and an even choice.

    The choice depends on nothing but the points: every output shows the same.
    """
    if len(data) <= MOST:
        return np.arange(len(data))
    share = (data.x - data.x[0]) / (data.x[-1] - data.x[0])
    column = np.minimum((share * COLUMNS).astype(np.intp), COLUMNS - 1)
    order = np.lexsort((data.y, column))
    new = np.diff(column[order]) != 0
    extremes = np.unique(order[np.r_[True, new] | np.r_[new, True]])
    rest = np.setdiff1d(np.arange(len(data)), extremes)
    even = np.linspace(0, len(rest) - 1, MOST - len(extremes)).astype(np.intp)
    return np.union1d(extremes, rest[even])


def text(target: Target | Dataset, language: str = "en") -> str:
    """What it is in words: 'x²', or '20 points'."""
    if isinstance(target, Target):
        return target.label.text
    return say("points", language, points=count(len(target)))


def name(target: Target | Dataset, language: str = "en") -> str:
    """What the key says: 'target x²', '20 points', or how many of all points are drawn."""
    if isinstance(target, Target):
        # The network's own function was not set as a target.
        label = target.label.text
        return label if target.own else f"{say('target', language)} {label}"
    shown = len(drawn(target))
    if shown == len(target):
        return text(target, language)
    return say("points.some", language, drawn=count(shown), points=count(len(target)))


def place(target: Target | Dataset, x: float) -> str:
    """A place on the x axis in a sentence: a date where x are dates."""
    if isinstance(target, Dataset) and target.dates:
        return dates.text(x, target.domain[1] - target.domain[0])
    a, b = target.domain
    return number(off_zero(x, b - a), MEASURED + shared(a, b))


def dated(target: Target | Dataset, x: float, text: str) -> str:
    """A number of x as it is written, and where x are dates which date that is."""
    dates_ = isinstance(target, Dataset) and target.dates
    return f"{text} ({place(target, x)})" if dates_ else text


def name_of_x(target: Target | Dataset) -> str:
    """What a sentence calls x: the column's name without its unit, unless it is long."""
    name = "" if isinstance(target, Target) else re.sub(r"\s*[(\[].*", "", target.names[0])
    return name if 0 < len(name) <= LONGEST_NAME else "x"


def counted(target: Target | Dataset, sentence: str = "", language: str = "en") -> str:
    """A sentence under a formula, and where x are dates what their numbers are."""
    if not isinstance(target, Dataset) or not target.dates:
        return sentence
    return "; ".join(filter(None, [sentence, say("dates.counted", language)]))


def ends(target: Target | Dataset) -> tuple[str, str]:
    """Both ends of the domain in a sentence; dates where x are dates."""
    are_dates = isinstance(target, Dataset) and target.dates
    if are_dates:
        return place(target, target.domain[0]), place(target, target.domain[1])
    digits = MEASURED + shared(*target.domain)
    return weight(target.domain[0], digits), weight(target.domain[1], digits)


def excluded(target: Target | Dataset, vertical: Axis) -> tuple[Band, ...]:
    """A strip as high as the picture over every interval on which no error is measured."""
    if isinstance(target, Dataset):
        return ()
    ends = np.ones(2)
    return tuple(
        Band("outside", np.array(part), vertical.low * ends, vertical.high * ends)
        for part in target.left_out()
    )

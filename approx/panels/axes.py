"""Limits and ticks that read well for any range."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from approx.core._types import Array
from approx.core.dataset import Dataset
from approx.core.target import Target
from approx.panels import dates
from approx.panels.primitives import Axis
from approx.style.languages import MINUS, number, power_of_ten

#: Steps that read well, and how many ticks each is worth less than 1, 2 and 5.
STEPS = {1.0: 0.0, 2.0: 0.0, 5.0: 0.0, 2.5: 1.2, 3.0: 1.0, 4.0: 1.0}


#: With so many digits a number of at most so many places is written without a power of ten.
LONG, WHOLE = 5, 7


def ticks(low: float, high: float, most: int = 7) -> tuple[float, ...]:
    """At most `most` round numbers in [low, high]: many, on simple steps, at the ends if may be."""
    best = -math.inf
    chosen: tuple[float, ...] = (low, high)
    fewest = math.inf
    size = 10.0 ** (math.floor(math.log10(high - low)) - 1)
    for decade in (1, 10, 100):
        for base, cost in STEPS.items():
            step = size * decade * base
            first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
            count = last - first + 1
            if count > most and best == -math.inf and count < fewest:
                # The outer ones of too many, unless a step is found: the ends are seldom round.
                fewest, chosen = count, tuple(float(f"{k * step:.12g}") for k in (first, last))
            if not 2 <= count <= most:
                continue
            ends = sum(abs(k * step - end) < 1e-9 * step for k, end in ((first, low), (last, high)))
            if count + ends - cost > best:
                best = count + ends - cost
                chosen = tuple(float(f"{k * step:.12g}") + 0.0 for k in range(first, last + 1))
    return chosen


def label(value: float, step: float) -> str:
    """A tick's label: as many decimals as its step needs, a true minus sign."""
    if abs(value) >= 1e5 or (0 < abs(step) < 1e-4):
        # 1 000 000.5 beside 1 000 001 needs all the digits down to the step's.
        if not 0 < step < abs(value):
            return number(value, 3)
        power = math.floor(math.log10(step) + 1e-9)
        last = power - (round(step / 10.0**power, 6) % 1 != 0)
        whole = math.floor(math.log10(abs(value)) + 1e-9) + 1
        digits = max(3, whole - last)
        # 1000050 is shorter than 1.00005·10⁶.
        return number(value, max(digits, whole) if digits >= LONG and whole <= WHOLE else digits)
    decimals = max(0, -math.floor(math.log10(step) + 1e-9))
    decimals += round(step * 10**decimals, 6) % 1 != 0
    return f"{value:.{decimals}f}".replace("-", MINUS)


def axis(low: float, high: float, most: int = 7) -> Axis:
    """The axis of [low, high] as it is: for x, whose ends are the domain's."""
    marks = ticks(low, high, most)
    step = marks[1] - marks[0] if len(marks) > 1 else high - low
    return Axis(low, high, marks, tuple(label(t, step) for t in marks))


def across(target: Target | Dataset, most: int = 7) -> Axis:
    """The horizontal axis of a subject: its domain, the name of x, and dates where x are dates."""
    low, high = target.domain
    if isinstance(target, Target):
        return axis(low, high, most)
    span = axis(low, high, most)
    if target.dates:
        # Dates are wide: as many as numbers would cover each other.
        places, labels = dates.ticks(low, high, max(2, most - 1))
        span = Axis(low, high, places, labels)
    return replace(span, name=target.names[0])


def up(span: Axis, target: Target | Dataset) -> Axis:
    """A vertical axis of a subject's values with their name."""
    return span if isinstance(target, Target) else replace(span, name=target.names[1])


def fewer(span: Axis, most: int = 1000) -> Axis:
    """The same axis with fewer ticks; every second one where it is not linear."""
    step = span.ticks[1] - span.ticks[0]
    if span.labels == tuple(label(tick, step) for tick in span.ticks):
        for limit in range(min(len(span.ticks) - 1, most), 1, -1):
            less = axis(span.low, span.high, limit)
            if 2 <= len(less.ticks) < len(span.ticks):
                return replace(span, ticks=less.ticks, labels=less.labels)
        return span
    return replace(span, ticks=span.ticks[::2], labels=span.labels[::2])


def log_axis(low: float, high: float) -> Axis:
    """Positions are powers of ten: the decades that hold [low, high], at most seven named."""
    first, last = math.floor(math.log10(low) + 1e-9), math.ceil(math.log10(high) - 1e-9)
    last = max(last, first + 1)
    step = -(-(last - first) // 6)
    marks = tuple(float(k) for k in range(first, last + 1, step))
    names = tuple(power_of_ten(int(k)) for k in marks)
    return Axis(first, last, marks, names, logarithmic=True)


def count_axis(counts: tuple[int, ...]) -> Axis:
    """Positions are powers of two, for numbers of neurons: 1, 2, 4, 8, …"""
    first, last = math.log2(counts[0]), math.log2(counts[-1])
    marks = [2**k for k in range(math.ceil(first), math.floor(last) + 1)]
    places = tuple(math.log2(mark) for mark in marks)
    return Axis(first, last, places, tuple(str(mark) for mark in marks), logarithmic=True)


def axis_for(values: Iterable[Array], most: int = 6, zero: bool = True) -> Axis:
    """An axis that shows all values, zero among them unless `zero` is false, with some room."""
    every = np.concatenate([np.ravel(v) for v in values])
    every = every[np.isfinite(every)]
    low, high = float(every.min()), float(every.max())
    if zero:
        low, high = min(low, 0.0), max(high, 0.0)
    if high == low:
        low, high = low - 1.0, high + 1.0
    room = 0.06 * (high - low)
    below = room if low < 0 or not zero else 0.0
    above = room if high > 0 or not zero else 0.0
    return axis(low - below, high + above, most)

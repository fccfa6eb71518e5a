"""Activations and their slopes, and what ten slopes in a row leave of a gradient."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from approx.core._types import Array
from approx.core.activations import activation_of
from approx.panels.axes import axis, log_axis
from approx.panels.primitives import Curve, Panel
from approx.panels.sheet import Sheet, Step, curves
from approx.subjects.topic import Topic

#: The interval of z that is shown; where saturation is measured; layers of the product.
REACH, FAR, LAYERS = 4.0, 4.0, 10
#: Points of a smooth curve; a multiple of four, so that 0 is one of them.
POINTS = 401


#: Activations that flatten out on both sides; the others go on to the right.
SQUASHING = ("step", "sigmoid", "tanh")


def chosen(topic: Topic) -> tuple[str, ...]:
    return tuple(topic.values["activations"])


def steepest(name: str) -> float:
    """The largest slope anywhere: exact, from the record's slopes or the turns of s'."""
    record = activation_of(name)
    if record.jump:
        return 0.0
    if record.slopes is not None:
        return max(record.slopes)
    turns = np.array([*record.first_turns, -50.0, 50.0])
    return float(record.first(turns).max())


def curve(name: str, number: int, label: str, slope: bool = False) -> Curve:
    """An activation, or its slope, over the interval; cut where it jumps."""
    record = activation_of(name)
    z = np.linspace(-REACH, REACH, POINTS)
    y = record.first(z) if slope else record.value(z)
    if record.breakpoints and (slope or record.jump):
        left, right = _limits(name, slope)
        at = np.searchsorted(z, 0.0)
        z = np.r_[z[:at], 0.0, np.nan, 0.0, z[at + 1 :]]
        y = np.r_[y[:at], left, np.nan, right, y[at + 1 :]]
    return Curve("activation", z, np.asarray(y, dtype=float), number, label)


def _limits(name: str, slope: bool) -> tuple[float, float]:
    record = activation_of(name)
    if slope:
        return record.slopes or (0.0, 0.0)
    return 0.0, record.jump


def products(names: tuple[str, ...], labels: tuple[str, ...]) -> Panel:
    """The largest product of k slopes, k = 0 … 10, on a logarithmic axis."""
    layers = np.arange(LAYERS + 1, dtype=float)
    made, least = [], 1.0
    for k, (name, label) in enumerate(zip(names, labels, strict=True)):
        if (most := steepest(name)) > 0:
            made.append(Curve("activation", layers, layers * np.log10(most), k, label))
            least = min(least, most**LAYERS)
    top = max(1.0, *(steepest(name) ** LAYERS for name in names))
    return Panel(
        "", axis(0, LAYERS, 6), log_axis(min(least, 0.1), max(top, 10.0)), curves=tuple(made)
    )


def panels(names: tuple[str, ...], labels: tuple[str, ...], first: int = 0) -> tuple[Panel, Panel]:
    """Values and, under or beside them, slopes.

    Args:
        first: number of the first colour.
    """
    across = axis(-REACH, REACH, 5)
    values = tuple(
        curve(n, first + k, x) for k, (n, x) in enumerate(zip(names, labels, strict=True))
    )
    slopes = tuple(
        curve(n, first + k, x, True) for k, (n, x) in enumerate(zip(names, labels, strict=True))
    )
    squashed = all(name in SQUASHING for name in names)
    up = axis(-1.25, 1.25, 5) if squashed else axis(-0.8, REACH, 6)
    return Panel("", across, up, curves=values), Panel(
        "", across, axis(-0.2, 1.25, 5), curves=slopes
    )


def sheet(topic: Topic, labels: tuple[str, ...], titles: tuple[str, str, str, str]) -> Sheet:
    """The film's pages: values beside slopes, then the product of ten slopes.

    Args:
        titles: of the values, the slopes, the products, and what layers are called.
    """
    names = chosen(topic)
    value, slope = panels(names, labels)
    value = replace(
        value,
        vertical=replace(axis(-1.4, 2.6, 5), name=titles[0]),
        horizontal=replace(value.horizontal, name="z"),
    )
    slope = replace(
        slope,
        vertical=replace(slope.vertical, name=titles[1]),
        horizontal=replace(slope.horizontal, name="z"),
    )
    product = products(names, labels)
    product = replace(
        product,
        horizontal=replace(product.horizontal, name=titles[3]),
        vertical=replace(product.vertical, name=titles[2]),
    )
    steps = [Step("ask", 0, curves(0, 0))]
    steps += [
        Step(f"one-{name}", 0, (*curves(0, k), *curves(1, k)), dim=True)
        for k, name in enumerate(names)
    ]
    steps.append(Step("all", 0, ()))
    steps.append(Step("product", 1, curves(0, *range(len(product.curves)))))
    steps.append(Step("answer", 1, ()))
    return Sheet(((value, slope), (product,)), tuple(steps))


def far(name: str) -> tuple[float, float]:
    """The slopes at z = −4 and z = 4."""
    record = activation_of(name)
    z: Array = np.array([-FAR, FAR])
    left, right = record.first(z).tolist()
    return float(left), float(right)

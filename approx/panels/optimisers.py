"""Gradient descent, momentum and Adam from one start over the loss of two weights."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from approx.core._types import Array
from approx.panels import descent as maps
from approx.panels.axes import axis, log_axis
from approx.panels.primitives import Curve, Dots, Panel
from approx.panels.sheet import Part, Sheet, Step, curves, parts
from approx.subjects import Subject
from approx.training.landscape import Landscape, path
from approx.training.methods.adam import MEAN, SQUARE, TINY

#: Steps; the rate of descent and momentum as a share of the limit; momentum's memory.
STEPS, RATE, MEMORY = 60, 0.25, 0.8
#: Adam's rate, as a share of the way from the start to the minimum.
ADAM_RATE = 0.12
ROLES = {"descent": "path.small", "momentum": "path.right", "adam": "path.large"}
#: The map's width over its height.
ASPECT = 1.3


@dataclass(frozen=True, eq=False)
class Optimisers:
    """Paths over a landscape.

    Attributes:
        descent: the landscape with its window.
        paths: descent, momentum, adam -> places, shape (steps + 1, 2).
        rates: the same -> learning rate.
    """

    descent: maps.Descent
    paths: Mapping[str, Array]
    rates: Mapping[str, float]

    @property
    def land(self) -> Landscape:
        return self.descent.land

    def excess(self, name: str) -> Array:
        """Loss above the least, at every step, shape (steps + 1,)."""
        return np.asarray(self.land.loss(*self.paths[name].T) - self.land.least)

    def near(self, name: str) -> int | None:
        """The first step from which on a thousandth of the first excess is left; None if none."""
        left = self.excess(name) > 1e-3 * self.excess(name)[0]
        last = int(np.flatnonzero(left).max())
        return None if last == STEPS else last + 1


def momentum(land: Landscape, start: Array, rate: float) -> Array:
    """v ← 0.8 v − rate · gradient, weights ← weights + v (Polyak 1964)."""
    speed = np.zeros(2)

    def change(_: int, gradient: Array) -> Array:
        nonlocal speed
        speed = MEMORY * speed - rate * gradient
        return speed

    return _walk(land, start, change)


def adam(land: Landscape, start: Array, rate: float) -> Array:
    """Running means of gradients and of their squares, without bias (Kingma, Ba 2014)."""
    mean, square = np.zeros(2), np.zeros(2)

    def change(step: int, gradient: Array) -> Array:
        nonlocal mean, square
        mean = MEAN * mean + (1 - MEAN) * gradient
        square = SQUARE * square + (1 - SQUARE) * gradient**2
        root = np.sqrt(square / (1 - SQUARE**step)) + TINY
        return np.asarray(-rate * mean / (1 - MEAN**step) / root)

    return _walk(land, start, change)


def _walk(land: Landscape, start: Array, change: Callable[[int, Array], Array]) -> Array:
    places = [np.asarray(start, dtype=float)]
    for step in range(1, STEPS + 1):
        u, v = places[-1]
        places.append(places[-1] + change(step, land.grad(float(u), float(v))))
    return np.array(places)


def build(subject: Subject) -> Optimisers:
    """All three from the start that the figure `landscape` has, too."""
    shown = maps.build(subject, ASPECT)
    land, start = shown.land, shown.start
    rate = RATE * land.limit
    steps = ADAM_RATE * float(np.abs(start - land.minimum).max())
    paths = {
        "descent": path(land, start, rate, STEPS),
        "momentum": momentum(land, start, rate),
        "adam": adam(land, start, steps),
    }
    return Optimisers(shown, paths, {"descent": rate, "momentum": rate, "adam": steps})


def sheet(shown: Optimisers, names: Mapping[str, str]) -> Sheet:
    """The film's page: the map beside the loss by step."""
    descent = shown.descent
    rings = tuple(
        Curve("contour", line[:, 0], line[:, 1]) for ring in descent.rings for line in ring.lines
    )
    ways = list(shown.paths)
    walks = tuple(
        Curve(ROLES[name], *_inside(shown.paths[name], descent), None, names[name]) for name in ways
    )
    u, v = descent.u, descent.v
    start, end = descent.start, descent.land.minimum
    dots = (
        Dots("points", start[[0]], start[[1]], 1.0, names["start"]),
        Dots("best.place", end[[0]], end[[1]], 1.0, names["least"]),
    )
    map_ = Panel(
        "", replace(u, name=names["u"]), replace(v, name=names["v"]), curves=(*rings, *walks),
        dots=dots,
    )  # fmt: skip
    steps = np.arange(STEPS + 1, dtype=float)
    first = shown.excess("descent")[0]
    floor = 1e-6 * first
    losses = tuple(
        Curve(
            ROLES[name], steps, np.log10(np.maximum(shown.excess(name), floor)), None, names[name]
        )
        for name in ways
    )
    loss = Panel(
        "", replace(axis(0, STEPS, 5), name=names["step"]),
        replace(log_axis(floor, 3 * first), name=names["loss"]), curves=losses,
    )  # fmt: skip
    n = len(rings)
    base: tuple[Part, ...] = (*curves(0, *range(n)), *parts("dots", 0, (0, 1)))
    told = [Step(name, 0, (*curves(0, n + k), *curves(1, k))) for k, name in enumerate(ways)]
    return Sheet(((map_, loss),), (Step("ask", 0, base), *told, Step("answer", 0)), (0.58,))


def _inside(walk: Array, descent: maps.Descent) -> tuple[Array, Array]:
    """A walk, cut where it is outside the window."""
    u, v = walk.T
    out = (u < descent.u.low) | (u > descent.u.high) | (v < descent.v.low) | (v > descent.v.high)
    return np.where(out, np.nan, u), np.where(out, np.nan, v)

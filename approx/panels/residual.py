"""Residual blocks: x + f(x), slopes around 1, and gradients through deep networks."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from approx.core._types import Array
from approx.panels.axes import axis, axis_for, log_axis
from approx.panels.primitives import Axis, Band, Curve, Panel
from approx.panels.sheet import Sheet, Step, curves, parts
from approx.subjects.topic import Topic

#: The block that is shown: f(x) = Σ v · ReLU(w·x + b), of three neurons.
NEURONS = ((0.6, 1.0, 0.5), (-1.0, 1.0, -0.5), (0.5, -1.0, -1.0))
REACH = 2.0
#: Random networks, and the shares of them between which the band lies.
DRAWS, BAND, SEED = 60, (0.05, 0.95), 0


@dataclass(frozen=True)
class Gradients:
    """How large the loss's gradient is at every layer, relative to the last one.

    Attributes:
        norms: shape (draws, depth + 1); the last column, at the output, is 1.
    """

    norms: Array

    @property
    def median(self) -> Array:
        return np.asarray(np.median(self.norms, axis=0))

    @property
    def spread(self) -> tuple[Array, Array]:
        low, high = np.quantile(self.norms, BAND, axis=0)
        return low, high


@lru_cache(maxsize=8)
def gradients(depth: int, width: int, residual: bool, draws: int = DRAWS) -> Gradients:
    """Through ReLU layers h ← ReLU(W h), or h ← h + ReLU(W h)/√depth with the same matrices.

    Weights are normal with variance 1/width (Xavier's for equal widths).
    """
    norms = np.ones((draws, depth + 1))
    scale = 1 / np.sqrt(depth) if residual else 1.0
    for draw in range(draws):
        rng = np.random.default_rng([SEED, draw])
        h = rng.standard_normal(width)
        layers = []
        for _ in range(depth):
            w = rng.normal(0, 1 / np.sqrt(width), (width, width))
            z = w @ h
            layers.append((w, z > 0))
            h = scale * np.maximum(z, 0) + (h if residual else 0.0)
        back = rng.standard_normal(width)
        end = np.linalg.norm(back)
        for number in range(depth - 1, -1, -1):
            w, on = layers[number]
            back = scale * (w.T @ (on * back)) + (back if residual else 0.0)
            norms[draw, number] = np.linalg.norm(back) / end
    return Gradients(norms)


def block(x: Array) -> Array:
    """The values of f."""
    return np.asarray(sum(v * np.maximum(w * x + b, 0) for v, w, b in NEURONS))


def breakpoints() -> Array:
    """Where f bends, ascending."""
    return np.sort([-b / w for _, w, b in NEURONS])


def slopes() -> Array:
    """Of f between its breakpoints, shape (4,)."""
    places = np.r_[-REACH, breakpoints(), REACH]
    middles = (places[1:] + places[:-1]) / 2
    return np.array([sum(v * w * (w * x + b > 0) for v, w, b in NEURONS) for x in middles])


def shape(topic: Topic) -> tuple[int, int]:
    """Depth and width."""
    return int(topic.values["depth"]), int(topic.values["width"])


def _stairs(role: str, values: Array, name: str) -> Curve:
    """A slope per piece, cut between them."""
    edges = np.r_[-REACH, breakpoints(), REACH]
    x = np.column_stack([edges[:-1], edges[1:], np.full(len(values), np.nan)]).ravel()[:-1]
    y = np.column_stack([values, values, np.full(len(values), np.nan)]).ravel()[:-1]
    return Curve(role, x, y, None, name)


def values_panel(names: dict[str, str]) -> Panel:
    """x, f(x) and their sum."""
    x = np.r_[-REACH, breakpoints(), REACH]
    f = block(x)
    lines = (
        Curve("target", x, x, None, names["skip"]),
        Curve("compare.equidistributed", x, f, None, names["f"]),
        Curve("sum", x, x + f, None, names["sum"]),
    )
    return Panel("", axis(-REACH, REACH, 5), axis_for([x, f, x + f], 6), curves=lines)


def slopes_panel(names: dict[str, str]) -> Panel:
    """f′ and 1 + f′."""
    lines = (
        _stairs("compare.equidistributed", slopes(), names["slope.f"]),
        _stairs("sum", 1 + slopes(), names["slope.sum"]),
    )
    return Panel("", axis(-REACH, REACH, 5), axis_for([slopes(), 1 + slopes()], 6), curves=lines)


def gradients_panel(topic: Topic, names: dict[str, str]) -> Panel:
    """Gradients by layer, logarithmic: medians and bands of both."""
    depth, width = shape(topic)
    x = np.arange(depth + 1, dtype=float)
    both = [gradients(depth, width, residual) for residual in (False, True)]
    low = min(float(g.spread[0].min()) for g in both)
    high = max(float(g.spread[1].max()) for g in both)
    roles = ("path.large", "best.curve")
    bands = tuple(
        Band(role, x, np.log10(g.spread[0]), np.log10(g.spread[1]))
        for role, g in zip(("error.spread", "outside"), both, strict=True)
    )
    lines = tuple(
        Curve(role, x, np.log10(g.median), None, names[name])
        for role, g, name in zip(roles, both, ("plain", "residual"), strict=True)
    )
    return Panel("", _layers(depth), log_axis(low, max(high, 10.0)), bands=bands, curves=lines)


def _layers(depth: int) -> Axis:
    across = axis(0, depth, min(depth + 1, 11))
    whole = tuple(tick for tick in across.ticks if tick == round(tick))
    return replace(across, ticks=whole, labels=tuple(f"{t:g}" for t in whole))


def sheet(topic: Topic, names: dict[str, str]) -> Sheet:
    """The film's pages: the block and its slopes, then gradients by layer."""
    values, slope = values_panel(names), slopes_panel(names)
    values = replace(
        values, horizontal=replace(values.horizontal, name="x"),
        vertical=replace(values.vertical, name=names["value"]),
    )  # fmt: skip
    slope = replace(
        slope, horizontal=replace(slope.horizontal, name="x"),
        vertical=replace(slope.vertical, name=names["slope"]),
    )  # fmt: skip
    deep = gradients_panel(topic, names)
    deep = replace(
        deep, horizontal=replace(deep.horizontal, name=names["layer"]),
        vertical=replace(deep.vertical, name=names["gradient"]),
    )  # fmt: skip
    steps = (
        Step("ask", 0, curves(0, 0)),
        Step("block", 0, curves(0, 1)),
        Step("sum", 0, curves(0, 2)),
        Step("slope", 0, curves(1, 0, 1)),
        Step("plain", 1, (*parts("bands", 0, (0,)), *curves(0, 0))),
        Step("deep", 1, (*parts("bands", 0, (1,)), *curves(0, 1))),
        Step("answer", 1),
    )
    return Sheet(((values, slope), (deep,)), steps)

"""How large a signal is after each layer of a random network, by the size of its first weights.

Given what a layer receives, its sums are independent normal numbers when its weights are: their
variance is that of a weight times the sum of squares received. So a draw of all sums is exactly a
draw of the network's signal, without the matrices.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from approx.core._types import Array
from approx.core.activations import activation_of
from approx.panels.axes import axis, axis_for, log_axis
from approx.panels.primitives import Axis, Band, Curve, Dots, Panel
from approx.panels.sheet import Sheet, Step, curves, parts
from approx.subjects.topic import Topic

#: Schemes: the variance of a weight of a layer with so many inputs and outputs.
SCHEMES = ("small", "xavier", "he", "large")
#: Random networks; the shares of them between which the band lies; the seed.
DRAWS, BAND, SEED = 500, (0.05, 0.95), 0
#: Neurons whose breakpoints are shown.
NEURONS = 40
#: Roles of the schemes' curves.
ROLES = {
    "small": "path.single", "xavier": "path.small", "he": "best.curve", "large": "path.large",
}  # fmt: skip


@dataclass(frozen=True)
class Signal:
    """The second moment (the mean square) of the activations, by layer, of one scheme.

    Attributes:
        moments: shape (draws, layers + 1); layer 0 is the input, whose second moment is 1.
    """

    scheme: str
    moments: Array

    @property
    def mean(self) -> Array:
        """Over all draws, by layer, shape (layers + 1,)."""
        return np.asarray(self.moments.mean(axis=0))

    @property
    def spread(self) -> tuple[Array, Array]:
        """Between which nine tenths of the draws lie, by layer."""
        low, high = np.quantile(self.moments, BAND, axis=0)
        return low, high


def variance(scheme: str, inputs: int, outputs: int) -> float:
    """Of one weight."""
    return {
        "small": 0.25 / inputs,
        "xavier": 2.0 / (inputs + outputs),
        "he": 2.0 / inputs,
        "large": 8.0 / inputs,
    }[scheme]


def widths(topic: Topic) -> tuple[int, ...]:
    """Of all layers; the first is also the number of inputs."""
    return tuple(topic.values["widths"])


def activation(topic: Topic) -> str:
    return str(topic.values["activation"])


@lru_cache(maxsize=16)
def signal(scheme: str, layers: tuple[int, ...], name: str, draws: int = DRAWS) -> Signal:
    """Draws of the signal through such a network."""
    rng = np.random.default_rng([SEED, SCHEMES.index(scheme)])
    moments = np.ones((draws, len(layers) + 1))
    value = activation_of(name).value
    for k, (inputs, outputs) in enumerate(zip((layers[0], *layers[:-1]), layers, strict=True)):
        sd = np.sqrt(variance(scheme, inputs, outputs) * inputs * moments[:, k])
        h = value(sd[:, None] * rng.standard_normal((draws, outputs)))
        moments[:, k + 1] = np.mean(h * h, axis=1)
    return Signal(scheme, moments)


def breakpoints(biases: str) -> Array:
    """Where the neurons of a first layer of one input bend: −b/w, shape (neurons,).

    Args:
        biases: "zero"; "same", uniform as the weights; or "spread" over the interval [−1, 1].
    """
    rng = np.random.default_rng(SEED)
    w = rng.uniform(-1, 1, NEURONS)
    if biases == "zero":
        return np.zeros(NEURONS)
    if biases == "same":
        return np.asarray(-rng.uniform(-1, 1, NEURONS) / w)
    return rng.uniform(-1, 1, NEURONS)


def moments_panel(topic: Topic, names: dict[str, str]) -> Panel:
    """The second moment against the layer, logarithmic: means, bands, and the input's."""
    layers = widths(topic)
    x = np.arange(len(layers) + 1, dtype=float)
    signals = [signal(scheme, layers, activation(topic)) for scheme in SCHEMES]
    low = min(float(s.spread[0].min()) for s in signals)
    high = max(float(s.spread[1].max()) for s in signals)
    up = log_axis(max(low, 1e-30), min(high, 1e30))
    floor = up.low

    def height(values: Array) -> Array:
        return np.maximum(np.log10(np.maximum(values, 1e-300)), floor)

    bands = tuple(_band(s, height) for s in signals)
    lines = tuple(Curve(ROLES[s.scheme], x, height(s.mean), None, names[s.scheme]) for s in signals)
    goal = Curve("target", x, np.zeros(len(x)), None, names["goal"])
    return Panel("", _layers(len(layers)), up, bands=bands, curves=(*lines, goal))


def _band(one: Signal, height: Callable[[Array], Array]) -> Band:
    low, high = one.spread
    x = np.arange(len(low), dtype=float)
    role = "error.spread" if one.scheme == "large" else "outside"
    return Band(role, x, height(low), height(high))


def spread_panel(topic: Topic, names: dict[str, str]) -> Panel:
    """He's second moment alone, on a linear axis: the mean, nine draws in ten, and one draw."""
    layers = widths(topic)
    kept = signal("he", layers, activation(topic))
    x = np.arange(len(layers) + 1, dtype=float)
    low, high = kept.spread
    return Panel(
        "", _layers(len(layers)), axis_for([low, high, kept.moments[0]], 5),
        bands=(Band("outside", x, low, high),),
        curves=(
            Curve(ROLES["he"], x, kept.mean, None, names["mean"]),
            Curve("compare.equidistributed", x, kept.moments[0], None, names["one"]),
        ),
    )  # fmt: skip


def _layers(count: int) -> Axis:
    """Layers from 0, the input, on; whole numbers."""
    across = axis(0, count, min(count + 1, 11))
    whole = tuple(tick for tick in across.ticks if tick == round(tick))
    return replace(across, ticks=whole, labels=tuple(f"{t:g}" for t in whole))


def breakpoints_panel(names: dict[str, str]) -> Panel:
    """Three rows of breakpoints inside [−1, 1]."""
    rows = ("spread", "same", "zero")
    dots = []
    for k, row in enumerate(rows):
        places = breakpoints(row)
        places = places[np.abs(places) <= 1]
        dots.append(Dots("error.dots", places, np.full(len(places), k + 1.0), 1.3))
    up = Axis(0.4, 3.6, (1.0, 2.0, 3.0), ("", "", ""))
    lines = tuple(
        Curve("edge", np.array([-1.0, 1.0]), np.full(2, k + 1.0), None, names[row])
        for k, row in enumerate(rows)
    )
    return Panel("", axis(-1, 1, 5), up, curves=lines, dots=tuple(dots))


def inside(biases: str) -> int:
    """How many of the breakpoints lie in [−1, 1]."""
    return int((np.abs(breakpoints(biases)) <= 1).sum())


def sheet(topic: Topic, names: dict[str, str]) -> Sheet:
    """The film's pages: the signal by layer, then the breakpoints at the start."""
    moments, spread = (
        replace(
            panel,
            horizontal=replace(panel.horizontal, name=names["layer"]),
            vertical=replace(panel.vertical, name=names["moment"]),
        )
        for panel in (moments_panel(topic, names), spread_panel(topic, names))
    )
    start = breakpoints_panel(names)
    start = replace(start, horizontal=replace(start.horizontal, name="x"))
    order = {name: k for k, name in enumerate(SCHEMES)}

    def shown(beat: str) -> Step:
        k = order[beat]
        return Step(beat, 0, (*parts("bands", 0, (k,)), *curves(0, k)))

    steps = (
        Step("ask", 0, curves(0, len(SCHEMES))),
        *(shown(name) for name in ("small", "large", "xavier", "he")),
        Step("one", 1, (*parts("bands", 0, (0,)), *curves(0, 0, 1))),
        Step("zero", 2, (*curves(0, 2), *parts("dots", 0, (2,)))),
        Step("spread", 2, (*curves(0, 1, 0), *parts("dots", 0, (1, 0)))),
        Step("answer", 2),
    )
    return Sheet(((moments,), (spread,), (start,)), steps)

"""Losses: cross-entropy and squared error; accuracy as a staircase beside a loss."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace

import numpy as np

from approx.core._types import Array
from approx.panels.axes import axis
from approx.panels.primitives import Axis, Band, Curve, Panel, markers
from approx.panels.sheet import Part, Sheet, Step, curves, parts
from approx.subjects.topic import Topic

#: Probabilities that curves are drawn from; below the least −ln p leaves the picture.
LEAST, POINTS, HIGHEST = 0.01, 400, 4.0
#: Twelve examples of one input: class 1 is likelier on the right, and the classes overlap.
X = np.array([-3.2, -2.6, -2.1, -1.5, -0.9, -0.6, 0.4, 0.7, 1.2, 1.9, 2.4, 3.1])
CLASSES = np.array([0, 0, 0, 1, 0, 0, 1, 0, 1, 1, 1, 1])
#: The bias that is held while the weight is turned, the weights, and where a slope is shown.
BIAS, WEIGHTS, AT = -0.6, (-1.0, 4.0), 0.2


@dataclass(frozen=True)
class Losses:
    """A predicted distribution, the class that is true, and the losses of that.

    Attributes:
        names: of the classes.
        probabilities: shape (n,).
        true: number of the true class.
    """

    names: tuple[str, ...]
    probabilities: Array
    true: int

    @property
    def p(self) -> float:
        """The probability of the true class."""
        return float(self.probabilities[self.true])

    @property
    def cross_entropy(self) -> float:
        return float(-np.log(self.p))

    @property
    def squared(self) -> float:
        """½ Σ (p − t)² with t = 1 for the true class, else 0: one example, so n = 1."""
        wanted = np.arange(len(self.probabilities)) == self.true
        return float(0.5 * np.sum((self.probabilities - wanted) ** 2))


def build(topic: Topic) -> Losses:
    """The losses of a topic's probabilities."""
    values = topic.values
    return Losses(tuple(values["names"]), np.array(values["probabilities"]), values["true"])


def bars(losses: Losses) -> Panel:
    """The predicted probabilities as bars; the true class is the full one."""
    n = len(losses.probabilities)
    made = []
    for k, p in enumerate(losses.probabilities.tolist()):
        x = np.array([k + 0.64, k + 1.36])
        made.append(Band("bar", x, np.zeros(2), np.full(2, p), k, hatched=k != losses.true))
    across = Axis(0.4, n + 0.6, tuple(range(1, n + 1)), losses.names)
    return Panel("", across, axis(0, 1, 6), bands=tuple(made))


def _curve(role: str, name: str, y: Array, p: Array) -> Curve:
    return Curve(role, p, y, None, name)


def curve(losses: Losses, name: str) -> Panel:
    """−ln p of the true class's probability, and the point of this prediction."""
    p = np.linspace(np.exp(-HIGHEST), 1, POINTS)
    y = float(losses.cross_entropy)
    at = markers("error.dots", np.array([losses.p]), np.array([y])) if y <= HIGHEST else ()
    return Panel(
        "", axis(0, 1, 6), axis(0, HIGHEST, 5), curves=(_curve("loss", name, -np.log(p), p),),
        markers=at,
    )  # fmt: skip


def binary(names: tuple[str, str, str]) -> Panel:
    """Two classes: −ln p where the class is 1, −ln(1 − p) where it is 0, and ½(1 − p)²."""
    p = np.linspace(np.exp(-HIGHEST), 1, POINTS)
    return Panel(
        "", axis(0, 1, 6), axis(0, HIGHEST, 5),
        curves=(
            _curve("loss", names[0], -np.log(p), p),
            _curve("path.small", names[1], -np.log(p)[::-1], (1 - p)[::-1]),
            _curve("compare.equidistributed", names[2], 0.5 * (1 - p) ** 2, p),
        ),
    )  # fmt: skip


def mean_loss(weight: Array | float) -> Array:
    """The mean cross-entropy of the twelve examples, for every weight; shape as the weights'."""
    z = np.multiply.outer(np.asarray(weight, dtype=float), X) + BIAS
    signed = np.where(CLASSES == 1, -z, z)
    return np.asarray(np.logaddexp(0.0, signed).mean(axis=-1))


def loss_slope(weight: float) -> float:
    """Its derivative: the mean of (p − class) · x."""
    p = 1 / (1 + np.exp(-(weight * X + BIAS)))
    return float(((p - CLASSES) * X).mean())


def jumps() -> Array:
    """The weights at which the answer to one example changes, ascending: −b/x."""
    places = np.sort(-BIAS / X)
    return places[(places > WEIGHTS[0]) & (places < WEIGHTS[1])]


def accuracy(weight: float) -> int:
    """How many of the twelve are told right."""
    return int(((weight * X + BIAS > 0) == (CLASSES == 1)).sum())


def staircase(name: str) -> Panel:
    """Examples told right against the weight: flat, then a jump."""
    edges = np.r_[WEIGHTS[0], jumps(), WEIGHTS[1]]
    x, y = [], []
    for low, high in itertools.pairwise(edges):
        right = accuracy((low + high) / 2)
        x += [low, high, np.nan]
        y += [right, right, np.nan]
    least, most = int(np.nanmin(y)), int(np.nanmax(y))
    up = axis(least - 0.5, most + 0.7, 6)
    whole = tuple(tick for tick in up.ticks if tick == round(tick))
    up = replace(up, ticks=whole, labels=tuple(f"{k:g}" for k in whole))
    line = Curve("compare.optimum", np.array(x[:-1]), np.array(y[:-1]), None, name)
    return Panel("", axis(*WEIGHTS, 6), up, curves=(line,))


def smooth(names: tuple[str, str]) -> Panel:
    """The mean loss over the same weight, its tangent at one place, and its least value."""
    w = np.linspace(*WEIGHTS, POINTS)
    y = mean_loss(w)
    slope, value = loss_slope(AT), float(mean_loss(AT))
    ends = np.array([AT - 0.8, AT + 0.8])
    tangent = Curve("compare.deep", ends, value + slope * (ends - AT), None, names[1])
    best = least()
    at = markers("error.dots", np.array([best]), np.array([float(mean_loss(best))]))
    room = 0.15 * float(np.ptp(y))
    up = axis(max(0.0, float(y.min()) - room), float(y.max()) + room, 5)
    return Panel(
        "", axis(*WEIGHTS, 6), up, curves=(Curve("loss", w, y, None, names[0]), tangent), markers=at
    )


def least() -> float:
    """The weight of the least loss: the root of its slope, by bisection to rounding."""
    low, high = WEIGHTS
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if loss_slope(middle) < 0 else (low, middle)
    return (low + high) / 2


def sheet(losses: Losses, words: dict[str, str]) -> Sheet:
    """The film's pages: one prediction and its loss; two classes; accuracy beside the loss."""

    def named(panel: Panel, across: str, up: str) -> Panel:
        return replace(
            panel,
            horizontal=replace(panel.horizontal, name=words[across] if across else ""),
            vertical=replace(panel.vertical, name=words[up]),
        )

    first = named(bars(losses), "", "probability")
    log = named(curve(losses, words["log"]), "true", "loss")
    two = named(binary((words["one"], words["zero"], words["half"])), "predicted", "loss")
    stairs = named(staircase(""), "weight", "right")
    slope = named(smooth(("", words["tangent"])), "weight", "mean")
    every: tuple[Part, ...] = parts("bands", 0, range(len(first.bands)))
    return Sheet(
        ((first, log), (two,), (stairs, slope)),
        (
            Step("ask", 0, every),
            Step("log", 0, curves(1, 0)),
            Step("value", 0, parts("markers", 1, range(len(log.markers)))),
            Step("binary", 1, curves(0, 0, 1)),
            Step("squared", 1, curves(0, 2)),
            Step("accuracy", 2, curves(0, 0)),
            Step("smooth", 2, (*curves(1, 0, 1), *parts("markers", 1, range(len(slope.markers))))),
            Step("answer", 2),
        ),
    )

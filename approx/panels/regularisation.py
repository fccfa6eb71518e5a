"""Too many neurons on noisy points: penalties, dropout and early stopping beside none of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np

from approx.core._types import Array, Booleans
from approx.core.dataset import Dataset
from approx.core.network import Network
from approx.core.target import label
from approx.panels import loss_curves
from approx.panels.axes import across, axis, axis_for
from approx.panels.frame import clip
from approx.panels.primitives import Curve, Dots, Panel
from approx.panels.sheet import Part, Sheet, Step, curves, parts
from approx.subjects import Subject
from approx.subjects.topic import Topic
from approx.training import History
from approx.training.fit import fit

#: Hidden neurons, updates, and the share of the points that training does not see.
NEURONS, STEPS, HELD_OUT = 32, 6000, 0.4
#: Settings of each way, and the roles of their curves.
WAYS: Mapping[str, Mapping[str, float]] = {
    "none": {}, "l2": {"l2": 0.003}, "l1": {"l1": 0.002}, "dropout": {"dropout": 0.1},
}  # fmt: skip
ROLES = {
    "none": "compare.optimum", "l2": "compare.equidistributed", "l1": "best.curve",
    "dropout": "compare.deep", "early": "compare.rate",
}  # fmt: skip
#: Points of the usual topic: sin 2x with noise.
POINTS, NOISE, SEED = 32, 0.3, 8
#: A neuron counts where it adds at least this share of the largest one's slope.
COUNTS = 0.02


@dataclass(frozen=True, eq=False)
class Way:
    """One way of training.

    Attributes:
        network: after it.
        learned, tested: mean squared errors at the points learned from, and at those held out.
    """

    network: Network
    learned: float
    tested: float

    @property
    def sizes(self) -> Array:
        """How steep each neuron's contribution is, |output weight · weight|, falling."""
        products = self.network.weights[1][0] * self.network.weights[0][:, 0]
        return np.sort(np.abs(products))[::-1]

    @property
    def count(self) -> int:
        """Neurons that count."""
        return int((self.sizes >= COUNTS * self.sizes[0]).sum())


@dataclass(frozen=True, eq=False)
class Regularisation:
    """All ways on the same points.

    Attributes:
        data: the points.
        tested: which are held out.
        ways: none, l2, l1, dropout, early.
        history: of the run without any.
        best: the snapshot of that run whose held-out loss is the least.
    """

    data: Dataset
    tested: Booleans
    ways: Mapping[str, Way]
    history: History
    best: int

    @property
    def winner(self) -> str:
        """The way with the least held-out loss."""
        return min(self.ways, key=lambda name: self.ways[name].tested)


def points_of(subject: Subject | Topic) -> Dataset:
    """The points of a subject, or those of the usual topic."""
    if isinstance(subject, Subject):
        assert isinstance(subject.target, Dataset)
        return subject.target
    rng = np.random.default_rng(SEED)
    x = np.sort(rng.uniform(-2, 2, POINTS))
    y = np.sin(2 * x) + NOISE * rng.standard_normal(POINTS)
    return Dataset(x, y, label("y"), (-2.0, 2.0), ("x", "y"))


def build(subject: Subject | Topic) -> Regularisation:
    """Train every way on the subject's points."""
    data = points_of(subject)
    return _build(tuple(data.x.tolist()), tuple(data.y.tolist()), _Key(data))


class _Key:
    """A dataset whose points are its key already."""

    def __init__(self, data: Dataset) -> None:
        self.data = data

    def __hash__(self) -> int:
        return 0

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and self.data.domain == other.data.domain


@lru_cache(maxsize=4)
def _build(x: tuple[float, ...], y: tuple[float, ...], key: _Key) -> Regularisation:
    runs = {}
    for name, settings in WAYS.items():
        chosen: dict[str, Any] = dict(settings)
        runs[name] = fit(
            key.data, neurons=NEURONS, method="adam", steps=STEPS, rate=0.02, seed=1,
            held_out=HELD_OUT, snapshots=200, init="spread", solve_output=False, **chosen,
        ).history  # fmt: skip
    ways = {name: _way(run, -1) for name, run in runs.items()}
    plain = runs["none"]
    assert plain.test_loss is not None
    assert plain.held_out is not None
    best = int(plain.test_loss.argmin())
    ways["early"] = _way(plain, best)
    return Regularisation(key.data, plain.held_out, ways, plain, best)


def _way(run: History, index: int) -> Way:
    assert run.test_loss is not None
    return Way(run.network(index), float(run.loss[index]), float(run.test_loss[index]))


def sheet(shown: Regularisation, names: Mapping[str, str]) -> Sheet:
    """The film's pages: curves beside the sizes of their neurons; the losses of the first run."""
    data = shown.data
    low, high = data.domain
    grid = np.linspace(low, high, 600)
    up = axis_for([data.y], 6, zero=False)
    room = 0.12 * (up.high - up.low)
    up = replace(axis(up.low - room, up.high + room, 6), name=data.names[1])
    lines = []
    for name, way in shown.ways.items():
        x = np.unique(np.r_[grid, _bends(way.network, low, high)])
        y = np.asarray(way.network(x)).ravel()
        lines.append(Curve(ROLES[name], *clip(x, y, up.low, up.high), None, names[name]))
    dots = (
        Dots("points", data.x[~shown.tested], data.y[~shown.tested], 1.0, names["learned"]),
        Dots("held_out", data.x[shown.tested], data.y[shown.tested], 1.0, names["tested"]),
    )
    fits = Panel("", across(data), up, curves=tuple(lines), dots=dots)
    rank = np.arange(1, NEURONS + 1, dtype=float)
    sizes = tuple(
        Curve(ROLES[name], rank, way.sizes, None, names[name]) for name, way in shown.ways.items()
    )
    top = max(float(way.sizes[0]) for way in shown.ways.values())
    weights = Panel(
        "", replace(axis(1, NEURONS, 5), name=names["neuron"]),
        replace(axis(0, 1.05 * top, 5), name=names["size"]), curves=sizes,
    )  # fmt: skip
    order = list(shown.ways)

    def told(name: str) -> Step:
        k = order.index(name)
        return Step(name, 0, (*curves(0, k), *curves(1, k)), dim=name != "none")

    every: tuple[Part, ...] = parts("dots", 0, (0, 1))
    steps = (
        Step("ask", 0, every),
        *(told(name) for name in ("none", "l2", "l1", "dropout")),
        Step("loss", 1, curves(0, 0, 1)),
        Step("early", 1, parts("dots", 0, (0,))),
        Step("answer", 1),
    )
    return Sheet(((fits, weights), (_losses(shown, names),)), steps, (0.58,))


def _bends(network: Network, low: float, high: float) -> Array:
    w, b = network.weights[0][:, 0], network.biases[0]
    places = -b[w != 0] / w[w != 0]
    return np.asarray(places[(places > low) & (places < high)])


def _losses(shown: Regularisation, names: Mapping[str, str]) -> Panel:
    """Both losses of the run without regularisation, and the least one at the held-out points."""
    run = shown.history
    assert run.test_loss is not None
    x = loss_curves.position(run.steps)
    largest = max(float(run.loss.max()), float(run.test_loss.max()))
    learned, tested = (loss_curves.heights(y, largest) for y in (run.loss, run.test_loss))
    return Panel(
        "", replace(loss_curves.step_axis(int(run.steps[-1])), name=names["step"]),
        replace(loss_curves.axis_of([run.loss, run.test_loss]), name=names["loss"]),
        curves=(
            Curve("loss", x, learned, None, names["loss.learned"]),
            Curve("held_out.loss", x, tested, None, names["loss.tested"]),
        ),
        dots=(Dots("held_out", x[[shown.best]], tested[[shown.best]], 1.0),),
    )  # fmt: skip

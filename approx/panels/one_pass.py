"""One number through a network: every value on its way forward, and every gradient on its way back.

With the loss ½(y − t)², the error of the output is δ = y − t; of a hidden neuron it is the slope of
its activation times the sum of weight × error over what lies behind it. The gradient of a weight is
the error behind it times the value before it; of a bias it is the error itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from approx.core._types import Array
from approx.core.activations import activation_of
from approx.core.dataset import Dataset
from approx.core.network import Network
from approx.panels.axes import ticks
from approx.subjects import Subject
from approx.subjects.plane import Plane
from approx.training.backprop import Backprop, Shape

#: Rates that are tried, the largest first, until a step at least halves the loss. Where the output
#: is nearly linear in the step, an interval of rates does whose ends are 5.8 times apart.
RATES = tuple(float(f"{m}e{k}") for k in range(0, -13, -1) for m in (1, 0.5, 0.2))

#: Where two places of a rectangle should lie, as shares of its sides.
HIGH, LOW = (0.74, 0.68), (0.3, 0.36)
#: Outputs below this share of the largest are rounding.
NOTHING = 1e-12


@dataclass(frozen=True)
class Forward:
    """Every value of a network for one input, or one pair of inputs.

    Attributes:
        x: the first input.
        sums: w·h + b per layer, the output last, shape (width,) each.
        values: the activations, the input first, the output last, shape (width,) each.
    """

    x: float
    sums: tuple[Array, ...]
    values: tuple[Array, ...]

    @property
    def output(self) -> float:
        return float(self.values[-1][0])


def forward(network: Network, x: float | tuple[float, float]) -> Forward:
    """Layer by layer: z = W h + b, then the activation."""
    h = np.atleast_1d(np.asarray(x, dtype=float))
    sums, values = [], [h]
    for weights, biases, name in zip(
        network.weights, network.biases, network.activations, strict=True
    ):
        z = weights @ h + biases
        h = activation_of(name).value(z)
        sums.append(z)
        values.append(h)
    return Forward(float(values[0][0]), tuple(sums), tuple(values))


def largest(network: Network, places: Iterable[float | tuple[float, float]]) -> tuple[float, ...]:
    """The largest size of the values at some places, per layer, the inputs first."""
    columns = zip(*(forward(network, place).values for place in places), strict=True)
    return tuple(float(np.abs(np.stack(column)).max()) for column in columns)


def inputs(subject: Subject) -> tuple[float, float]:
    """Two round inputs that differ, at about three quarters and one quarter of the domain."""
    low, high = subject.domain
    marks = [t for t in ticks(low, high) if low < t < high and t != 0] or [low, high]
    first = min(marks, key=lambda t: abs(t - low - 0.75 * (high - low)))
    second = min(marks, key=lambda t: abs(t - low - 0.25 * (high - low)))
    return first, second if second != first else (low if first != low else high)


def places(plane: Plane) -> tuple[tuple[float, float], tuple[float, float]]:
    """Two round places that differ, to the upper right and to the lower left.

    Where there are classes, of two classes if ticks lie in both.
    """
    across, up = (
        [t for t in ticks(low, high) if low < t < high] or [low, high] for low, high in plane.box
    )
    every = np.array([(x, y) for x in across for y in up])
    size = np.abs(plane.logits(every)).max(axis=1)
    every = every[size >= NOTHING * size.max()]  # what is zero up to rounding has no sign
    low, high = np.array(plane.box).T
    shares = (every - low) / (high - low)
    first = int(np.hypot(*(shares - HIGH).T).argmin())
    away = np.hypot(*(shares - LOW).T)
    away[first] = np.inf
    if plane.classes:
        kinds = plane.decided(every)
        if (kinds != kinds[first]).any():
            away[kinds == kinds[first]] = np.inf
    (a, b), (c, d) = every[[first, int(away.argmin())]].tolist()
    return (a, b), (c, d)


@dataclass(frozen=True)
class Step:
    """One step of gradient descent on one example.

    Attributes:
        before: the values before it.
        wanted: the target's value t.
        error: y − t.
        errors: of every hidden neuron, shape (width,) per hidden layer.
        weights, biases: the loss's gradients, shaped as the network's.
        rate: of the step.
        network: after the step.
        after: its values.
    """

    before: Forward
    wanted: float
    error: float
    errors: tuple[Array, ...]
    weights: tuple[Array, ...]
    biases: tuple[Array, ...]
    rate: float
    network: Network
    after: Forward

    @property
    def loss(self) -> float:
        return 0.5 * self.error**2

    @property
    def next_loss(self) -> float:
        return 0.5 * (self.after.output - self.wanted) ** 2


def step(subject: Subject) -> Step:
    """Backpropagation through the subject's network at the example with the largest error."""
    network = subject.network
    x, wanted = _example(subject)
    shape = Shape.of(network)
    parameters, sweep = shape.parameters(network), Backprop(shape, 1)
    sweep.load(np.array([[x]]))
    error = float(sweep.forward(parameters)[0, 0]) - wanted
    gradient = sweep.gradient(parameters, np.array([[error]]), np.zeros_like(parameters))
    matrices = shape.views(gradient)
    for rate in RATES:
        after = shape.network(parameters - rate * gradient)
        if (forward(after, x).output - wanted) ** 2 <= 0.5 * error**2:
            break
    biases = tuple(matrix[:, -1].copy() for matrix in matrices)
    return Step(
        before=forward(network, x),
        wanted=wanted,
        error=error,
        errors=biases[:-1],  # a bias counts with the factor 1: its gradient is its neuron's error
        weights=tuple(matrix[:, :-1].copy() for matrix in matrices),
        biases=biases,
        rate=rate,
        network=after,
        after=forward(after, x),
    )


def _example(subject: Subject) -> tuple[float, float]:
    """The input, among the round ones or the given points, at which the network is farthest off."""
    target = subject.target
    if isinstance(target, Dataset):
        x, y = target.x, target.y
    else:
        low, high = target.domain
        marks = np.array([t for t in ticks(low, high, 13) if t != 0])
        x = marks[target.holds(marks)]
        if not len(x):  # all in gaps
            x = target.spread((np.arange(13) + 0.5) / 13)
        y = target(x)
    off = np.abs(subject.network(x) - y)
    k = int(np.argmax(off))
    return float(x[k]), float(y[k])

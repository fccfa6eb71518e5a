"""The history of a training run: snapshots that replay both ways, measured exactly."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from approx.core._types import Array, Booleans, Integers
from approx.core.dataset import Dataset
from approx.core.error import measure
from approx.core.exact import Analysis, analyse
from approx.core.network import Network
from approx.core.target import Target
from approx.limits import BestApproximation, best
from approx.system.errors import InputError
from approx.training.backprop import Backprop, Shape

#: Errors below this share of the target's size are rounding: all of them count as equal.
ROUNDING = 1e-12


@dataclass(frozen=True, eq=False)
class Snapshot:
    """One moment of a run, in the units of the target.

    Attributes:
        step: updates done so far.
        network: as it was then.
        loss: mean squared error (in the target's unit, squared) or cross-entropy on the samples.
        error: L2 distance from the target over the domain, exact, or rms at the given points; NaN
            without a target.
        sup: the largest distance, over the domain or at the points; NaN without a target.
        ratio: error over the smallest possible; NaN where that is not known.
        dead: how many hidden neurons are never active.
        linear: how many are active everywhere, so that they have no breakpoint.
        breakpoints: of the output, ascending; empty unless there is one input.
    """

    step: int
    network: Network
    loss: float
    error: float
    sup: float
    ratio: float
    dead: int
    linear: int
    breakpoints: Array


@dataclass(frozen=True, eq=False)
class Measurements:
    """One value or array per snapshot; the attributes are those of a Snapshot."""

    error: Array  # (snapshots,)
    sup: Array  # (snapshots,)
    ratio: Array  # (snapshots,), NaN until it is asked for
    dead: Integers  # (snapshots,)
    linear: Integers  # (snapshots,)
    breakpoints: tuple[Array, ...]


@dataclass(frozen=True, eq=False)
class History:
    """Snapshots of a run; a sequence, so `reversed(history)` plays it backwards.

    Attributes:
        shape: of the network.
        domain: of the inputs, shape (inputs, 2).
        steps: updates done at each snapshot, ascending, shape (snapshots,).
        parameters: for inputs and outputs as given, not scaled, shape (snapshots, parameters).
        loss: on the training samples, without penalties, shape (snapshots,).
        method: how it was trained.
        seed: random seed.
        target: the function or points that were learned, when known (not after loading).
        held_out: which of the points training did not see, shape (points,); None if it saw all.
        test_loss: the loss at these, shape (snapshots,); None if there are none.
        text: the function that was learned, as typed; "" where there is none.

    >>> import approx
    >>> history = approx.fit("abs(x)", neurons=4, method="adam", steps=20, seed=1).history
    >>> len(history) == len(history.loss), int(history.steps[-1])
    (True, 20)
    """

    shape: Shape
    domain: Array  # (inputs, 2)
    steps: Integers  # (snapshots,)
    parameters: Array  # (snapshots, parameters)
    loss: Array  # (snapshots,)
    method: str
    seed: int
    target: Target | Dataset | None = None
    samples: Array | None = field(default=None, repr=False)  # (inputs, samples), several inputs
    stored: Measurements | None = field(default=None, repr=False)
    held_out: Booleans | None = field(default=None, repr=False)
    test_loss: Array | None = field(default=None, repr=False)
    text: str = ""

    def __repr__(self) -> str:
        ran = f"{len(self.steps)} snapshots in {int(self.steps[-1])} steps of {self.method}"
        return f"History({ran}, loss {float(self.loss[-1]):.4g})"

    def __post_init__(self) -> None:
        for array in (self.domain, self.steps, self.parameters, self.loss):
            array.flags.writeable = False

    def __len__(self) -> int:
        return len(self.steps)

    def __getitem__(self, index: int) -> Snapshot:
        index = range(len(self))[index]
        measured = self.measured
        return Snapshot(
            int(self.steps[index]),
            self.network(index),
            float(self.loss[index]),
            float(measured.error[index]),
            float(measured.sup[index]),
            float(self.ratio[index]),
            int(measured.dead[index]),
            int(measured.linear[index]),
            measured.breakpoints[index],
        )

    def __iter__(self) -> Iterator[Snapshot]:
        return (self[index] for index in range(len(self)))

    def network(self, index: int) -> Network:
        """The network at a snapshot; -1 is the last."""
        return self.shape.network(self.parameters[index])

    def analysis(self, index: int) -> Analysis:
        """Its exact function, with every neuron's own.

        Raises:
            InputError: for several inputs or outputs.
        """
        return analyse(self.network(index), (self.domain[0, 0], self.domain[0, 1]))

    @cached_property
    def measured(self) -> Measurements:
        """Everything exact about every snapshot; computed once, when first asked for."""
        if self.stored is not None:
            return self.stored
        return measure_all(self.shape, self.parameters, self.domain, self.target, self.samples)

    @property
    def error(self) -> Array:
        """L2 distance from the target, shape (snapshots,)."""
        return self.measured.error

    @property
    def dead(self) -> Integers:
        """How many hidden neurons are never active, shape (snapshots,)."""
        return self.measured.dead

    @property
    def linear(self) -> Integers:
        """How many hidden neurons are active everywhere, shape (snapshots,)."""
        return self.measured.linear

    @property
    def breakpoints(self) -> tuple[Array, ...]:
        """Of the output, at every snapshot."""
        return self.measured.breakpoints

    @cached_property
    def worldlines(self) -> Array:
        """Each first-layer neuron's breakpoint, NaN outside; shape (snapshots, width)."""
        n = self.shape.hidden[0]
        hidden = self.parameters[:, : 2 * n].reshape(len(self), n, 2)
        low, high = self.domain[0]
        with np.errstate(divide="ignore", invalid="ignore"):
            places = -hidden[..., 1] / hidden[..., 0]
            return np.asarray(np.where((places > low) & (places < high), places, np.nan))

    @property
    def compared_with(self) -> int:
        """How many breakpoints the best possible function has that errors are compared with.

        For one hidden layer its width: no such network has more. For a deeper one as many as
        the last network has itself.
        """
        if len(self.shape.hidden) == 1:
            return self.shape.hidden[0]
        return len(self.breakpoints[-1])

    @cached_property
    def best(self) -> BestApproximation | None:
        """The best possible function in L2 of `compared_with` breakpoints; None if not known."""
        return (
            smallest(self.target, self.compared_with) if isinstance(self.target, Target) else None
        )

    @cached_property
    def ratio(self) -> Array:
        """Error over the best possible, shape (snapshots,); NaN where that is not known."""
        if self.stored is not None:
            return self.stored.ratio
        if not isinstance(self.target, Target) or self.best is None:
            return np.full(len(self), np.nan)
        return relative(self.error, self.best.error, self.target)


def measure_all(
    shape: Shape,
    parameters: Array,
    domain: Array,
    target: Target | Dataset | None,
    samples: Array | None = None,
) -> Measurements:
    """Measure every snapshot: exactly with one input and output, else neurons on the samples."""
    count = len(parameters)
    error, sup = np.full(count, np.nan), np.full(count, np.nan)
    dead, linear = np.zeros(count, dtype=np.int64), np.zeros(count, dtype=np.int64)
    breakpoints: list[Array] = []
    exactly = shape.widths[0] == 1 and shape.widths[-1] == 1
    sweep = None
    if not exactly and samples is not None:
        sweep = Backprop(shape, samples.shape[1])
        sweep.load(samples)
    for index, vector in enumerate(parameters):
        places = np.zeros(0)
        if exactly:
            analysis = analyse(shape.network(vector), (domain[0, 0], domain[0, 1]))
            off, always = dead_and_linear(analysis)
            places = analysis.output.breakpoints
            if target is not None:
                report = measure(analysis.output, target)
                error[index], sup[index] = report.l2, report.sup
        elif sweep is not None:
            off, always = dead_and_linear_on(sweep, vector)
        else:
            off = always = []
        dead[index] = sum(int(flags.sum()) for flags in off)
        linear[index] = sum(int(flags.sum()) for flags in always)
        breakpoints.append(places)
    return Measurements(error, sup, np.full(count, np.nan), dead, linear, tuple(breakpoints))


def dead_and_linear(analysis: Analysis) -> tuple[list[Booleans], list[Booleans]]:
    """Per hidden layer, which neurons are off, and which are on, all over the domain."""
    hidden = analysis.layers[:-1]
    return _idle([layer.on for layer in hidden], axis=0)


def dead_and_linear_on(sweep: Backprop, parameters: Array) -> tuple[list[Booleans], list[Booleans]]:
    """The same on the samples that the sweep has loaded."""
    sweep.forward(parameters)
    return _idle([z > 0 for z in sweep.sums[:-1]], axis=1)


def _idle(on: list[Booleans], axis: int) -> tuple[list[Booleans], list[Booleans]]:
    dead = [np.asarray(~layer.any(axis=axis)) for layer in on]
    return dead, [np.asarray(layer.all(axis=axis)) for layer in on]


def smallest(target: Target, count: int) -> BestApproximation | None:
    """The best function of so many breakpoints in L2; None if there is none, as for 1/x at 0."""
    try:
        return best(target, count, "l2")
    except InputError:
        return None


def relative(error: Array, least: float, target: Target) -> Array:
    """Errors over the smallest possible; where both are rounding, the ratio is 1."""
    rounding = ROUNDING * target.size() * np.sqrt(target.length) + 1e-300
    return np.asarray(np.maximum(error, rounding) / max(least, rounding))

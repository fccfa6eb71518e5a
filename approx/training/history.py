"""The film of a training run: snapshots that replay forwards and backwards, measured exactly."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from approx.core._types import Array, Integers
from approx.core.dataset import Dataset
from approx.core.exact import Analysis, analyse
from approx.core.network import Network
from approx.core.target import Target
from approx.limits import BestApproximation
from approx.training.measurements import Measurements, measured, relative, smallest
from approx.training.shape import Shape


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
        linear: how many are active everywhere, so that they never bend.
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
class History:
    """Snapshots of a run; a sequence, so `reversed(history)` plays it backwards.

    Attributes:
        shape: of the network.
        domain: of the inputs, shape (inputs, 2).
        steps: updates done at each snapshot, ascending, shape (snapshots,).
        parameters: for inputs and outputs as given, not scaled, shape (snapshots, parameters).
        loss: on the training samples, without penalties, shape (snapshots,).
        method: how it was trained.
        seed: of everything random.
        target: the function or points that were learned, when known (not after loading).
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

    def __post_init__(self) -> None:
        for array in (self.domain, self.steps, self.parameters, self.loss):
            array.flags.writeable = False

    def __len__(self) -> int:
        return len(self.steps)

    def __getitem__(self, index: int) -> Snapshot:
        index = range(len(self))[index]
        found = self.measured
        return Snapshot(
            int(self.steps[index]),
            self.network(index),
            float(self.loss[index]),
            float(found.error[index]),
            float(found.sup[index]),
            float(self.ratio[index]),
            int(found.dead[index]),
            int(found.linear[index]),
            found.breakpoints[index],
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
        return measured(self.shape, self.parameters, self.domain, self.target, self.samples)

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
        """How many hidden neurons never bend, shape (snapshots,)."""
        return self.measured.linear

    @property
    def breakpoints(self) -> tuple[Array, ...]:
        """Of the output, at every snapshot."""
        return self.measured.breakpoints

    @cached_property
    def worldlines(self) -> Array:
        """Where each neuron of the first layer bends, NaN outside; shape (snapshots, width)."""
        n = self.shape.hidden[0]
        hidden = self.parameters[:, : 2 * n].reshape(len(self), n, 2)
        low, high = self.domain[0]
        with np.errstate(divide="ignore", invalid="ignore"):
            places = -hidden[..., 1] / hidden[..., 0]
            return np.asarray(np.where((places > low) & (places < high), places, np.nan))

    @property
    def knots(self) -> int:
        """How many breakpoints the best possible function it is compared with may have.

        Of one hidden layer, its width: no such network has more. Of a deeper one, as many as
        the last network has itself.
        """
        if len(self.shape.hidden) == 1:
            return self.shape.hidden[0]
        return len(self.breakpoints[-1])

    @cached_property
    def best(self) -> BestApproximation | None:
        """The best possible function of so many knots in L2; None if that is not known."""
        return smallest(self.target, self.knots) if isinstance(self.target, Target) else None

    @cached_property
    def ratio(self) -> Array:
        """Error over the best possible, shape (snapshots,); NaN where that is not known."""
        if self.stored is not None:
            return self.stored.ratio
        if not isinstance(self.target, Target) or self.best is None:
            return np.full(len(self), np.nan)
        return relative(self.error, self.best.error, self.target)

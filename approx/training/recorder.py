"""Snapshots of a run while it runs, and the errors that end it, each with the way out."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import numpy as np

from approx.core._types import Array
from approx.system.errors import ApproxError

#: Progress is told, and the clock looked at, this many times in a run.
REPORTS = 200


class TrainingError(ApproxError):
    """Training ran, but what came out is no answer.

    Attributes:
        history: the run as far as its loss was a number; None when there is nothing to show.
    """

    history: Any = None


class Diverged(TrainingError):
    """The loss stopped being a number."""

    def __init__(self, step: int, rate: float) -> None:
        self.step, self.rate = step, rate
        super().__init__(
            f"training diverged: the loss is not a number at step {step}; try --rate {rate / 10:g}"
        )


class Collapsed(TrainingError):
    """No neuron of a layer is ever active, so the network is constant; the loss looks healthy."""

    def __init__(self, layer: int, layers: int, neurons: int, way_out: str) -> None:
        self.layer, self.neurons = layer, neurons
        where = "" if layers == 1 else f" of layer {layer + 1}"
        super().__init__(
            f"all {neurons} neurons{where} are dead, the network is constant; try {way_out}"
        )


class OutOfTime(TrainingError):
    """The time limit passed before the last step.

    Attributes:
        fit: the :class:`approx.training.Fit` as far as it came, for callers that can use it; None
            when the method shows its networks only at the end.
    """

    fit: Any = None

    def __init__(self, seconds: float, step: int) -> None:
        self.seconds, self.step = seconds, step
        super().__init__(
            f"training stopped after {seconds:g} s at step {step}; "
            "give it more time or fewer --steps"
        )


def schedule(steps: int, snapshots: int) -> list[int]:
    """At most so many steps from 0 to `steps`, denser at the start, where most happens."""
    if steps < snapshots:
        return list(range(steps + 1))
    share = np.linspace(0, 1, snapshots) ** 2
    return sorted({round(steps * float(s)) for s in share})


class Recorder:
    """Called by a method with (step, parameters) after every update, and at step 0."""

    def __init__(
        self,
        steps: int,
        snapshots: int,
        progress: Callable[[int, int], None] | None = None,
        time_limit: float | None = None,
    ) -> None:
        self.total = steps
        self.steps: list[int] = []
        self.parameters: list[Array] = []
        self._snapshots = snapshots
        self._wanted = iter(schedule(steps, snapshots))
        self._next = next(self._wanted)
        self._progress, self._limit = progress, time_limit
        self._every = max(1, steps // REPORTS)
        self._start = time.perf_counter()
        #: Step and parameters of the last call; the method goes on to use the array.
        self.latest: tuple[int, Array] | None = None
        #: Gives (steps, parameters) once they are asked for: recording is no training time.
        self.later: Callable[[], tuple[list[int], list[Array]]] | None = None

    def __call__(self, step: int, parameters: Array) -> None:
        self.latest = step, parameters
        if step == self._next:
            self._keep(step, parameters)
            self._next = next(self._wanted, -1)
        if step % self._every == 0:
            self.report(step)

    def report(self, step: int) -> None:
        """Tell the progress.

        Raises:
            OutOfTime: when the time limit has passed.
        """
        if self._limit is not None and time.perf_counter() - self._start > self._limit:
            raise OutOfTime(self._limit, step)
        if self._progress is not None:
            self._progress(step, self.total)

    def finish(self, step: int, parameters: Array) -> None:
        """Keep the last parameters, wherever the method stopped."""
        if not self.steps or self.steps[-1] != step:
            self._keep(step, parameters)
        if self._progress is not None:
            self._progress(self.total, self.total)

    def replace(self, parameters: list[Array]) -> None:
        """Keep the run of a method that finds out only at the end which run it was."""
        wanted = schedule(len(parameters) - 1, self._snapshots)
        self.steps, self.parameters = wanted, [parameters[step].copy() for step in wanted]

    def taken(self) -> tuple[list[int], list[Array]]:
        """(steps, parameters) of all snapshots."""
        return (self.steps, self.parameters) if self.later is None else self.later()

    def _keep(self, step: int, parameters: Array) -> None:
        self.steps.append(step)
        self.parameters.append(parameters.copy())

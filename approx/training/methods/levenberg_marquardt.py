"""Levenberg–Marquardt for deep networks: damped Gauss–Newton steps from several first values.

(Levenberg 1944; Marquardt 1963.) The residuals' Jacobian comes from one backward sweep. Bad
first values are found out early: all run for a few steps, the better third for some more, and
the best one to the end.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from approx.core._types import Array
from approx.training.backprop import Shape
from approx.training.initial import initialise
from approx.training.least_squares import damped_step
from approx.training.method import Method, Task
from approx.training.options import Options
from approx.training.problem import Problem

#: Damping at the start, its factors after success and failure, and its least value.
DAMPING, EASE, TIGHTEN, LEAST = 1e-2, 0.2, 4.0, 1e-12
#: After PATIENCE steps in a row that lower the loss by a smaller share than this, a run ends.
STALLED, PATIENCE = 1e-5, 5
#: Starts that are tried: as many as have WORK parameters together, within limits.
WORK, FEWEST, MOST = 2400, 4, 24
#: The race: until which step, which share of the starts stays, how many times the samples.
RACE = ((20, 1.0, 1), (60, 1 / 3, 2), (100_000, 1 / 12, 4))


def restarts(shape: Shape, options: Options) -> int:
    """How many first values are tried."""
    return options.restarts or min(MOST, max(FEWEST, round(WORK / shape.size)))


@dataclass
class Run:
    """One descent that can be carried on."""

    problem: Problem
    parameters: Array
    damping: float = DAMPING
    stalled: int = 0
    path: list[Array] = field(default_factory=list)
    loss: float = np.inf

    def __post_init__(self) -> None:
        self.path.append(self.parameters)
        self._off = self._residual(self.parameters)
        self.loss = float(self._off @ self._off)

    @property
    def mean(self) -> float:
        """The mean squared error."""
        return self.loss / self._off.size

    def on(self, problem: Problem) -> Run:
        """The same run with other samples."""
        if problem is not self.problem:
            self.problem, self.stalled = problem, 0
            self._off = self._residual(self.parameters)
            self.loss = float(self._off @ self._off)
        return self

    def to(self, step: int, report: Callable[[int], None]) -> Run:
        """Go on until `step`, or until nothing improves."""
        while len(self.path) <= step and self.stalled < PATIENCE:
            if not self._step():
                self.stalled = PATIENCE
            report(len(self.path) - 1)
        return self

    def _residual(self, parameters: Array) -> Array:
        return np.asarray((self.problem.sweep.forward(parameters) - self.problem.y).ravel())

    def _step(self) -> bool:
        sweep = self.problem.sweep
        sweep.forward(self.parameters)
        outputs = self.problem.shape.widths[-1]
        jacobian = np.hstack([sweep.jacobian(self.parameters, k) for k in range(outputs)])
        normal, slope = jacobian @ jacobian.T, jacobian @ self._off
        diagonal = np.diag(normal).copy()
        diagonal += 1e-9 * diagonal.max()
        for _ in range(12):
            step = damped_step(normal, slope, self.damping * diagonal)
            tried = self.parameters if step is None else self.parameters - step
            off = self._residual(tried)
            loss = float(off @ off)
            if loss < self.loss:
                better = self.loss - loss > STALLED * self.loss
                self.stalled = 0 if better else self.stalled + 1
                self.parameters, self._off, self.loss = tried, off, loss
                self.damping = max(self.damping * EASE, LEAST)
                self.path.append(tried)
                return True
            self.damping *= TIGHTEN
        return False


def levenberg_marquardt(task: Task) -> Array:
    """The best parameters found from several starts; the record keeps the best one's path."""
    problem, record = task.problem, task.record
    more = range(1, restarts(problem.shape, task.options))
    starts = [task.start, *(initialise(problem, task.options, task.rng) for _ in more)]
    with np.errstate(over="ignore", invalid="ignore"):
        runs = [Run(problem, start) for start in starts]
        for end, kept, finer in RACE:
            level = problem.finer(finer)
            runs = sorted(runs, key=lambda run: run.mean)[: max(1, round(kept * len(starts)))]
            runs = [run.on(level).to(min(end, task.steps), record.report) for run in runs]
        best = min(runs, key=lambda run: run.mean)
    record.replace(best.path)
    record.finish(record.steps[-1], best.parameters)
    return best.parameters


METHOD = Method(
    "lm",
    "Levenberg–Marquardt",
    levenberg_marquardt,
    steps=300,
    takes=("restarts",),
    least_squares=True,
)

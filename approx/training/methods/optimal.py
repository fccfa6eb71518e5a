"""The best n neurons: variable projection from several arrangements of the breakpoints."""

from __future__ import annotations

import numpy as np

from approx.core._types import Array
from approx.limits import breakpoints_by_curvature
from approx.training.method import Method, Task
from approx.training.orientation import finish
from approx.training.problem import Problem
from approx.training.projection import Points, between_ends, measure_of, search, start_grid

#: Up to so many neurons, other arrangements are tried; with more, curvature places them well.
ARRANGED = 10
#: Steps of every arrangement before the best goes on.
FIRST = 6
#: Breakpoints at the points that are farthest off must lower the squared error to this share.
WORTH = 0.5


def optimal(task: Task) -> Array:
    """The best network found, whatever the start; it is one of the arrangements tried.

    With n breakpoints by curvature the search can end in a local minimum (Runge, 4 neurons: 1.26
    times the best), so n + 1 of them are also placed and each is left out once. Points have no
    curvature: breakpoints are also placed where a point is farthest off, one after the other.
    """
    problem, steps = task.problem, task.steps
    measure, n = measure_of(problem), problem.shape.hidden[0]
    coarse = measure.coarse
    starts = [start_grid(problem, task.start), _by_curvature(problem, n)]
    if np.allclose(starts[0], starts[1]):
        del starts[0]
    if n <= ARRANGED:
        more = _by_curvature(problem, n + 1)
        starts += [np.delete(more, leave) for leave in range(1, n + 2)]
    if isinstance(coarse, Points):
        starts += [np.linspace(-1, 1, n + 2), coarse.worst_first(n)]
    paths = []
    for index, grid in enumerate(starts):
        task.record.report(index * steps // len(starts))
        paths.append(search(coarse, grid, min(FIRST, steps)))
    best = min(paths, key=lambda path: (not coarse.allows(path[-1].values), path[-1].loss))
    if isinstance(coarse, Points) and best is paths[-1]:
        # Breakpoints at single points make steep pieces: those have to be worth it.
        smoother = min(paths[:-1], key=lambda path: path[-1].loss)
        best = smoother if WORTH * smoother[-1].loss <= best[-1].loss else best
    path = best + search(coarse, best[-1].grid, max(steps - len(best), 0))[1:]
    return finish(measure, path, task.record)


def _by_curvature(problem: Problem, n: int) -> Array:
    """The grid of n breakpoints by the target's curvature, or by the points' quantiles."""
    if problem.target is not None:
        return breakpoints_by_curvature(problem.target, n, "l2")
    return between_ends(Points(problem.x[0], problem.y[0]).quantiles(n))


METHOD = Method(
    "optimal",
    "variable projection from several starts",
    optimal,
    steps=100,
    least_squares=True,
    one_layer=True,
)

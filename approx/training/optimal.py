"""The best n neurons: variable projection from several arrangements of the knots."""

from __future__ import annotations

import numpy as np

from approx.core._types import Array
from approx.limits import breakpoints_by_curvature
from approx.training.orientation import facing, solve
from approx.training.points import Points
from approx.training.problem import Problem
from approx.training.recorder import Recorder
from approx.training.variable_projection import Hats, Integral, Measure, search

#: Up to so many neurons, other arrangements are tried; with more, curvature places them well.
ARRANGED = 10
#: Steps of every arrangement before the best goes on.
FIRST = 6
#: Knots at the points that are farthest off must lower the squared error to this share.
WORTH = 0.5


def optimal(problem: Problem, start: Array, steps: int, record: Recorder) -> Array:
    """The best network found, whatever the start; it is one of the arrangements tried.

    With n knots by curvature the search can end in a local minimum (Runge, 4 neurons: 1.26
    times the best), so n + 1 of them are also placed and each is left out once. Points have no
    curvature: knots are also placed where a point is farthest off, one after the other.
    """
    measure, n = measure_of(problem), problem.shape.hidden[0]
    looked = measure.coarse
    starts = [_with_ends(start_knots(problem, start)), _curved(problem, n)]
    if np.allclose(starts[0], starts[1]):
        del starts[0]
    if n <= ARRANGED:
        more = _curved(problem, n + 1)
        starts += [np.delete(more, leave) for leave in range(1, n + 2)]
    if isinstance(looked, Points):
        starts += [np.linspace(-1, 1, n + 2), looked.worst_first(n)]
    paths = []
    for tried, knots in enumerate(starts):
        record.report(tried * steps // len(starts))
        paths.append(search(looked, knots, min(FIRST, steps)))
    best = min(paths, key=lambda path: (not looked.tame(path[-1].values), path[-1].loss))
    if isinstance(looked, Points) and best is paths[-1]:
        # Knots at single points make steep pieces: those have to be worth it.
        calm = min(paths[:-1], key=lambda path: path[-1].loss)
        best = calm if WORTH * calm[-1].loss <= best[-1].loss else best
    path = best + search(looked, best[-1].knots, max(steps - len(best), 0))[1:]
    return finish(measure, path, record)


def variable_projection(problem: Problem, start: Array, steps: int, record: Recorder) -> Array:
    """Variable projection from the knots of the start; the values there do not matter."""
    measure = measure_of(problem)
    path = search(measure.coarse, _with_ends(start_knots(problem, start)), steps)
    return finish(measure, path, record)


def measure_of(problem: Problem) -> Measure:
    """The integral where the target is known, the samples where it is not."""
    if problem.target is not None:
        return Integral(problem.target)
    return Points(problem.x[0], problem.y[0])


def start_knots(problem: Problem, start: Array) -> Array:
    """Where the start's neurons switch, shape (n,); those outside the domain are put into it."""
    hidden = problem.shape.views(start)[0]
    with np.errstate(divide="ignore", invalid="ignore"):
        knots = -hidden[:, 1] / hidden[:, 0]
    return np.asarray(np.clip(np.nan_to_num(knots), -1, 1))


def _with_ends(knots: Array) -> Array:
    """Between the ends; knots that are not apart are spread evenly instead."""
    whole = np.r_[-1.0, np.sort(knots), 1.0]
    return whole if (np.diff(whole) > 1e-6).all() else np.linspace(-1, 1, len(whole))


def _curved(problem: Problem, n: int) -> Array:
    if problem.target is not None:
        return breakpoints_by_curvature(problem.target, n, "l2")
    return _with_ends(Points(problem.x[0], problem.y[0]).quantiles(n)[1:-1])


def finish(measure: Measure, path: list[Hats], record: Recorder) -> Array:
    """Turn the last function into a network, and later the others, facing as it does.

    The network's output layer is the best over all of the measure.
    """
    looked = measure.coarse
    best = facing(looked, path[-1])
    if looked is not measure:
        best, *_ = solve(measure, best.knots, best.signs)
    order = np.argsort(best.knots, kind="stable")

    def film() -> tuple[list[int], list[Array]]:
        networks = []
        for hats in path:
            knots = np.empty_like(best.knots)
            knots[order] = hats.knots[1:-1]
            networks.append(solve(looked, knots, best.signs)[0].parameters())
        return list(range(len(path) + 1)), [*networks, best.parameters()]

    record.later = film
    return best.parameters()

"""First values: torch's, Xavier's and He's random ones, and breakpoints inside the domain.

With a random layer on [−1, 1] a quarter of the neurons is dead and a quarter is active everywhere;
He's zero biases put every breakpoint at 0. Placing the breakpoints makes every neuron count.

"inside" is for descents that are watched: random breakpoints, output weights near zero. Neurons
open towards the nearer end, which keeps them short and the valley of the loss round; only the two
in the middle open across it, since the slope there is theirs. Hidden weights are steep: breakpoints
then wait until the output weights have come near, instead of running together.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from approx.core._types import Array
from approx.limits import breakpoints_by_curvature
from approx.training.backprop import Shape
from approx.training.options import Options
from approx.training.problem import Problem

#: Output weights of "inside": the start is nearly flat.
SMALL = 0.1


def even(neurons: int) -> float:
    """The hidden weights with which a step of gradient descent moves all weights alike.

    It grows until the loss is as curved along the output weights as the rate allows.
    """
    return float(min(2 * neurons**0.5, 32 * neurons**-0.5))


#: Up to so many neurons of "inside" begin anywhere alike, and slide to where they are needed. More
#: are in each other's way: of these, more and more begin where the target is curved, but a share of
#: them always everywhere.
FEW, EVERYWHERE = 10, 0.3
#: By method, hidden weights of "inside"; Adam moves all weights at one speed, whatever the loss.
STEEPNESS: dict[str, Callable[[int], float]] = {"adam": lambda neurons: 16.0}
#: Breakpoints that stand for the curvature, between which places are interpolated.
CURVED = 64


def initialise(problem: Problem, options: Options, rng: np.random.Generator) -> Array:
    """The first parameters as the options' `init` and `solve_output` say, shape (parameters,).

    Args:
        problem: gives the shape, and the samples over which breakpoints are spread.
        options: with the method's defaults filled in.
        rng: the source of everything random.
    """
    kind = options.init or ""
    if starts_inside(problem.shape, options):
        parameters = _inside(problem, STEEPNESS.get(options.method, even), rng)
    elif kind in ("inside", "spread", "equidistributed"):
        parameters = _spread(problem, kind == "equidistributed", rng)
    else:
        parameters = np.concatenate([_RANDOM[kind](n, m, rng).ravel() for n, m in _sizes(problem)])
    if options.solve_output:
        solve_output_layer(problem, parameters)
    return parameters


def starts_inside(shape: Shape, options: Options) -> bool:
    """Whether one hidden layer starts with breakpoints inside the interval, outputs near 0."""
    return options.init == "inside" and shape.widths[0] == len(shape.hidden) == 1


def _sizes(problem: Problem) -> tuple[tuple[int, int], ...]:
    return tuple((n, m - 1) for n, m in problem.shape.matrices)


def _torch(n: int, m: int, rng: np.random.Generator) -> Array:
    """PyTorch's nn.Linear: weights and biases uniform within ±1/√width_in."""
    return np.asarray(rng.uniform(-1, 1, (n, m + 1)) / np.sqrt(m))


def _xavier(n: int, m: int, rng: np.random.Generator) -> Array:
    """Weights uniform within ±√(6/(in + out)), biases 0 (Glorot, Bengio 2010)."""
    return np.column_stack([rng.uniform(-1, 1, (n, m)) * np.sqrt(6 / (n + m)), np.zeros(n)])


def _he(n: int, m: int, rng: np.random.Generator) -> Array:
    """Weights normal with variance 2/in, biases 0 (He et al. 2015, arXiv:1502.01852)."""
    return np.column_stack([rng.normal(size=(n, m)) * np.sqrt(2 / m), np.zeros(n)])


_RANDOM = {"torch": _torch, "xavier": _xavier, "he": _he}


def _inside(problem: Problem, steepness: Callable[[int], float], rng: np.random.Generator) -> Array:
    """One hidden layer: a breakpoint anywhere in each nth, facing outwards, outputs near zero."""
    n, outputs = problem.shape.hidden[0], problem.shape.widths[-1]
    places = _places(problem, (np.arange(n) + rng.uniform(0.2, 0.8, n)) / n)
    facing = np.where(np.arange(n) < n // 2, -1.0, 1.0)
    facing[n // 2 - 1 : n // 2 + 1] *= -1 if n > 1 else 1
    weights = facing * steepness(n)
    last = np.zeros((outputs, n + 1))
    last[:, :-1] = rng.normal(size=(outputs, n)) * SMALL / np.sqrt(n)
    return problem.shape.vector([np.column_stack([weights, -weights * places]), last])


def _places(problem: Problem, shares: Array) -> Array:
    """Breakpoints in (−1, 1) at shares of all: few everywhere alike, many where it is curved."""
    n = len(shares)
    everywhere = min(1.0, max(EVERYWHERE, FEW / n))
    if everywhere == 1.0 or problem.target is None:
        return 2 * shares - 1
    curved = breakpoints_by_curvature(problem.target, CURVED, "l2")
    x = np.union1d(curved, np.linspace(-1, 1, 2 * CURVED + 1))
    by_curvature = np.interp(x, curved, np.linspace(0, 1, len(curved)))
    before = everywhere * (x + 1) / 2 + (1 - everywhere) * by_curvature
    return np.interp(shares, before, x)


def _spread(problem: Problem, by_curvature: bool, rng: np.random.Generator) -> Array:
    """He's weights, with every neuron's zero put on a sample: one per range of the samples.

    In the first layer of a function of one variable the weights are ±1 and the breakpoints come in
    the order of the neurons; deeper, places are given to neurons at random.
    """
    matrices: list[Array] = []
    h = problem.x
    for number, (n, m) in enumerate(_sizes(problem)):
        matrix = _he(n, m, rng)
        if number == len(problem.shape.hidden):
            matrix[:, :-1] /= np.sqrt(2)
            matrices.append(matrix)
            break
        if number == 0 and m == 1:
            matrix[:, 0] = np.where(rng.random(n) < 0.5, -1.0, 1.0)
            matrix[:, 1] = -matrix[:, 0] * _breakpoints(problem, n, by_curvature, rng)
        else:
            z = matrix[:, :-1] @ h
            places = rng.permutation((np.arange(n) + rng.uniform(0.2, 0.8, n)) / n)
            chosen = _samples(problem, by_curvature, places)
            matrix[:, -1] = -z[np.arange(n), chosen]
        z = matrix[:, :-1] @ h + matrix[:, -1:]
        h = np.maximum(z, 0.0)
        matrices.append(matrix)
    return problem.shape.vector(matrices)


def _samples(problem: Problem, by_curvature: bool, places: Array) -> NDArray[np.intp]:
    """The samples at shares of the first input's range, by count or by the target's curvature."""
    order = np.argsort(problem.x[0], kind="stable")
    shares = places
    if by_curvature and problem.target is not None:
        grid = breakpoints_by_curvature(problem.target, CURVED, "l2")
        at = np.interp(places, np.linspace(0, 1, len(grid)), grid)
        shares = np.searchsorted(problem.x[0, order], at) / problem.samples
    index = np.minimum((shares * problem.samples).astype(np.intp), problem.samples - 1)
    return np.asarray(order[index])


def _breakpoints(problem: Problem, n: int, by_curvature: bool, rng: np.random.Generator) -> Array:
    """N in (−1, 1): by the target's curvature, or one anywhere in each nth of the range."""
    if by_curvature and problem.target is not None:
        return breakpoints_by_curvature(problem.target, n, "l2")[1:-1]
    shares = (np.arange(n) + (0.5 if by_curvature else rng.uniform(0.2, 0.8, n))) / n
    if by_curvature:
        return np.asarray(np.quantile(problem.x[0], shares))
    return 2 * shares - 1


def solve_output_layer(problem: Problem, parameters: Array) -> None:
    """Put the least-squares output layer in place; only for the squared loss.

    By singular values, not normal equations: the ReLUs' Gram matrix has condition 7e7 at 64
    neurons.
    """
    if problem.loss != "squared":
        return
    problem.sweep.forward(parameters)
    features = problem.sweep.inputs[-1].T
    solution = np.linalg.lstsq(features, problem.y.T, rcond=1e-10)[0]
    problem.shape.views(parameters)[-1][:] = solution.T

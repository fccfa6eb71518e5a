"""The loss over two weights, exactly: a bowl whose contours are ellipses, and paths down it.

With all else fixed, a network of one hidden layer is rest + p₁ φ₁ + p₂ φ₂ in two of its output
weights p. Its mean squared error is then the quadratic form (p − m)ᵀ G (p − m) + least, where G
holds the means of φᵢ φⱼ: every contour, gradient and rate that a picture shows has a formula.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from approx.core._types import Array
from approx.core.activations import activation_of
from approx.core.dataset import Dataset
from approx.core.network import Network
from approx.core.target import Target
from approx.system.errors import InputError
from approx.training.projection import quadrature

#: Gauss points over the domain.
POINTS = 240
#: Valleys this many times as curved across as along show best; rounder and narrower ones less.
ROUND, IDEAL, NARROW = 4.0, 12.0, 40.0
#: Two neurons that share this much of their work tilt the valley: no weight can be set alone.
TILTED = 0.3
#: Beyond this a picture of the valley is a line.
LINE = 60.0
#: Two neurons whose outputs differ by a smaller share, squared, cannot be told apart.
ALIKE = 1e-12


@dataclass(frozen=True, eq=False)
class Landscape:
    """The mean squared error of a network over two of its output weights.

    Attributes:
        network: of one hidden layer, one input, one output.
        target: the mean is taken over its domain, or over given points.
        pair: the hidden neurons whose output weights vary.
        gram: means of φᵢ φⱼ, shape (2, 2).
        minimum: the weights with the least loss, shape (2,).
        least: the loss there.
    """

    network: Network
    target: Target | Dataset
    pair: tuple[int, int]
    gram: Array
    minimum: Array
    least: float

    @property
    def centre(self) -> Array:
        """The network's own two weights, shape (2,)."""
        return np.asarray(self.network.weights[1][0, list(self.pair)])

    def loss(self, u: ArrayLike, v: ArrayLike) -> Array:
        """The mean squared error at weights (u, v), of any common shape."""
        p, q = np.asarray(u) - self.minimum[0], np.asarray(v) - self.minimum[1]
        (a, b), (_, c) = self.gram
        return np.asarray(a * p * p + 2 * b * p * q + c * q * q + self.least)

    def grad(self, u: float, v: float) -> Array:
        """Its gradient, shape (2,)."""
        return np.asarray(2 * self.gram @ (np.array([u, v]) - self.minimum))

    @cached_property
    def valley(self) -> tuple[Array, Array]:
        """Curvatures along and across the valley (of the loss: twice the Gram matrix's
        eigenvalues), ascending, and the directions as columns.
        """
        values, vectors = np.linalg.eigh(2 * self.gram)
        return values, vectors

    @property
    def limit(self) -> float:
        """The rate above which descent diverges: two over the largest curvature."""
        return float(2 / self.valley[0][1])

    def place(self, excess: float, angle: float | Array) -> Array:
        """Where the loss is `excess` above the least, by the angle in which contours are circles.

        Angle 0 looks along the valley. Shape (2,), or (n, 2) for n angles.
        """
        curvature, directions = self.valley
        turn = np.stack([np.cos(angle), np.sin(angle)], axis=-1)
        return np.asarray(self.minimum + np.sqrt(2 * excess / curvature) * turn @ directions.T)

    def contour(self, level: float, points: int = 241) -> Array:
        """The ellipse of that loss, closed, shape (points, 2); level must exceed the least."""
        return self.place(level - self.least, np.linspace(0, 2 * np.pi, points))

    def features(self, x: Array) -> Array:
        """Both neurons' outputs, shape (2, n)."""
        return hidden(self.network, x)[list(self.pair)]

    def rest(self, x: Array) -> Array:
        """What the network gives without the two, shape (n,)."""
        weights = self.network.weights[1][0].copy()
        weights[list(self.pair)] = 0.0
        return np.asarray(weights @ hidden(self.network, x) + self.network.biases[1][0])

    def curve(self, place: Array) -> tuple[Array, Array]:
        """The network's function at two weights, by its values on the grid."""
        x, rest, features = self._on_grid
        return x, rest + place @ features

    @cached_property
    def _on_grid(self) -> tuple[Array, Array, Array]:
        x = grid_of(self.network, self.target.domain)
        return x, self.rest(x), self.features(x)


def landscape(
    network: Network, target: Target | Dataset, pair: tuple[int, int] | None = None
) -> Landscape:
    """The landscape over the output weights of two neurons.

    Args:
        pair: which neurons; by default those of largest slope changes among pairs whose valley
            is neither round nor a line.

    Raises:
        InputError: when the network has no two neurons that make a valley.
    """
    if network.depth != 1:
        raise InputError(f"it has {network.depth} hidden layers, a loss over two weights needs one")
    if (network.inputs, network.outputs) != (1, 1):
        raise InputError("it needs one input and one output")
    if network.smooth:
        raise InputError(f"its neurons are {network.activations[0]}, the landscape needs corners")
    if network.skips or activation_of(network.activations[0]).jump:
        raise InputError("it has skip edges or steps, the landscape needs corners")
    x, w, wanted = _samples(network, target)
    phi = hidden(network, x)
    if not np.isfinite(wanted).all():
        raise InputError("its target is not finite")
    gram = (phi * w) @ phi.T
    chosen = _choose(network, target, gram) if pair is None else pair
    both = list(chosen)
    outputs = network.weights[1][0]
    off = outputs @ phi + network.biases[1][0] - wanted
    g = gram[np.ix_(both, both)]
    # Of a singular matrix rounding may leave a determinant other than 0.
    if g[0, 0] * g[1, 1] - g[0, 1] ** 2 <= ALIKE * g[0, 0] * g[1, 1]:
        raise InputError("the two neurons do the same on the domain")
    move = np.linalg.solve(g, (phi[both] * w) @ off)
    best = off - move @ phi[both]
    return Landscape(network, target, chosen, g, outputs[both] - move, float(w @ best**2))


def hidden(network: Network, x: Array) -> Array:
    """Every hidden neuron's output, shape (neurons, n)."""
    z = network.weights[0] @ x[None] + network.biases[0][:, None]
    return np.asarray(activation_of(network.activations[0]).value(z))


def grid_of(network: Network, domain: tuple[float, float]) -> Array:
    """The domain's ends and the neurons' breakpoints inside it, ascending."""
    w, b = network.weights[0][:, 0], network.biases[0]
    with np.errstate(divide="ignore", invalid="ignore"):
        places = -b / w
    inside = places[(places > domain[0]) & (places < domain[1])]
    return np.union1d(inside, domain)


def path(
    land: Landscape, start: ArrayLike, rate: float, steps: int, batch: int | None = None,
    seed: int = 0,
) -> Array:  # fmt: skip
    """Gradient descent from a place, shape (steps + 1, 2).

    Args:
        batch: points drawn anew for each step, whose mean gradient is followed; None for the
            exact gradient over the whole domain, or over all given points.
        seed: random seed of the points.
    """
    places = np.empty((steps + 1, 2))
    places[0] = start
    if batch is None:
        for step in range(steps):
            places[step + 1] = places[step] - rate * land.grad(*places[step])
        return places
    x, wanted = _drawn(land.target, steps * batch, np.random.default_rng(seed))
    features = land.features(x).reshape(2, steps, batch)
    wanted = (wanted - land.rest(x)).reshape(steps, batch)
    for step in range(steps):
        off = places[step] @ features[:, step] - wanted[step]
        places[step + 1] = places[step] - rate * 2 * (features[:, step] @ off) / batch
    return places


def single_rate(land: Landscape) -> float:
    """The largest rate with which no single point's step overshoots: its error just vanishes."""
    # |φ|² is convex on every piece: it is largest at an end of one.
    _, _, features = land._on_grid
    return float(0.5 / (features**2).sum(axis=0).max())


def _drawn(target: Target | Dataset, many: int, rng: np.random.Generator) -> tuple[Array, Array]:
    """Places where it is defined, or given points, at random; (x, wanted), shape (many,) each."""
    if isinstance(target, Dataset):
        which = rng.integers(len(target), size=many)
        return target.x[which], target.y[which]
    x = target.spread(rng.random(many))
    return x, target(x)


def _samples(network: Network, target: Target | Dataset) -> tuple[Array, Array, Array]:
    """The given points, or Gauss points between breakpoints and breaks; weights add up to 1."""
    if isinstance(target, Dataset):
        return target.x, np.full(len(target), 1 / len(target)), target.y
    x, weights = quadrature(target, grid_of(network, target.domain), POINTS)
    return x, weights / target.length, target(x)


def _choose(network: Network, target: Target | Dataset, gram: Array) -> tuple[int, int]:
    """The pair of largest slope changes with a good valley, else the pair with the best valley."""
    first, second = np.triu_indices(len(gram), 1)
    a, b, c = gram[first, first], gram[first, second], gram[second, second]
    middle, half = (a + c) / 2, np.hypot((a - c) / 2, b)
    with np.errstate(divide="ignore", invalid="ignore"):
        narrow = (middle + half) / (middle - half)
    usable = np.isfinite(narrow) & (narrow >= 1 - 1e-9) & (narrow < LINE)
    if not usable.any():
        raise InputError("it has no two neurons whose contributions differ enough")
    w, v = network.weights[0][:, 0], network.weights[1][0]
    breakpoints = -network.biases[0] / np.where(w == 0, np.nan, w)
    inside = np.isin(breakpoints, grid_of(network, target.domain)[1:-1])
    change = np.where(inside, np.abs(w * v), 0.0)
    good = usable & (narrow >= ROUND) & (narrow <= NARROW)
    tilted = good & (np.abs(b) > TILTED * np.sqrt(np.maximum(a * c, 0.0)))
    good = tilted if tilted.any() else good
    if good.any():
        score = np.where(good, np.minimum(change[first], change[second]), -1.0)
    else:
        score = np.where(usable, -np.abs(np.log(np.maximum(narrow, 1) / IDEAL)), -np.inf)
    # Equal to rounding is equal: the first pair is taken on every machine.
    k = int(np.flatnonzero(score >= score.max() - 1e-9 * abs(score.max()))[0])
    return int(first[k]), int(second[k])

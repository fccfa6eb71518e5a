"""Networks with smooth units: drawn by chords whose distance from the truth is bounded.

On a cell of width h a chord is within max|f''| h²/8 of f, so cells are halved until that is small:
a proof, up to the rounding of the evaluations. The nodes of the chords are no breakpoints.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from approx.core._types import Array
from approx.core.activations import activation_of
from approx.core.chain import ChainLayer, chain
from approx.core.curvature import curvatures
from approx.core.exact import CANCEL, SlopeChange, analyse, breakpoints_of
from approx.core.network import Network
from approx.core.piecewise import PiecewiseLinear
from approx.system.errors import InputError

#: Every curve is drawn at most this far from the truth, as a share of its range.
TOLERANCE = 1e-5
#: Cells of the domain to begin with, at most, and at a time.
FIRST_CELLS, MOST_CELLS, BATCH = 32, 100_000, 256


class Interpolant(PiecewiseLinear):
    """A function that is not piecewise linear, by chords between nodes that are no breakpoints.

    A multiple of it, a sum, and the same on a finer grid or another domain are such functions, too;
    whatever else is made of it is the piecewise-linear function that its chords give.

    Attributes:
        deviation: a bound of the distance between the chords and the function.
        own_breakpoints: where the slope of the function itself jumps, ascending.
    """

    deviation: float
    own_breakpoints: Array

    def __init__(
        self, x: ArrayLike, y: ArrayLike, deviation: float, breakpoints: ArrayLike = ()
    ) -> None:
        super().__init__(x, y)
        object.__setattr__(self, "deviation", float(deviation))
        object.__setattr__(self, "own_breakpoints", np.array(breakpoints, dtype=float))

    @classmethod
    def _known(cls, x: Array, y: Array, slopes: Array) -> PiecewiseLinear:
        return PiecewiseLinear._known(x, y, slopes)

    @property
    def breakpoints(self) -> Array:
        """Where the function's slope jumps, not that of the chords; empty when it is smooth."""
        return self.own_breakpoints

    @property
    def jumps(self) -> Array:
        """Slope change of the chords at every breakpoint, shape of breakpoints."""
        at = np.searchsorted(self.x, self.own_breakpoints)
        return np.asarray(self.slopes[at] - self.slopes[at - 1])

    def __add__(self, other: PiecewiseLinear | float) -> Interpolant:
        deviation, breakpoints = self.deviation, self.breakpoints
        if isinstance(other, PiecewiseLinear):
            breakpoints = np.union1d(breakpoints, other.breakpoints)
            deviation += getattr(other, "deviation", 0.0)
        chords = super().__add__(other)
        return Interpolant(chords.x, chords.y, deviation, breakpoints)

    __radd__ = __add__

    def __neg__(self) -> Interpolant:
        return self * -1.0

    def __mul__(self, factor: float) -> Interpolant:
        chords = super().__mul__(factor)
        return Interpolant(chords.x, chords.y, abs(factor) * self.deviation, self.breakpoints)

    __rmul__ = __mul__

    def __truediv__(self, divisor: float) -> Interpolant:
        chords = super().__truediv__(divisor)
        return Interpolant(chords.x, chords.y, self.deviation / abs(divisor), self.breakpoints)

    def refined(self, places: ArrayLike) -> Interpolant:
        """The same function, with nodes at those of the places that are inside the domain."""
        chords = super().refined(places)
        return Interpolant(chords.x, chords.y, self.deviation, self.breakpoints)

    def restricted(self, domain: tuple[float, float]) -> Interpolant:
        """The same function on a domain inside its own; outside, its end chords go on."""
        chords, (a, b) = super().restricted(domain), domain
        inside = (self.breakpoints > a) & (self.breakpoints < b)
        return Interpolant(chords.x, chords.y, self.deviation, self.breakpoints[inside])


@dataclass(frozen=True)
class SmoothAnalysis:
    """A network with smooth units on a domain, every neuron as a function that can be drawn.

    Attributes:
        network: what was analysed.
        domain: (a, b).
        output: the function; its breakpoints are those that earlier layers made.
        slope_changes, shares: empty, for a smooth neuron has no breakpoint.
    """

    network: Network
    domain: tuple[float, float]
    output: PiecewiseLinear
    _neurons: _Neurons = field(repr=False)
    slope_changes: tuple[SlopeChange, ...] = ()
    shares: tuple[Array, ...] = ()

    def __repr__(self) -> str:
        a, b = self.domain
        return f"SmoothAnalysis({self.network!r} on [{a:g}, {b:g}])"

    @property
    def deviation(self) -> float:
        """A bound of the distance between the output and its drawing."""
        return float(getattr(self.output, "deviation", 0.0))

    def preactivation(self, layer: int, neuron: int) -> PiecewiseLinear:
        """Z = w·h + b of a neuron (both numbers from 0)."""
        return self._neurons.function(layer, neuron, after=False)

    def neuron(self, layer: int, neuron: int) -> PiecewiseLinear:
        """The neuron's activation as a function of x."""
        return self._neurons.function(layer, neuron, after=True)


def analyse_smooth(network: Network, domain: tuple[float, float]) -> SmoothAnalysis:
    """A one-input, one-output network with smooth units, ready to be drawn.

    Raises:
        InputError: when a layer with breakpoints follows a smooth one, or the function changes too
            fast.
    """
    a, b = float(domain[0]), float(domain[1])
    output_breakpoints(network, (a, b))  # refuses what cannot be drawn
    neurons = _Neurons(network, (a, b))
    last = len(network.weights) - 1
    return SmoothAnalysis(network, (a, b), neurons.function(last, 0, after=True), neurons)


def output_breakpoints(network: Network, domain: tuple[float, float]) -> Array:
    """The output's breakpoints: zeros of pre-activations before the first smooth layer.

    Raises:
        InputError: when a layer with breakpoints follows a smooth one.
    """
    first = _first_smooth(network)
    for number, name in enumerate(network.activations):
        if number > first and activation_of(name).breakpoints:
            raise InputError(
                f"layer {number + 1} is {name} after {network.activations[first]}: its "
                "breakpoints cannot be computed exactly; "
                f"use {network.activations[first]} in every layer"
            )
        if number < first and activation_of(name).jump:
            raise InputError(
                f"layer {number + 1} is {name} before {network.activations[first]}: curves that "
                "jump are not drawn; use relu there"
            )
    x, value, jump = breakpoints_of(_head(network), domain)
    # How a slope change of the first smooth layer's inputs reaches the output.
    h, change, size = value, jump, np.abs(jump)
    for number, layer in enumerate(chain(network)[first:]):
        if number > 0:
            w = layer.weights
            h, change, size = h @ w.T + layer.bias, change @ w.T, size @ np.abs(w).T
        h, change, size = layer.value(h), layer.along(h, change), layer.size_along(h, size)
    return np.asarray(x[(np.abs(change) > 64 * CANCEL * size).any(axis=1)])


def _head(network: Network) -> list[ChainLayer]:
    """The layers before the first smooth one, and its pre-activations as outputs."""
    *before, last = chain(network)[: _first_smooth(network) + 1]
    return [*before, replace(last, activation=activation_of("identity"))]


def _first_smooth(network: Network) -> int:
    """The number of the first smooth layer, from 0."""
    return [activation_of(name).smooth for name in network.activations].index(True)


class _Neurons:
    """The cells of all neurons, computed together, and each neuron's curve on request."""

    def __init__(self, network: Network, domain: tuple[float, float]) -> None:
        self.network, self.domain = network, domain
        widths = [len(b) for b in network.biases]
        # Pre-activation and activation of every neuron, side by side.
        self.offsets = np.cumsum([0, *(2 * width for width in widths)])
        self.left, self.kept, self.bounds = self._cells()

    def function(self, layer: int, neuron: int, after: bool) -> PiecewiseLinear:
        cut = (self.network.neuron if after else self.network.preactivation)(layer, neuron)
        if not cut.smooth:
            return analyse(cut, self.domain).output
        width = len(self.network.biases[layer])
        column = self.offsets[layer] + neuron + (width if after else 0)
        x = np.sort(np.r_[self.left[self.kept[:, column]], self.domain[1]])
        return Interpolant(x, cut(x), self.bounds[column], output_breakpoints(cut, self.domain))

    def _cells(self) -> tuple[Array, NDArray[np.bool_], Array]:
        """Left ends of all cells kept, which neuron keeps which, and each neuron's bound."""
        a, b = self.domain
        places, _, _ = breakpoints_of(_head(self.network), self.domain)
        nodes = np.union1d(np.linspace(a, b, FIRST_CELLS + 1), places)
        left, right = nodes[:-1], nodes[1:]
        tolerance = TOLERANCE * self._ranges(nodes)
        wanted = np.ones((len(left), len(tolerance)), bool)
        lefts, kept, worst, count = [], [], np.zeros_like(tolerance), 0
        while len(left):
            count += len(left)
            if count > MOST_CELLS or not (right - left > 1e-13 * max(abs(a), abs(b))).all():
                raise InputError(
                    f"the network changes too fast on [{a:g}, {b:g}] to be drawn; "
                    "choose a smaller interval: --on A B"
                )
            bound = self._bounds(left, right)
            good = wanted & (bound <= tolerance)
            worst = np.maximum(worst, np.where(good, bound, 0.0).max(axis=0))
            lefts.append(left)
            kept.append(good)
            wanted = wanted & ~good
            halve = wanted.any(axis=1)
            left, right, wanted = left[halve], right[halve], wanted[halve]
            middle = (left + right) / 2
            left, right = np.r_[left, middle], np.r_[middle, right]
            wanted = np.r_[wanted, wanted]
        return np.concatenate(lefts), np.concatenate(kept), worst

    def _bounds(self, left: Array, right: Array) -> Array:
        """Distance of the chord from every neuron's function, at most; shape (cells, columns)."""
        parts = []
        for start in range(0, len(left), BATCH):
            lo, hi = left[start : start + BATCH], right[start : start + BATCH]
            both = [column for pair in curvatures(self.network, lo, hi) for column in pair]
            parts.append(np.hstack(both) * (hi - lo)[:, None] ** 2 / 8)
        return np.concatenate(parts)

    def _ranges(self, nodes: Array) -> Array:
        """Every neuron's range, from below, and never below what rounding makes of it."""
        x = np.union1d(nodes, np.linspace(*self.domain, 8 * FIRST_CELLS + 1))
        h, ranges = x[:, None], []
        for layer in chain(self.network):
            z = h @ layer.weights.T + layer.bias
            h = layer.value(z)
            for values in (z[:, : layer.own], h[:, : layer.own]):
                size = np.abs(values).max(axis=0)
                ranges.append(np.maximum(np.ptp(values, axis=0), 1e-9 * size + 1e-300))
        return np.concatenate(ranges)

"""A network's value and slope at points, each with a bound of its rounding error.

Three ways, from the fastest to the surest: float64, double-double, integers. The bounds run along
with the computation, layer by layer, and follow the activations: what a neuron that is off would
have got wrong does not count. A variance E adds up independent roundings; sqrt(E) times SURE is
taken as a bound. It is no proof: worst-case bounds are, but they grow by about sqrt(width) / 2 in
every layer and soon say nothing (measured against exact arithmetic, the error is below 1.1
sqrt(E), depths 12 to 60). :func:`worst_case` has those.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from approx.core import doubledouble
from approx.core._types import Array, Booleans, Integers
from approx.system.errors import MachineError

#: Rounding of one operation in float64.
UNIT = 2.0**-53
#: A number is known to differ from zero when it is this many standard deviations away.
SURE = 16.0
#: What cancels by more than this, relative to the roundings of the layer, is left to integers.
LOST = 2.0**40
#: What is below this in a layer's units may underflow in an intermediate result.
TINY = 2.0**-500
#: Products of integers done before it is said that a network cannot be analysed.
MOST_EXACT = 3_000_000
#: Numbers per array at once, so that they stay in the cache.
BLOCK = 1 << 15


@dataclass(frozen=True, eq=False)
class ScaledLayer:
    """A layer in units that keep its numbers near 1: true z = scaled z · 2^exponent.

    Multiplying by a power of two rounds nothing, and z -> activation(z) commutes with it; what a
    step gives is in true units. Behind the layer's own units are those that only carry.

    Attributes:
        weights: shape (width, width of the layer before).
        bias: shape (width,).
        slopes: of the activation, left and right of zero; numbers, or (width,) each.
        exponent: shape (width,).
        squares: of the weights.
        own: how many units are the network's own.
        rise: by how much the activation jumps at zero; a number, or shape (width,).
    """

    weights: Array
    bias: Array
    slopes: tuple[Array | float, Array | float]
    exponent: Integers
    squares: Array
    own: int
    rise: Array | float = 0.0

    @cached_property
    def bends(self) -> bool:
        return bool(np.any(self.slopes[0] != self.slopes[1])) or self.jumps

    @cached_property
    def jumps(self) -> bool:
        return bool(np.any(self.rise))

    @cached_property
    def is_relu(self) -> bool:
        """Whether every unit is a ReLU."""
        return isinstance(self.slopes[0], float) and self.slopes == (0.0, 1.0)

    @property
    def units(self) -> Integers:
        """Exponents of what the layer gives, shape (width,)."""
        return np.where(self.rise, 0, self.exponent) if self.jumps else self.exponent

    def unscaled(self, z: Array) -> Array:
        """Pre-activations in true units; a copy."""
        return np.ldexp(z, self.exponent) if self.exponent.any() else z.copy()

    def gate(self, value: Array) -> Array:
        """Slope of the activation at each pre-activation; at zero that of the left."""
        if self.is_relu:
            return (value > 0).astype(float)
        return np.where(value > 0, self.slopes[1], self.slopes[0])

    def value(self, z: Array) -> Array:
        """After the activation."""
        if self.is_relu:
            return np.maximum(z, 0.0)
        return np.asarray(z * self.gate(z) + (self.lift(z) if self.jumps else 0.0))

    def lift(self, value: Array) -> Array:
        """What the activation adds to slope times pre-activation: 1 where a step is on."""
        if not self.jumps:
            return np.zeros(value.shape)
        return np.where(value > 0, self.rise, 0.0)


def accurate(layers: Sequence[ScaledLayer], x: Array) -> tuple[Array, Array]:
    """Pre-activations of the last layer at x and their slopes, in double-double.

    Below the noise of double-double, on the piece of x, a number is exactly zero.

    Args:
        x: float64 points, shape (p,).

    Returns:
        (value, slope), shape (2, p, width), rounded to float64, and their variances.

    Raises:
        MachineError: when too many numbers need integers.
    """
    hi = np.stack([x, np.ones_like(x)])[..., None]
    lo, variance = np.zeros_like(hi), np.zeros_like(hi)
    open_rows = np.zeros(len(x), dtype=bool)
    for number, layer in enumerate(layers):
        noise = (layer.weights.shape[1] * doubledouble.ROUNDING) ** 2 * (hi**2 @ layer.squares.T)
        noise[0] += (doubledouble.ROUNDING * layer.bias) ** 2
        variance = variance @ layer.squares.T
        lost = variance > LOST**2 * noise
        variance += noise
        hi, lo = doubledouble.times_matrix(hi, lo, layer.weights)
        hi[0], lo[0] = doubledouble.add(hi[0], lo[0], layer.bias)
        zero = np.abs(hi) <= SURE * np.sqrt(variance)
        open_rows |= (zero & lost & (hi != 0)).any(axis=(0, 2))
        hi[zero] = lo[zero] = variance[zero] = 0
        if number < len(layers) - 1:
            gate, lift = layer.gate(hi[0]), layer.lift(hi[0]) if layer.jumps else None
            if layer.is_relu:  # exact as it is
                hi, lo = hi * gate, lo * gate
            else:
                hi, lo = doubledouble.times(hi, lo, gate)
            if lift is not None:
                hi[0] += lift  # a step has no slope: this is all
            variance *= gate**2
    if open_rows.any():
        hi[:, open_rows], variance[:, open_rows] = in_integers(layers, x[open_rows]), 0.0
    return hi, variance + (4 * UNIT / SURE * hi) ** 2


def in_integers(layers: Sequence[ScaledLayer], x: Array) -> Array:
    """The same as :func:`accurate`, without any rounding until the end; shape (2, p, width)."""
    work = len(x) * sum(layer.weights.size for layer in layers)
    if work > MOST_EXACT:
        raise MachineError(
            "so many digits cancel in the network that it cannot be analysed exactly; "
            "train or scale it so that its neurons differ"
        )
    points, bits = _integers(x)
    value, slope = points[:, None], np.full((len(x), 1), 1 << bits, dtype=object)
    one = 1 << bits
    for number, layer in enumerate(layers):
        weights, shift = _integers(layer.weights)
        bias, own = _integers(layer.bias)
        one <<= shift
        # z = W h + b over the common denominator 2^bits · 2^own.
        value = (value @ weights.T << own) + bias * one
        slope = slope @ weights.T << own
        one, bits = one << own, bits + shift + own
        if number < len(layers) - 1:
            slopes, shift = _integers(np.array(layer.slopes))
            on = value > 0
            gate = np.where(on, slopes[1], slopes[0])
            value, slope = value * gate, slope * gate
            one, bits = one << shift, bits + shift
            if layer.jumps:
                rise, _ = _integers(np.broadcast_to(layer.rise, layer.bias.shape))  # whole
                value = value + np.where(on, rise, 0) * one
    divide = np.frompyfunc(lambda number: number / one, 1, 1)
    return np.stack([divide(value), divide(slope)]).astype(float)


def _integers(array: Array) -> tuple[np.ndarray, int]:
    """Python integers and k with array = integers / 2^k."""
    ratios = [float(number).as_integer_ratio() for number in array.ravel()]
    bits = max(denominator.bit_length() - 1 for _, denominator in ratios)
    whole = np.empty(array.size, dtype=object)
    whole[:] = [top << (bits - bottom.bit_length() + 1) for top, bottom in ratios]
    return whole.reshape(array.shape), bits


def worst_case(layers: Sequence[ScaledLayer], x: Array) -> tuple[Array, Array]:
    """The network at x in float64, and a bound of its rounding error that always holds.

    Running error analysis (Higham 2002, Accuracy and Stability of Numerical Algorithms, 3.3).

    Args:
        x: shape (p,).

    Returns:
        Pre-activations of the last layer and their bounds, shape (p, width) each.
    """
    return _in_blocks(_worst_case, layers, x)


def typical(layers: Sequence[ScaledLayer], x: Array) -> tuple[Array, Array]:
    """The same with SURE standard deviations as the bound."""
    return _in_blocks(_typical, layers, x)


def worst_case_double(layers: Sequence[ScaledLayer], x: Array) -> tuple[Array, Array]:
    """The same as :func:`worst_case` in double-double, rounded at the end."""
    hi = x[:, None]
    lo, bound = np.zeros_like(hi), np.zeros_like(hi)
    for number, layer in enumerate(layers):
        rounding = 2 * layer.weights.shape[1] * doubledouble.ROUNDING
        bound = (bound + rounding * np.abs(hi)) @ np.abs(layer.weights).T
        bound += rounding * np.abs(layer.bias)
        hi, lo = doubledouble.times_matrix(hi, lo, layer.weights)
        hi, lo = doubledouble.add(hi, lo, layer.bias)
        if number < len(layers) - 1:
            bound, lift = _through(layer, hi, bound), layer.lift(hi) if layer.jumps else None
            hi, lo = doubledouble.times(hi, lo, layer.gate(hi))
            hi = hi if lift is None else hi + lift
    return hi, bound + 2 * UNIT * np.abs(hi)


Way = Callable[[Sequence[ScaledLayer], Array], tuple[Array, Array]]


def _worst_case(layers: Sequence[ScaledLayer], x: Array) -> tuple[Array, Array]:
    h, bound = x[:, None], np.zeros((len(x), 1))
    for number, layer in enumerate(layers):
        # The factor 2 covers the rounding of the bound itself.
        rounding = 2 * (layer.weights.shape[1] + 2) * UNIT
        bound += rounding * np.abs(h)
        bound = bound @ np.abs(layer.weights).T
        bound += rounding * np.abs(layer.bias)
        h = h @ layer.weights.T
        h += layer.bias
        if number < len(layers) - 1:
            if layer.is_relu:
                bound *= h >= -bound
                np.maximum(h, 0.0, out=h)
            else:
                bound = _through(layer, h, bound)
                h = layer.value(h)
    return h, bound


def _through(layer: ScaledLayer, value: Array, bound: Array) -> Array:
    """The bound after the activation: its own slope counts where the sign is certain.

    The rounding of the product with the slope is in the room that the next layer's bound has.
    """
    certain = np.abs(value) > bound
    factor = np.where(certain, np.abs(layer.gate(value)), _steepest(layer))
    if layer.jumps:  # and what it may jump by
        return np.asarray(bound * factor + np.where(certain, 0.0, np.abs(layer.rise)))
    return np.asarray(bound * factor)


def _steepest(layer: ScaledLayer) -> Array:
    return np.maximum(np.abs(layer.slopes[0]), np.abs(layer.slopes[1]))


def _typical(layers: Sequence[ScaledLayer], x: Array) -> tuple[Array, Array]:
    h, variance = x[:, None], np.zeros((len(x), 1))
    for number, layer in enumerate(layers):
        variance = (variance + layer.weights.shape[1] * UNIT**2 * h**2) @ layer.squares.T
        variance += (UNIT * layer.bias) ** 2
        h = h @ layer.weights.T + layer.bias
        if number < len(layers) - 1:
            gate = layer.gate(h)
            # Where the sign is open, the steeper side counts.
            unsure: Booleans = h**2 <= SURE**2 * variance
            variance *= np.where(unsure, _steepest(layer), gate) ** 2
            if layer.jumps:
                variance += np.where(unsure, layer.rise, 0.0) ** 2 / SURE**2
            h = layer.value(h)
    return h, SURE * np.sqrt(variance)


def _in_blocks(way: Way, layers: Sequence[ScaledLayer], x: Array) -> tuple[Array, Array]:
    block = BLOCK // max(len(layer.bias) for layer in layers) + 1
    parts = [way(layers, x[start : start + block]) for start in range(0, len(x), block)]
    values, bounds = zip(*parts, strict=True)
    return np.concatenate(values), np.concatenate(bounds)

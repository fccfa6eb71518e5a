"""A network of one input as an exact piecewise-linear function: every neuron of every layer.

Each layer is propagated piece by piece: on a piece every pre-activation is one straight line, so
its zero is a division, not a search (Hanin, Rolnick 2019, arXiv:1901.09021, count these pieces).
The arithmetic is double-double, so that a breakpoint is right to the last bit of a float64 even
behind badly scaled layers, and breakpoints that cancel in exact arithmetic do cancel here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from approx.core._types import Array, Booleans
from approx.core.activations import slopes_of
from approx.core.doubledouble import DoubleDouble
from approx.core.network import Network
from approx.core.piecewise import PiecewiseLinear
from approx.system.errors import InputError

EPS = float(np.finfo(float).eps)

#: Two breakpoints closer than this many eps of the domain's size are one.
MERGE = 8 * EPS
#: Slope changes below this share of the changes that cancel in them are rounding of the weights.
CANCEL = 16 * EPS
#: Below this share of the sums they come from, double-double slopes and values are zero.
NOISE = 2.0**-85
#: Sums of products beyond this leave no room for the exact products' spare bits.
LARGEST = 1e250


@dataclass(frozen=True)
class LayerPieces:
    """One layer on its own pieces, on each of which every neuron is a straight line.

    Attributes:
        x: ends of the pieces, shape (pieces + 1,).
        value: pre-activation at each piece's left end, shape (pieces, width).
        slope: pre-activation slope, shape (pieces, width).
        on: whether the pre-activation is positive inside the piece, shape (pieces, width).
        activation_slope: slope of the activation there, shape (pieces, width).
    """

    x: Array
    value: Array
    slope: Array
    on: Booleans
    activation_slope: Array


@dataclass(frozen=True)
class SlopeChange:
    """What one neuron adds to the slope change of the output at one breakpoint."""

    x: float
    layer: int  # from 0; the output itself comes last, when it has an activation
    neuron: int  # from 0
    jump: float  # its part of the slope change


@dataclass(frozen=True)
class Analysis:
    """A network's exact function on a domain, and which neurons make it.

    Attributes:
        network: what was analysed.
        domain: (a, b).
        layers: every layer's pieces, the output last.
        output: the function itself, its breakpoints only.
    """

    network: Network
    domain: tuple[float, float]
    layers: tuple[LayerPieces, ...]
    output: PiecewiseLinear
    _changes: Array = field(repr=False)  # (breakpoints of the last layer, neurons)

    #: How far the output may be from the network's: it is the network's.
    deviation = 0.0

    def preactivation(self, layer: int, neuron: int) -> PiecewiseLinear:
        """Z = w·h + b of a neuron (both numbers from 0)."""
        return self._line(layer, neuron, after=False)

    def neuron(self, layer: int, neuron: int) -> PiecewiseLinear:
        """The neuron's activation as a function of x."""
        return self._line(layer, neuron, after=True)

    def _line(self, layer: int, neuron: int, after: bool) -> PiecewiseLinear:
        pieces = self.layers[layer]
        value, slope = pieces.value[:, neuron], pieces.slope[:, neuron]
        factor = pieces.activation_slope[:, neuron] if after else np.ones_like(value)
        end = value[-1] + slope[-1] * (pieces.x[-1] - pieces.x[-2])
        y = np.r_[value * factor, end * factor[-1]]
        slopes = slope * factor
        size = max(float(np.abs(slopes).max()), float(np.abs(y).max()) / np.ptp(pieces.x))
        return PiecewiseLinear(pieces.x, y + 0.0, slopes + 0.0).simplified(CANCEL * size)

    @cached_property
    def slope_changes(self) -> tuple[SlopeChange, ...]:
        """Every slope change of the output, split among the neurons that turn on or off there.

        The parts at one breakpoint add up to its slope change, and all parts together rebuild f:
        f(x) = f(a) + f'(a)(x − a) + Σ jump · ReLU(x − change.x).
        """
        inner = self.layers[-1].x[1:-1]
        neurons = [(layer, j) for layer, n in enumerate(_widths(self.network)) for j in range(n)]
        return tuple(
            SlopeChange(float(inner[row]), layer, neuron, float(self._changes[row, column]))
            for row, column in np.argwhere(self._changes)
            for layer, neuron in (neurons[column],)
        )

    @property
    def shares(self) -> tuple[Array, ...]:
        """Each neuron's share of all slope changes, Σ|jump| normalised to 1; an array per layer."""
        total = np.abs(self._changes).sum(axis=0)
        whole = total.sum()
        cuts = np.cumsum(_widths(self.network))[:-1]
        return tuple(np.split(total / whole if whole > 0 else total, cuts))


def _widths(network: Network) -> tuple[int, ...]:
    """Neurons per layer that can make breakpoints; an output counts if it has an activation."""
    left, right = slopes_of(network.activations[-1])
    return (*network.hidden_widths, network.outputs) if left != right else network.hidden_widths


def analyse(network: Network, domain: tuple[float, float]) -> Analysis:
    """The exact function of `network` on `domain`, with every neuron's own function.

    Args:
        network: one input, one output, piecewise-linear activations.
        domain: (a, b) with a < b, finite.

    Raises:
        InputError: for several inputs or outputs, or a domain without length.
    """
    if network.inputs != 1 or network.outputs != 1:
        raise InputError(
            f"the network has {network.inputs} input(s) and {network.outputs} output(s); "
            "only functions of one x can be drawn"
        )
    a, b = float(domain[0]), float(domain[1])
    if not (np.isfinite(a) and np.isfinite(b) and a < b):
        raise InputError(f"the domain [{a:g}, {b:g}] needs two finite ends, the smaller first")
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        layers = tuple(_propagate(network, a, b))
    changes = _split_slope_changes(network, layers)
    return Analysis(network, (a, b), layers, _output(layers[-1], changes), changes)


def breakpoints_of(network: Network, domain: tuple[float, float]) -> tuple[Array, Array, Array]:
    """Breakpoints of the last layer's pre-activations: places, values and slope changes.

    Shapes (k,), (k, width) and (k, width), for a network of any number of outputs.
    """
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        *_, last = _propagate(network, *domain)
    jump = np.diff(last.slope, axis=0)
    together = np.abs(last.slope[1:]) + np.abs(last.slope[:-1])
    real = (np.abs(jump) > CANCEL * together).any(axis=1)
    return last.x[1:-1][real], last.value[1:][real], jump[real]


def _propagate(network: Network, a: float, b: float) -> Iterator[LayerPieces]:
    """Yield every layer's pieces, each layer cutting those of the one before."""
    # Ends of the pieces in double-double; slope and value (at the left end) of the layer's inputs.
    x = DoubleDouble([a, b])
    slope, value = DoubleDouble([[1.0]]), DoubleDouble([[a]])
    size = np.array([[1.0, max(abs(a), abs(b))]]).T  # |slope|, |value| sums: what can cancel
    for number, (w, bias, name) in enumerate(network.layers):
        slope, value = slope.times_matrix(w), value.times_matrix(w) + DoubleDouble(bias)
        size = np.abs(size) @ np.abs(w).T
        size[1] += np.abs(bias)
        if not size.max() < LARGEST:
            raise InputError(
                f"the network's output is not finite on [{a:g}, {b:g}]: "
                f"values inside it reach {LARGEST:g}; scale its weights"
            )
        slope = slope.where(np.abs(slope.hi) > NOISE * size[0])
        value = value.where(np.abs(value.hi) > NOISE * size[1])
        left, right = slopes_of(name)
        if left != right:
            x, slope, value = _cut_at_roots(x, slope, value)
        half = np.diff(x.hi)[:, None] / 2
        on = value.hi + slope.hi * half > 0
        factor = np.where(on, right, left)
        yield LayerPieces(x.hi, value.hi, slope.hi, on, factor)
        if number < network.depth:
            slope = slope * DoubleDouble(factor)
            value = value * DoubleDouble(factor)


def _cut_at_roots(
    x: DoubleDouble, slope: DoubleDouble, value: DoubleDouble
) -> tuple[DoubleDouble, DoubleDouble, DoubleDouble]:
    """Split every piece where one of its lines crosses zero."""
    dx = x[1:] - x[:-1]
    # float64 finds which lines cross inside the piece; the few that do are solved exactly.
    rough = np.where(slope.hi != 0, -value.hi / slope.hi, np.inf)
    margin = MERGE * np.maximum(np.abs(x.hi[:-1]), np.abs(x.hi[1:]))[:, None]
    piece, unit = np.nonzero((rough > -margin) & (rough < dx.hi[:, None] + margin))
    offset = -(value[piece, unit] / slope[piece, unit])
    edge = MERGE * _scale(x)
    inside = (offset.hi > edge) & (offset.hi < dx.hi[piece] - edge)
    piece, unit, offset = piece[inside], unit[inside], offset[inside]
    order = np.lexsort((offset.lo, offset.hi, piece))
    piece, unit, offset = piece[order], unit[order], offset[order]
    first = np.ones(len(piece), bool)
    first[1:] = (piece[1:] != piece[:-1]) | (np.diff(offset.hi) > edge)
    # A new row per kept root, after its piece's own row.
    count = np.bincount(piece[first], minlength=len(dx.hi))
    row = np.repeat(np.arange(len(dx.hi)), count + 1)
    new = np.ones(len(row), bool)
    new[np.r_[0, np.cumsum(count[:-1] + 1)].astype(int)] = False
    shift = DoubleDouble(np.zeros(len(row)), np.zeros(len(row)))
    shift[new] = offset[first]
    at = x[row] + shift
    slope = slope[row]
    value = value[row] + slope * DoubleDouble(shift.hi[:, None], shift.lo[:, None])
    # Exactly zero at its own root, also for the lines that share one.
    group = np.flatnonzero(new)[np.cumsum(first) - 1] if len(piece) else piece
    value[group, unit] = DoubleDouble(np.zeros(len(unit)), np.zeros(len(unit)))
    return DoubleDouble(np.r_[at.hi, x.hi[-1]], np.r_[at.lo, x.lo[-1]]), slope, value


def _scale(x: DoubleDouble) -> float:
    return float(max(abs(x.hi[0]), abs(x.hi[-1])))


def _split_slope_changes(network: Network, layers: tuple[LayerPieces, ...]) -> Array:
    """Each neuron's part of each slope change of the output, shape (breakpoints, neurons).

    The slope of f is a product of activation slopes and weights. At a breakpoint it changes by a
    telescoping sum, one term per neuron whose activation slope changes: (∂f/∂h) · change · slope of
    the pre-activation. Where neurons of several layers change together the two orders of
    telescoping are averaged, which keeps the sum exact and treats layers alike.
    """
    x = layers[-1].x
    middle = (x[:-1] + x[1:]) / 2
    rows = [np.searchsorted(layer.x, middle) - 1 for layer in layers]
    factors = [layer.activation_slope[row] for layer, row in zip(layers, rows, strict=True)]
    slopes = [layer.slope[row] for layer, row in zip(layers, rows, strict=True)]
    gain = np.ones((len(middle), 1))
    parts: list[Array] = []
    for number in range(len(layers) - 1, -1, -1):
        change, slope = np.diff(factors[number], axis=0), slopes[number]
        parts.append(change * (gain[1:] * slope[:-1] + gain[:-1] * slope[1:]) / 2)
        gain = (gain * factors[number]) @ network.weights[number]
    return np.concatenate(parts[::-1], axis=1)[:, : sum(_widths(network))]


def _output(last: LayerPieces, changes: Array) -> PiecewiseLinear:
    """The output with its true breakpoints only: not those whose slope changes cancel."""
    factor = last.activation_slope[:, 0]
    slope, value = last.slope[:, 0] * factor, last.value[:, 0] * factor
    jump = np.diff(slope)
    together = np.abs(changes).sum(axis=1)
    real = np.abs(jump) > CANCEL * together
    x, y = last.x, np.r_[value, value[-1] + slope[-1] * (last.x[-1] - last.x[-2])]
    keep = np.r_[True, real, True]
    starts = np.flatnonzero(keep[:-1])
    return PiecewiseLinear(x[keep], y[keep] + 0.0, slope[starts] + 0.0)

"""A network of one input as an exact piecewise-linear function: every neuron of every layer.

Pieces and lines come from :mod:`propagation`, in float64 with bounds and in double-double where
these leave something open; :mod:`last_layer` compares the result with the network on every piece.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from approx.core._types import Array, Booleans, Index
from approx.core.activations import activation_of, slopes_of
from approx.core.chain import ChainLayer
from approx.core.last_layer import DisagreementError, Lines, at_left, certain_lines, ends
from approx.core.network import Network
from approx.core.piecewise import PiecewiseLinear
from approx.core.propagation import Propagation
from approx.system.errors import InputError, MachineError

EPS = float(np.finfo(float).eps)

#: Slope changes below this share of the changes that cancel in them are rounding of the weights.
CANCEL = 16 * EPS


@dataclass(frozen=True)
class LayerPieces:
    """One layer on its own pieces, on each of which every neuron is a straight line.

    Attributes:
        x: ends of the pieces, shape (pieces + 1,). Where a step jumps, the last float64 before.
        value: pre-activation at each piece's left end, shape (pieces, width).
        slope: pre-activation slope, shape (pieces, width).
        on: whether the pre-activation is positive inside the piece, shape (pieces, width).
        activation_slope: slope of the activation there, shape (pieces, width).
        lift: what the activation adds to slope times pre-activation, as a step that is on; same.
    """

    x: Array
    value: Array
    slope: Array
    on: Booleans
    activation_slope: Array
    lift: Array


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
        output: the function itself, its breakpoints only.

    >>> network = Network([[[1.0], [-1.0]], [[1.0, 1.0]]], [[-1.0, 1.0], [0.0]])
    >>> found = analyse(network, (-1.0, 2.0))  # |x − 1|
    >>> found.output.breakpoints, found.output.slopes
    (array([1.]), array([-1.,  1.]))
    """

    network: Network
    domain: tuple[float, float]
    output: PiecewiseLinear
    _propagation: Propagation = field(repr=False)

    #: How far the output may be from the network's: it is the network's.
    deviation = 0.0

    def __repr__(self) -> str:
        a, b = self.domain
        found = f"{len(self.output.breakpoints)} breakpoints on [{a:g}, {b:g}]"
        return f"Analysis({self.network!r}: {found})"

    @cached_property
    def layers(self) -> tuple[LayerPieces, ...]:
        """Every layer's pieces, the output last."""
        return tuple(_layer_pieces(self._propagation, n) for n in range(self.network.depth + 1))

    @cached_property
    def _changes(self) -> Array:
        """Each neuron's part of each slope change of the last layer, (breakpoints, neurons)."""
        inner = np.arange(len(self._propagation.pieces[-1].anchor) - 1)
        return _split_slope_changes(self._propagation, inner)[:, : sum(_widths(self.network))]

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
        slopes = slope * factor
        if self.may_jump:
            left = value * factor + (pieces.lift[:, neuron] if after else 0.0)
            right = left + slopes * np.diff(pieces.x)
            return PiecewiseLinear.from_pieces(pieces.x, left, right, slopes)
        end = value[-1] + slope[-1] * (pieces.x[-1] - pieces.x[-2])
        y = np.r_[value * factor, end * factor[-1]]
        size = max(float(np.abs(slopes).max()), float(np.abs(y).max()) / np.ptp(pieces.x))
        return PiecewiseLinear(pieces.x, y + 0.0, slopes + 0.0).simplified(CANCEL * size)

    @property
    def may_jump(self) -> bool:
        """Whether any activation does."""
        return any(activation_of(name).jump for name in self.network.activations)

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
    propagation, lines = _propagated(network, a, b)
    return Analysis(network, (a, b), _output(propagation, lines), propagation)


def breakpoints_of(
    network: Network | list[ChainLayer], domain: tuple[float, float]
) -> tuple[Array, Array, Array]:
    """Breakpoints of the last layer's pre-activations: places, values and slope changes.

    Shapes (k,), (k, width) and (k, width), for a network, or its chain, of any number of outputs.
    """
    _, lines = _propagated(network, float(domain[0]), float(domain[1]))
    jump = np.diff(lines.slope, axis=0)
    together = np.abs(lines.slope[1:]) + np.abs(lines.slope[:-1])
    least = np.maximum(CANCEL * together, lines.bound[1:] + lines.bound[:-1])
    real = (np.abs(jump) > least).any(axis=1)
    return lines.x[1:-1][real], lines.left[1:][real], jump[real]


def _propagated(
    network: Network | list[ChainLayer], a: float, b: float
) -> tuple[Propagation, Lines]:
    """Pieces and lines that agree with the network, from double-double if float64 does not do."""
    for careful in (False, True):
        propagation = Propagation(network, a, b, careful)
        try:
            return propagation, certain_lines(propagation)
        except DisagreementError:
            pass
    raise MachineError(
        f"the exact function on [{a:g}, {b:g}] and the network itself differ by more than "
        "rounding; nothing is shown. Please report this network"
    )


def _layer_pieces(propagation: Propagation, number: int) -> LayerPieces:
    layer, pieces = propagation.layers[number], propagation.pieces[number]
    own = slice(layer.own)  # without what is only carried
    return LayerPieces(
        ends(propagation, number),
        layer.unscaled(at_left(propagation, number))[:, own],
        layer.unscaled(pieces.z[1])[:, own],
        pieces.z[0, :, own] > 0,
        layer.gate(pieces.z[0])[:, own],
        layer.lift(pieces.z[0])[:, own],
    )


def _rows(propagation: Propagation) -> list[Index]:
    """For every piece of the last layer, which piece of each layer it lies in."""
    x = ends(propagation, len(propagation.layers) - 1)[:-1]
    return [
        np.searchsorted(ends(propagation, number), x, side="right") - 1
        for number in range(len(propagation.layers))
    ]


def _split_slope_changes(propagation: Propagation, inner: Index) -> Array:
    """Each neuron's part of some slope changes of the output, shape (inner, neurons and output).

    The slope of f is a product of activation slopes and weights. At a breakpoint it changes by a
    telescoping sum, one term per neuron whose activation slope changes: (∂f/∂h) · change · slope of
    the pre-activation. Where neurons of several layers change together the two orders of
    telescoping are averaged, which keeps the sum exact and treats layers alike.

    Args:
        inner: numbers of inner ends of the last layer's pieces.
    """
    some, count = np.union1d(inner, inner + 1), len(inner)
    at = np.searchsorted(some, inner)
    gain = np.ones((len(some), len(propagation.layers[-1].bias)))
    parts: list[Array] = []
    for layer, pieces, row in reversed(
        list(zip(propagation.layers, propagation.pieces, _rows(propagation), strict=True))
    ):
        own = row[some]
        factor = layer.gate(pieces.z[0].take(own, axis=0))
        where, unit = np.nonzero(factor[at] != factor[at + 1])
        before, slope = at[where], pieces.z[1]
        after = before + 1
        mean = gain[after, unit] * slope[own[before], unit]
        mean += gain[before, unit] * slope[own[after], unit]
        part = np.zeros((count, len(layer.bias)))
        part[where, unit] = (factor[after, unit] - factor[before, unit]) * mean / 2
        parts.append(part[:, : layer.own])
        gain = (gain * factor) @ layer.weights
    return np.ldexp(np.concatenate(parts[::-1], axis=1), propagation.layers[-1].exponent)


def _output(propagation: Propagation, lines: Lines) -> PiecewiseLinear:
    """The output with its true breakpoints only: not those whose slope changes cancel."""
    slope, bound = lines.slope[:, 0], lines.bound[:, 0]
    jump = np.abs(np.diff(slope))
    real = jump > bound[1:] + bound[:-1]
    several = np.flatnonzero(real & (_neurons_that_change(propagation) > 1))
    if len(several):
        together = np.abs(_split_slope_changes(propagation, several)).sum(axis=1)
        real[several] = jump[several] > CANCEL * together
    # The flatter side knows better what the value is where the two meet.
    flatter = np.abs(slope[1:]) < np.abs(slope[:-1])
    meet = np.where(flatter, lines.left[1:, 0], lines.right[:-1, 0])
    x, y = lines.x, np.r_[lines.left[0, 0], meet, lines.right[-1, 0]]
    keep = np.r_[True, real | lines.cliffs, True]
    starts = keep[:-1]
    if lines.cliffs.any():
        return _with_cliffs(lines, x[keep], y[keep], slope[starts], lines.cliffs[keep[1:-1]])
    return PiecewiseLinear(x[keep], y[keep] + 0.0, slope[starts] + 0.0)


def _neurons_that_change(propagation: Propagation) -> Index:
    """How many activations change their slope at each inner end of the last layer's pieces."""
    count = np.zeros(len(propagation.pieces[-1].anchor) - 1, dtype=int)
    for layer, pieces, row in zip(
        propagation.layers, propagation.pieces, _rows(propagation), strict=True
    ):
        if layer.bends:
            on = pieces.z[0, :, : layer.own] > 0
            changes = np.append((on[1:] != on[:-1]).sum(axis=1), 0)
            count += np.where(row[1:] > row[:-1], changes[row[:-1]], 0)
    return count


def _with_cliffs(
    lines: Lines, x: Array, y: Array, slope: Array, cliffs: Booleans
) -> PiecewiseLinear:
    """The output where it jumps: at a step, or where merged breakpoints hide a jump."""
    inner = np.flatnonzero(cliffs) + 1
    row = np.searchsorted(lines.x, x[inner])
    y[inner], top = lines.right[row - 1, 0], lines.left[row, 0]
    after = np.nextafter(x[inner], np.inf)
    return PiecewiseLinear(
        np.insert(x, inner + 1, after), np.insert(y, inner + 1, top), np.insert(slope, inner, 0.0)
    )

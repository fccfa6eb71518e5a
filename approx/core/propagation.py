"""How a network of one input cuts an interval into pieces, layer by layer.

A piece has two ends and an anchor, its middle; on it every pre-activation is a straight line
v + s (x - anchor). The anchor is a float64, so v and s are sums of products of weights: no rounded
root enters them, and any piece can be computed afresh from the input (:mod:`running_error`).

float64 carries v and s with their bounds. Only where a bound leaves open a sign, whether a root is
inside its piece, or the order of two roots are v and s of that piece computed in double-double.
Hanin, Rolnick 2019 (arXiv:1901.09021) count these pieces.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from approx.core._types import Array, Booleans, Index, Integers
from approx.core.activations import slopes_of
from approx.core.chain import ChainLayer, chain
from approx.core.network import Network
from approx.core.running_error import BLOCK, SURE, UNIT, ScaledLayer, accurate
from approx.system.errors import InputError

#: Two breakpoints closer than this many eps of the domain's size are one.
MERGE = 8 * 2 * UNIT
#: Roots whose bound exceeds this share of the domain are computed in double-double.
ACCURACY = 1e-10
#: Values inside a network beyond this are refused: sums need room above.
LARGEST = 1e303
#: Units whose values leave 2^±this on all pieces are scaled.
FAR = 100
#: More pieces than this are neither quick to find nor possible to see.
MOST_PIECES = 300_000
#: Pieces times neurons, of all layers together: about 1 GB at most.
MOST_NUMBERS = 12_000_000
#: Bytes, once allocated and freed: glibc then keeps what later arrays free instead of giving it
#: back to the system, page by page, which took a third of the time.
KEPT = 24 << 20
np.empty(KEPT, dtype=np.uint8)


class Breakpoints:
    """Breakpoints and the ends of the domain: where, how sure, and whose root from where each is.

    Attributes:
        x: places, shape (n,).
        bound: of their error, shape (n,).
        anchor: from where the root was found, shape (n,).
        layer, unit: whose root it is; -1 for the ends of the domain, shape (n,).
    """

    def __init__(self, a: float, b: float) -> None:
        self.x, self.bound, self.anchor = np.array([a, b]), np.zeros(2), np.array([a, b])
        self.layer, self.unit = np.full(2, -1), np.full(2, -1)

    def append(self, x: Array, bound: Array, anchor: Array, layer: int, unit: Index) -> Index:
        """Their numbers."""
        first = len(self.x)
        self.x = np.concatenate([self.x, x])
        self.bound = np.concatenate([self.bound, bound])
        self.anchor = np.concatenate([self.anchor, anchor])
        self.layer = np.concatenate([self.layer, np.full(len(x), layer)])
        self.unit = np.concatenate([self.unit, unit])
        return np.arange(first, len(self.x))

    def refine(self, layers: list[ScaledLayer], which: Index, tolerance: float) -> None:
        """Compute those whose bound exceeds the tolerance again in double-double.

        A tolerance of zero asks for the last bit: a step is as accurate as it is short, so it
        starts from the place known so far.
        """
        which = np.unique(which[self.bound[which] > tolerance])
        for layer in np.unique(self.layer[which]).tolist():
            some = which[self.layer[which] == layer]
            if layer == 0:
                unit = self.unit[some]
                self.x[some] = -layers[0].bias[unit] / layers[0].weights[unit, 0]
                self.bound[some] = 0.0
                continue
            if tolerance == 0:
                step = self._step(layers[: layer + 1], some, self.x[some])
                # At an end of its piece another gate may be found, and another line.
                near = np.abs(step) <= self.bound[some]
                self.x[some[near]] += step[near]
                self.bound[some[near]] = 0.0
                some = some[~near]
            if len(some):
                step = self._step(layers[: layer + 1], some, self.anchor[some])
                self.x[some] = self.anchor[some] + step
                self.bound[some] = 8 * UNIT * np.abs(step)

    def _step(self, layers: list[ScaledLayer], which: Index, x: Array) -> Array:
        """From x to the root of each breakpoint's line there."""
        z, _ = accurate(layers, x)
        value, slope = z[:, np.arange(len(which)), self.unit[which]]
        steep = slope != 0
        return np.where(steep, -value / np.where(steep, slope, 1.0), self.x[which] - x)


@dataclass(eq=False)
class Pieces:
    """The pieces of one layer.

    Attributes:
        left, right: numbers of their ends, shape (p,).
        anchor: shape (p,).
        z: pre-activations at the anchors and their slopes, in the layer's units, (2, p, width).
        variance: of z, shape (2, p, width).
    """

    left: Index
    right: Index
    anchor: Array
    z: Array
    variance: Array

    def some(self, which: slice) -> Pieces:
        return Pieces(
            self.left[which],
            self.right[which],
            self.anchor[which],
            self.z[:, which],
            self.variance[:, which],
        )


@dataclass(frozen=True)
class _Roots:
    """Roots inside pieces, merged, in order: their pieces, units, offsets and bounds."""

    piece: Index
    unit: Index
    offset: Array
    bound: Array


class Propagation:
    """All pieces of all layers of a network on [a, b].

    Args:
        network: with one input, or its chain.
        careful: compute every piece in double-double.

    Raises:
        InputError: when values leave the range of float64, or there are too many pieces.
        MachineError: when more digits cancel than can be carried.
    """

    def __init__(
        self, network: Network | list[ChainLayer], a: float, b: float, careful: bool = False
    ) -> None:
        self.domain, self.careful = (a, b), careful
        self.scale = max(abs(a), abs(b))
        self.breakpoints = Breakpoints(a, b)
        self.layers: list[ScaledLayer] = []
        self.pieces: list[Pieces] = []
        self._numbers = 0
        z = np.array([[[(a + b) / 2]], [[1.0]]])
        inputs = Pieces(np.array([0]), np.array([1]), z[0, 0], z, np.zeros_like(z))
        exponent = np.zeros(1, dtype=int)
        for link in chain(network) if isinstance(network, Network) else network:
            layer = self._scaled(link, exponent, inputs)
            self.layers.append(layer)
            self.pieces.append(self._layer(inputs))
            inputs, exponent = _activated(layer, self.pieces[-1]), layer.units

    def half(self, pieces: Pieces) -> Array:
        """Half the width of each piece."""
        return np.asarray((self.breakpoints.x[pieces.right] - self.breakpoints.x[pieces.left]) / 2)

    def _scaled(self, link: ChainLayer, before: Integers, inputs: Pieces) -> ScaledLayer:
        """The layer in units that keep its numbers near 1 on the pieces of its inputs."""
        weights, bias = link.weights, link.bias
        reach = np.abs(inputs.z[0]).max(axis=0)
        reach += (np.abs(inputs.z[1]) * self.half(inputs)[:, None]).max(axis=0)
        with np.errstate(over="ignore", invalid="ignore"):
            if before.any():
                weights = np.ldexp(weights, before)
            size = np.abs(weights) @ reach + np.abs(bias)
        if not size.max() < LARGEST:
            a, b = self.domain
            raise InputError(
                f"the network's output is not finite on [{a:g}, {b:g}]: "
                f"values inside it reach {LARGEST:g}; scale its weights"
            )
        exponent = np.frexp(size)[1].astype(int)
        exponent[np.abs(exponent) <= FAR] = 0
        if exponent.any():
            weights, bias = np.ldexp(weights, -exponent[:, None]), np.ldexp(bias, -exponent)
        slopes, rise = slopes_of(link.activation.name), link.activation.jump
        if not link.carries:
            return ScaledLayer(weights, bias, slopes, exponent, weights**2, link.own, rise)
        owned = np.arange(len(bias)) < link.own
        left, right = (np.where(owned, slope, 1.0) for slope in slopes)
        rises = np.where(owned, rise, 0.0)
        return ScaledLayer(weights, bias, (left, right), exponent, weights**2, link.own, rises)

    def _layer(self, inputs: Pieces) -> Pieces:
        """The last layer's pieces, found in blocks: pieces do not depend on each other."""
        layer, parts = self.layers[-1], []
        block = BLOCK // max(layer.weights.shape) + 1
        count = 0
        for start in range(0, len(inputs.anchor), block):
            parts.append(self._block(inputs.some(slice(start, start + block)), count))
            count += len(parts[-1].anchor)
        self._numbers += count * len(layer.bias)
        if len(parts) == 1:
            return parts[0]
        return Pieces(
            np.concatenate([part.left for part in parts]),
            np.concatenate([part.right for part in parts]),
            np.concatenate([part.anchor for part in parts]),
            np.concatenate([part.z for part in parts], axis=1),
            np.concatenate([part.variance for part in parts], axis=1),
        )

    def _block(self, inputs: Pieces, count: int) -> Pieces:
        """The layer on some pieces, with every sign certain; `count` pieces came before."""
        layer = self.layers[-1]
        z, variance = _affine(layer, inputs)
        pieces = Pieces(inputs.left, inputs.right, inputs.anchor, z, variance)
        if not layer.bends:
            self._check_work(count + len(pieces.anchor))
            return pieces
        roots, unsure = self._roots(pieces)
        if len(unsure):
            z[:, unsure], variance[:, unsure] = accurate(self.layers, pieces.anchor[unsure])
            ends = np.concatenate([pieces.left[unsure], pieces.right[unsure]])
            self.breakpoints.refine(self.layers, ends, self._merge / 4)
            roots, _ = self._roots(pieces)
        self._check_work(count + len(pieces.anchor) + len(roots.piece))
        pieces = self._split(pieces, roots)
        z, variance = pieces.z, pieces.variance
        signs = (variance[0] * SURE**2 > z[0] ** 2)[:, : layer.own]
        unsure = np.flatnonzero(signs.any(axis=-1))
        if len(unsure):
            z[:, unsure], variance[:, unsure] = accurate(self.layers, pieces.anchor[unsure])
        return pieces

    @property
    def _merge(self) -> float:
        return MERGE * self.scale

    def _check_work(self, pieces: int) -> None:
        numbers = self._numbers + pieces * len(self.layers[-1].bias)
        if pieces <= MOST_PIECES and numbers <= MOST_NUMBERS:
            return
        a, b = self.domain
        what = (
            f"{pieces:,} pieces"
            if pieces > MOST_PIECES
            else f"{numbers:,} lines (pieces times neurons)"
        )
        most = MOST_PIECES if pieces > MOST_PIECES else MOST_NUMBERS
        raise InputError(
            f"the network makes {what} on [{a:g}, {b:g}] up to layer {len(self.layers)}; "
            f"{most:,} can be analysed; take a smaller interval or network"
        )

    def _roots(self, pieces: Pieces) -> tuple[_Roots, Index]:
        """Roots inside the pieces, and the pieces whose roots are not certain."""
        merge, breakpoints, own = self._merge, self.breakpoints, self.layers[-1].own
        z, variance = pieces.z[:, :, :own], pieces.variance[:, :, :own]
        left = breakpoints.x[pieces.left] - pieces.anchor
        right = breakpoints.x[pieces.right] - pieces.anchor
        reach = np.maximum(-left, right) + merge
        piece, unit = np.nonzero(_near_zero(z, variance, reach))
        (v, s), (ev, es) = z[:, piece, unit], SURE * np.sqrt(variance[:, piece, unit])
        with np.errstate(all="ignore"):
            offset = -v / s
            bound = (ev + es * np.abs(offset)) / np.abs(s)
        from_left, from_right = offset - left[piece], right[piece] - offset
        inside = np.minimum(from_left, from_right)
        nearer = np.where(from_left < from_right, pieces.left[piece], pieces.right[piece])
        doubt = bound + breakpoints.bound[nearer]
        touches = np.abs(v) <= (np.abs(s) + es) * reach[piece] + ev
        open_ = touches & (np.abs(s) <= es)  # even the slope's sign
        open_ |= (doubt > merge) & (np.abs(inside) <= doubt + merge)  # in the piece, or its end?
        open_ |= (bound > ACCURACY * self.scale) & (inside > -doubt)
        keep = np.flatnonzero((inside > merge) & (s != 0))
        keep = keep[np.lexsort((offset[keep], piece[keep]))]
        unsure = piece[open_]
        piece, unit, offset, bound = piece[keep], unit[keep], offset[keep], bound[keep]
        same, gap, doubt = piece[1:] == piece[:-1], np.diff(offset), bound[1:] + bound[:-1]
        close = piece[1:][same & (doubt > merge) & (gap <= merge + doubt)]
        first = np.ones(len(piece), dtype=bool)
        first[1:] = ~same | (gap > merge)
        if self.careful:
            unsure = np.arange(len(pieces.anchor))
        elif len(unsure) + len(close):
            unsure = np.unique(np.concatenate([unsure, close]))
        return _Roots(piece[first], unit[first], offset[first], bound[first]), unsure

    def _split(self, pieces: Pieces, roots: _Roots) -> Pieces:
        """Cut the pieces at their roots; new anchors, to which the lines are carried."""
        count = len(pieces.anchor)
        times = np.bincount(roots.piece, minlength=count) + 1
        row, start = np.repeat(np.arange(count), times), np.cumsum(times) - times
        fresh = np.ones(len(row), dtype=bool)
        fresh[start] = False
        left = pieces.left[row]
        anchor = pieces.anchor[roots.piece]
        left[fresh] = self.breakpoints.append(
            anchor + roots.offset, roots.bound, anchor, len(self.layers) - 1, roots.unit
        )
        right = np.roll(left, -1)
        right[start + times - 1] = pieces.right
        anchor = (self.breakpoints.x[left] + self.breakpoints.x[right]) / 2
        shift = (anchor - pieces.anchor[row])[:, None]
        z, variance = pieces.z.take(row, axis=1), pieces.variance.take(row, axis=1)
        z[0] += z[1] * shift
        variance[0] += variance[1] * shift**2
        return Pieces(left, right, anchor, z, variance)


def _activated(layer: ScaledLayer, pieces: Pieces) -> Pieces:
    """After the activation: the next layer's inputs."""
    gate = layer.gate(pieces.z[0])
    variance = pieces.variance * (gate if layer.is_relu else gate**2)
    z = pieces.z * gate
    if layer.jumps:
        z[0] += layer.lift(pieces.z[0])
    return Pieces(pieces.left, pieces.right, pieces.anchor, z, variance)


def _affine(layer: ScaledLayer, inputs: Pieces) -> tuple[Array, Array]:
    """The layer's lines from its inputs', and their variances."""
    h, width = inputs.z, layer.weights.shape[1]
    # Of a sum of n products, typically: UNIT sum |w h| <= UNIT sqrt(n sum (w h)^2).
    rounding = h**2
    rounding *= width * UNIT**2
    rounding += inputs.variance
    z, variance = h @ layer.weights.T, rounding @ layer.squares.T
    z[0] += layer.bias
    variance[0] += (UNIT * layer.bias) ** 2
    return z, variance


def _near_zero(z: Array, variance: Array, reach: Array) -> Booleans:
    """Which lines may come to zero within `reach` of their anchors, generously."""
    # (a + b)^2 <= 2 a^2 + 2 b^2 saves the square roots.
    wide = variance * (2 * SURE**2)
    wide[1] += z[1] ** 2
    wide[1] *= 2 * reach[:, None] ** 2
    wide[1] += 2 * wide[0]
    return np.asarray(z[0] ** 2 < wide[1])

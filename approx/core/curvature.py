"""How much a network can bend on an interval: bounds of every neuron's second derivative.

Intervals for slope and curvature of every neuron are carried through the layers by the chain rule
(interval arithmetic; Moore 1966), for many small intervals at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce

import numpy as np

from approx.core._types import Array
from approx.core.activations._record import Activation, Interval
from approx.core.chain import chain
from approx.core.network import Network
from approx.core.softmax_bounds import enclosed


def curvature(network: Network, left: Array, right: Array) -> Array:
    """A bound of |f''| of the output on every cell [left, right] without a breakpoint inside."""
    *_, (_, after) = curvatures(network, left, right)
    return after[:, 0]


def curvatures(network: Network, left: Array, right: Array) -> Iterator[tuple[Array, Array]]:
    """Per layer, bounds of |z''| and |h''| on every cell; shape (cells, width) each.

    Args:
        network: one input; no layer with breakpoints after a smooth one.
        left, right: ends of the cells, shape (cells,); no breakpoint lies inside a cell.
    """
    half = ((right - left) / 2)[:, None]
    h = ((left + right) / 2)[:, None]  # at the cells' middles
    first: Interval = (np.ones_like(h), np.ones_like(h))
    second: Interval = (np.zeros_like(h), np.zeros_like(h))
    for layer in chain(network):
        w, bias, own = layer.weights, layer.bias, layer.own
        z, first, second = h @ w.T + bias, _mapped(w, first), _mapped(w, second)
        before = _size(second)
        activation = layer.activation
        h = layer.value(z)
        mine = _activated(activation, z[:, :own], _some(first, own), _some(second, own), half)
        if layer.carries:
            first, second = (
                (np.hstack([new[0], old[0][:, own:]]), np.hstack([new[1], old[1][:, own:]]))
                for new, old in zip(mine, (first, second), strict=True)
            )
        else:
            first, second = mine
        yield before[:, :own], _size(second)[:, :own]


def _some(values: Interval, own: int) -> Interval:
    return values[0][:, :own], values[1][:, :own]


def _activated(
    activation: Activation, z: Array, first: Interval, second: Interval, half: Array
) -> tuple[Interval, Interval]:
    """Slope and curvature after the activation; z is at the cells' middles."""
    reach = _size(first) * half
    if activation.joint:
        return enclosed((z - reach, z + reach), first, second)[1:]
    if activation.smooth:
        slope = activation.slope_range(z - reach, z + reach)
        bend = activation.curvature_range(z - reach, z + reach)
        second = _sum(_times(bend, _square(first)), _times(slope, second))
    else:  # one slope on all of the cell
        slope = (activation.first(z),) * 2
        second = _times(slope, second)
    return _times(slope, first), second


def _mapped(w: Array, values: Interval) -> Interval:
    up, down = np.maximum(w, 0.0).T, np.minimum(w, 0.0).T
    low, high = values
    return low @ up + high @ down, high @ up + low @ down


def _times(one: Interval, other: Interval) -> Interval:
    products = [a * b for a in one for b in other]
    return reduce(np.minimum, products), reduce(np.maximum, products)


def _square(values: Interval) -> Interval:
    low, high = values
    inside = (low <= 0) & (high >= 0)
    return np.where(inside, 0.0, np.minimum(low**2, high**2)), np.maximum(low**2, high**2)


def _sum(one: Interval, other: Interval) -> Interval:
    return one[0] + other[0], one[1] + other[1]


def _size(values: Interval) -> Array:
    return np.maximum(np.abs(values[0]), np.abs(values[1]))

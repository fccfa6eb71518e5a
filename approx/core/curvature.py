"""How much a network can bend on an interval: bounds of every neuron's second derivative.

Intervals for slope and curvature of every neuron are carried through the layers by the chain rule
(interval arithmetic; Moore 1966), for many small intervals at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import reduce

import numpy as np

from approx.core._types import Array
from approx.core.activations import SMOOTH, is_smooth, slopes_of
from approx.core.network import Network

_Interval = tuple[Array, Array]


def curvature(network: Network, left: Array, right: Array) -> Array:
    """A bound of |f''| of the output on every cell [left, right] without a corner inside."""
    *_, (_, after) = curvatures(network, left, right)
    return after[:, 0]


def curvatures(network: Network, left: Array, right: Array) -> Iterator[tuple[Array, Array]]:
    """Per layer, bounds of |z''| and |h''| on every cell; shape (cells, width) each.

    Args:
        network: one input; no layer with corners after a smooth one.
        left, right: ends of the cells, shape (cells,); no breakpoint lies inside a cell.
    """
    half = ((right - left) / 2)[:, None]
    h = ((left + right) / 2)[:, None]  # at the cells' middles
    first: _Interval = (np.ones_like(h), np.ones_like(h))
    second: _Interval = (np.zeros_like(h), np.zeros_like(h))
    for w, bias, name in network.layers:
        z, first, second = h @ w.T + bias, _mapped(w, first), _mapped(w, second)
        before = _size(second)
        if is_smooth(name):
            s, reach = SMOOTH[name], _size(first) * half
            low, high = z - reach, z + reach
            rate, bend = _first_range(s.first, low, high), _second_range(name, low, high)
            second = _sum(_times(bend, _square(first)), _times(rate, second))
            first, h = _times(rate, first), s.value(z)
        else:
            gate = np.where(z > 0, *slopes_of(name)[::-1])
            h, first, second = z * gate, _times((gate, gate), first), _times((gate, gate), second)
        yield before, _size(second)


def _first_range(slope: Callable[[Array], Array], low: Array, high: Array) -> _Interval:
    """S' is even and falls away from zero."""
    ends = slope(low), slope(high)
    peak = np.where((low <= 0) & (high >= 0), slope(np.zeros(1)), 0.0)
    return np.minimum(*ends), np.maximum(np.maximum(*ends), peak)


def _second_range(name: str, low: Array, high: Array) -> _Interval:
    """S'' is odd, largest at −peak and smallest at peak, and monotonic between and beyond."""
    s = SMOOTH[name]
    top = float(s.second(np.array([-s.peak]))[0])
    ends = s.second(low), s.second(high)
    largest = np.where((low <= -s.peak) & (high >= -s.peak), top, -top)
    smallest = np.where((low <= s.peak) & (high >= s.peak), -top, top)
    return np.minimum(np.minimum(*ends), smallest), np.maximum(np.maximum(*ends), largest)


def _mapped(w: Array, values: _Interval) -> _Interval:
    up, down = np.maximum(w, 0.0).T, np.minimum(w, 0.0).T
    low, high = values
    return low @ up + high @ down, high @ up + low @ down


def _times(one: _Interval, other: _Interval) -> _Interval:
    products = [a * b for a in one for b in other]
    return reduce(np.minimum, products), reduce(np.maximum, products)


def _square(values: _Interval) -> _Interval:
    low, high = values
    inside = (low <= 0) & (high >= 0)
    return np.where(inside, 0.0, np.minimum(low**2, high**2)), np.maximum(low**2, high**2)


def _sum(one: _Interval, other: _Interval) -> _Interval:
    return one[0] + other[0], one[1] + other[1]


def _size(values: _Interval) -> Array:
    return np.maximum(np.abs(values[0]), np.abs(values[1]))

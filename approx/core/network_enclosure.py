"""Bounds of a network's output, slope and bend on cells, carried through its layers."""

from __future__ import annotations

import numpy as np

from approx.core import intervals as iv
from approx.core._types import Array
from approx.core.activations._record import Activation
from approx.core.chain import chain
from approx.core.enclosure import Enclose, of_smooth
from approx.core.intervals import EPS, Interval, Jet
from approx.core.network import Network
from approx.core.softmax_bounds import enclosed


def enclose_network(network: Network) -> Enclose:
    """Bounds of a network with one input and one output.

    No breakpoint of a layer may lie inside a cell, and none may come after a smooth layer.
    """
    layers = chain(network)

    def jet(x: Interval) -> Jet:
        h = x[0][:, None], x[1][:, None]
        slope = np.ones_like(h[0]), np.ones_like(h[0])
        bend = np.zeros_like(h[0]), np.zeros_like(h[0])
        for layer in layers:
            w = layer.weights
            z, first, second = _mapped(w, h, layer.bias), _mapped(w, slope), _mapped(w, bend)
            before = z, first, second
            after = _activated(layer.activation, *(_some(part, layer.own) for part in before))
            h, slope, bend = map(_behind, after, before) if layer.carries else after
        value, first, second = ((a[0][:, 0], a[1][:, 0]) for a in (h, slope, bend))
        return value, first, second

    return of_smooth(jet)


def _mapped(w: Array, h: Interval, bias: Array | float = 0.0) -> Interval:
    """W h + b; a sum of n products is within n + 1 units in the last place of all their sizes."""
    up, down = np.maximum(w, 0.0).T, np.minimum(w, 0.0).T
    low, high = h
    size = np.maximum(np.abs(low), np.abs(high)) @ np.abs(w).T + np.abs(bias)
    rough = (w.shape[1] + 4) * EPS * size
    return low @ up + high @ down + bias - rough, high @ up + low @ down + bias + rough


def _some(part: Interval, own: int) -> Interval:
    return part[0][:, :own], part[1][:, :own]


def _behind(own: Interval, whole: Interval) -> Interval:
    """A layer's own bounds, and behind them those of what it carries."""
    width = own[0].shape[1]
    return np.hstack([own[0], whole[0][:, width:]]), np.hstack([own[1], whole[1][:, width:]])


def _activated(activation: Activation, z: Interval, slope: Interval, bend: Interval) -> Jet:
    middle = z[0] + (z[1] - z[0]) / 2
    if activation.joint:
        return enclosed(z, slope, bend)
    if activation.smooth:
        first = _widened(activation.slope_range(*z))
        second = _widened(activation.curvature_range(*z))
        bend = iv.add(iv.multiply(second, iv.square(slope)), iv.multiply(first, bend))
    else:  # one slope on all of the cell
        one = activation.first(middle)
        first = one, one
        bend = iv.multiply(first, bend)
    # By the mean value theorem; the middle's value is within some units in the last place.
    half = np.nextafter(np.maximum(z[1] - middle, middle - z[0]), iv.INF)
    value = iv.add(_widened((activation.value(middle),) * 2), iv.multiply(first, (-half, half)))
    return value, iv.multiply(first, slope), bend


def _widened(a: Interval) -> Interval:
    """By what an activation's formula rounds: it may subtract numbers of size 1."""
    rough = 16 * EPS * (1 + np.maximum(np.abs(a[0]), np.abs(a[1])))
    return a[0] - rough, a[1] + rough

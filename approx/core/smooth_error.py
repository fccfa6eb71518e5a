"""How far a network with smooth units is from a target: the network itself, not its drawing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from approx.core import intervals as iv
from approx.core._types import Array
from approx.core.chain import chain
from approx.core.dataset import Dataset
from approx.core.enclosure import Enclose, Enclosure
from approx.core.error import ErrorReport, measure
from approx.core.network import Network
from approx.core.network_enclosure import enclose_network
from approx.core.piecewise import PiecewiseLinear
from approx.core.smooth import output_breakpoints
from approx.core.target import Target


def measure_smooth(network: Network, target: Target | Dataset) -> ErrorReport:
    """Sup and L2 error of the network against the target, over its domain or at its points.

    Their difference is one function: nothing depends on how finely the network is drawn.
    """
    if isinstance(target, Dataset):
        x = np.union1d(target.domain, target.x)
        return measure(PiecewiseLinear(x, network(x)), target)
    a, b = target.domain
    breakpoints = output_breakpoints(network, target.domain)
    # A line at the height of all that is rounded on the way: measure() then asks no more digits
    # of the difference than its evaluation has.
    level = _noise(network, target)
    line = PiecewiseLinear.constant(level, (a, b)).refined(breakpoints)
    difference = replace(
        target,
        function=lambda x: target(x) - network(x) + level,
        breaks=(*target.breaks, *breakpoints.tolist()),
        first=None,
        second=None,
        curvature=None,
        enclose=_difference(target, network, level),
    )
    return measure(line, difference)


def _difference(target: Target, network: Network, level: float) -> Enclose | None:
    """Bounds of target − network + level."""
    of_target, of_network, lift = target.enclose, enclose_network(network), iv.number(level)
    if of_target is None:
        return None

    def enclose(left: Array, right: Array) -> Enclosure:
        one, other = of_target(left, right), of_network(left, right)
        value, slope, bend, first, last = map(iv.subtract, one, other)
        return Enclosure(iv.add(value, lift), slope, bend, iv.add(first, lift), iv.add(last, lift))

    return enclose


def _noise(network: Network, target: Target) -> float:
    """What an evaluation rounds, in units of the last place (running error analysis, Higham 2002,
    section 3.3).
    """
    x = np.linspace(*target.domain, 257)
    h = x[:, None]
    noise = np.abs(h)
    for layer in chain(network):
        w, bias = layer.weights, layer.bias
        z = h @ w.T + bias
        noise = (noise + np.abs(h)) @ np.abs(w).T + np.abs(bias)
        h = layer.value(z)
        noise = layer.size_along(z, noise) + np.abs(h)
    return float(noise.max()) + target.size()

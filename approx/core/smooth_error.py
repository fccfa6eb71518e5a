"""How far a network with smooth units is from a target: the network itself, not its drawing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from approx.core.activations import activation_of
from approx.core.curvature import curvature
from approx.core.dataset import Dataset
from approx.core.error import ErrorReport, certify, measure
from approx.core.network import Network
from approx.core.piecewise import PiecewiseLinear
from approx.core.smooth import output_breakpoints
from approx.core.target import Target


def measure_smooth(network: Network, target: Target | Dataset) -> ErrorReport:
    """Sup and L2 error of the network against the target, over its domain or at its points.

    The difference of the two is resolved as one function, and its bracket is certified with the
    sum of both curvature bounds, so nothing depends on how finely the network is drawn.
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
        second=None,
        curvature=None,
        enclose=None,
    )
    report = measure(line, difference)
    bound = target.curvature
    if bound is None or not target.whole or target.breaks or report.none:
        return report
    # Breakpoints are nodes of the line: no cell has one inside.
    lower, upper = certify(
        line, difference, lambda lo, hi: bound + curvature(network, lo, hi), report.sup
    )
    return replace(report, bracket=(min(lower, report.sup), max(upper, report.sup)), proved=True)


def _noise(network: Network, target: Target) -> float:
    """What an evaluation rounds, in units of the last place (running error analysis, Higham 2002,
    section 3.3).
    """
    x = np.linspace(*target.domain, 257)
    h = x[:, None]
    noise = np.abs(h)
    for w, bias, name in network.layers:
        z = h @ w.T + bias
        noise = (noise + np.abs(h)) @ np.abs(w).T + np.abs(bias)
        h = activation_of(name).value(z)
        noise = np.abs(activation_of(name).first(z)) * noise + np.abs(h)
    return float(noise.max()) + target.size()

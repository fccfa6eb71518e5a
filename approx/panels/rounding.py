"""With how many digits numbers are printed: with those that reproduce the curve."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from approx.core._types import Array
from approx.core.network import Network
from approx.style.languages import fraction

#: Fewest and most significant digits.
FEWEST, MOST = 3, 8
#: A network evaluated as printed stays within this share of its range.
SHARE = 0.01
#: Larger networks are never printed in full.
MOST_WEIGHTS = 2000
POINTS = 401


def as_printed(value: float, digits: int) -> float:
    """The value of what is printed: short fractions as they are, the rest rounded."""
    return value if fraction(value) is not None else float(f"{value:.{digits}g}")


def digits_of(network: Network, domain: tuple[float, float]) -> int:
    """The least number of significant digits with which a network prints as its own curve.

    Args:
        network: one input, one output.
    """
    if sum(w.size for w in network.weights) > MOST_WEIGHTS:
        return FEWEST
    x = _places(network, domain)
    y = np.asarray(network(x))
    allowed = SHARE * (float(np.ptp(y)) or float(np.abs(y).max()) or 1.0)
    for digits in range(FEWEST, MOST):
        if float(np.abs(_rounded(network, digits)(x) - y).max()) <= allowed:
            return digits
    return MOST


def printed(network: Network, domain: tuple[float, float]) -> tuple[Network, int]:
    """The network that a formula writes out, and its digits.

    Far from zero w·x + b is a small difference of large numbers. Where the fewest digits are not
    enough, every ReLU is written as a·ReLU(x − t), which is the same function.
    """
    digits = digits_of(network, domain)
    if digits == FEWEST or network.depth != 1 or network.activations[0] != "relu":
        return network, digits
    w, b = network.weights[0][:, 0], network.biases[0]
    size = np.abs(w)
    if not size.all():
        return network, digits
    weights = (w / size)[:, None], network.weights[1] * size
    centred = replace(network, weights=weights, biases=(b / size, network.biases[1]))
    fewer = digits_of(centred, domain)
    return (centred, fewer) if fewer <= digits + 1 else (network, digits)


def _places(network: Network, domain: tuple[float, float]) -> Array:
    """Where printed and true values are compared: evenly, and at the first layer's breakpoints."""
    w, b = network.weights[0][:, 0], network.biases[0]
    breakpoints = -b[w != 0] / w[w != 0]
    inside = breakpoints[(breakpoints > domain[0]) & (breakpoints < domain[1])]
    return np.concatenate([np.linspace(*domain, POINTS), inside])


def _rounded(network: Network, digits: int) -> Network:
    def each(values: Array) -> Array:
        flat = [as_printed(float(value), digits) for value in np.ravel(values)]
        return np.array(flat).reshape(np.shape(values))

    weights, biases = map(each, network.weights), map(each, network.biases)
    return replace(network, weights=tuple(weights), biases=tuple(biases))

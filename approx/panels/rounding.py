"""With how many digits a network's numbers are printed: with those that reproduce the curve.

Weights, biases, breakpoints, values and slopes of one subject have the same digits in figures,
films, pages and tables. What is measured, such as an error, has four everywhere.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from approx.core._types import Array
from approx.core.network import Network
from approx.core.piecewise import PiecewiseLinear
from approx.style.languages import fraction
from approx.subjects import Subject

#: Fewest and most significant digits beyond those that all values share.
FEWEST, MOST = 3, 10
#: As many as a float64 has.
ALL = 15
#: What is evaluated as printed stays within this share of the curve's range.
SHARE = 0.01
#: Larger networks are never printed in full.
MOST_WEIGHTS = 2000
POINTS = 401


@dataclass(frozen=True)
class Digits:
    """Significant digits of a subject's numbers.

    Attributes:
        weight: of weights and slopes.
        x: of places along the input, and of the first layer's biases.
        y: of values, and of the output's bias.
    """

    weight: int = FEWEST
    x: int = FEWEST
    y: int = FEWEST

    def bias(self, layer: int, depth: int) -> int:
        """Of the biases of a layer; layer `depth` is the output."""
        return self.y if layer == depth else self.x if layer == 0 else self.weight


def as_printed(value: float, digits: int) -> float:
    """The value of what is printed: short fractions as they are, the rest rounded."""
    return value if fraction(value) is not None else float(f"{value:.{digits}g}")


def equals(given: float, printed: float) -> str:
    """What stands between a sum of printed numbers and its printed value: = or, rounded, ≈."""
    return "=" if math.isclose(given, printed, rel_tol=1e-9, abs_tol=1e-12) else "≈"


def digits_of(subject: Subject) -> Digits:
    """The fewest significant digits with which a subject's network prints as its curve.

    With them its formula, its diagram, and the table of its breakpoints give the curve.
    """
    return written(subject)[1]


def written(subject: Subject) -> tuple[Network, Digits]:
    """The network that a formula writes out, and the digits of all numbers of the subject.

    Far from zero w·x + b is a small difference of large numbers. There, and where the fewest digits
    are not enough, every ReLU is written as a·ReLU(x − t), which is the same function.
    """
    network, domain = subject.network, subject.domain
    few = digits_of_network(network, domain)
    far = few > FEWEST or shared(*domain) > 0
    if far and (centred := _centred(network)) is not None:
        fewer = digits_of_network(centred, domain)
        if fewer <= few + 1:
            network, few = centred, max(few, fewer)
    f = subject.analysis.output
    if not subject.network.smooth:
        few = max(few, digits_of_table(f))
    return network, _spread(few, domain, (f.min(), f.max()))


def _spread(few: int, across: Sequence[float], up: Sequence[float]) -> Digits:
    """So many digits, and in x and y before them those that all values share."""
    return Digits(few, min(few + shared(*across), ALL), min(few + shared(*up), ALL))


def shared(low: float, high: float) -> int:
    """How many first digits say little, as those of years do: 1950 to 2020 share one.

    >>> shared(1950, 2020), shared(-3, 3), shared(999_999.5, 1_000_000.5)
    (1, 0, 6)
    """
    size = max(abs(low), abs(high))
    return max(0, math.floor(math.log10(size / (high - low)))) if 0 < high - low < size else 0


def digits_of_network(network: Network, domain: tuple[float, float]) -> int:
    """The fewest digits with which the network, evaluated as printed, is its own curve.

    Args:
        network: one input, one output.
    """
    if sum(w.size for w in network.weights) > MOST_WEIGHTS:
        return FEWEST
    x = _places(network, domain)
    y = np.asarray(network(x))
    ends = float(y.min()), float(y.max())
    return _fewest(y, lambda few: _rounded(network, _spread(few, domain, ends))(x))


def digits_of_table(f: PiecewiseLinear) -> int:
    """The fewest digits with which the table of a function's vertices gives its curve."""
    # At the two numbers beside a jump, which are printed as one, there is nothing to compare.
    beside = np.concatenate([f.discontinuities, np.nextafter(f.discontinuities, np.inf)])
    x = np.concatenate([np.linspace(*f.domain, POINTS), (f.x[:-1] + f.x[1:]) / 2])
    x = x[~np.isin(x, beside)]
    y, ends = f(x), (f.min(), f.max())

    def printed(few: int) -> Array:
        digits = _spread(few, f.domain, ends)
        y: Array = np.interp(x, _shortened(f.x, digits.x), _shortened(f.y, digits.y))
        return y

    return _fewest(y, printed)


def digits_of_lines(f: PiecewiseLinear) -> Digits:
    """The fewest digits with which every piece but jumps, written out as a line, is itself."""
    pieces = ~np.isin(f.x[:-1], f.discontinuities)
    start, slope = f.x[:-1][pieces], f.slopes[pieces]
    x = np.concatenate([start, f.x[1:][pieces]])
    y = np.concatenate([f.y[:-1][pieces], f.y[1:][pieces]])
    slopes, rest = np.tile(slope, 2), np.tile(f.y[:-1][pieces] - slope * start, 2)
    lines = _fewest(y, lambda d: _shortened(slopes, d) * x + _shortened(rest, d))
    few = max(lines, digits_of_table(f))
    return replace(_spread(few, f.domain, (f.min(), f.max())), y=few)


def _fewest(y: Array, printed: Callable[[int], Array]) -> int:
    allowed = SHARE * (float(np.ptp(y)) or float(np.abs(y).max()) or 1.0)
    for digits in range(FEWEST, MOST):
        if float(np.abs(printed(digits) - y).max()) <= allowed:
            return digits
    return MOST


def _centred(network: Network) -> Network | None:
    """The same function with first weights ±1; None where there is none."""
    if network.depth != 1 or network.activations[0] != "relu":
        return None
    w, b = network.weights[0][:, 0], network.biases[0]
    size = np.abs(w)
    if not size.all():
        return None
    weights = (w / size)[:, None], network.weights[1] * size
    return replace(network, weights=weights, biases=(b / size, network.biases[1]))


def _places(network: Network, domain: tuple[float, float]) -> Array:
    """Where printed and true values are compared: evenly, and at the first layer's breakpoints."""
    w, b = network.weights[0][:, 0], network.biases[0]
    with np.errstate(over="ignore"):
        breakpoints = -b[w != 0] / w[w != 0]
    inside = breakpoints[(breakpoints > domain[0]) & (breakpoints < domain[1])]
    return np.concatenate([np.linspace(*domain, POINTS), inside])


def _rounded(network: Network, digits: Digits) -> Network:
    def each(values: Array, few: int) -> Array:
        flat = [as_printed(float(value), few) for value in np.ravel(values)]
        return np.array(flat).reshape(np.shape(values))

    weights = tuple(each(w, digits.weight) for w in network.weights)
    biases = tuple(
        each(b, digits.bias(layer, network.depth)) for layer, b in enumerate(network.biases)
    )
    return replace(network, weights=weights, biases=biases)


def _shortened(values: Array, digits: int) -> Array:
    """Many values with so many significant digits."""
    size = np.abs(values)
    power = np.floor(np.log10(np.where(size > 0, size, 1.0)))
    step = 10.0 ** (power - digits + 1)
    short: Array = np.round(values / step) * step
    return short

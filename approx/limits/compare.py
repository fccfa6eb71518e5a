"""Error against the number of neurons: the optimum, two plain placements, depth for a parabola.

n hidden units of one layer (with an affine term) make exactly the functions with n breakpoints,
so the optimum over n breakpoints bounds every such network from below. Depth is not bound by it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from approx.core.error import measure
from approx.core.target import Target
from approx.limits import best, equidistributed, fewest_breakpoints, rate, uniform
from approx.limits.optimum import curvature_of
from approx.system.errors import InputError

#: Numbers of neurons that are compared unless told otherwise.
COUNTS = (1, 2, 4, 8, 16, 32, 64)
#: The deep construction is shown up to this many neurons (10 layers).
DEEPEST = 10


@dataclass(frozen=True)
class Row:
    """Sup errors with n breakpoints (n neurons of one hidden layer)."""

    neurons: int
    optimum: float
    lower: float  # no n-breakpoint function is better than this
    equidistributed: float
    uniform: float
    rate: float  # theory's asymptotic optimum


@dataclass(frozen=True)
class Deep:
    """Yarotsky's network (2017, arXiv:1610.01145) for the same target."""

    layers: int
    neurons: int  # 3 layers − 1
    error: float


@dataclass(frozen=True)
class Comparison:
    """Everything that the comparison's table and figure show.

    Attributes:
        deep: empty unless the target is a parabola.
        slopes: log-log slope of each method's error over the last rows.
        crossing: the fewest neurons with which depth beats every shallow network; None without.
    """

    target: Target
    rows: tuple[Row, ...]
    deep: tuple[Deep, ...]
    slopes: dict[str, float]
    crossing: int | None


def compare(target: Target, counts: tuple[int, ...] = COUNTS) -> Comparison:
    """Sup errors of every method for every number of neurons.

    Raises:
        InputError: for a target whose curvature exceeds float64.
    """
    if not math.isfinite(rate(target, counts[0])):
        raise InputError(
            f"{target.label.text} changes too fast to compare; choose a shorter interval: --on A B"
        )
    rows = tuple(_row(target, n) for n in counts)
    deep = _deep(target)
    crossing = next(
        (d.neurons for d in deep if d.error < best(target, d.neurons).lower * (1 - 1e-9)), None
    )
    methods = ("optimum", "equidistributed", "uniform")
    slopes = {name: _slope(rows, name) for name in methods}
    return Comparison(target, rows, deep, slopes, crossing)


def _row(target: Target, n: int) -> Row:
    optimum = best(target, n)
    return Row(
        n,
        optimum.error,
        optimum.lower,
        measure(equidistributed(target, n), target).sup,
        measure(uniform(target, n), target).sup,
        rate(target, n),
    )


def _deep(target: Target) -> tuple[Deep, ...]:
    """Errors of the centred construction: 2^−(2m+3) on [0, 1], scaled to the parabola."""
    second = curvature_of(target)
    if not second:
        return ()
    a, b = target.domain
    size = abs(second) / 2 * (b - a) ** 2
    return tuple(Deep(m, 3 * m - 1, size * 2.0 ** -(2 * m + 3)) for m in range(1, DEEPEST + 1))


def _slope(rows: tuple[Row, ...], name: str) -> float:
    """Least-squares slope of log error against log pieces over the last three rows."""
    last = [row for row in rows if getattr(row, name) > 0][-3:]
    if len(last) < 2:
        return math.nan
    pieces = np.log([row.neurons + 1 for row in last])
    errors = np.log([getattr(row, name) for row in last])
    return float(np.polyfit(pieces, errors, 1)[0])


def neurons_for(target: Target, error: float) -> int:
    """The fewest neurons of one hidden layer that reach the error.

    Raises:
        InputError: when the error is no positive number, or no number of neurons reaches it.
    """
    if not 0 < error < math.inf:
        raise InputError(f"the error must be a positive number, not {error:g}")
    return fewest_breakpoints(target, error)

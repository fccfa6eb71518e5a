"""Error against breakpoints: the optimum, two plain placements, depth for a parabola.

n hidden units of one layer (with an affine term) have at most n breakpoints, so the optimum over n
breakpoints bounds every such network from below; n + 1 units always reach it. Depth is not bound.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from approx.core.error import lost_in_rounding, measure
from approx.core.smooth_pieces import half_largest_jump
from approx.core.target import Target
from approx.limits import best, breakpoints_needed, equidistributed, network_of, rate, uniform
from approx.limits.optimum import Needed, Norm, curvature_of, is_rounding
from approx.limits.sup import ROUNDING, STRAIGHT, interpolant_if_exact, interpolants
from approx.system.errors import InputError

#: Numbers of breakpoints that are compared unless told otherwise.
COUNTS = (1, 2, 4, 8, 16, 32, 64)
#: The deep construction is shown up to this many layers.
DEEPEST = 10


@dataclass(frozen=True)
class Row:
    """Errors with n breakpoints; an error that is nothing but rounding is 0."""

    breakpoints: int
    optimum: float
    lower: float  # no n-breakpoint function is better than this
    equidistributed: float
    uniform: float
    rate: float  # theory's asymptotic optimum; 0 without curvature, as of straight pieces


@dataclass(frozen=True)
class Deep:
    """Yarotsky's network (2017, arXiv:1610.01145) for the same target."""

    layers: int
    neurons: int  # 3 layers − 1
    error: float


@dataclass(frozen=True)
class Exact:
    """The target itself, where it is piecewise linear: so many breakpoints, such a network."""

    breakpoints: int
    neurons: int  # of the network of one hidden layer that is written down for it
    rounded: float = 0.0  # above 0, bends below it would be lost in the rounding of the values


@dataclass(frozen=True)
class Comparison:
    """Everything that the comparison's table and figure show.

    Attributes:
        norm: "sup", or "rms" where the target jumps: there no continuous function's sup error
            falls below half the jump, however many breakpoints it has.
        deep: empty unless the target is a parabola.
        slopes: log-log slope of each method's error over the last rows; NaN without.
        crossing: the fewest neurons with which depth beats every shallow network; None without.
        exact: from where on there is no error; None where there is one for any breakpoints.
    """

    target: Target
    norm: str
    rows: tuple[Row, ...]
    deep: tuple[Deep, ...]
    slopes: dict[str, float]
    crossing: int | None
    exact: Exact | None


def compare(
    target: Target, counts: tuple[int, ...] = COUNTS, found: tuple[int, float] | None = None
) -> Comparison:
    """Errors of every method for every number of breakpoints.

    Args:
        found: the breakpoints of a function that was found elsewhere, and its error in the norm
            as shown: with as many the best is no worse.

    Raises:
        InputError: for a target whose curvature exceeds float64.
    """
    norm = norm_of(target)
    if not math.isfinite(rate(target, counts[0], norm)):
        raise InputError(
            f"{target.label.text} changes too fast to compare; choose a shorter interval: --on A B"
        )
    rows = _rows(target, counts, norm, found)
    deep = () if exact(target) else _deep(target)
    crossing = next(
        (d.neurons for d in deep if d.error < best(target, d.neurons).lower * (1 - 1e-9)), None
    )
    methods = ("optimum", "equidistributed", "uniform")
    slopes = {name: _slope(rows, name) for name in methods}
    return Comparison(target, shown_norm(target), rows, deep, slopes, crossing, exact(target))


def _rows(
    target: Target, counts: tuple[int, ...], norm: Norm, found: tuple[int, float] | None
) -> tuple[Row, ...]:
    """Ascending; the best function of fewer breakpoints is one of more, too."""
    rows: list[Row] = []
    for n in counts:
        row = _row(target, n, norm)
        least = min([row.optimum, *(before.optimum for before in rows)])
        if found is not None and found[0] <= n:
            least = min(least, found[1])
        rows.append(replace(row, optimum=least, lower=min(row.lower, least)))
    return tuple(rows)


def norm_of(target: Target) -> Norm:
    """The norm in which more breakpoints help: sup, but L2 where the target jumps."""
    return "l2" if half_largest_jump(target) else "sup"


def shown_norm(target: Target) -> str:
    """The same as users read it: L2 is shown as rms, in the target's own unit."""
    return "rms" if norm_of(target) == "l2" else "sup"


def exact(target: Target) -> Exact | None:
    """The breakpoints and neurons of a target that is piecewise linear itself; else None."""
    f = interpolant_if_exact(target)
    if f is None:
        return None
    rounded = STRAIGHT * float(np.abs(f.y).max()) if lost_in_rounding(f.y) else 0.0
    return Exact(len(f.breakpoints), network_of(f).hidden_units, rounded)


def _row(target: Target, n: int, norm: Norm) -> Row:
    optimum = best(target, n, norm)
    even, curvature = _plain(target, n, norm)
    # On [a, b] the rms error is the L2 norm over √(b − a).
    unit = 1.0 if norm == "sup" else target.length**0.5
    values = (
        optimum.error,
        optimum.lower,
        curvature,
        even,
        0.0 if exact(target) else rate(target, n, norm),
    )
    rounding = ROUNDING * target.size() if is_rounding(optimum, target) else 0.0
    return Row(n, *(v / unit if v / unit > rounding else 0.0 for v in values))


def _plain(target: Target, n: int, norm: Norm) -> tuple[float, float]:
    """The errors of equal breakpoints and of those by curvature."""
    if norm == "sup":
        (_, even), (_, curvature) = interpolants(target, n)
        return even, curvature
    functions = uniform(target, n), equidistributed(target, n, norm)
    even, curvature = (measure(f, target).l2 for f in functions)
    return even, curvature


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
    pieces = np.log([row.breakpoints + 1 for row in last])
    errors = np.log([getattr(row, name) for row in last])
    return float(np.polyfit(pieces, errors, 1)[0])


def needed(target: Target, error: float) -> Needed:
    """How many breakpoints reach the error: rms where the target jumps, else the largest.

    Raises:
        InputError: when the error is no positive number, or no number of breakpoints reaches it.
    """
    if not 0 < error < math.inf:
        raise InputError(f"the error must be a positive number, not {error:g}")
    norm = norm_of(target)
    unit = 1.0 if norm == "sup" else target.length**0.5
    return breakpoints_needed(target, error * unit, norm)

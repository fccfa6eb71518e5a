"""Where a function is looked at: on what it is defined, at a stated distance from its poles."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from approx.core._types import Array
from approx.inputs.expression.function import Expression

Interval = tuple[float, float]

#: Distances that are tried, as shares of the domain.
DISTANCES = (0.02, 0.05, 0.1)
#: The first one is kept with which the values reach over no more than so many times the range of
#: their middle half: 1/x and tan come as near as 2 %, 1/x² as 5 %, 1/x³ as 10 %.
TALLEST = 25.0
#: With more poles than this it shrinks, as the room between them does.
CROWDED = 3.0


def parts(
    f: Expression, domain: Interval, defined: Sequence[Interval], cuts: Sequence[float], x: Array
) -> tuple[float, tuple[Interval, ...]]:
    """How near to every cut the function is looked at, and the intervals on which it is.

    Args:
        defined: where it has values, ascending.
        cuts: its poles, and places without a limit.
        x: ascending places all over the domain.
    """
    a, b = domain
    y = f(x)
    known = y[np.isfinite(y)]
    if not cuts or not known.size:
        return 0.0, tuple(defined)
    near = (b - a) * min(1.0, CROWDED / (len(cuts) + 1))
    middle = float(np.subtract(*np.quantile(known, (0.75, 0.25))))
    for share in DISTANCES:
        # Two digits, so that what is left out can be named.
        room = float(f"{share * near:.2g}")
        found = _away(defined, cuts, room)
        seen = y[inside(found, x)]
        seen = np.r_[seen[np.isfinite(seen)], f(np.array(found).ravel())] if found else seen
        if len(seen) and float(np.ptp(seen)) <= TALLEST * middle:
            break
    return room, found


def _away(defined: Sequence[Interval], cuts: Sequence[float], room: float) -> tuple[Interval, ...]:
    found = []
    for low, high in defined:
        inner = [t for t in cuts if low < t < high]
        for left, right in zip([low, *inner], [*inner, high], strict=True):
            lo = left + room if left in cuts else left
            hi = right - room if right in cuts else right
            if lo < hi:
                found.append((lo, hi))
    return tuple(found)


def inside(intervals: Sequence[Interval], x: Array) -> NDArray[np.bool_]:
    found = np.zeros(x.shape, bool)
    for low, high in intervals:
        found |= (x >= low) & (x <= high)
    return found

"""A typed function of x and y, or a condition such as y > x^2, as a subject."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from approx.core._types import Array, Booleans
from approx.core.plane_target import Box, PlanePoints, PlaneTarget
from approx.subjects.fit_options import DOMAIN, FitOptions
from approx.subjects.fitted_plane import fitted_plane
from approx.subjects.plane import Plane
from approx.system.errors import InputError

if TYPE_CHECKING:
    from approx.inputs.expression.function_of_two import ExpressionOfTwo

Function = Callable[[Array, Array], Array]
#: Points that are drawn for a condition, and the seed of their places.
POINTS, SEED = 160, 1
#: No point is nearer to the border than this share of the box.
GAP = 0.012
#: Places in either direction at which a function is looked at first.
LOOKS = 81
#: Cells in which bounds are infinite are quartered so often, the highest of them only.
CUTS, HIGHEST = 21, 256
#: Larger values leave no room for products.
LARGEST = 1e150
#: A function is cut off up to this height.
HIGHEST_CUT = 1e6


def from_function_of_two(text: str, options: FitOptions) -> Plane:
    """The function, or points on both sides of the condition, that the text writes.

    Raises:
        InputError: one line that names what is wrong with the function or the rectangle.
    """
    box = options.box()
    target = target_of_two(text, box or (DOMAIN, DOMAIN), options.warn, may_move=box is None)
    return fitted_plane(text, target, {"text": source_text(text, target)}, options)


def source_text(text: str, target: PlaneTarget | PlanePoints) -> str:
    """What to read again for the same target: where it is cut off at a pole, with the cut."""
    from approx.inputs.expression.function_of_two import parse_of_two

    return text if parse_of_two(text).label == target.label else target.label.text


def target_of_two(
    text: str, box: Box, warn: Callable[[str], None] | None = None, may_move: bool = False
) -> PlaneTarget | PlanePoints:
    """A typed function of x and y on a rectangle; of a condition, points in two classes.

    Args:
        text: the function or condition.
        box: the rectangle.
        warn: takes one line where the function grows without end and is cut off, or where
            another rectangle is taken; without it both are refused.
        may_move: whether a part of the rectangle may be taken where the function has no value on
            all of it.

    Raises:
        InputError: when the text cannot be read, or has no value or no bound somewhere on the
            rectangle.
    """
    from approx.inputs.expression.function_of_two import parse_of_two

    expression = parse_of_two(text)
    target, values = _on_grid(expression, box)
    if reason := _fault(expression, target.box, values):
        cut = _cut(expression, box, values)
        part = None if cut else _part_with_values(expression, box, values)
        if warn is not None and cut is not None:
            warn(f"warning: {reason}; drawn and measured is {cut.label.text}")
            target, values = _on_grid(cut, box)
            expression = cut
        elif warn is not None and may_move and part is not None:
            (x0, x1), (y0, y1) = part
            warn(f"warning: {reason}; drawn on [{x0:.15g}, {x1:.15g}] × [{y0:.15g}, {y1:.15g}]")
            target, values = _on_grid(expression, part)
        else:
            raise InputError(f"{reason}; {_way_out(cut, part)}")
    if np.abs(values).max() > LARGEST:
        raise InputError(f"values reach {np.abs(values).max():.0e}; scale the function below 1e150")
    return target if expression.condition is None else _both_sides(target)


def _on_grid(expression: ExpressionOfTwo, box: Box) -> tuple[PlaneTarget, Array]:
    """The function as a target, and its values on the first grid, shape (LOOKS, LOOKS)."""
    function = _mended(expression, box)
    target = PlaneTarget(function, expression.label, box, expression.bounds)
    return target, target(np.stack(np.meshgrid(*_sides(box)), axis=-1))


def _sides(box: Box) -> list[Array]:
    return [np.linspace(*side, LOOKS) for side in box]


def _fault(expression: ExpressionOfTwo, box: Box, values: Array) -> str | None:
    """What is wrong with a function on the rectangle; None where it has values and bounds."""
    unbounded = _unbounded(expression, box)
    if unbounded is None and not np.isfinite(values).all():
        k, i = np.unravel_index(int((~np.isfinite(values)).argmax()), values.shape)
        across, up = _sides(box)
        return f"f has no value at x = {across[i]:.4g}, y = {up[k]:.4g}"
    return unbounded


def _way_out(cut: ExpressionOfTwo | None, part: Box | None) -> str:
    """A text that is cut off, or a part of the rectangle, where one was found to work."""
    if cut is not None:
        return f'cut it off: "{cut.label.text}", or choose another rectangle: --on A B --on-y C D'
    if part is not None:
        (x0, x1), (y0, y1) = part
        return (
            f"choose a part of the rectangle: --on {x0:.15g} {x1:.15g} --on-y {y0:.15g} {y1:.15g}"
        )
    return "choose another rectangle: --on A B --on-y C D"


def _cut(expression: ExpressionOfTwo, box: Box, values: Array) -> ExpressionOfTwo | None:
    """The function cut off where it grows without end, on the sides on which it does."""
    from approx.inputs.expression.function_of_two import parse_of_two

    sizes = np.abs(values[np.isfinite(values)])
    usual = float(f"{np.quantile(sizes, 0.95):.1g}") if sizes.size else 0.0
    if np.isnan(values).any() or not 0 < usual <= HIGHEST_CUT:
        return None
    text = expression.label.text
    for way in (f"min({text}, {usual:g})", f"max({text}, -{usual:g})",
                f"clip({text}, -{usual:g}, {usual:g})"):  # fmt: skip
        try:
            cut = parse_of_two(way)
        except InputError:  # a text near the longest that is read
            return None
        if _fault(cut, box, _on_grid(cut, box)[1]) is None:
            return cut
    return None


def _part_with_values(expression: ExpressionOfTwo, box: Box, values: Array) -> Box | None:
    """A part of the rectangle on which the function has values and bounds."""
    part = _part(box, np.isfinite(values))
    if part is None:
        return None
    inside = _on_grid(expression, part)[1]
    if _fault(expression, part, inside) is not None or np.abs(inside).max() > LARGEST:
        return None
    return part


def _part(box: Box, good: Booleans) -> Box | None:
    """The largest rectangle of good places of the grid, its ends rounded inwards.

    Of several as large it is the one furthest to the right and up: of log(x·y) that of x, y > 0.
    """
    best, found = 0, None
    height = np.zeros(LOOKS, dtype=int)
    for row in range(LOOKS):
        height = np.where(good[row], height + 1, 0)
        for left in range(LOOKS):
            lowest = np.minimum.accumulate(height[left:])
            sizes = np.maximum(lowest - 1, 0) * np.arange(len(lowest))
            k = int(sizes.argmax())
            if sizes[k] >= max(best, 1):
                best, found = int(sizes[k]), (left, left + k, row + 1 - int(lowest[k]), row)
    if found is None:
        return None
    ends = []
    for side, first, last in zip(box, found[::2], found[1::2], strict=True):
        places = np.linspace(*side, LOOKS)
        digits = -math.ceil(math.log10(places[1] - places[0]))
        unit = 10.0**digits
        low = side[0] if first == 0 else math.ceil(places[first] * unit - 1e-9) / unit
        high = side[1] if last == LOOKS - 1 else math.floor(places[last] * unit + 1e-9) / unit
        if low >= high:
            return None
        ends.append((float(low), float(high)))
    return ends[0], ends[1]


def _unbounded(expression: ExpressionOfTwo, box: Box) -> str | None:
    """Where a function grows without end, in words; None where it is bounded.

    Cells on which the bounds of its value are infinite are quartered, again and again, and of the
    quarters those with the highest values are kept. A limit makes the growth of these values die
    away; even a logarithm's never does.
    """
    sides = _sides(box)
    low = np.stack(np.meshgrid(*(side[:-1] for side in sides)), axis=-1).reshape(-1, 2)
    size = np.array([side[1] - side[0] for side in sides])
    digits = [int(np.ceil(2 - np.log10(step))) for step in size]
    highest = []
    for _ in range(CUTS):
        high = low + size
        least, most = expression.bounds((low[:, 0], high[:, 0]), (low[:, 1], high[:, 1])).value
        low = low[~(np.isfinite(least) & np.isfinite(most))]
        if not len(low):
            return None
        with np.errstate(all="ignore"):
            inside = np.abs(expression(*(low + 0.37 * size).T))
        kept = np.argsort(np.where(np.isnan(inside), 1.0, -inside), kind="stable")[:HIGHEST]
        highest.append(float(inside[kept[0]]))
        low, size = low[kept], size / 2
        place = low[0]
        low = np.concatenate([low + size * way for way in ((0, 0), (0, 1), (1, 0), (1, 1))])
    first, second, third = (highest[k] for k in (CUTS // 3, 2 * CUTS // 3, -1))
    if np.isinf(third) or third - second >= 0.7 * (second - first) > 0:
        x, y = (f"{np.round(z, k) + 0.0:g}" for z, k in zip(place, digits, strict=True))
        return f"f has no bound near x = {x}, y = {y}"
    return None


def _mended(expression: ExpressionOfTwo, box: Box) -> Function:
    """The function, with its limit at places where it alone has no value, as sin(x·y)/(x·y)."""
    size = 1e-6 * np.array([b - a for a, b in box])
    ways = size * np.array([(1, 1.3), (-1, 1.3), (1, -1.3), (-1, -1.3)])

    def function(x: Array, y: Array) -> Array:
        found = np.array(expression(x, y))
        holes = np.isnan(found)
        if not holes.any():
            return found
        places = np.stack(np.broadcast_arrays(x, y), axis=-1)[holes]
        around = expression(*np.moveaxis(places[:, None] + ways, -1, 0))
        close = np.isfinite(around).all(axis=1)
        close &= np.ptp(around, axis=1) <= 1e-3 * (1 + np.abs(around[:, 0]))
        found[holes] = np.where(close, around.mean(axis=1), np.nan)
        return found

    return function


def _both_sides(target: PlaneTarget) -> PlanePoints:
    """Points where a condition holds, class 1, and where not, class 0, apart from the border."""
    low, high = np.array(target.box).T
    places = np.random.default_rng(SEED).uniform(low, high, (4 * POINTS, 2))
    for axis, size in enumerate(high - low):
        places[:, axis] = places[:, axis].round(3 + max(0, -math.floor(math.log10(size))))
    kinds = target(places)
    near = GAP * (high - low)
    ways = np.array([(1, 0), (-1, 0), (0, 1), (0, -1), (0.7, 0.7), (-0.7, -0.7)])
    around = np.stack([target(places + way * near) for way in ways])
    clear = (around == kinds).all(axis=0)
    places, kinds = places[clear][:POINTS], kinds[clear][:POINTS]
    if len(set(kinds.tolist())) < 2:
        always = "everywhere" if kinds.all() else "nowhere"
        raise InputError(
            f"{target.label.text} holds {always} on the rectangle; "
            "choose another: --on A B --on-y C D"
        )
    return PlanePoints(places, kinds, ("no", "yes"), target.label, target.box, ("x", "y", ""))

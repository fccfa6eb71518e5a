"""A typed function of x and y, or a condition such as y > x^2, as a subject."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from approx.core._types import Array
from approx.core.plane_target import Box, PlanePoints, PlaneTarget
from approx.subjects.fit_options import DOMAIN, FitOptions
from approx.subjects.fitted_plane import fitted_plane
from approx.subjects.plane import Plane
from approx.system.errors import InputError

Function = Callable[[Array, Array], Array]
#: Points that are drawn for a condition, and the seed of their places.
POINTS, SEED = 160, 1
#: No point is nearer to the border than this share of the box.
GAP = 0.012
#: Places in either direction at which a function is looked at first.
LOOKS = 81


def from_function_of_two(text: str, options: FitOptions) -> Plane:
    """The function, or points on both sides of the condition, that the text writes.

    Raises:
        InputError: one line that names what is wrong with the function or the rectangle.
    """
    target = target_of_two(text, options.box() or (DOMAIN, DOMAIN))
    return fitted_plane(text, target, {"text": text}, options)


def target_of_two(text: str, box: Box) -> PlaneTarget | PlanePoints:
    """A typed function of x and y on a rectangle; of a condition, points in two classes.

    Raises:
        InputError: when the text cannot be read, or has no value somewhere on the rectangle.
    """
    from approx.inputs.expression.function_of_two import parse_of_two

    expression = parse_of_two(text)
    function = _mended(expression, box)
    target = PlaneTarget(function, expression.label, box, expression.bounds)
    across, up = np.meshgrid(*(np.linspace(*side, LOOKS) for side in box))
    values = target(np.stack([across, up], axis=-1))
    if not np.isfinite(values).all():
        k = np.unravel_index(int((~np.isfinite(values)).argmax()), values.shape)
        place = f"x = {across[k]:.4g}, y = {up[k]:.4g}"
        raise InputError(
            f"f has no finite value at {place}; choose another rectangle: --on A B --on-y C D"
        )
    if np.abs(values).max() > 1e150:
        raise InputError(f"values reach {np.abs(values).max():.0e}; scale the function below 1e150")
    return target if expression.condition is None else _both_sides(target)


def _mended(expression: Function, box: Box) -> Function:
    """The function, with its limit at places where it alone has no value, as sin(x·y)/(x·y)."""
    size = 1e-6 * np.array([b - a for a, b in box])

    def function(x: Array, y: Array) -> Array:
        found = np.array(expression(x, y))
        for k in np.argwhere(np.isnan(found)):
            place = tuple(k)
            around = [
                float(expression(x[place] + dx * size[0], y[place] + dy * size[1]))
                for dx, dy in ((1, 1.3), (-1, 1.3), (1, -1.3), (-1, -1.3))
            ]
            if np.isfinite(around).all() and np.ptp(around) <= 1e-3 * (1 + abs(around[0])):
                found[place] = np.mean(around)
        return found

    return function


def _both_sides(target: PlaneTarget) -> PlanePoints:
    """Points where a condition holds, class 1, and where not, class 0, apart from the border."""
    low, high = np.array(target.box).T
    places = np.random.default_rng(SEED).uniform(low, high, (4 * POINTS, 2)).round(3)
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

"""Shapes whose points are rewritten in place: polylines with true corners, filled bands."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from manim import Animation, Circle, LineJointType, VMobject, smooth
from numpy.typing import NDArray

from approx.stage.geometry import dashes
from approx.theme import Style

Array = NDArray[np.float64]

#: Manim's stroke width of one point of a figure 8 inches wide.
STROKE = 2.4


class Polyline(VMobject):
    """Straight segments through corners; never smoothed, never sampled."""

    def __init__(self, corners: Array, style: Style, color: str | None = None) -> None:
        super().__init__(
            stroke_color=color or style.color,
            stroke_width=STROKE * style.width,
            fill_opacity=0,
            joint_type=LineJointType.MITER,
        )
        self.place(corners)

    def place(self, corners: Array) -> Polyline:
        """Move to new corners, shape (n, 3), in place."""
        _write_corners(self, np.asarray(corners, dtype=float))
        return self

    @property
    def corners(self) -> Array:
        """Where the corners are now, shape (n, 3)."""
        return np.vstack([self.points[0::4], self.points[-1:]])


class Band(VMobject):
    """A filled region between two polylines."""

    def __init__(
        self,
        lower: Array,
        upper: Array,
        color: str,
        opacity: float,
        outline: float = 0.0,
        edge: str | None = None,
    ) -> None:
        super().__init__(
            fill_color=color,
            fill_opacity=opacity,
            stroke_width=outline,
            stroke_color=edge or color,
        )
        self.place(lower, upper)

    def place(self, lower: Array, upper: Array) -> Band:
        """Move both edges, shapes (n, 3) and (m, 3), in place."""
        ring = np.vstack([lower, upper[::-1], lower[:1]])
        _write_corners(self, ring)
        return self

    @property
    def edge_corners(self) -> Array:
        """The corners all round, shape (n, 3)."""
        return np.vstack([self.points[0::4], self.points[-1:]])


class Dot(Circle):
    """A breakpoint on a line of that style."""

    def __init__(self, at: Array, style: Style, size: float = 1.0) -> None:
        super().__init__(0.085 * size, stroke_width=0, fill_color=style.color, fill_opacity=1)
        self._ring = self.points.copy()
        self.place(at)

    def place(self, at: Array) -> Dot:
        """Move it there, in place; by steps from where it is, a frame would depend on the last."""
        self.points[:] = self._ring + at
        return self


def dashed(corners: Array, style: Style, color: str | None = None) -> VMobject:
    """A dashed polyline as one shape; dash lengths are in line widths."""
    unit = STROKE * style.width / 100
    shape = VMobject(
        stroke_color=color or style.color, stroke_width=STROKE * style.width, fill_opacity=0
    )
    pieces = dashes(np.asarray(corners, dtype=float), style.dash[0] * unit, style.dash[1] * unit)
    shape.points = np.vstack([cubics(piece) for piece in pieces])
    return shape


def cubics(corners: Array) -> Array:
    """Straight segments as the cubic Bézier quadruples that Manim draws, shape (4(n−1), 3)."""
    start, end = corners[:-1], corners[1:]
    points = np.empty((4 * len(start), 3))
    points[0::4], points[3::4] = start, end
    points[1::4] = start + (end - start) / 3
    points[2::4] = start + (end - start) * 2 / 3
    return points


def _write_corners(shape: VMobject, corners: Array) -> None:
    points = cubics(corners)
    if len(shape.points) == len(points):
        shape.points[:] = points
    else:
        shape.points = points


class Reshape(Animation):
    """A shape moved through its exact states: at t in [0, 1] it is placed on `state(t)`.

    A polyline's state is its corners, a band's the pair of its edges, a dot's its place.

    Stateless: every frame follows from t alone, so that frames can be drawn in any order.
    """

    def __init__(
        self,
        shape: Polyline | Band | Dot,
        state: Callable[[float], Array | tuple[Array, Array]],
        run_time: float = 1.0,
        rate_func: Callable[[float], float] = smooth,
    ) -> None:
        self.state = state
        super().__init__(shape, run_time=run_time, rate_func=rate_func)

    def interpolate_mobject(self, alpha: float) -> None:
        state = self.state(float(self.rate_func(alpha)))
        self.mobject.place(*(state if isinstance(state, tuple) else (state,)))

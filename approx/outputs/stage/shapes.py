"""Shapes whose points are rewritten in place: polylines with true corners, filled bands."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from manim import (
    Animation,
    Circle,
    LineJointType,
    VGroup,
    VMobject,
    linear,
    squish_rate_func,
)

from approx.core._types import Array
from approx.outputs.stage.geometry import dashes, runs
from approx.style.theme import Style

#: Manim's stroke width of one point of a figure 8 inches wide.
STROKE = 2.4
#: Parts what is drawn before from what is drawn after.
CUT = np.full((1, 3), np.nan)
#: The share of a motion in which it gets under way, and in which it comes to rest.
EASE = 0.15
#: Width of the lines from points to the curve, in points of a figure.
STEM = 1.1


def ease(share: float) -> float:
    """The rate of every motion: quickly under way, even, quickly at rest.

    Manim's own is at 1 % after a tenth of the time: long motions would seem to wait first.
    """
    share = min(max(share, 0.0), 1.0)
    if share > 1 - EASE:
        return 1 - ease(1 - share)
    if share < EASE:
        return share * share / (2 * EASE * (1 - EASE))
    return (share - EASE / 2) / (1 - EASE)


def within(start: float, end: float) -> Callable[[float], float]:
    """A rate function: nothing until `start` of the run time, done at `end`."""
    rate: Callable[[float], float] = squish_rate_func(ease, start, end)
    return rate


def one_by_one(count: int, share: float) -> float:
    """A rate function of `count` equal steps, each of which starts and ends smoothly."""
    step = min(int(share * count), count - 1)
    return float((step + ease(share * count - step)) / count)


class Polyline(VMobject):
    """Straight segments through corners, cut at NaNs; never smoothed, never sampled."""

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
        return _corners(self)


class Polylines(VMobject):
    """Several polylines as one shape, with true corners and gaps between them."""

    def __init__(self, style: Style, color: str | None = None) -> None:
        super().__init__(
            stroke_color=color or style.color,
            stroke_width=STROKE * style.width,
            fill_opacity=0,
            joint_type=LineJointType.MITER,
        )

    def place(self, polylines: Sequence[Array]) -> Polylines:
        """Move to new polylines, shape (n, 3) each, in place."""
        drawn = [line for line in polylines if len(line) > 1]
        self.points = np.vstack([np.zeros((0, 3)), *(cubics(line) for line in drawn)])
        return self


class Band(VMobject):
    """A filled region between two polylines, which are cut at the same NaNs."""

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
        rings = [
            np.vstack([low, high[::-1], low[:1], CUT])
            for low, high in zip(runs(lower), runs(upper), strict=True)
        ]
        _write_corners(self, np.vstack(rings))
        return self

    @property
    def edge_corners(self) -> Array:
        """The corners all round, shape (n, 3)."""
        return _corners(self)


class Stems(VMobject):
    """Upright lines as one shape."""

    def __init__(self, low: Array, high: Array, style: Style) -> None:
        super().__init__(
            stroke_color=style.color, stroke_width=STROKE * STEM, stroke_opacity=style.opacity,
            fill_opacity=0,
        )  # fmt: skip
        self.place(low, high)

    def place(self, low: Array, high: Array) -> Stems:
        """Move both ends, shape (n, 3) each, in place."""
        points = np.stack([low, low + (high - low) / 3, low + (high - low) * 2 / 3, high], axis=1)
        self.points = points.reshape(-1, 3)
        return self


class Scatter(VMobject):
    """Dots as one shape."""

    def __init__(self, at: Array, style: Style, size: float = 1.0) -> None:
        super().__init__(stroke_width=0, fill_color=style.color, fill_opacity=1)
        dot = Circle(STROKE * style.width * size / 200).points
        self.points = (at[:, None, :] + dot[None]).reshape(-1, 3)


def specks(at: Array, size: float = 0.05) -> Array:
    """Dots as a polyline with gaps, for labels to keep away from; shape (3n, 3)."""
    side = np.array([size, 0.0, 0.0])
    return np.stack([at - side, at + side, np.full_like(at, np.nan)], axis=1).reshape(-1, 3)


class Tip(VMobject):
    """An arrowhead at the end of a polyline that goes on outside the frame.

    It points along the last segment, and is not drawn where nothing leaves.
    """

    def __init__(self, style: Style, color: str | None = None, size: float = 0.2) -> None:
        super().__init__(fill_color=color or style.color, fill_opacity=1, stroke_width=0)
        self.size = size

    def place(self, start: Array | None = None, end: Array | None = None) -> Tip:
        """Move it to `end`, pointing there from `start`, in place; away without arguments."""
        if start is None or end is None:
            self.points = np.zeros((0, 3))
            return self
        along = (end - start) / max(float(np.linalg.norm(end - start)), 1e-12)
        side = np.array([-along[1], along[0], 0.0]) * 0.45
        base = end - self.size * along
        ring = [end, base + self.size * side, base - self.size * side, end]
        self.points = cubics(np.array(ring))
        return self


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


class Mark(VMobject):
    """A place on a path in the form that its style has in figures: round, square or a triangle."""

    def __init__(self, at: Array, style: Style, size: float = 1.0) -> None:
        super().__init__(stroke_width=0, fill_color=style.color, fill_opacity=1)
        corners, turn = {"s": (4, 45.0), "^": (3, 90.0)}.get(style.points, (24, 0.0))
        angles = np.radians(turn) + 2 * np.pi * np.arange(corners + 1) / corners
        ring = np.column_stack([np.cos(angles), np.sin(angles), 0 * angles])
        self.points = cubics(at + 0.1 * size * ring)


def dashed(corners: Array, style: Style, color: str | None = None) -> VMobject:
    """A dashed polyline as one shape, cut at NaNs; dash lengths are in line widths."""
    unit = STROKE * style.width / 100
    shape = VMobject(
        stroke_color=color or style.color, stroke_width=STROKE * style.width, fill_opacity=0
    )
    on, off = style.dash[0] * unit, style.dash[1] * unit
    lines = runs(np.asarray(corners, dtype=float))
    shape.points = np.vstack([cubics(piece) for line in lines for piece in dashes(line, on, off)])
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
    points = np.vstack([cubics(line) for line in runs(corners)])
    if len(shape.points) == len(points):
        shape.points[:] = points
    else:
        shape.points = points


def _corners(shape: VMobject) -> Array:
    """The corners that were written, NaN where one segment does not begin where the last ended."""
    starts, ends = shape.points[0::4], shape.points[3::4]
    cut = np.flatnonzero((starts[1:] != ends[:-1]).any(axis=1)) + 1
    parts = zip(np.split(starts, cut), np.split(ends, cut), strict=True)
    rows = [row for first, last in parts for row in (first, last[-1:], CUT)]
    return np.vstack(rows[:-1])


class Reshape(Animation):
    """A shape moved through its exact states: at t in [0, 1] it is placed on `state(t)`.

    A polyline's state is its corners, a band's or stems' the pair of their edges, a dot's its
    place.

    Stateless: every frame follows from t alone, so that frames can be drawn in any order.
    """

    def __init__(
        self,
        shape: Polyline | Band | Stems | Dot,
        state: Callable[[float], Array | tuple[Array, Array]],
        run_time: float = 1.0,
        rate_func: Callable[[float], float] = ease,
    ) -> None:
        self.state = state
        super().__init__(shape, run_time=run_time, rate_func=rate_func)

    def interpolate_mobject(self, alpha: float) -> None:
        state = self.state(float(self.rate_func(alpha)))
        self.mobject.place(*(state if isinstance(state, tuple) else (state,)))


class Playback(Animation):
    """Everything that moves, shown at t in [start, end]: each frame follows from t alone."""

    def __init__(
        self,
        moving: VGroup,
        show: Callable[[float], None],
        span: tuple[float, float],
        run_time: float,
    ) -> None:
        self.show, self.span = show, span
        super().__init__(moving, run_time=run_time, rate_func=linear)

    def interpolate_mobject(self, alpha: float) -> None:
        start, end = self.span
        self.show(start + (end - start) * float(self.rate_func(alpha)))

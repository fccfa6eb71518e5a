"""The loss over two weights as a map: contours, and the paths that descent takes over it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from approx.core._types import Array
from approx.panels import target as targets
from approx.panels.axes import across, axis, axis_for, log_axis
from approx.panels.frame import clip
from approx.panels.primitives import Axis, Curve, Dots
from approx.style.languages import number
from approx.subjects import Subject
from approx.training.landscape import Landscape, landscape, path, single_rate

#: Rates as shares of the limit beyond which descent diverges, and the first steps' share.
RATES = {"small": 0.04, "right": 0.75, "large": 1.15}
FIRST = 0.22
#: Of the first steps, each with its arrow.
ARROWS = 4
#: Points per gradient of the noisy paths, their steps, and their rate: a share of single_rate.
BATCHES = {"full": None, "batch": 4, "single": 1}
NOISY, NOISY_RATE = 80, 1.7
#: Steps: until the right rate's distance has shrunk to this share, within limits.
SHRUNK, FEWEST, MOST = 0.03, 12, 60
#: A loss below this share of the target's variance is rounding.
NOTHING = 1e-20
#: The start's place on its contour: this far from the valley's direction.
ANGLE = math.radians(35)
#: Contours up to the start's; beyond twice as many they grow apart by this factor.
RINGS, APART = 3, 1.25
#: How much larger the window may become for a recorded run.
WIDER = 2.0
#: The window's size over that of the start's contour.
ROOM = 1.25
#: Levels and lines of descent of the bowl's mesh, and points on each.
CIRCLES, SPOKES, POINTS = 7, 16, 61
#: So far beyond the target, in its heights, curves are followed.
BEYOND = 0.28
#: Significant digits of a level, a rate and a loss.
DIGITS = 2


@dataclass(frozen=True)
class Ring:
    """One contour, cut off at the window.

    Attributes:
        level: the loss on it, a number of few digits.
        area: what it encloses inside the window, a convex polygon, shape (n, 2).
        lines: its own parts inside the window, shape (n, 2) each.
        place: where its label stands, far from the paths; None where that is outside.
    """

    level: float
    area: Array
    lines: tuple[Array, ...]
    place: tuple[float, float] | None

    @property
    def label(self) -> str:
        exact = float(f"{self.level:.4g}") == self.level
        return number(self.level, 4 if exact else 12)


@dataclass(frozen=True)
class Descent:
    """Everything that a picture of descent shows.

    Attributes:
        start: the two weights where every path begins.
        first: the steps whose gradients are shown, at the rate `first_rate`.
        rates: "small", "right", "large" -> learning rate.
        paths: the same -> places; the large one ends where it leaves the window.
        noisy: "full", "batch", "single" -> places, all with `noisy_rate`.
        losses: like paths, of all steps, wherever they lead; `steps` is how many.
        own: of a recorded run, the same two weights at every snapshot, shape (n, 2): its way seen
            from above, since its other weights moved, too.
        u, v: axes of the two weights, equal in scale; x, y: of curves; n, e: of losses.
    """

    subject: Subject
    land: Landscape
    target: Curve | Dots
    start: Array
    first: Array
    first_rate: float
    rates: Mapping[str, float]
    paths: Mapping[str, Array]
    noisy: Mapping[str, Array]
    noisy_rate: float
    losses: Mapping[str, Array]
    own: Array | None
    u: Axis
    v: Axis
    x: Axis
    y: Axis
    n: Axis
    e: Axis
    steps: int

    @cached_property
    def rings(self) -> tuple[Ring, ...]:
        """Contours at equal distances, inner ones first, until the window is covered."""
        land, top = self.land, self._top()
        unit = (float(land.loss(*self.start)) - land.least) / RINGS**2
        rings: dict[float, Ring] = {}
        # Where the least loss is high, more digits tell neighbours apart.
        digits = DIGITS + max(0, math.ceil(math.log10(max(land.least / unit, 1e-9))))
        k = 1.0
        while land.least + unit * k * k < top:
            level = float(f"{land.least + unit * k * k:.{digits}g}")
            if level > land.least + unit * k * k / 3:
                rings[level] = self._ring(level)
            k = k + 1 if k < 2 * RINGS else k * APART
        return tuple(rings.values())

    @cached_property
    def _far(self) -> float:
        """The angle along the valley that looks away from the start."""
        along = self.land.valley[1][:, 0]
        return math.pi if float((self.start - self.land.minimum) @ along) > 0 else 0.0

    def _top(self) -> float:
        corners = [(u, v) for u in (self.u.low, self.u.high) for v in (self.v.low, self.v.high)]
        return max(float(self.land.loss(*corner)) for corner in corners)

    def _ring(self, level: float) -> Ring:
        area = cut(self.land.contour(level)[:-1], self.u, self.v)
        place = self.land.place(level - self.land.least, self._far)
        room = 0.06 * (self.v.high - self.v.low)
        inside = (
            self.u.low + 2 * room < place[0] < self.u.high - 2 * room
            and self.v.low + room < place[1] < self.v.high - room
        )
        spot = (float(place[0]), float(place[1])) if inside else None
        return Ring(level, area, _inner_edges(area, self.u, self.v), spot)


def build(subject: Subject, aspect: float = 1.4) -> Descent:
    """The landscape of a subject; raises InputError as :func:`landscape` does.

    Args:
        aspect: width over height of the map; both weights then have the same scale, so that the
            gradient stands upright on the contours.
    """
    land = _turned(landscape(subject.network, subject.target), aspect)
    start = start_of(land)
    own = _own(subject, land)
    u, v = _window(land, start, aspect, own)
    rates = {name: share * land.limit for name, share in RATES.items()}
    steps = _steps(land)
    whole = {name: path(land, start, rate, steps) for name, rate in rates.items()}
    paths = {name: _inside(places, u, v) for name, places in whole.items()}
    slow = NOISY_RATE * single_rate(land)
    noisy = {name: path(land, start, slow, NOISY, size) for name, size in BATCHES.items()}
    first = path(land, start, FIRST * land.limit, ARROWS)
    losses = {name: land.loss(*places.T) for name, places in whole.items()}
    target = targets.shape(subject.target)
    shown = [*first, *paths["small"], *paths["right"], land.minimum]
    values = np.concatenate([land.curve(place)[1] for place in shown])
    least = land.least if land.least > 1e-6 * float(losses["right"][0]) else np.inf
    lowest = min(least, *(float(loss.min()) for loss in losses.values()))
    return Descent(
        subject=subject,
        land=land,
        target=target,
        start=start,
        first=first,
        first_rate=FIRST * land.limit,
        rates=rates,
        paths=paths,
        noisy={name: _inside(places, u, v) for name, places in noisy.items()},
        noisy_rate=slow,
        losses=losses,
        own=own,
        u=u,
        v=v,
        x=across(subject.target, most=5),
        y=axis_for([target.y, _near(values, target.y)], most=5, zero=False),
        n=axis(0, steps, most=5),
        e=log_axis(max(lowest, 1e-9 * float(losses["right"][0])), 3 * float(losses["right"][0])),
        steps=steps,
    )


def _near(values: Array, target: Array) -> Array:
    """The values as far as they are near the target, which fills most of the picture."""
    low, high = float(np.nanmin(target)), float(np.nanmax(target))
    room = BEYOND * ((high - low) or 1.0)
    return np.clip(values, low - room, high + room)


def _turned(land: Landscape, aspect: float) -> Landscape:
    """The longer side of the map along the valley: the weights change places for it."""
    wide, high = np.sqrt(np.diag(np.linalg.inv(land.gram)))
    if (wide < high * (1 - 1e-9)) == (aspect > 1):
        i, j = land.pair
        return landscape(land.network, land.target, (j, i))
    return land


def start_of(land: Landscape) -> Array:
    """Where every path begins, beside the valley's middle line.

    As high as with both weights 0, but no worse than a level line: its curve stays in the picture.
    """
    y = targets.shape(land.target).y
    spread = float(np.nanvar(y))
    height = min(float(land.loss(0, 0)) - land.least, spread)
    if height <= NOTHING * spread:  # two neurons that the network does not need
        height = spread
    height = height or max(land.least, float(np.trace(land.gram)))
    places = [
        land.place(height, angle) for angle in (ANGLE, ANGLE + math.pi, -ANGLE, math.pi - ANGLE)
    ]
    # The one nearest to no weights at all; the first of equals.
    return min(places, key=lambda place: round(float(np.hypot(*place)), 9))


def _steps(land: Landscape) -> int:
    along, across = land.valley[0]
    kept = 1 - 2 * RATES["right"] * along / across
    return (
        MOST
        if kept >= 1
        else int(np.clip(math.log(SHRUNK) / math.log(max(abs(kept), 0.3)), FEWEST, MOST))
    )


def _own(subject: Subject, land: Landscape) -> Array | None:
    """The two weights at every snapshot of a recorded run of one hidden layer."""
    if subject.run is None or len(subject.run.shape.hidden) != 1:
        return None
    history = subject.run
    return np.array([history.shape.views(p)[-1][0, list(land.pair)] for p in history.parameters])


def seen(places: Array, u: Axis, v: Axis) -> list[Array]:
    """A path's parts inside the window, shape (n, 2) each."""
    x, y = clip(places[:, 0], places[:, 1], v.low, v.high)
    y, x = clip(y, x, u.low, u.high)
    known = np.flatnonzero(np.isfinite(x) & np.isfinite(y))
    parts = np.split(known, np.flatnonzero(np.diff(known) > 1) + 1)
    return [np.column_stack([x[part], y[part]]) for part in parts if len(part) > 1]


def _window(land: Landscape, start: Array, aspect: float, own: Array | None) -> tuple[Axis, Axis]:
    """Axes around the minimum that hold the start's contour, equal in scale.

    A recorded run is held, too, if that makes them no more than WIDER times as large.
    """
    height = float(land.loss(*start)) - land.least
    wide, high = ROOM * np.sqrt(height * np.diag(np.linalg.inv(land.gram)))
    half = max(float(high), float(wide) / aspect)
    if own is not None:
        far_u, far_v = 1.05 * np.abs(own - land.minimum).max(axis=0)
        half = max(half, min(WIDER * half, max(float(far_v), float(far_u) / aspect)))
    u, v = (float(value) for value in land.minimum)
    return axis(u - half * aspect, u + half * aspect, 6), axis(v - half, v + half, 6)


def _inside(places: Array, u: Axis, v: Axis) -> Array:
    """The path until it first leaves the window, with the place where it does."""
    for k, place in enumerate(places):
        if u.low <= place[0] <= u.high and v.low <= place[1] <= v.high:
            continue
        before = places[k - 1]
        with np.errstate(divide="ignore", invalid="ignore"):
            shares = [
                (edge - before[i]) / (place[i] - before[i])
                for i, span in ((0, u), (1, v))
                for edge in (span.low, span.high)
            ]
        share = min((s for s in shares if 0 <= s <= 1), default=0.0)
        return np.vstack([places[:k], before + share * (place - before)])
    return places


def around(line: Array, label: Array, half: tuple[float, float]) -> list[Array]:
    """A line's parts outside a label's box, given its centre and half its sides."""
    apart = np.abs(line[:, :2] - label[:2])
    free = (apart[:, 0] > half[0]) | (apart[:, 1] > half[1])
    edges = np.flatnonzero(np.diff(free)) + 1
    parts = zip(np.split(line, edges), np.split(free, edges), strict=True)
    return [part for part, keep in parts if keep[0] and len(part) > 1]


def cut(polygon: Array, u: Axis, v: Axis) -> Array:
    """A convex polygon's part inside the window (Sutherland, Hodgman 1974)."""
    for i, edge, sign in ((0, u.low, 1), (0, u.high, -1), (1, v.low, 1), (1, v.high, -1)):
        over = sign * (polygon[:, i] - edge)
        out: list[Array] = []
        for k in range(len(polygon)):
            p, q, a, b = polygon[k - 1], polygon[k], over[k - 1], over[k]
            if (a < 0) != (b < 0):
                crossing = p + a / (a - b) * (q - p)
                crossing[i] = edge
                out.append(crossing)
            if b >= 0:
                out.append(q)
        polygon = np.array(out).reshape(-1, 2)
    return polygon


def _inner_edges(area: Array, u: Axis, v: Axis) -> tuple[Array, ...]:
    """The polygon's edges that are not the window's, joined to lines."""
    ring = np.vstack([area, area[:1]])
    rim = np.zeros(len(area), dtype=bool)
    for i, edge in ((0, u.low), (0, u.high), (1, v.low), (1, v.high)):
        rim |= (ring[:-1, i] == edge) & (ring[1:, i] == edge)
    if not rim.any():
        return (ring,)
    # Begin after an edge of the window, so that no line is torn.
    first = int(np.flatnonzero(rim)[0]) + 1
    order = np.roll(area, -first, axis=0)
    order, rim = np.vstack([order, order[:1]]), np.roll(rim, -first)
    lines, line = [], [order[0]]
    for k, gone in enumerate(rim):
        if gone:
            lines.append(np.array(line))
            line = []
        line.append(order[k + 1])
    return tuple(line for line in lines if len(line) > 1)


@dataclass(frozen=True)
class Strand:
    """One line of the mesh.

    Attributes:
        places: pairs of weights, shape (n, 2).
        heights: the loss there, 0 at the least and 1 at the rim, shape (n,).
    """

    places: Array
    heights: Array


def mesh(descent: Descent) -> tuple[Strand, ...]:
    """The bowl up to the start's loss, the lines of descent first."""
    land = descent.land
    rim = float(land.loss(*descent.start)) - land.least
    strands = []
    for angle in np.arange(SPOKES) * 2 * np.pi / SPOKES:
        shares = np.linspace(0, 1, 13)
        places = np.array([land.place(rim * s**2, angle) for s in shares])
        strands.append(Strand(places, shares**2))
    around = np.linspace(0, 2 * np.pi, POINTS)
    for share in np.arange(1, CIRCLES + 1) / CIRCLES:
        strands.append(Strand(land.place(rim * share**2, around), np.full(POINTS, share**2)))
    return tuple(strands)

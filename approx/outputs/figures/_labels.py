"""Where names stand: beside what they name, and on nothing else.

A place is free when the text's box meets no line, no marker and no other text. Lines are tested as
lines: a box between two of them is free.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib import rcParams
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PathCollection, PolyCollection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from approx.core._types import Array

#: Length of the line before a name, and the gap between the two, in multiples of the letters' size.
SAMPLE, GAP = 1.8, 0.5
#: Room for a dot before a name, in the same.
DOT = 0.8
#: So many places along a curve are tried.
PLACES = 60
#: Room around a label, as a share of its letters' size.
ROOM = 0.18
#: How far from its point a label may stand, in multiples of its height.
DISTANCES = (0.75, 1.1, 1.6, 2.3, 3.2)
#: Directions from the point to the label's middle: above and below first, then the corners.
DIRECTIONS = ((0, 1), (0, -1), (1, 1), (-1, 1), (1, -1), (-1, -1), (1, 0), (-1, 0))


@dataclass(frozen=True)
class Label:
    """A name and where it may stand.

    Attributes:
        text: what it says.
        color: of its letters.
        places: points (x, y) that it may stand beside, in data, the best first; shape (n, 2).
        inside: whether it may also stand on the points themselves, as within an area.
        look: more keywords of the text.
        sample: a line or dot as what it names is drawn; it stands before the text.
    """

    text: str
    color: str
    places: Array
    inside: bool = False
    look: dict[str, Any] | None = None
    sample: Line2D | None = None  # of what it names, drawn before it

    @property
    def dotted(self) -> bool:
        """Whether the sample is a dot, which would be taken for a point of the data."""
        return self.sample is not None and _is_dot(self.sample)


@dataclass
class Obstacles:
    """What labels must not touch, in pixels.

    Attributes:
        boxes: shape (n, 4), as x0, y0, x1, y1.
        segments: shape (m, 4), as x0, y0, x1, y1.
    """

    boxes: Array
    segments: Array

    def hit(self, box: Array) -> bool:
        """Whether a box (x0, y0, x1, y1) meets any of them."""
        x0, y0, x1, y1 = box
        b = self.boxes
        if ((b[:, 0] < x1) & (b[:, 2] > x0) & (b[:, 1] < y1) & (b[:, 3] > y0)).any():
            return True
        return bool(crossing(self.segments, box).any())

    def add(self, box: Array) -> None:
        self.boxes = np.vstack([self.boxes, box])


def crossing(segments: Array, box: Array) -> Array:
    """Which segments meet a box: each is clipped to it (Liang and Barsky); shape (m,)."""
    start, step = segments[:, :2], segments[:, 2:] - segments[:, :2]
    low, high = np.asarray(box[:2]), np.asarray(box[2:])
    with np.errstate(divide="ignore", invalid="ignore"):
        first, second = (low - start) / step, (high - start) / step
    enter, leave = np.minimum(first, second), np.maximum(first, second)
    level = step == 0
    outside = level & ((start < low) | (start > high))
    enter, leave = np.where(level, -np.inf, enter), np.where(level, np.inf, leave)
    enter = np.maximum(enter.max(axis=1), 0.0)
    leave = np.minimum(leave.min(axis=1), 1.0)
    return np.asarray((enter <= leave) & ~outside.any(axis=1))


def place(ax: Axes, labels: Iterable[Label], size: float, also: Sequence[Axes] = ()) -> list[Label]:
    """Write every label at its best free place inside the axes; those without one come back.

    What comes back belongs into the key. A label does not stand on another: the first has the
    first choice.

    Args:
        size: of the letters, in points.
        also: further axes whose lines are in the way.
    """
    figure = ax.get_figure()
    assert isinstance(figure, Figure)
    renderer = figure.canvas.get_renderer()  # type: ignore[attr-defined]
    taken = obstacles([ax, *also], renderer)
    frame = ax.get_window_extent(renderer)
    left_over = []
    # A plate hides the grid behind a name: nothing else is there.
    plate = {"facecolor": figure.get_facecolor(), "edgecolor": "none", "pad": 0.08 * size}
    for label in labels:
        look = label.look or {}
        text = ax.text(0, 0, label.text, size=size, color=label.color, ha="center", va="center",
                       zorder=7, bbox=plate, **look)  # fmt: skip
        extent = text.get_window_extent(renderer)
        before = ((DOT if label.dotted else SAMPLE) + GAP) * size * figure.dpi / 72
        before = before if label.sample else 0.0
        extent = Bbox.from_bounds(extent.x0, extent.y0, extent.width + before, extent.height)
        spot = _free(ax, label, extent, frame, taken, size * figure.dpi / 72)
        if spot is None:
            text.remove()
            left_over.append(label)
            continue
        x, y = ax.transData.inverted().transform(spot + np.array([before / 2, 0.0]))
        text.set_position((x, y))
        if label.sample:
            if label.dotted:
                _plate(ax, _around(spot, extent, ROOM * size * figure.dpi / 72), plate["facecolor"])
            _sample(ax, label.sample, spot - np.array([extent.width / 2, 0.0]), size)
        taken.add(_around(spot, extent, 0.0))
    return left_over


def _is_dot(sample: Line2D) -> bool:
    return sample.get_linestyle() == "None"


def _plate(ax: Axes, box: Array, color: Any) -> None:
    """A frame around a name and its dot, as keys have: what is in it is no data."""
    low, high = ax.transData.inverted().transform(box.reshape(2, 2))
    look = {"edgecolor": rcParams["grid.color"], "linewidth": rcParams["axes.linewidth"]}
    ax.add_patch(Rectangle(low, *(high - low), facecolor=color, zorder=6.5, clip_on=False, **look))


def _sample(ax: Axes, line: Line2D, left: Array, size: float) -> None:
    """Put a sample with its left end there, in pixels."""
    figure = ax.get_figure()
    assert isinstance(figure, Figure)
    dot = _is_dot(line)
    reach = (DOT if dot else SAMPLE) * size * figure.dpi / 72
    shares = np.array([[0.5, 0.0]] if dot else [[0.0, 0.0], [0.5, 0.0], [1.0, 0.0]])
    line.set_markevery([0] if dot else [1])
    line.set_data(*ax.transData.inverted().transform(left + reach * shares).T)
    line.set(zorder=7, solid_capstyle="butt")
    ax.add_line(line)


def _free(
    ax: Axes, label: Label, extent: Bbox, frame: Bbox, taken: Obstacles, em: float
) -> Array | None:
    """The middle of the first free box beside one of the label's places."""
    points = ax.transData.transform(np.asarray(label.places, dtype=float).reshape(-1, 2))
    half = np.array([extent.width, extent.height]) / 2
    offsets = [np.zeros(2)] if label.inside else []
    for distance in DISTANCES:
        for along in DIRECTIONS:
            reach = half + (distance - 0.5) * em * np.array([1.0, 1.0])
            offsets.append(np.asarray(along) * reach)
    for offset in offsets:
        for point in points:
            middle = point + offset
            box = _around(middle, extent, ROOM * em)
            whole = (box[0] >= frame.x0 and box[1] >= frame.y0
                     and box[2] <= frame.x1 and box[3] <= frame.y1)  # fmt: skip
            if whole and not taken.hit(box):
                return middle
    return None


def _around(middle: Array, extent: Bbox, room: float) -> Array:
    half = np.array([extent.width / 2 + room, extent.height / 2 + room])
    return np.concatenate([middle - half, middle + half])


def obstacles(every: Sequence[Axes], renderer: Any) -> Obstacles:
    """Lines, zero lines, markers, edges of areas, and texts of axes; a grid is no obstacle."""
    boxes, segments = [np.zeros((0, 4))], [np.zeros((0, 4))]
    for ax in every:
        quiet = {id(line) for axis in (ax.xaxis, ax.yaxis) for line in axis.get_gridlines()}
        for artist in ax.get_children():
            if not artist.get_visible() or id(artist) in quiet:
                continue
            if isinstance(artist, Line2D):
                segments += _segments(artist.get_transform().transform(artist.get_xydata()))
                boxes += _markers(artist, ax)
            elif isinstance(artist, LineCollection | PolyCollection):
                for path in artist.get_paths():
                    segments += _segments(artist.get_transform().transform(path.vertices))
            elif isinstance(artist, PathCollection):
                extent = artist.get_window_extent(renderer)
                boxes.append(np.array([extent.extents]))
            elif isinstance(artist, Text) and artist.get_text().strip():
                boxes.append(np.array([artist.get_window_extent(renderer).extents]))
            elif isinstance(artist, Patch) and artist is not ax.patch:
                path = artist.get_path().interpolated(1)
                points = artist.get_transform().transform(path.to_polygons(closed_only=False)[0])
                segments += _segments(points)
    return Obstacles(np.vstack(boxes), np.vstack(segments))


def _segments(points: Array) -> list[Array]:
    """The pieces of a polyline; those that touch a NaN are none."""
    points = np.asarray(points, dtype=float)
    pieces = np.hstack([points[:-1], points[1:]])
    return [pieces[np.isfinite(pieces).all(axis=1)]]


def _markers(line: Line2D, ax: Axes) -> list[Array]:
    """A box around every marker of a line."""
    if line.get_marker() in ("", "None", None, " "):
        return []
    figure = ax.get_figure()
    assert isinstance(figure, Figure)
    half = line.get_markersize() / 2 * figure.dpi / 72
    middle = line.get_transform().transform(line.get_xydata())
    middle = middle[np.isfinite(middle).all(axis=1)]
    return [np.hstack([middle - half, middle + half])]


def along(x: Array, y: Array, wish: float, points: bool = False) -> Array:
    """Places on a curve, or some of its points, those near a share of its width first."""
    known = np.isfinite(x) & np.isfinite(y)
    x, y = x[known], y[known]
    if points:
        some = np.linspace(0, len(x) - 1, PLACES).astype(int)
        places = np.column_stack([x[some], y[some]])
    else:
        at = np.linspace(x.min(), x.max(), PLACES)
        places = np.column_stack([at, np.interp(at, x, y)])
    shares = np.linspace(0, 1, len(places))
    return np.asarray(places[np.argsort(np.abs(shares - wish), kind="stable")])


def in_rows(
    centres: Sequence[float], widths: Sequence[float], room: float, gap: float
) -> list[tuple[float, int]]:
    """The left end and the row of names that stand below their centres, none on another.

    Args:
        centres, widths: ascending, in inches from the left end of the room.
    """
    ends: list[float] = []
    out = []
    for centre, width in zip(centres, widths, strict=True):
        left = min(max(centre - width / 2, 0.0), max(room - width, 0.0))
        row = next((k for k, end in enumerate(ends) if end + gap <= left), len(ends))
        ends[row : row + 1] = [left + width]
        out.append((left, row))
    return out

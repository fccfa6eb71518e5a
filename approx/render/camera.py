"""A camera that draws only what changed: kept shapes, a still layer below, dirty rows.

The picture is Manim's, bit by bit: the same paths, colours and order, drawn by the same library.
What is saved is work: a shape that did not change keeps its path, what stands still is drawn once,
and a frame redraws only the rows in which something moved.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import cairo
import numpy as np
from manim import Camera as PlainCamera
from manim import Mobject, VMobject
from manim.camera.camera import CAP_STYLE_MAP, LINE_JOIN_MAP
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
#: A shape's path is split where one curve does not begin where the one before ended.
CLOSE_RELATIVE, CLOSE = 1e-5, VMobject().tolerance_for_point_equality
#: Left, top, right, bottom in pixels; right and bottom excluded.
Box = tuple[int, int, int, int]
#: The first row and the one after the last.
Rows = tuple[int, int]
#: Rows closer than this are redrawn together.
NEAR = 8
#: Columns closer than this are one box.
ASIDE = 64
#: Rows drawn beyond those that are wanted: more than a line is wide.
SPARE = 24
#: After so many frames in which the same shapes stood still at the bottom, they become one image.
SETTLED = 2


@dataclass(slots=True)
class Paint:
    """One pass over a path: a fill (width 0) or a stroke."""

    source: cairo.Pattern
    width: float
    join: cairo.LineJoin
    cap: cairo.LineCap


@dataclass(slots=True)
class Shape:
    """A mobject as it was drawn last.

    Attributes:
        points, look: what the drawing follows from; equal ones give an equal picture.
        path: in the frame's units; None when nothing of it can be seen.
        paints: what is done with the path, in order.
        box: the pixels it can touch; None when none.
    """

    points: bytes
    look: tuple[Any, ...]
    path: cairo.Path | None
    paints: list[Paint]
    box: Box | None


class Camera(PlainCamera):
    """Manim's camera with a memory of the last frame.

    Attributes:
        pixel_array: the frame, RGBA as Manim keeps it: shape (height, width, 4), colours
            multiplied by their opacity.
    """

    _shown: list[Shape] | None = None
    _view: tuple[float, ...] = ()
    _measuring: cairo.Context[cairo.ImageSurface] | None = None

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.forget()

    def forget(self) -> None:
        """Draw the next frame from nothing."""
        self._shown = None
        self._shapes: dict[int, Shape] = {}
        self._mobjects: list[VMobject] = []
        self._layer: Pixels = self.background
        self._sheet: Pixels = np.empty_like(self.background)
        self._layered: list[Shape] = []
        self._still = 0

    def set_pixel_array(self, *args: Any, **options: Any) -> None:
        """As Manim's; what somebody else drew is not what is remembered."""
        super().set_pixel_array(*args, **options)
        self.forget()

    def show(self, static: Iterable[Mobject], moving: Iterable[Mobject]) -> list[Box] | None:
        """Draw the frame that shows these mobjects, in place in `pixel_array`.

        Args:
            static: below everything that moves, as Manim divides a play's mobjects.

        Returns:
            where pixels may have changed since the last call, as disjoint boxes; [] when none did;
            None when all may have.
        """
        center = self.frame_center[:2]
        view = (id(self.background), self.frame_width, self.frame_height, *map(float, center))
        if view != self._view:
            self.forget()
            self._view, self._measuring = view, None
        drawn = _once([*flat(static), *flat(moving)])
        if not all(map(_plain, drawn)):
            self.reset()
            self.capture_mobjects(static)
            self.capture_mobjects(moving)
            self.forget()
            return None
        # The mobjects are kept until the next frame: nothing else may take their ids.
        self._shapes = {id(m): self._shape(m, self._shapes.get(id(m))) for m in drawn}
        self._mobjects = drawn
        shown = [shape for shape in self._shapes.values() if shape.box is not None]
        before, self._shown = self._shown, shown
        if before is None:
            self._paint(shown, [(0, self.pixel_height)])
            return None
        boxes = _changes(before, shown)
        dirty = _bands(boxes)
        if dirty:
            self._settle(shown, _common(before, shown))
            self._paint(shown[len(self._layered) :], dirty)
        return [part for band in dirty for part in _parts(boxes, band)]

    # -- what is seen, for who wants to know without the pixels ---------------------------------

    def looks(
        self, static: Iterable[Mobject], moving: Iterable[Mobject]
    ) -> list[tuple[Mobject, bytes, tuple[Any, ...]]] | None:
        """Every mobject that `show` would draw, in order, with a shape's points and look.

        Returns:
            None when not all of them are shapes.
        """
        drawn = _once([*flat(static), *flat(moving)])
        if not all(map(_plain, drawn)):
            return None
        return [(mobject, mobject.points.tobytes(), _look(mobject)) for mobject in drawn]

    def seen(self) -> list[Shape] | None:
        """Every shape of the frame that `show` drew last, in order; None when not all were."""
        return None if self._shown is None else list(self._shapes.values())

    # -- the still layer ------------------------------------------------------------------------

    def _settle(self, shown: Sequence[Shape], same: int) -> None:
        """Keep the image of the lowest shapes, as far up as they stand still."""
        if same < len(self._layered):
            self._layer, self._layered, self._still = self.background, [], 0
        elif same > len(self._layered):
            self._still += 1
            if self._still > SETTLED:
                self._grow(shown[:same])
                self._still = 0

    def _grow(self, still: Sequence[Shape]) -> None:
        if self._layer is self.background:
            self._layer = self.background.copy()
        context = self._context(self._layer)
        for shape in still[len(self._layered) :]:
            _draw(context, shape)
        self._layered = list(still)

    # -- drawing --------------------------------------------------------------------------------

    def _context(self, pixels: Pixels) -> cairo.Context[cairo.ImageSurface]:
        width, height = self.pixel_width, self.pixel_height
        surface = cairo.ImageSurface.create_for_data(
            pixels.data, cairo.FORMAT_ARGB32, width, height
        )
        context = cairo.Context(surface)
        context.set_matrix(self._matrix())
        return context

    def _matrix(self) -> cairo.Matrix:
        across, down = self.pixel_width / self.frame_width, self.pixel_height / self.frame_height
        x, y = self.frame_center[:2]
        left, top = self.pixel_width / 2 - x * across, self.pixel_height / 2 + y * down
        return cairo.Matrix(across, 0, 0, -down, left, top)

    def _paint(self, shapes: Sequence[Shape], dirty: Sequence[Rows]) -> None:
        """Bring these rows up to date: the layer's pixels, and the shapes over them.

        Whole rows, because Cairo rounds differently where a clip cuts a line's side off; and drawn
        elsewhere with rows to spare, because it also simplifies corners that lie outside a clip.
        """
        context, matrix = self._context(self._sheet), self._matrix()
        for top, bottom in dirty:
            self._sheet[top:bottom] = self._layer[top:bottom]
            context.identity_matrix()
            context.reset_clip()
            context.new_path()
            context.rectangle(0, top - SPARE, self.pixel_width, bottom - top + 2 * SPARE)
            context.clip()
            context.set_matrix(matrix)
            for shape in shapes:
                if shape.box[1] < bottom and top < shape.box[3]:  # type: ignore[index]
                    _draw(context, shape)
            self.pixel_array[top:bottom] = self._sheet[top:bottom]

    # -- shapes ---------------------------------------------------------------------------------

    def _shape(self, mobject: VMobject, old: Shape | None) -> Shape:
        """The mobject as it is now; the shape it was when that is the same."""
        points, look = mobject.points.tobytes(), _look(mobject)
        if old is not None and old.points == points:
            if old.look == look:
                return old
            path = old.path
        else:
            path = None
        paints = _paints(mobject)
        if not paints or not np.isfinite(mobject.points).all():
            return Shape(points, look, None, [], None)
        measure = self._measure()
        if path is None:
            _trace(measure, mobject.points)
            path = measure.copy_path()
        else:
            measure.new_path()
            measure.append_path(path)
        return Shape(points, look, path, paints, self._box(measure, paints))

    def _measure(self) -> cairo.Context[cairo.ImageSurface]:
        """A context that nothing is drawn on, in which paths are made and measured."""
        if self._measuring is None:
            self._measuring = cairo.Context(cairo.ImageSurface(cairo.FORMAT_A8, 1, 1))
            self._measuring.set_matrix(self._matrix())
        return self._measuring

    def _box(
        self, context: cairo.Context[cairo.ImageSurface], paints: Sequence[Paint]
    ) -> Box | None:
        """The pixels that painting the context's path can touch, a pixel to spare."""
        extents = []
        for paint in paints:
            if paint.width:
                _set_line(context, paint)
                extents.append(context.stroke_extents())
            else:
                extents.append(context.fill_extents())
        x0, y0, x1, y1 = zip(*extents, strict=True)
        a, b = context.user_to_device(min(x0), max(y1))
        c, d = context.user_to_device(max(x1), min(y0))
        left, top = max(0, math.floor(a) - 1), max(0, math.floor(b) - 1)
        right = min(self.pixel_width, math.ceil(c) + 1)
        bottom = min(self.pixel_height, math.ceil(d) + 1)
        return (left, top, right, bottom) if left < right and top < bottom else None


def flat(mobjects: Iterable[Mobject]) -> list[Mobject]:
    """Everything with points, in the order of drawing."""
    found: list[Mobject] = []

    def collect(mobject: Mobject) -> None:
        if len(mobject.points):
            found.append(mobject)
        for part in mobject.submobjects:
            collect(part)

    for mobject in mobjects:
        collect(mobject)
    drawn = _once(found)
    if len({mobject.z_index for mobject in drawn}) > 1:
        drawn.sort(key=lambda mobject: mobject.z_index)
    return drawn


def _once(mobjects: list[Mobject]) -> list[Mobject]:
    """Each mobject where it is listed last, as Manim draws them."""
    if len({id(mobject) for mobject in mobjects}) == len(mobjects):
        return mobjects
    found = {id(mobject): mobject for mobject in reversed(mobjects)}
    return list(found.values())[::-1]


def _plain(mobject: Mobject) -> bool:
    """Whether it is drawn as a path: no image, no cloud of points, no picture for a colour."""
    return isinstance(mobject, VMobject) and not mobject.background_image


def _look(mobject: VMobject) -> tuple[Any, ...]:
    """What the picture follows from besides the points."""
    fill, stroke = mobject.get_fill_rgbas(), mobject.get_stroke_rgbas()
    behind = mobject.get_stroke_rgbas(background=True) if mobject.background_stroke_width else None
    graded = len(fill) > 1 or len(stroke) > 1 or (behind is not None and len(behind) > 1)
    return (
        fill.tobytes(),
        stroke.tobytes(),
        float(mobject.stroke_width),
        mobject.joint_type,
        mobject.cap_style,
        None if behind is None else (float(mobject.background_stroke_width), behind.tobytes()),
        np.asarray(mobject.get_sheen_direction()).tobytes() if graded else None,
    )


def _paints(mobject: VMobject) -> list[Paint]:
    """Manim's order: the stroke behind, the fill, the stroke; what cannot be seen is left out."""
    join, cap = LINE_JOIN_MAP[mobject.joint_type], CAP_STYLE_MAP[mobject.cap_style]
    passes = (
        (mobject.get_stroke_width(True), lambda: mobject.get_stroke_rgbas(True)),
        (None, mobject.get_fill_rgbas),
        (mobject.get_stroke_width(), mobject.get_stroke_rgbas),
    )
    paints = []
    for width, colors in passes:
        if width is None or width > 0:
            rgbas = colors()
            if rgbas[:, 3].any():
                paints.append(Paint(_source(mobject, rgbas), 0.01 * (width or 0.0), join, cap))
    return paints


def _source(mobject: VMobject, rgbas: NDArray[np.float64]) -> cairo.Pattern:
    """A colour or a gradient; red and blue trade places, as in Manim's memory of a frame."""
    stops = [(blue, green, red, opacity) for red, green, blue, opacity in rgbas.tolist()]
    if len(stops) == 1:
        return cairo.SolidPattern(*stops[0])
    start, end = mobject.get_gradient_start_and_end_points()
    pattern = cairo.LinearGradient(*start[:2], *end[:2])
    for offset, stop in zip(np.linspace(0, 1, len(stops)).tolist(), stops, strict=True):
        pattern.add_color_stop_rgba(offset, *stop)
    return pattern


def _trace(context: cairo.Context[Any], points: NDArray[np.float64]) -> None:
    """The path through cubic Bézier quadruples (4n, 3), split where they do not join."""
    context.new_path()
    pieces = points[: len(points) // 4 * 4, :2].reshape(-1, 8)
    if not len(pieces):
        return
    ends, begins, splits = pieces[:-1, 6:], pieces[1:, :2], []
    if not np.array_equal(ends, begins):  # most shapes are one line, to the last bit
        splits = (np.flatnonzero(~_near(ends, begins)) + 1).tolist()
    starts, stops = [0, *splits], [*splits, len(pieces)]
    first = pieces[starts, :2]
    closed = _near(first, pieces[np.array(stops) - 1, 6:]).tolist()
    curves, curve_to = pieces[:, 2:].tolist(), context.curve_to
    for start, stop, (x, y), shut in zip(starts, stops, first.tolist(), closed, strict=True):
        context.new_sub_path()
        context.move_to(x, y)
        for curve in curves[start:stop]:
            curve_to(*curve)
        if shut:
            context.close_path()


def _near(one: NDArray[np.float64], other: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Which points are the same to Manim, shape (n,)."""
    return (np.abs(one - other) <= CLOSE + CLOSE_RELATIVE * np.abs(other)).all(axis=1)


def _set_line(context: cairo.Context[Any], paint: Paint) -> None:
    context.set_line_width(paint.width)
    context.set_line_join(paint.join)
    context.set_line_cap(paint.cap)


def _draw(context: cairo.Context[Any], shape: Shape) -> None:
    context.new_path()
    context.append_path(shape.path)  # type: ignore[arg-type]
    for paint in shape.paints:
        context.set_source(paint.source)
        if paint.width:
            _set_line(context, paint)
            context.stroke_preserve()
        else:
            context.fill_preserve()


def _common(before: Sequence[Shape], after: Sequence[Shape]) -> int:
    """How many of the lowest shapes are the same."""
    pairs = zip(before, after, strict=False)
    count = 0
    for one, other in pairs:
        if one is not other:
            break
        count += 1
    return count


def _changes(before: Sequence[Shape], after: Sequence[Shape]) -> list[Box]:
    """Where two frames differ: shapes that came, went or changed places."""
    old, new = {id(shape) for shape in before}, {id(shape) for shape in after}
    boxes = [shape.box for shape in before if id(shape) not in new]
    boxes += [shape.box for shape in after if id(shape) not in old]
    stayed = (
        [shape for shape in before if id(shape) in new],
        [shape for shape in after if id(shape) in old],
    )
    for one, other in zip(*stayed, strict=True):
        if one is not other:
            boxes += [one.box, other.box]
    return [box for box in boxes if box is not None]


def _bands(boxes: Iterable[Box]) -> list[Rows]:
    """The rows they cover, as disjoint bands in order."""
    found: list[Rows] = []
    for top, bottom in sorted((box[1], box[3]) for box in boxes):
        if found and top <= found[-1][1] + NEAR:
            found[-1] = (found[-1][0], max(found[-1][1], bottom))
        else:
            found.append((top, bottom))
    return found


def _parts(boxes: Iterable[Box], band: Rows) -> Iterator[Box]:
    """The columns that the boxes of a band cover, as disjoint boxes of the band's height."""
    top, bottom = band
    inside = sorted((box[0], box[2]) for box in boxes if top <= box[1] and box[3] <= bottom)
    left, right = inside[0]
    for start, end in inside[1:]:
        if start > right + ASIDE:
            yield left, top, right, bottom
            left = start
        right = max(right, end)
    yield left, top, right, bottom

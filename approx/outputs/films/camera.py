"""A camera that draws only what changed: kept shapes, a still layer below, dirty rows.

The picture is Manim's, bit by bit: the same paths, colours and order, drawn by the same library.
What is saved is work: a shape that did not change keeps its path, what stands still is drawn once,
and a frame redraws only the rows in which something moved.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any

import cairo
import numpy as np
from manim import Camera as PlainCamera
from manim import Mobject, VMobject
from numpy.typing import NDArray

from approx.outputs.films.dirty_rects import Box, bands, changes, common, overlap, parts_of
from approx.outputs.films.vector_path import Paint, Shape, draw, look_of, paints_of, set_line, trace

Pixels = NDArray[np.uint8]
#: Rows drawn beyond those that are wanted: more than a line is wide.
SPARE = 24
#: After so many frames in which the same shapes stood still at the bottom, they become one image.
SETTLED = 2


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
        self._static: tuple[Iterable[Mobject] | None, list[Mobject], set[int]] = (None, [], set())
        self._layer: Pixels = self.background
        self._sheet: Pixels = np.empty_like(self.background)
        self._layered: list[Shape] = []
        self._still = 0

    def set_pixel_array(self, *args: Any, **options: Any) -> None:
        """As Manim's; a frame that was set is not the one remembered."""
        super().set_pixel_array(*args, **options)
        self.forget()

    def show(self, static: Iterable[Mobject], moving: Iterable[Mobject]) -> list[Box] | None:
        """Draw the frame that shows these mobjects, in place in `pixel_array`.

        Args:
            static: below everything that moves, as Manim divides a play's mobjects. While it is the
                very same list, what is in it stands still, as Manim has it too.

        Returns:
            where pixels may have changed since the last call, as disjoint boxes; [] when none did;
            None when all may have.
        """
        center = self.frame_center[:2]
        view = (id(self.background), self.frame_width, self.frame_height, *map(float, center))
        if view != self._view:
            self.forget()
            self._view, self._measuring = view, None
        kept, below, still = self._static
        if static is not kept:
            below, still = flat(static), set()
        above = flat(moving)
        drawn = _once([*below, *above])
        if not all(map(_plain, drawn)):
            self.reset()
            self.capture_mobjects(static)
            self.capture_mobjects(moving)
            self.forget()
            return None
        # The mobjects are kept until the next frame: nothing else may take their ids.
        known = self._shapes
        self._shapes = {
            id(m): known[id(m)] if id(m) in still else self._shape(m, known.get(id(m)))
            for m in drawn
        }
        self._mobjects = drawn
        self._static = static, below, {id(m) for m in below} - {id(m) for m in above}
        shown = [shape for shape in self._shapes.values() if shape.box is not None]
        before, self._shown = self._shown, shown
        if before is None:
            self._paint(shown, [(0, 0, self.pixel_width, self.pixel_height)])
            return None
        boxes = changes(before, shown)
        dirty = [[*parts_of(boxes, band)] for band in bands(boxes)]
        if dirty:
            self._settle(shown, common(before, shown))
            for parts in dirty:
                self._paint(shown[len(self._layered) :], parts)
        return [part for parts in dirty for part in parts]

    # -- what is seen, without the pixels -------------------------------------------------------

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
        return [(mobject, mobject.points.tobytes(), look_of(mobject)) for mobject in drawn]

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
            draw(context, shape)
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

    def _paint(self, shapes: Sequence[Shape], parts: Sequence[Box]) -> None:
        """Bring these parts of one band up to date: the layer's pixels, and the shapes over them.

        Drawn elsewhere, in whole rows and with rows to spare: Cairo rounds differently where a clip
        cuts a line's side off, and it simplifies corners that lie outside a clip.
        """
        _, top, _, bottom = parts[0]
        places = [(slice(top, bottom), slice(left, right)) for left, _, right, _ in parts]
        context = self._context(self._sheet)
        for place in places:
            self._sheet[place] = self._layer[place]
        context.identity_matrix()
        context.rectangle(0, top - SPARE, self.pixel_width, bottom - top + 2 * SPARE)
        context.clip()
        context.set_matrix(self._matrix())
        for shape in shapes:
            if any(overlap(shape.box, part) for part in parts):
                draw(context, shape)
        for place in places:
            self.pixel_array[place] = self._sheet[place]

    # -- shapes ---------------------------------------------------------------------------------

    def _shape(self, mobject: VMobject, old: Shape | None) -> Shape:
        """The mobject as it is now; the shape it was when that is the same."""
        points, look = mobject.points.tobytes(), look_of(mobject)
        if old is not None and old.points == points:
            if old.look == look:
                return old
            path = old.path
        else:
            path = None
        paints = paints_of(mobject)
        if not paints or not np.isfinite(mobject.points).all():
            return Shape(points, look, None, [], None)
        measure = self._measure()
        if path is None:
            trace(measure, mobject.points)
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
                set_line(context, paint)
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
    parts: list[Mobject] = []

    def collect(mobject: Mobject) -> None:
        if len(mobject.points):
            parts.append(mobject)
        for part in mobject.submobjects:
            collect(part)

    for mobject in mobjects:
        collect(mobject)
    drawn = _once(parts)
    if len({mobject.z_index for mobject in drawn}) > 1:
        drawn.sort(key=lambda mobject: mobject.z_index)
    return drawn


def _once(mobjects: list[Mobject]) -> list[Mobject]:
    """Each mobject where it is listed last, as Manim draws them."""
    if len({id(mobject) for mobject in mobjects}) == len(mobjects):
        return mobjects
    last = {id(mobject): mobject for mobject in reversed(mobjects)}
    return list(last.values())[::-1]


def _plain(mobject: Mobject) -> bool:
    """Whether it is drawn as a path: no image, no cloud of points, no picture for a colour."""
    return isinstance(mobject, VMobject) and not mobject.background_image

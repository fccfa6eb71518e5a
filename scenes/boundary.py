"""Training in the plane: lines move, regions change, and the boundary finds its way between points.

Render with `approx render SUBJECT boundary`, or by itself with `manim render scenes/boundary.py`.
"""

from __future__ import annotations

from functools import partial

import numpy as np
from manim import FadeIn, VGroup, VMobject

from approx.core._types import Array
from approx.core.plane_target import PlaneTarget
from approx.outputs.stage.axes import axes
from approx.outputs.stage.folded_sheet import marker, value_colors
from approx.outputs.stage.geometry import Plot
from approx.outputs.stage.layout import Box
from approx.outputs.stage.plane_map import names_at_ends, target_map
from approx.outputs.stage.shapes import STROKE, Dot, Playback, Polylines, cubics
from approx.outputs.stage.story import Beat, Story
from approx.outputs.stage.text import Number, write
from approx.panels import plane as planes
from approx.panels import plane_run as panels
from approx.panels.captions import boundary as words
from approx.panels.captions.boundary import say
from approx.style.languages import localised
from approx.style.shades import class_shades, hexadecimal, shades
from approx.style.theme import Style

#: Seconds between two stops of the run at most, and snapshots a second that are not too fast.
SECONDS, FASTEST = 4.5, 12.0
#: Areas of a value have so many shades on either side of the level.
SHADES = 8
#: Of a point on the wrong side, the ring's radius.
RING = 0.16


class Boundary(Story):
    """Points in classes, or values, that a network was trained on step by step."""

    subject_name = "two-spirals"

    def plan(self) -> list[Beat]:
        self.run = panels.build(self.plane)
        self.stops = [0, *words.stops(self.run)]
        return [Beat(*beat) for beat in words.beats(self.run, self.language)]

    def poster(self) -> None:
        """The points, the network as it begins, and the axes of the loss."""
        run, theme, layout = self.run, self.theme, self.layout
        left, right = self._boxes()
        self.plot = Plot(left, run.x, run.y)
        self.losses = Plot(right, run.steps, run.losses)
        self._build()
        self.show(0.0)
        self.wrong.points = np.zeros((0, 3))  # they are ringed one after the other
        ground = VGroup(
            axes(self.plot, theme, layout.small), axes(self.losses, theme, layout.small)
        )
        self.wanted = VGroup()
        if isinstance(run.plane.target, PlaneTarget):
            self.wanted = target_map(run.plane, self.plot, theme).set_z_index(4)
        self.whole = [shape.points.copy() for shape in self.wanted or self.points]
        self.add(self.title_text(), ground, self.moving, self._names(), self.points, self.wanted)

    def _boxes(self) -> tuple[Box, Box]:
        """The plane as a square, and beside or below it the loss."""
        layout, small = self.layout, self.layout.small
        content = layout.below_title
        if layout.height > layout.width:
            side = min(content.width - 1.2, 0.45 * content.height)
            left = content.left + min(1.3, (content.width - side) / 2 + 0.3)
            plane = Box(left, content.top - side, left + side, content.top)
            top = plane.bottom - 6.0 * small
            low, start = content.bottom + 1.75, content.left + 2.6 * small
            return plane, Box(start, low, content.right - 0.3, top)
        share = 0.52 if layout.width > layout.height else 0.45
        side = min(content.height - 2.6 * small, share * content.width)
        left, bottom = content.left + 2.6 * small, content.bottom + 2.2 * small
        plane = Box(left, bottom, left + side, bottom + side)
        across = plane.right + 0.13 * content.width
        low = bottom + 2.6 * small
        return plane, Box(across, low, content.right - 0.3, plane.top - 5.6 * small)

    def _names(self) -> VGroup:
        """What the axes count, and beside the loss the points on the wrong side."""
        size, quiet, run = self.layout.small, self.theme["quiet"].color, self.run
        loss = self.losses.box
        named = words.loss_name(run, self.language)
        if write(named, size, quiet).width > loss.width:
            named = say("boundary.loss.short", self.language)
        names = [
            (named, (loss.left, loss.top + 0.7 * size), "left"),
            (say("boundary.step", self.language), (loss.right, loss.bottom - 2.6 * size), "right"),
        ]
        layout = self.layout
        edge = layout.line.right if layout.width <= layout.height else loss.left - 0.4
        if layout.width == layout.height:
            edge = loss.left - 2.2 * size
        of_map = names_at_ends(
            self.plot, self.theme, size, layout.line.left, edge, below=layout.wide
        )
        return VGroup(of_map, *(write(text, size, quiet, at, end) for text, at, end in names))

    def _build(self) -> None:
        """Every shape that moves with the run, one group; and the points, which stand still."""
        theme, run, layout = self.theme, self.run, self.layout
        plane, data = run.plane, run.plane.data
        self.classes = plane.classes
        if plane.several:
            many = len(self.classes)
            self.colors = class_shades(theme, np.arange(many), many)
        else:
            levels = np.r_[-np.arange(SHADES, 0, -1), np.arange(1, SHADES + 1)] / SHADES
            self.colors = shades(theme, levels)
        self.areas = [
            VMobject(
                fill_color=hexadecimal(c),
                fill_opacity=1,
                stroke_width=0.3,
                stroke_color=hexadecimal(c),
            )
            for c in self.colors
        ]
        crease, border = theme["crease"], theme["boundary"]
        self.folds = Polylines(Style(crease.color, 0.6 * crease.width)).set_z_index(1)
        self.folds.set_stroke(opacity=0.7)
        self.border = Polylines(border).set_z_index(2)
        self.wrong = VMobject(
            stroke_color=theme["error"].color, stroke_width=STROKE * 1.4, fill_opacity=0
        ).set_z_index(4)
        self.track = Polylines(theme["loss"])
        self.tested = Polylines(theme["target"])
        self.mark = Dot(np.zeros(3), theme["loss"])
        self.points = VGroup()
        places = np.zeros((0, 3)) if data is None else self.plot.points(*data.points.T)
        if data is not None:
            size = 0.07 if len(data) < 150 else 0.05
            kinds = data.numbers.tolist() if self.classes else [None] * len(data)
            for at, kind, color in zip(places, kinds, value_colors(theme, plane), strict=True):
                shape = marker(theme, kind, len(self.classes), size, color)
                shape.points = shape.points + at
                self.points.add(shape.set_z_index(3))
        angle = np.linspace(0, 2 * np.pi, 17)
        self.ring = RING * np.column_stack([np.cos(angle), np.sin(angle), 0 * angle])
        self.places = places
        # Beside the map of a square frame there is little room.
        size = layout.small if layout.height == layout.width else layout.text
        is_tall = layout.height > layout.width
        x, y = self.losses.box.left, self.losses.box.top + 3.1 * layout.small
        if is_tall:  # both stand in one row
            x = layout.content.left
        step = write(say("boundary.step", self.language), size, theme["ink"].color, (x, y))
        self.step = Number(size, theme["ink"].color, (float(step.get_right()[0]) + 0.12, y))
        above = y if is_tall else y + 1.5 * size
        x += 7.1 * size if is_tall else 0.0
        counts = say("boundary.right" if self.classes else "boundary.rms", self.language)
        right = write(counts, size, theme["ink"].color, (x, above))
        after = float(right.get_right()[0]) + 0.12
        self.counted = Number(size, theme["ink"].color, (after, above))
        self.moving = VGroup(
            *self.areas, self.folds, self.border, self.wrong, self.track, self.tested, self.mark,
            step, self.step, right, self.counted,
        )  # fmt: skip

    def show(self, at: float) -> None:
        """The last snapshot that the marker has reached."""
        run = self.run
        place = max(0, int(np.searchsorted(run.at, at + 1e-9)) - 1)
        sheet = self._paint(place)
        self.folds.place([self.plot.points(*s.T) for c in sheet.creases for s in c.segments])
        self.border.place([self.plot.points(*s.T) for s in sheet.boundary])
        if self.classes:
            right = run.right(place)
            rings = [cubics(self.ring + spot) for spot in self.places[~right]]
            self.wrong.points = np.vstack([np.zeros((0, 3)), *rings])
            self.counted.show(f"{int(right.sum())}/{len(right)}")
        else:
            self.counted.show(localised(words.error(run, place), self.language))
        track = self._track(run.loss, place, at)
        self.track.place([track])
        self.mark.place(track[-1])
        if run.test is not None:
            self.tested.place([self._track(run.test, place, at)])
        self.step.show(str(run.step(place)))

    def _track(self, loss: Array, place: int, at: float) -> Array:
        """The curve of a loss as far as the marker is, which does not wait for snapshots."""
        steps = np.r_[self.run.at[: place + 1], at]
        return self.losses.points(steps, np.r_[loss[: place + 1], np.interp(at, self.run.at, loss)])

    def _paint(self, place: int, size: float = 1.0) -> planes.PlanePicture:
        """Fill the areas as they are at a snapshot, each at this share of its size."""
        sheet = planes.build(self.run.at_place(place))
        groups: list[list[Array]] = [[] for _ in self.areas]
        if sheet.several:
            numbers = sheet.winners
        else:
            most = float(np.abs(sheet.heights).max()) or 1.0
            level = np.ceil(SHADES * np.abs(sheet.heights) / most).clip(1, SHADES).astype(int)
            numbers = np.where(sheet.heights > 0, SHADES + level - 1, SHADES - level)
        for facet, number in zip(sheet.facets, numbers.tolist(), strict=True):
            middle = facet[:, :2].mean(axis=0)
            corners = middle + size * (facet[:, :2] - middle)
            ring = self.plot.points(*np.vstack([corners, corners[:1]]).T)
            groups[number].append(cubics(ring))
        for area, rings in zip(self.areas, groups, strict=True):
            area.points = np.vstack([np.zeros((0, 3)), *rings])
        return sheet

    def tell_setup(self) -> None:
        """The beginning: rings mark the points on the wrong side; of values, what colours mean."""
        if not self.classes:
            key = FadeIn(self._heights(), run_time=0.5)
            of_function = len(self.wanted) > 0
            moving = self.wanted if of_function else self.points
            wave = partial(self._wave, points=self.points, whole=self.whole, places=self.places)
            change = self._wipe if of_function else wave
            self.play(key, Playback(moving, change, (0.0, 1.0), self.seconds(2.0)))
            self.remove(self.wanted)
            return
        wrong = self.places[~self.run.right(0)]
        wrong = wrong[np.argsort(wrong[:, 0])]

        def show(share: float) -> None:
            grown = (share * len(wrong) - np.arange(len(wrong))).clip(0, 1)
            rings = [
                cubics((2 - g) * self.ring + at) for at, g in zip(wrong, grown, strict=True) if g
            ]
            self.wrong.points = np.vstack([np.zeros((0, 3)), *rings])

        self.play(FadeIn(self._key()), run_time=0.5)
        self.play(Playback(VGroup(self.wrong), show, (0.0, 1.0), self.seconds(2.0) - 0.5))

    def _wipe(self, share: float) -> None:
        """A line runs over the function and leaves the network that is to learn it."""
        box = self.plot.box
        for shape, points in zip(self.wanted, self.whole, strict=True):
            shape.points = np.maximum(points, [box.left + share * box.width, -np.inf, -np.inf])

    def _wave(self, share: float, points: VGroup, whole: list[Array], places: Array) -> None:
        """Points grow for a moment, one after the other from left to right."""
        rank = (places[:, 0] - self.plot.box.left) / self.plot.box.width
        grown = 1 + 0.9 * np.exp(-(((1.2 * share - 0.1 - rank) / 0.1) ** 2))
        for shape, outline, at, size in zip(points, whole, places, grown, strict=True):
            shape.points = at + size * (outline - at)

    def _key(self) -> VGroup:
        """What the ring means, under the loss."""
        layout, theme = self.layout, self.theme
        size, loss = layout.small, self.losses.box
        y = loss.bottom - 4.4 * size
        ring = VMobject(stroke_color=theme["error"].color, stroke_width=STROKE * 1.4)
        ring.points = cubics(0.8 * self.ring + np.array([loss.left + 0.1, y + 0.3 * size, 0.0]))
        quiet = theme["quiet"].color
        text = write(say("boundary.wrong", self.language), size, quiet, (loss.left + 0.35, y))
        key = VGroup(ring, text)
        if self.run.test is not None:
            x = float(text.get_right()[0]) + 1.2 * size
            held = say("boundary.test", self.language)
            if x + 1.6 * size + write(held, size, quiet).width > self.layout.line.right:
                x, y = loss.left, y - 1.5 * size
            line = Polylines(theme["target"])
            line.place([np.array([(x, y + 0.3 * size, 0), (x + 1.2 * size, y + 0.3 * size, 0)])])
            key.add(line, write(held, size, quiet, (x + 1.6 * size, y)))
        return key

    def _heights(self) -> VGroup:
        """Which colour is above zero or the level, under the loss."""
        size, (x, y) = self.layout.small, (self.losses.box.left, self.losses.box.bottom)
        y -= 4.4 * size
        key = VGroup()
        quiet = self.theme["quiet"].color
        texts = planes.sides(planes.level(self.run.plane), self.language)
        for text, color in zip(texts, self.colors[:: 1 - len(self.colors)], strict=True):
            if x + 1.4 * size + write(text, size, quiet).width > self.layout.line.right:
                x, y = self.losses.box.left, y - 1.5 * size
            patch = VMobject(fill_color=hexadecimal(color), fill_opacity=1, stroke_width=0)
            right, top = x + 0.9 * size, y + 0.9 * size
            corners = [(x, y, 0), (right, y, 0), (right, top, 0), (x, top, 0), (x, y, 0)]
            patch.points = cubics(np.array(corners))
            named = write(text, size, quiet, (x + 1.4 * size, y))
            key.add(patch, named)
            x = float(named.get_right()[0]) + 1.2 * size
        return key

    def tell_run(self, number: int) -> None:
        """The run up to its next stop: every frame is one snapshot, and none lies between two."""
        start, end = (float(self.run.at[k]) for k in self.stops[number : number + 2])
        seen = self.stops[number + 1] - self.stops[number]
        seconds = min(max(seen / FASTEST, self.seconds(2.0)), SECONDS)
        self.play(Playback(self.moving, self.show, (start, end), seconds))

    def tell_end(self) -> None:
        """A dot runs along the boundary; of values every region stands alone for a moment."""
        seconds = self.seconds(1.2)
        if not self.classes:
            whole = [area.points.copy() for area in self.areas]
            self.play(Playback(VGroup(*self.areas), self._apart, (0.0, 1.0), seconds))
            for area, points in zip(self.areas, whole, strict=True):
                area.points = points
            return
        style = self.theme["boundary"]
        bold = Polylines(Style(style.color, 2.0 * style.width)).set_z_index(3)
        pieces = chained(self.border.points.reshape(-1, 4, 3)[:, [0, 3]])
        if not len(pieces):
            return
        dot = Dot(pieces[0][0], self.theme["ink"], 1.4).set_z_index(5)

        def show(share: float) -> None:
            at = min(share * len(pieces), len(pieces) - 1e-9)
            start, end = pieces[int(at)]
            here = start + (at - int(at)) * (end - start)
            bold.place([*pieces[: int(at)], np.array([start, here])])
            dot.place(here)

        show(0.0)
        self.play(Playback(VGroup(bold, dot), show, (0.0, 1.0), seconds))
        self.remove(dot)

    def _apart(self, share: float) -> None:
        """Every region a little smaller than it is, and whole again."""
        size = 1 - 0.2 * float(np.sin(np.pi * share))
        self._paint(len(self.run) - 1, size)

    def tell_held(self) -> None:
        """Of the points that it never saw, those that are right."""
        data = self.plane.data
        assert data is not None
        assert data.held_out is not None
        seen = np.flatnonzero(~data.held_out)
        faint = [self.points[int(k)].animate.set_opacity(0.15) for k in seen]
        held = np.flatnonzero(data.held_out)
        whole = [self.points[int(k)].points.copy() for k in held]
        moving = VGroup(*(self.points[int(k)] for k in held))

        def show(share: float) -> None:
            self._wave(share, moving, whole, self.places[held])

        self.play(*faint, run_time=0.6)
        self.play(Playback(moving, show, (0.0, 1.0), self.seconds(2.0) - 0.6))


def chained(pieces: Array) -> list[Array]:
    """Segments, shape (n, 2, 3), one after the other, each from the end that is nearest."""
    left = list(pieces)
    out: list[Array] = []
    while left:
        here = out[-1][1] if out else pieces[pieces[:, :, 0].min(axis=1).argmin()][0]
        away = np.array([[np.hypot(*(end - here)[:2]) for end in piece] for piece in left])
        piece, end = np.unravel_index(int(away.argmin()), away.shape)
        found = left.pop(int(piece))
        out.append(found[::-1] if end else found)
    return out

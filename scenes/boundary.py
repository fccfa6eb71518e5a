"""Training in the plane: lines move, regions change, and the boundary finds its way between points.

Render with `approx render SUBJECT boundary`, or by itself with `manim render scenes/boundary.py`.
"""

from __future__ import annotations

import numpy as np
from manim import FadeIn, VGroup, VMobject

from approx.core._types import Array
from approx.outputs.stage.axes import axes
from approx.outputs.stage.folded_sheet import marker
from approx.outputs.stage.geometry import Plot
from approx.outputs.stage.layout import Box
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
#: Areas of a value have so many shades on either side of zero.
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
        ground = VGroup(
            axes(self.plot, theme, layout.small), axes(self.losses, theme, layout.small)
        )
        self.add(self.title_text(), ground, self.moving, self._names(), self.points)

    def _boxes(self) -> tuple[Box, Box]:
        """The plane as a square, and beside or below it the loss."""
        layout, small = self.layout, self.layout.small
        content = layout.content
        if layout.height > layout.width:
            side = min(content.width - 1.2, 0.45 * content.height)
            left = content.left + (content.width - side) / 2 + 0.3
            plane = Box(left, content.top - side, left + side, content.top)
            top = plane.bottom - 6.0 * small
            low, start = content.bottom + 1.45, content.left + 2.6 * small
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
        plane, loss = self.plot.box, self.losses.box
        named = words.loss_name(run, self.language)
        if write(named, size, quiet).width > loss.width:
            named = say("boundary.loss.short", self.language)
        names = [
            (run.x.name, (plane.right + 0.4 * size, plane.bottom - 0.3 * size), "left"),
            (run.y.name, (plane.left, plane.top + 0.5 * size), "center"),
            (named, (loss.left, loss.top + 0.7 * size), "left"),
            (say("boundary.step", self.language), (loss.right, loss.bottom - 2.6 * size), "right"),
        ]
        return VGroup(*(write(text, size, quiet, at, end) for text, at, end in names))

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
            kinds = data.numbers.tolist() if self.classes else [0] * len(data)
            for at, kind in zip(places, kinds, strict=True):
                shape = marker(theme, kind, max(len(self.classes), 1), size)
                shape.points = shape.points + at
                self.points.add(shape.set_z_index(3))
        angle = np.linspace(0, 2 * np.pi, 17)
        self.ring = RING * np.column_stack([np.cos(angle), np.sin(angle), 0 * angle])
        self.places = places
        x, y = self.losses.box.left, self.losses.box.top + 3.1 * layout.small
        step = write(say("boundary.step", self.language), layout.text, theme["ink"].color, (x, y))
        self.step = Number(layout.text, theme["ink"].color, (float(step.get_right()[0]) + 0.12, y))
        is_tall = layout.height > layout.width
        above = y if is_tall else y + 1.5 * layout.text
        x += 7.5 * layout.text if is_tall else 0.0
        counts = say("boundary.right" if self.classes else "boundary.rms", self.language)
        right = write(counts, layout.text, theme["ink"].color, (x, above))
        after = float(right.get_right()[0]) + 0.12
        self.counted = Number(layout.text, theme["ink"].color, (after, above))
        self.moving = VGroup(
            *self.areas, self.folds, self.border, self.wrong, self.track, self.tested, self.mark,
            step, self.step, right, self.counted,
        )  # fmt: skip

    def show(self, at: float) -> None:
        """The last snapshot that the marker has reached."""
        run = self.run
        place = max(0, int(np.searchsorted(run.at, at + 1e-9)) - 1)
        sheet = planes.build(run.at_place(place))
        groups: list[list[Array]] = [[] for _ in self.areas]
        if sheet.several:
            numbers = sheet.winners
        else:
            size = float(np.abs(sheet.heights).max()) or 1.0
            level = np.ceil(SHADES * np.abs(sheet.heights) / size).clip(1, SHADES).astype(int)
            numbers = np.where(sheet.heights > 0, SHADES + level - 1, SHADES - level)
        for facet, number in zip(sheet.facets, numbers.tolist(), strict=True):
            ring = self.plot.points(*np.vstack([facet[:, :2], facet[:1, :2]]).T)
            groups[number].append(cubics(ring))
        for area, rings in zip(self.areas, groups, strict=True):
            area.points = np.vstack([np.zeros((0, 3)), *rings])
        self.folds.place([self.plot.points(*s.T) for c in sheet.creases for s in c.segments])
        self.border.place([self.plot.points(*s.T) for s in sheet.boundary])
        if self.classes:
            right = run.right(place)
            rings = [cubics(self.ring + spot) for spot in self.places[~right]]
            self.wrong.points = np.vstack([np.zeros((0, 3)), *rings])
            self.counted.show(f"{int(right.sum())}/{len(right)}")
        else:
            self.counted.show(localised(words.error(run, place), self.language))
        track = self.losses.points(run.at[: place + 1], run.loss[: place + 1])
        self.track.place([track])
        self.mark.place(track[-1])
        if run.test is not None:
            self.tested.place([self.losses.points(run.at[: place + 1], run.test[: place + 1])])
        self.step.show(str(run.step(place)))

    def tell_setup(self) -> None:
        """The beginning: rings mark the points on the wrong side; of values, what colours mean."""
        key = self._key() if self.classes else self._heights()
        self.play(FadeIn(key), run_time=self.seconds(1.0))

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
        """Which colour is above zero, under the loss."""
        size, (x, y) = self.layout.small, (self.losses.box.left, self.losses.box.bottom)
        y -= 4.4 * size
        key = VGroup()
        quiet = self.theme["quiet"].color
        for name, color in (("above", self.colors[-1]), ("below", self.colors[0])):
            text = say(f"boundary.{name}", self.language)
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
        """The boundary alone stands out; where there is none, the folds."""
        border = self.border if self.classes else self.folds
        width = border.get_stroke_width()
        self.play(border.animate.set_stroke(width=1.6 * width), run_time=self.seconds(1.2))

    def tell_held(self) -> None:
        """Of the points that it never saw, those that are right."""
        data = self.plane.data
        assert data is not None
        assert data.held_out is not None
        seen = np.flatnonzero(~data.held_out)
        faint = [self.points[int(k)].animate.set_opacity(0.15) for k in seen]
        self.play(*faint, run_time=self.seconds(1.2))

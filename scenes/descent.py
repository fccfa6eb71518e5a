"""The loss as a landscape: what learning rate and batch size do on the way down.

Render with `approx render SUBJECT descent`, or by itself with `manim render scenes/descent.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
from manim import Arrow, Create, FadeIn, FadeOut, GrowArrow, VGroup, VMobject, linear

from approx.core._types import Array
from approx.outputs.stage.axes import axes, room_for_labels
from approx.outputs.stage.contours import Contours
from approx.outputs.stage.geometry import Plot
from approx.outputs.stage.labels import Key
from approx.outputs.stage.layout import Box
from approx.outputs.stage.pair import PairStory
from approx.outputs.stage.shapes import (
    Dot,
    Mark,
    Playback,
    Polyline,
    Polylines,
    Reshape,
    dashed,
    within,
)
from approx.outputs.stage.story import Beat
from approx.outputs.stage.target import excluded_strips, target_shape
from approx.outputs.stage.text import write
from approx.panels import descent as panels
from approx.panels.captions import descent as words
from approx.panels.descent import Strand, mesh
from approx.panels.primitives import Axis
from approx.style.theme import Style

#: Room for numbers up an axis, in their ems: boxes make way for them.
LONG = 4.5


class Descent(PairStory):
    """Any network of one hidden layer; without a subject, the best parabola of four neurons."""

    def plan(self) -> list[Beat]:
        map_, curve = self._regions()
        self.descent = panels.build(self.subject, map_.width / map_.height)
        edge = self.layout.safe.left
        if (wide := self._beyond(map_, self.descent.v, edge)) > 0:  # long numbers up the axis
            map_ = map_.inset(left=wide)
            self.descent = panels.build(self.subject, map_.width / map_.height)
        if self.layout.wide:
            edge = map_.right + 0.2
        wide = self._beyond(curve, self.descent.y, edge)
        self.left = Plot(map_, self.descent.u, self.descent.v)
        self.right = Plot(curve.inset(left=max(0.0, wide)), self.descent.x, self.descent.y)
        return [Beat(*beat) for beat in words.beats(self.descent, self.language)]

    def _beyond(self, box: Box, span: Axis, edge: float) -> float:
        """How far the numbers left of a box reach over an edge."""
        return room_for_labels(span, box.height, self.small) - (box.left - edge)

    def _regions(self) -> tuple[Box, Box]:
        """For the map and the curve, with room for two rows of text above each."""
        left, right = self.layout.halves
        if self.layout.wide:
            return left.inset(right=-0.4, top=-0.15), right.inset(top=-0.15)
        return left.inset(bottom=-0.25, top=-0.1), right.inset(top=0.5)

    def poster(self) -> None:
        """The map with its darkening levels; beside it the target."""
        theme, language = self.theme, self.language
        self.key = self.key_over(self.right, words.curve_key(self.descent, language))
        target = self.descent.target
        self.target = target_shape(target, self.right, theme)
        left, frame = (axes(p, theme, self.small, LONG) for p in (self.left, self.right))
        self.frame = VGroup(frame, *excluded_strips(self.right, self.subject.target, theme))
        self.contours = Contours(
            self.descent, self.left, theme, max(0.85 * self.small, self.layout.smallest)
        )
        self.map = [left, self._names(), *self.contours.areas]
        self.add(self.title_text(), *self.map, self.frame, self.target, self.key[target.role])

    def tell_landscape(self) -> None:
        """Contour after contour is drawn, from the bottom up."""
        contours = self.contours
        many, seconds = len(contours.lines), self.seconds(3.0)
        drawn = [
            Create(lines, rate_func=within(0.8 * k / many, 0.8 * k / many + 0.2))
            for k, lines in enumerate(contours.lines)
        ]
        self.play(FadeIn(contours.bottom, rate_func=within(0.0, 0.1)), *drawn, run_time=seconds)
        self.play(FadeIn(contours.labels), run_time=0.4)
        self.map += [*contours.lines, contours.labels, contours.bottom]

    def tell_surface(self) -> None:
        """The map tilts: every level rises to its height, and a bowl stands there."""
        style = self.theme["contour"]
        strands = mesh(self.descent)
        self.bowl = [(s, Polyline(self._tilted(s, 0.0), style)) for s in strands]
        lines = [line for _, line in self.bowl]
        away = within(0.0, 0.5)  # before lines of the bowl cross their numbers
        gone = [FadeOut(part, rate_func=away) for part in self.map]
        come = [FadeIn(line, rate_func=within(0.4, 1.0)) for line in lines]
        self.play(*come, *gone, run_time=0.8)
        self.play(*self._tilt(lambda t: t), run_time=self.seconds(2.6) - 1.1)
        box, size = self.left.box, self.small
        foot, top = (box.left + 0.2, box.bottom + 0.2), (box.left + 0.2, box.top - 0.1)
        arrow = Arrow(
            (*foot, 0), (*top, 0), buff=0, color=self.theme["quiet"].color, stroke_width=3,
            tip_length=0.16, max_tip_length_to_length_ratio=0.3,
        )  # fmt: skip
        name = words.say("descent.loss", self.language)
        at = (top[0] + 0.15, top[1] - 0.8 * size)
        self.height = VGroup(arrow, write(name, size, self.theme["quiet"].color, at))
        self.play(FadeIn(self.height), run_time=0.4)

    def _tilted(self, strand: Strand, share: float) -> Array:
        """A strand of the mesh between the map (0) and the view from the side (1)."""
        box, flat = self.left.box, self.left.points(*strand.places.T)
        sunk = box.bottom + 0.14 * box.height + 0.36 * (flat[:, 1] - box.bottom)
        side = sunk + 0.44 * box.height * strand.heights
        flat[:, 1] += share * (side - flat[:, 1])
        return flat

    def _tilt(self, share: Callable[[float], float]) -> list[Reshape]:
        return [Reshape(line, partial(self._between, strand, share)) for strand, line in self.bowl]

    def _between(self, strand: Strand, share: Callable[[float], float], t: float) -> Array:
        return self._tilted(strand, share(t))

    def _flatten(self) -> None:
        """From the bowl back to the map."""
        self.play(*self._tilt(lambda t: 1 - t), FadeOut(self.height), run_time=1.0)
        back = [FadeIn(part) for part in self.map]
        self.play(*back, *(FadeOut(line) for _, line in self.bowl), run_time=0.5)

    def _names(self) -> VGroup:
        """Which weights the axes are, in their neurons' colours."""
        box, size = self.left.box, self.small
        first, second = words.weights(self.descent, self.language)
        i, j = (self.theme.neuron(k) for k in self.descent.land.pair)
        below = (box.right, box.bottom - 2.5 * size)
        left = (max(box.left - 0.75, -self.layout.line.width / 2), box.top + 0.32)
        return VGroup(write(first, size, i, below, "right"), write(second, size, j, left))

    def tell_curve(self) -> None:
        """The start, and its network; the point goes to the bottom and back."""
        self._flatten()
        theme, start = self.theme, self.descent.start
        self.place = start
        self.marker = Dot(self._at(start), theme["sum"], 1.25).set_z_index(6)
        self.line = Polyline(self._curve(start), theme["sum"]).set_z_index(3)
        shown = FadeIn(self.marker, scale=0.3), FadeIn(self.key["sum"]), Create(self.line)
        self.play(*shown, run_time=1.0)
        bottom = self.descent.land.minimum
        self._move(np.array([start, bottom]), 1.6)
        best = dashed(self._curve(bottom), theme["best"]).set_z_index(5)
        self.play(Create(best), FadeIn(self.key["best"]), run_time=0.8)
        self.best = best
        self._move(np.array([bottom, start]), 1.2)

    def _at(self, place: Array) -> Array:
        return self.left.point(float(place[0]), float(place[1]))

    def _curve(self, place: Array) -> Array:
        return self.right.clipped(*self.descent.land.curve(place))

    def _move(self, path: Array, seconds: float, trail: Polyline | None = None) -> None:
        """The marker goes along a path, one step after the other; its curve and a trail follow."""

        def place(share: float) -> Array:
            tip: Array = way(path, share)[-1]
            return tip

        changes = [
            Reshape(self.line, lambda t: self._curve(place(t)), rate_func=linear),
            Reshape(self.marker, lambda t: self._at(place(t)), rate_func=linear),
        ]
        if trail is not None:
            self.add(trail)
            changes.append(
                Reshape(trail, lambda t: self.left.points(*way(path, t).T), rate_func=linear)
            )
        self.play(*changes, run_time=seconds)
        self.place = path[-1]

    def tell_gradient(self) -> None:
        """The arrow uphill, and the step against it; then again from the new place."""
        theme, steps = self.theme, self.descent.first
        self.trails: list[VMobject] = []
        self.path_key = self._key_of_paths(words.step_key(self.language))
        self.play(*(FadeIn(entry) for entry in self.path_key.values()), run_time=0.4)
        for k in range(len(steps) - 1):
            start, end = self._at(steps[k]), self._at(steps[k + 1])
            length = float(np.linalg.norm(start - end))
            arrow = Arrow(
                start, start + self._uphill(k), buff=0, color=theme["error"].color, stroke_width=5,
                tip_length=0.2, max_tip_length_to_length_ratio=0.4,
            ).set_z_index(5)  # fmt: skip
            if length > 0.05:
                self.play(GrowArrow(arrow), run_time=0.8 if k == 0 else 0.4)
            trail = Polyline(np.vstack([start, start]), theme["path.full"]).set_z_index(4)
            self._move(steps[k : k + 2], 0.9 if k == 0 else 0.5, trail)
            self.trails += [trail, self._stop(end)]
            self.add(self.trails[-1])
            if length > 0.05 and k:
                self.play(FadeOut(arrow), run_time=0.4)
            elif length > 0.05:
                self.trails.append(arrow)

    def _uphill(self, k: int) -> Array:
        """The gradient at a step, the first one unit long; within the map."""
        steps, box = self.descent.first, self.left.box
        at = self._at(steps[k])
        ways = [self._at(steps[i]) - self._at(steps[i + 1]) for i in (0, k)]
        arrow = ways[1] / float(np.linalg.norm(ways[0]))
        room = [
            (edge - at[i]) / arrow[i]
            for i, edge in ((0, box.left), (0, box.right), (1, box.bottom), (1, box.top))
            if arrow[i] * (edge - at[i]) > 0
        ]
        short: Array = arrow * min([1.0, *room])
        return short

    def _stop(self, at: Array, role: str = "path.full") -> VMobject:
        """A step's end: the rates differ by its form, too."""
        return Mark(at, self.theme[role], 0.7).set_z_index(4)

    def tell_small(self) -> None:
        """Back to the start; steps that hardly move."""
        self._back()
        gone = [*self.trails, *self.path_key.values()]
        self.play(*(FadeOut(part) for part in gone), run_time=0.4)
        self.trails = []
        names = words.rate_key(self.descent, self.language)
        self.path_key = self._key_of_paths(names)
        self._descend("small")

    def _key_of_paths(self, names: dict[str, str]) -> Key:
        """A row above the map's upper name."""
        box = self.left.box
        left = max(box.left - 0.75, -self.layout.line.width / 2)
        at = box.right, box.top + 0.32 + 1.75 * self.small
        return Key(names, at, self.theme, self.small, box.right - left)

    def _back(self) -> None:
        start = self.descent.start
        if self.marker in self.mobjects:
            self._move(np.array([self.place, start]), 0.6)
            return
        self.marker.place(self._at(start))
        back = np.array([self.place, start])
        change = Reshape(self.line, lambda t: self._curve(way(back, t)[-1]))
        self.play(change, FadeIn(self.marker), run_time=0.6)
        self.place = start

    def _descend(self, name: str) -> None:
        """One path with all its steps; the trail stays."""
        path, role = self.descent.paths[name], f"path.{name}"
        trail = Polyline(np.vstack([self._at(path[0])] * 2), self.theme[role]).set_z_index(4)
        self.play(FadeIn(self.path_key[role]), run_time=0.4)
        self._move(path, min(5.0, 0.3 * len(path)), trail)
        inner = path if name != "large" else path[:-1]
        stops = VGroup(*(self._stop(self._at(place), role) for place in inner))
        self.play(FadeIn(stops), run_time=0.4)
        self.trails += [trail, stops]

    def tell_right(self) -> None:
        """The same start, larger steps."""
        self._back()
        self._descend("right")

    def tell_large(self) -> None:
        """Still larger ones: from side to side, and out of the map."""
        self._back()
        self._descend("large")
        self.play(FadeOut(self.marker), run_time=0.4)

    def tell_batches(self) -> None:
        """Exact gradients, and noisy ones from few points, over the same contours."""
        self._back()
        self.rates, rate_key = self.trails, self.path_key
        self.play(*(FadeOut(part) for part in [*self.rates, *rate_key.values()]), run_time=0.5)
        self.path_key = self._key_of_paths(words.batch_key(self.language))
        self.trails = []
        for name, path in self.descent.noisy.items():
            role = f"path.{name}"
            trail = Polyline(np.vstack([self._at(path[0])] * 2), self.theme[role])
            # The straight way stays visible between those that stray from it.
            trail.set_z_index(5 if name == "full" else 4)
            self.play(FadeIn(self.path_key[role]), run_time=0.4)
            self._move(path, 3.0, trail)
            self.trails.append(trail)
            if name != "single":
                self._back()
        self.batch_key, self.path_key = self.path_key, rate_key

    def tell_own(self) -> None:
        """The recorded run: its way over the map, and beside it its network at every snapshot."""
        descent, run, seconds = self.descent, self.subject.run, self.seconds(4.5)
        own, style = descent.own, self.theme["sum"]
        assert own is not None
        assert run is not None
        gone = [*self.trails, *self.batch_key.values()]
        self.batch_key = self._key_of_paths(words.own_key(descent, self.language))
        came = [FadeIn(entry) for entry in self.batch_key.values()]
        self.play(*(FadeOut(part) for part in gone), *came, run_time=0.5)
        trail = Polylines(Style(style.color, 0.6 * style.width)).set_z_index(5)
        self.trails = [trail]

        def show(at: float) -> None:
            k = round(at)
            parts = panels.seen(own[: k + 1], descent.u, descent.v)
            trail.place([self.left.points(*part.T) for part in parts])
            inside = panels.seen(own[[k, k]], descent.u, descent.v)
            self.marker.place(self._at(own[k])).set_opacity(float(bool(inside)))
            function = run.analysis(k).output
            self.line.place(self.right.clipped(function.x, function.y))

        moving = VGroup(trail, self.marker, self.line)
        self.play(Playback(moving, show, (0.0, len(own) - 1.0), seconds - 0.5))
        self.place = own[-1]

    def tell_end(self) -> None:
        """The three rates again, and beside the map their losses, step by step."""
        gone = [*self.trails, *self.batch_key.values(), *self.key.values(), self.marker]
        gone += [self.line, self.best, self.target, self.frame]
        self.play(*(FadeOut(part) for part in gone), run_time=0.6)
        plot = Plot(self.right.box, self.descent.n, self.descent.e)
        step, loss = (words.say(f"descent.{name}", self.language) for name in ("step", "loss"))
        names = self.name_axes(plot, step, loss)
        frame = axes(plot, self.theme, self.small)
        back = [*self.rates, *self.path_key.values()]
        self.play(*(FadeIn(part) for part in [frame, *names, *back]), run_time=0.8)
        least = self.descent.land.least
        if 10**self.descent.e.low <= least:
            ends = np.array([self.descent.n.low, self.descent.n.high])
            floor = plot.points(ends, np.full(2, np.log10(least)))
            key = self.key_over(plot, words.least_key(self.language), loss)
            floor_line = dashed(floor, self.theme["best"])
            self.play(Create(floor_line), FadeIn(key["best"]), run_time=0.6)
        lines = []
        for name, losses in self.descent.losses.items():
            heights = np.log10(np.maximum(losses, 10**self.descent.e.low))
            corners = plot.clipped(np.arange(len(losses), dtype=float), heights)
            lines.append(Polyline(corners, self.theme[f"path.{name}"]))
        self.play(*(Create(line) for line in lines), run_time=2.0)


def way(path: Array, share: float) -> Array:
    """A path's part up to a share of its steps, shape (n, 2), n >= 2."""
    end = share * (len(path) - 1)
    whole = min(int(end), len(path) - 2)
    tip = path[whole] + (end - whole) * (path[whole + 1] - path[whole])
    return np.vstack([path[: whole + 1], tip])

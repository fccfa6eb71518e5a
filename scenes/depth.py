"""Folding beats adding: every layer folds what the one before made.

Render with `approx render SUBJECT depth`, or by itself with `manim render scenes/depth.py`.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from manim import (
    Animation,
    Circle,
    Create,
    FadeIn,
    FadeOut,
    LineJointType,
    Rectangle,
    VGroup,
    VMobject,
)

from approx.core._types import Array
from approx.core.piecewise import PiecewiseLinear
from approx.outputs.stage.axes import axes
from approx.outputs.stage.diagram import Diagram
from approx.outputs.stage.geometry import Plot, runs
from approx.outputs.stage.labels import Key
from approx.outputs.stage.pair import PairStory, outline
from approx.outputs.stage.shapes import (
    Band,
    Dot,
    Polyline,
    Polylines,
    Reshape,
    Stems,
    dashed,
    within,
)
from approx.outputs.stage.story import Beat
from approx.outputs.stage.strip import WIDEST, Strip, bare, over_and_under
from approx.outputs.stage.target import Tracer, excluded_strips, target_shape
from approx.outputs.stage.text import write
from approx.panels import depth as panels
from approx.panels import diagram as diagrams
from approx.panels.captions import depth as words
from approx.panels.primitives import Curve
from approx.panels.running_sum import plain_axis
from approx.style.theme import Style

#: How dark the two sides of the paper are.
FRONT, BACK = 0.55, 0.2


class Depth(PairStory):
    """A network of several layers, or a parabola; without a subject, x² from three layers."""

    subject_name = "square-deep-3"

    def plan(self) -> list[Beat]:
        self.depth = panels.build(self.subject)
        return [Beat(*beat) for beat in words.beats(self.depth, self.language)]

    def heading(self) -> str:
        return words.title(self.depth, self.language)

    # -- the first frame ----------------------------------------------------------------------

    def poster(self) -> None:
        """The network dimmed; the straight line that will be folded, and the strip of paper."""
        depth, theme, layout = self.depth, self.theme, self.layout
        place, graph = layout.columns_graph
        free = layout.title[1] - 0.45 - place.top  # there is no formula
        place = place.inset(top=-free)
        if not layout.tall:
            graph = graph.inset(top=-free)
        if not layout.wide and not layout.tall:  # the key is as wide as the frame
            place = place.inset(top=1.2 * self.small)
        self.graph = graph.inset(top=1.2 * self.small)
        over, under = over_and_under(self.graph, self.small)
        self.plot = Plot(over, depth.x, depth.y)
        self.strip = Strip(under, depth.x, theme, self.small)
        parts = diagrams.build(depth.subject, self.language, colors=panels.colors(depth.subject))
        size = max(0.8 * layout.text, layout.smallest)
        self.network = Diagram(parts, place, theme, size, plain=True, smallest=layout.smallest)
        self.network.fade_hidden()
        unmarked = Plot(over, depth.x, plain_axis())
        self.frame = axes(bare(unmarked), theme, self.small, WIDEST)
        self.ground = self.strip.ground(self.strip.plot(plain_axis()))
        self.now = depth.start
        self.line = Polyline(self._corners(depth.start), theme["sum"]).set_z_index(3)
        # The spikes of mitred corners would reach far beyond narrow teeth.
        self.line.joint_type = LineJointType.BEVEL
        self.paper = self._paper(None)
        self.head = self.strip.heading(words.strip(None, self.language))
        out = excluded_strips(self.plot, depth.subject.target, theme)
        self.add(self.title_text(), self.network, self.frame, *out, self.ground)
        self.add(self.paper, self.head, self.line)

    def _corners(self, f: PiecewiseLinear) -> Array:
        return self.plot.clipped(f.x, f.y)

    def _paper(self, fold: panels.Fold | None) -> VGroup:
        """The strip of paper seen from above: where the line rises its front, else its back."""
        f = self.depth.start if fold is None else fold.function
        plot, color = self.strip.plot(plain_axis()), self.theme["sum"].color
        sides = VGroup()
        for front, opacity in ((True, FRONT), (False, BACK)):
            pieces = [
                (x0, x1)
                for (x0, x1), slope in zip(pairwise(f.x), f.slopes, strict=True)
                if (slope > 0) == front
            ]
            if pieces:
                x = np.array([v for a, b in pieces for v in (a, b, np.nan)])[:-1]
                low, high = (self._row(plot, x, y) for y in (-0.6, 0.6))
                sides.add(Band(low, high, color, opacity))
        return sides

    def _row(self, plot: Plot, x: Array, y: float) -> Array:
        corners = plot.points(x, np.full(len(x), y))
        corners[~np.isfinite(x)] = np.nan
        return corners

    # -- folding ------------------------------------------------------------------------------

    def tell_setup(self) -> None:
        """The input runs through all layers, a number along the straight line."""
        f = self.depth.start
        tracer = Tracer(Curve("sum", f.x, f.y), self.plot, self.theme)
        self.add(*tracer.shapes)
        self.play(*self.network.flow(), *tracer.run(), run_time=self.seconds(2.4) - 0.3)
        self.play(FadeOut(*tracer.shapes), run_time=0.3)

    def tell_layer(self, number: int) -> None:
        """The layer lights up; the line is folded, and so is the paper, where it has creases."""
        fold, seconds = self.depth.folds[number], self.seconds(2.8)
        last = number == len(self.depth.folds) - 1
        columns = [fold.layer + 1]
        if number and fold.layer > self.depth.folds[number - 1].layer + 1:  # those left out
            columns = [*range(self.depth.folds[number - 1].layer + 2, fold.layer + 2)]
        lit = [
            c for key in self.network.units if key[0] in columns for c in self.network.light(*key)
        ]
        if last:
            lit += [c for e in self.network.edges if e[0] == self.depth.layers + 1
                    for c in self.network.light_edge(*e)]  # fmt: skip
        start, end = self.now, fold.function
        paper, head = self._paper(fold), self.strip.heading(words.strip(fold, self.language))
        creases = self._creases(fold)
        if not number:
            self.creases = VGroup(VGroup(), VGroup())
        moves: list[Animation] = [
            Reshape(self.line, lambda t: self.plot.clipped(*panels.between(start, end, t))),
            FadeOut(self.paper, rate_func=within(0.3, 0.7)),
            FadeIn(paper, rate_func=within(0.4, 0.8)),
            FadeOut(self.head, rate_func=within(0.2, 0.4)),
            FadeIn(head, rate_func=within(0.45, 0.7)),
            # Dots on the curve leave before it moves, and come when it rests.
            FadeOut(self.creases[1], rate_func=within(0.0, 0.1)),
            FadeOut(self.creases[0], rate_func=within(0.6, 0.8)),
            FadeIn(creases[0], rate_func=within(0.5, 0.9)),
            FadeIn(creases[1], rate_func=within(0.9, 1.0)),
        ]
        self.play(*lit, run_time=0.15 * seconds)  # it is seen which layer, while nothing moves
        self.play(*moves, run_time=0.85 * seconds)
        self.line.place(self._corners(end))
        self.now, self.paper, self.head, self.creases = end, paper, head, creases
        if last:
            self._compare()

    def _creases(self, fold: panels.Fold) -> VGroup:
        """A line across the paper at every breakpoint, and a dot on the curve, by layer."""
        plot, f = self.strip.plot(plain_axis()), fold.function
        lines, dots = VGroup(), VGroup()
        for layer in sorted(set(fold.makers)):
            x = f.breakpoints[np.array(fold.makers) == layer]
            color = self.theme.neuron(panels.layer_color(self.depth.subject, layer))
            low, high = (self._row(plot, x, y) for y in (-0.85, 0.85))
            lines.add(Stems(low, high, Style(color)))
            if len(f.breakpoints) <= 64:
                places = self.plot.points(x, f(x))
                dots.add(*(Dot(at, Style(color), 0.85).set_z_index(4) for at in places))
        return VGroup(lines, dots)

    def _compare(self) -> None:
        """With the last layer come the output's scale, and what it is compared with."""
        depth, theme, layout = self.depth, self.theme, self.layout
        frame = axes(bare(self.plot), theme, self.small, WIDEST)
        names = words.key(depth, self.language)
        if depth.wide is not None:
            names |= words.wide_key(self.language)
        at = self.plot.box.right, self.plot.box.top + 0.45 * self.small
        left = self.plot.box.left - 1.2 if layout.wide else layout.line.left
        self.key = Key(names, at, theme, self.small, at[0] - left)
        shown: list[Animation] = [FadeIn(self.key["sum"])]
        self.goal: VMobject = VGroup()
        if depth.target is not None:
            self.goal = target_shape(depth.target, self.plot, theme)
            shown += [FadeIn(self.key[depth.target.role]), Create(self.goal)]
        self.play(FadeOut(self.frame), FadeIn(frame), *shown, run_time=0.8)
        self.frame = frame

    # -- counting -----------------------------------------------------------------------------

    def tell_pieces(self) -> None:
        """Two bars in the strip: the pieces of this network, and the most that one layer makes."""
        depth, box, small = self.depth, self.strip.box, self.small
        counts = depth.last.pieces, depth.neurons + 1
        names = words.bars(depth, self.language)
        roles = self.theme["compare.deep"].color, self.theme["compare.optimum"].color
        gone = [self.paper, self.head, self.creases, self.ground]
        self.bars, grow = VGroup(), []
        step = max((box.height + 1.2 * small) / 2, 2.1 * small)
        for row, (many, name, color) in enumerate(zip(counts, names, roles, strict=True)):
            top = box.top + 1.2 * small - row * step
            end = box.left + box.width * many / max(counts)
            bar = Rectangle(
                width=max(end - box.left, 0.02), height=max(step - 1.5 * small, 0.12),
                stroke_width=0, fill_color=color, fill_opacity=0.85,
            )  # fmt: skip
            bar.move_to(((box.left + end) / 2, top - 1.25 * small - bar.height / 2, 0))
            label = write(name, small, color, (box.left, top - 0.95 * small))
            # What is longer than the strip ends where it ends.
            label.shift((min(0.0, box.right - float(label.get_right()[0])), 0, 0))
            self.bars.add(bar, label)
            rate = within(0.2 + 0.3 * row, 0.6 + 0.4 * row)
            grow += [_grow(bar, rate), FadeIn(label, rate_func=within(0.2 + 0.3 * row, 0.6))]
        self.play(*self._leave(*gone), run_time=0.4)
        self.play(*grow, run_time=self.seconds(2.6) - 0.4)

    def tell_one(self) -> None:
        """Every breakpoint in turn: one layer needs a neuron for each."""
        f, style = self.depth.last.function, Style(self.theme["compare.optimum"].color)
        many = len(f.breakpoints)
        places = self.plot.points(f.breakpoints, f(f.breakpoints))
        dots = [Dot(at, style, 1.3 if many <= 64 else 0.7).set_z_index(5) for at in places]
        stems = Stems(
            np.column_stack([places[:, 0], np.full(many, self.plot.box.bottom), 0 * places[:, 0]]),
            places, Style(style.color, opacity=0.5),
        )  # fmt: skip
        shown = [
            FadeIn(dot, scale=0.3, rate_func=within(0.9 * k / many, 0.9 * k / many + 0.1))
            for k, dot in enumerate(dots)
        ]
        self.play(*shown, Create(stems, rate_func=lambda t: t), run_time=self.seconds(2.8))
        self.counted = VGroup(*dots, stems)

    # -- one layer beside it ------------------------------------------------------------------

    def tell_wide(self) -> None:
        """The best of one layer with as many neurons, and both errors on one scale."""
        depth, theme = self.depth, self.theme
        assert depth.wide is not None
        plot = self.strip.plot(depth.strip)
        ground = self.strip.ground(plot)
        heading = words.say("depth.errors", self.language, n=depth.neurons)
        head = self.strip.heading(heading, theme["error"].color)
        gone = [self.bars, *([self.counted] if hasattr(self, "counted") else [])]
        best = depth.wide.function
        ghost = dashed(self.plot.clipped(best.x, best.y), theme["best"]).set_z_index(5)
        self.play(*self._leave(*gone), FadeIn(ground, head), run_time=0.5)
        curves = []
        for f, style in ((depth.last.function, theme["sum"]), (best, theme["best"])):
            corners = plot.clipped(*depth.difference(f))
            line = Polylines(Style(style.color, 2.0)).place(runs(corners))
            curves.append(dashed(corners, style) if style.dash else line)
        seconds = self.seconds(3.0) - 0.5
        self.play(Create(curves[0]), run_time=0.4 * seconds)
        self.play(
            Create(curves[1]), Create(ghost), FadeIn(self.key["best"]), run_time=0.6 * seconds
        )
        self.inside = VGroup(ground, head, *curves, ghost, self.key["best"])

    # -- the race -----------------------------------------------------------------------------

    def tell_race(self) -> None:
        """Errors over neurons: one layer falls along a straight line, depth falls faster."""
        race = self.depth.race
        assert race is not None
        self.right = Plot(self.graph.inset(bottom=1.4 * self.small), race.n, race.e)
        names = words.say("compare.x.neurons", self.language), words.say("compare.y", self.language)
        frame = [axes(self.right, self.theme, self.small), *self.name_axes(self.right, *names)]
        old = [self.frame, self.line, self.goal, self.bars, self.creases, *self.key.values()]
        old += [getattr(self, name) for name in ("inside", "counted") if hasattr(self, name)]
        # One after the other: numbers of two axes at once cannot be read.
        self.play(*self._leave(*old), run_time=0.3)
        self.play(*(FadeIn(m) for m in frame), run_time=0.3)
        wide = self._points([(r.breakpoints, r.optimum) for r in race.comparison.rows])
        deep = self._points([(d.neurons, d.error) for d in race.deep])
        self.taken = [wide, deep, self._drop()]
        self.race = wide, deep
        seconds = self.seconds(3.6) - 0.6
        sides = (("compare.optimum", wide, (1, 1)), ("compare.deep", deep, (-1, -1)))
        for role, points, side in sides:
            style = self.theme[role]
            many = len(points)
            dots = [
                FadeIn(Dot(at, style).set_z_index(3), rate_func=within(k / many, (k + 1) / many))
                for k, at in enumerate(points)
            ]
            places = np.array(
                [
                    a + t * (b - a)
                    for a, b in pairwise(points[::-1])
                    for t in np.linspace(0, 0.9, 10)
                ]
            )
            text = words.race_key(self.language)[role]
            name = self.name_curve(text, style, self.right, places, self.taken, side)
            self.taken.append(outline(name))
            line = Create(Polyline(points, style), rate_func=lambda t: t)
            self.play(line, *dots, FadeIn(name), run_time=seconds / 2)

    def _leave(self, *shapes: VMobject) -> list[Animation]:
        """What of them is there goes; a group that was not shown as one goes part by part."""
        there = {id(part) for mobject in self.mobjects for part in mobject.get_family()}

        def parts(shape: VMobject) -> list[VMobject]:
            whole = id(shape) in there
            return [shape] if whole else [p for sub in shape.submobjects for p in parts(sub)]

        return [FadeOut(part) for shape in shapes for part in parts(shape)]

    def _points(self, rows: list[tuple[int, float]]) -> Array:
        n, e = np.array(rows, dtype=float).T
        return self.right.points(np.log2(n), np.log10(e))

    def _drop(self) -> Array:
        """From the crossing's shallow error down past its deep one to the axis of neurons."""
        race = self.depth.race
        assert race is not None
        n = np.log2(race.crossing.neurons)
        ends = np.array([np.log10(race.shallow), race.e.low])
        return self.right.points(np.array([n, n]), ends)

    def tell_crossing(self) -> None:
        """Where the lines have crossed."""
        race, style, drop = self.depth.race, self.theme["error"], self._drop()
        assert race is not None
        at = self._points([(race.crossing.neurons, race.crossing.error)])[0]
        ring = Circle(0.17, stroke_color=style.color, stroke_width=4).move_to(at).set_z_index(4)
        places = drop[1] + np.linspace(0.1, 0.6, 20)[:, None] * (drop[0] - drop[1])
        count = words.neurons(self.depth, self.language)
        label = self.name_curve(count, style, self.right, places, self.taken, (-1, 0))
        line = Polyline(drop, Style(style.color, 1.6))
        seconds = self.seconds(2.4)
        runners = []
        start = max(float(points[0, 0]) for points in self.race)
        for line_, end in zip(self.race, (drop[0], at), strict=True):
            # Along both lines, with as many neurons each, until they have crossed.
            points = np.vstack([line_[line_[:, 0] < end[0] - 1e-9], end])

            def place(t: float, points: Array = points) -> Array:
                x = start + t * (drop[0, 0] - start)
                return np.array([x, np.interp(x, points[:, 0], points[:, 1]), 0.0])

            dot = Dot(place(0.0), style, 1.5).set_z_index(5)
            runners.append(Reshape(dot, place, rate_func=lambda t: t))
        self.play(*runners, run_time=0.6 * seconds)
        self.play(Create(line), Create(ring), FadeIn(label), run_time=0.4 * seconds)


def _grow(bar: Rectangle, rate: object) -> Animation:
    """A bar grows out of its left end."""
    from manim import GrowFromEdge

    grow = GrowFromEdge(bar, np.array([-1.0, 0.0, 0.0]))
    grow.rate_func = rate
    return grow

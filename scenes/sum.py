"""Hidden neurons add up to a function, one after the other.

Render with `approx render SUBJECT sum`, or by itself with `manim render scenes/sum.py`.
"""

from __future__ import annotations

from functools import partial

import numpy as np
from manim import Animation, Create, FadeIn, FadeOut, VGroup, VMobject

from approx.core._types import Array
from approx.core.target import Target
from approx.outputs.stage.axes import axes, axis_names, room_for_names
from approx.outputs.stage.diagram import Diagram
from approx.outputs.stage.geometry import Plot, clip
from approx.outputs.stage.labels import beside
from approx.outputs.stage.running_sum import RunningLine
from approx.outputs.stage.shapes import (
    Band,
    Playback,
    Polyline,
    Reshape,
    dashed,
    one_by_one,
    within,
)
from approx.outputs.stage.story import Beat, Story
from approx.outputs.stage.strip import WIDEST, Strip, bare, over_and_under
from approx.outputs.stage.target import Tracer, excluded_strips, target_outline, target_shape
from approx.outputs.stage.text import formula as typeset
from approx.outputs.stage.text import plated, write
from approx.panels import diagram as diagrams
from approx.panels import running_sum as panels
from approx.panels import target as targets
from approx.panels.captions import sum as words
from approx.panels.error_panel import error_name
from approx.panels.fit import error_strips
from approx.panels.formula import formula
from approx.panels.primitives import Curve
from approx.panels.rounding import written
from approx.panels.slopes import staircase
from approx.panels.wording import best_name
from approx.style.theme import Style

#: With more neurons the diagram has no numbers: they stand in the formula.
MOST_NUMBERED = 4


class Sum(Story):
    """Any network of one hidden layer; without a subject, the lesson's four-neuron parabola."""

    def plan(self) -> list[Beat]:
        self.run = panels.build(self.subject)
        self.sum = self.run.sum
        return [Beat(*beat) for beat in words.beats(self.run, self.language)]

    # -- the first frame ----------------------------------------------------------------------

    def poster(self) -> None:
        """The network dimmed, as a strip; the target, large; an empty strip for a closer look."""
        theme, layout = self.theme, self.layout
        place, graph = layout.network_graph
        graph = room_for_names(graph, self.sum.horizontal, self.run.vertical, layout.small)
        over, under = over_and_under(graph, layout.small)
        self.plot = Plot(over, self.sum.horizontal, self.run.vertical)
        self.strip = Strip(under, self.sum.horizontal, theme, layout.small)
        parts = diagrams.build(self.subject, self.language)
        size = max(0.8 * layout.text, layout.smallest)
        plain = not layout.wide or parts.rows > MOST_NUMBERED
        self.network = Diagram(
            parts, place, theme, size, not layout.wide, plain, smallest=layout.smallest
        )
        self.network.fade_hidden()
        self._typeset_formula()
        self.line = RunningLine(self.run, self.plot, theme)
        self.bands: list[Band] = []
        ground = axes(bare(self.plot), theme, layout.small, WIDEST)
        ground.add(*axis_names(self.plot, theme, layout.small, under))
        strips = excluded_strips(self.plot, self.subject.target, theme)
        self.add(self.title_text(), self.network, ground, *strips, self.head)
        self.own = isinstance(self.subject.target, Target) and self.subject.target.own
        self.inner = self.strip.ground(self.strip.plot(panels.plain_axis()))
        self.add(self.inner)
        if self.own:  # what they will make waits, faintly
            f = self.sum.function
            shape = Polyline(self.plot.clipped(f.x, f.y), theme["quiet"])
            self.add(shape.set_stroke(opacity=0.4))
        else:
            self.add(target_shape(self.sum.target, self.plot, theme), self._target_name())

    def _target_name(self) -> VGroup:
        """'target sin(3x)' beside the dashed curve, where it has room."""
        name = targets.name(self.subject.target, self.language)
        label = write(name, self.layout.small, self.theme["quiet"].color)
        outline = target_outline(self.sum.target, self.plot)
        known = outline[np.isfinite(outline[:, 0])]
        order = np.argsort(-np.abs(known[:, 1] - np.median(known[:, 1])))
        anchors = known[order[:: max(1, len(order) // 24)]]
        guess = self.run.guess
        lines = [outline]
        if guess is not None:
            lines += [self.plot.clipped(guess.x, guess.y), self._gap()]
        if not beside(label, list(anchors), lines, self.plot, 0.1):
            return VGroup()
        return plated(label, self.theme).set_z_index(4)

    def _typeset_formula(self) -> None:
        """The formula, invisible: `head` first, each neuron's term with its neuron, then `tail`.

        The `dots` stand for all the neurons that it leaves out, and come with the first of them.
        """
        parts = [p for p in formula(*written(self.subject)) if p.typst.strip()]
        layout = self.layout
        width, lines = layout.line.width, layout.lines
        pieces = typeset(parts, 0.44, self.theme, layout.formula, width, lines)
        self.head, self.tail, self.dots = pieces[0], VGroup(), VGroup()
        self.formula_terms: dict[int, VGroup] = {}
        self.written: set[int] = set()
        waiting: list[VMobject] = []
        for part, piece in list(zip(parts, pieces, strict=True))[1:]:
            if part.dots:
                self.dots.add(piece)
                continue
            waiting.append(piece)
            if part.neuron is not None:
                self.formula_terms[part.neuron] = VGroup(*waiting)
                waiting = []
        self.tail.add(*waiting)

    def _terms(self, color: int) -> list[VGroup]:
        """What a neuron writes into the formula: its term, or the dots, which come once."""
        term = self.formula_terms.get(color, self.dots)
        if id(term) in self.written or not len(term):
            return []
        self.written.add(id(term))
        return [term]

    # -- the question -------------------------------------------------------------------------

    def tell_setup(self) -> None:
        """The input goes to every neuron, and their sum comes out; wanted is the dashed curve."""
        seconds = self.seconds(2.4)
        target, f = self.sum.target, self.sum.function
        if self.own:
            target = Curve("sum", f.x, f.y)
        if not isinstance(target, Curve):
            self.play(*self.network.flow(), run_time=seconds)
            return
        tracer = Tracer(target, self.plot, self.theme)
        self.add(*tracer.shapes)
        self.play(*self.network.flow(), *tracer.run(), run_time=seconds)
        self.play(FadeOut(*tracer.shapes), run_time=0.3)

    def tell_guess(self) -> None:
        """One straight line, and how far it is off."""
        guess = self.run.guess
        assert guess is not None
        line = Polyline(self.plot.clipped(guess.x, guess.y), self.theme["sum"])
        seconds = self.seconds(2.0)
        self.play(Create(line), run_time=0.6 * seconds)
        gap = Polyline(self._gap(), Style(self.theme["error"].color, 2.6))
        self.play(Create(gap), run_time=0.4 * seconds)
        self.guess = VGroup(line, gap)

    def _gap(self) -> Array:
        """From the line to the target where they are farthest apart."""
        guess, target = self.run.guess, self.sum.target
        assert guess is not None
        known = np.isfinite(target.x)
        x, y = target.x[known], target.y[known]
        k = int(np.argmax(np.abs(guess(x) - y)))
        at = float(x[k])
        return self.plot.points(np.array([at, at]), np.array([float(guess(x[k : k + 1])[0]), y[k]]))

    # -- the neurons --------------------------------------------------------------------------

    def tell_neuron(self, number: int) -> None:
        """Its node lights up; its line is drawn, pressed flat below zero, weighted, and added."""
        step = self.run.steps[number]
        c, slow = step.contribution, 1.0 if number == 0 else 0.75
        color = self.theme.neuron(c.color)
        plot = self.strip.plot(panels.neuron_axis(c))
        below, above, weighted = (panels.drawn(c, k) for k in range(3))
        line = Polyline(plot.points(*below), Style(color, self.theme["sum"].width))
        ground = self.strip.ground(plot)
        heading = self.strip.heading(words.neuron_heading(self.run, c, self.language), color)
        lit = self.network.light(1, c.neuron)
        first = [FadeOut(self.inner), FadeIn(ground, heading)]
        if number == 0:
            first += [Create(self.line), *self._without_guess()]
        self.inner = ground
        self.play(*lit, *first, run_time=0.7 * slow)
        self.play(Create(line), run_time=1.0 * slow)
        if not np.allclose(below[1], above[1]):
            self.play(self._morph(line, plot, below, above), run_time=1.1 * slow)
        out = self.network.light_edge(2, c.neuron, 0)
        terms = [FadeIn(term) for term in self._terms(c.color)]
        self.play(*out, *terms, self._morph(line, plot, above, weighted), run_time=0.8 * slow)
        self._add(number, plot, line, heading, 1.6 * slow)

    def _without_guess(self) -> list[Animation]:
        return [FadeOut(self.guess)] if hasattr(self, "guess") else []

    def _morph(
        self, line: Polyline, plot: Plot, start: tuple[Array, Array], end: tuple[Array, Array]
    ) -> Reshape:
        x, y0, y1 = start[0], start[1], end[1]
        return Reshape(line, lambda t: plot.points(x, (1 - t) * y0 + t * y1))

    def _add(
        self, number: int, plot: Plot, line: Polyline, heading: VGroup, seconds: float
    ) -> None:
        """A copy of the neuron rises onto the sum, which turns to where it arrives."""
        step = self.run.steps[number]
        copy = Polyline(line.corners, Style(self.theme.neuron(step.contribution.color), 2.0))
        rising: list[Animation] = [Reshape(copy, partial(self._rising, number, plot))]
        if self.run.stacked:
            band = self._band(number, plot)
            rising.append(Reshape(band, partial(self._lifted, number, plot)))
            self.add(band, self.line)
        self.add(copy)
        self.play(
            *rising, self._turn(number, number + 1, within(0.35, 1.0)),
            FadeOut(line, rate_func=within(0.3, 0.8)), run_time=seconds,
        )  # fmt: skip
        self.play(FadeOut(copy, heading), run_time=0.3)

    def _turn(self, start: float, end: float, rate_func: object = None) -> Playback:
        turn = Playback(self.line, self.line.show, (start, end), 1.0)
        if rate_func is not None:
            turn.rate_func = rate_func
        return turn

    def _edges(self, number: int, plot: Plot, share: float) -> tuple[Array, Array]:
        """A contribution's two edges on their way from the strip to the sum."""
        step = self.run.steps[number]
        x, weighted = panels.drawn(step.contribution, 2)
        floor, total = step.floor(x), step.total(1.0)(x)
        low = (1 - share) * plot.points(x, 0 * x) + share * self.plot.points(x, floor)
        high = (1 - share) * plot.points(x, weighted) + share * self.plot.points(x, total)
        return low, high

    def _rising(self, number: int, plot: Plot, share: float) -> Array:
        """The upper edge, cut at the frame's edge."""
        high = self._edges(number, plot, share)[1]
        bottom, top = self.strip.box.bottom, self.plot.box.top
        bottom += share * (self.plot.box.bottom - bottom)
        x, y = clip(high[:, 0], high[:, 1], bottom, top)
        return np.column_stack([x, y, np.zeros(len(x))])

    def _band(self, number: int, plot: Plot) -> Band:
        color = self.theme.neuron(self.run.steps[number].contribution.color)
        band = Band(*self._edges(number, plot, 0.0), color, self.theme["neuron"].opacity)
        self.bands.append(band)
        return band

    def _lifted(self, number: int, plot: Plot, share: float) -> tuple[Array, Array]:
        return self._edges(number, plot, share)

    def tell_rest(self) -> None:
        """The other neurons in a burst: each bends the sum, which shoots straight on."""
        first, many = panels.SLOW, len(self.run.steps)
        count = many - first
        seconds = self.seconds(min(1.2 + 0.9 * count, 6.5))
        plot = self.strip.plot(panels.contributions_axis(self.run))
        ground = self.strip.ground(plot)
        heading = self.strip.heading(words.say("sum.strip.adds", self.language))
        moves: list[Animation] = [
            FadeOut(self.inner, rate_func=within(0, 0.08)),
            FadeIn(ground, heading, rate_func=within(0, 0.08)),
        ]
        self.inner = ground
        self.hinges = VGroup()
        for k, step in enumerate(self.run.steps):
            c = step.contribution
            start = max(0.0, (k - first) / count)
            rate = within(start, min(1.0, start + max(0.6 / count, 0.06)))
            color = self.theme.neuron(c.color)
            corners = plot.clipped(c.function.x, c.function.y)
            hinge = Polyline(corners, Style(color, self.theme["neuron"].width * 1.2))
            self.hinges.add(hinge)
            moves.append(Create(hinge, rate_func=rate))
            if k >= first:
                lit = [*self.network.light(1, c.neuron), *self.network.light_edge(2, c.neuron, 0)]
                for change in lit:
                    change.rate_func = rate
                moves += [*lit, *(FadeIn(t, rate_func=rate) for t in self._terms(c.color))]
        if self.run.stacked:
            moves += self._stack(first, plot)
        moves.append(self._turn(first, many, partial(one_by_one, count)))
        self.play(*moves, run_time=seconds)
        self.heading_words = heading

    def _stack(self, first: int, plot: Plot) -> list[Animation]:
        """Every other contribution rises onto the stack in its turn."""
        many, moves = len(self.run.steps), []
        for k in range(first, many):
            start, end = (k - first) / (many - first), (k - first + 1) / (many - first)
            band = self._band(k, plot)
            band.set_fill(opacity=0)
            self.add(band, self.line)
            lift = partial(self._from_floor, k)
            moves.append(Reshape(band, lift, rate_func=within(start, end)))
        return moves

    def _from_floor(self, number: int, share: float) -> tuple[Array, Array]:
        """A contribution that grows on top of the sum."""
        step = self.run.steps[number]
        x = np.union1d(step.floor.x, step.contribution.function.x)
        band = self.bands[number]
        band.set_fill(opacity=self.theme["neuron"].opacity if share > 0 else 0.0)
        return self.plot.points(x, step.floor(x)), self.plot.points(x, step.total(share)(x))

    # -- the answer ---------------------------------------------------------------------------

    def _renew_strip(self, *new: VMobject) -> list[Animation]:
        """What the strip shows goes, then the new comes: words never lie over each other."""
        gone = [self.inner]
        for name in ("hinges", "heading_words", "inside"):
            if hasattr(self, name):
                gone.append(getattr(self, name))
                delattr(self, name)
        leave, come = within(0.0, 0.45), within(0.55, 1.0)
        return [FadeOut(VGroup(*gone), rate_func=leave), FadeIn(*new, rate_func=come)]

    def tell_error(self) -> None:
        """The strip shows the error on a scale of its own; dots mark where it is largest."""
        self.errors = error_strips(self.subject, self.sum.horizontal)
        quiet = [band.animate.set_fill(opacity=0.12) for band in self.bands]
        if not self.errors:
            self.play(*quiet, self._turn(0, len(self.run.steps)), run_time=2.0)
            return
        panel = self.errors[0]
        plot = self.strip_plot = self.strip.plot(panel.vertical)
        ground = self.strip.ground(plot)
        name = error_name(self.subject.target, self.language)
        heading = self.strip.heading(name, self.theme["error"].color)
        self.play(*self._renew_strip(ground, heading), *quiet, run_time=0.5)
        self.inner, self.heading_words = ground, heading
        curve = self.strip.errors(plot, panel)
        self.play(Create(curve), run_time=max(1.6, self.seconds(2.4) - 1.0))
        dots = self.strip.largest(plot, panel)
        if dots:
            self.play(*(FadeIn(dot, scale=0.3) for dot in dots), run_time=0.5)
        self.inside = VGroup(curve, *dots)

    def tell_best(self) -> None:
        """Between two levels lies every error; the best possible function's error beside it."""
        plot, (own, *best_error) = self.strip_plot, self.errors
        levels = self.strip.levels(plot, own.vertical.ticks[-1], self.theme["error"].color)
        self.play(Create(levels), run_time=1.2 if best_error else self.seconds(1.6))
        self.inside.add(levels)
        if not best_error:
            return
        theirs = self.strip.best(plot, best_error[0])
        best = self.subject.limit.function
        ghost = dashed(self.plot.clipped(best.x, best.y), self.theme["best"]).set_z_index(5)
        label = self.strip.best_name(best_name(self.subject.limit, self.language))
        self.play(Create(theirs), Create(ghost), FadeIn(label), run_time=self.seconds(2.6) - 1.2)
        self.inside.add(theirs, label, ghost)

    def tell_slopes(self) -> None:
        """The slope as a staircase, each riser in its neuron's colour."""
        panel = staircase(self.subject, self.sum.horizontal, self.language, most=3)
        plot = self.strip.plot(panel.vertical)
        ground = self.strip.ground(plot)
        heading = self.strip.heading(words.say("sum.strip.slope", self.language))
        self.play(*self._renew_strip(ground, heading), run_time=0.5)
        self.inner, self.heading_words = ground, heading
        derivative = self.strip.derivative(plot, panel)
        seconds = max(1.8, self.seconds(2.6) - (1.3 if len(derivative) else 0.5))
        stairs, risers = self.strip.treads(plot, panel), self.strip.risers(plot, panel)
        inside = VGroup(stairs, *risers, *derivative)
        shown = [
            Create(r, rate_func=within(0.95 * s, min(1.0, 0.95 * s + 0.05)))
            for r, s in zip(risers, self.strip.riser_times(panel), strict=True)
        ]
        self.play(Create(stairs, rate_func=lambda t: t), *shown, run_time=seconds)
        if len(derivative):
            self.play(Create(derivative), run_time=0.8)
        self.inside = inside

    def tell_formula(self) -> None:
        """The whole sum once more, in one go, under its formula."""
        missing = [*self.formula_terms.values(), self.dots, self.tail]
        new = [FadeIn(term) for term in missing if id(term) not in self.written and len(term)]
        bright = [
            band.animate.set_fill(opacity=self.theme["neuron"].opacity) for band in self.bands
        ]
        many, seconds = len(self.run.steps), self.seconds(2.6)
        if self.run.stacked:
            rises = [Reshape(b, partial(self._from_floor, k)) for k, b in enumerate(self.bands)]
            for k, rise in enumerate(rises):
                rise.rate_func = within(k / many, (k + 1) / many)
            bright = [*rises]
        turn = self._turn(0, many, partial(one_by_one, many))
        self.play(*new, *bright, turn, run_time=seconds)

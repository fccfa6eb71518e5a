"""Each layer bends what the layer before it made.

Render with `approx render SUBJECT layers`, or by itself with `manim render scenes/layers.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

import numpy as np
from manim import Animation, Create, FadeIn, FadeOut, Line, ShowPassingFlash, VGroup, VMobject

from approx.core._types import Array
from approx.core.target import Target
from approx.outputs.stage.axes import axes, axis_names, room_for_names
from approx.outputs.stage.columns import Columns, weight_of
from approx.outputs.stage.geometry import Plot, clip
from approx.outputs.stage.pattern import pattern
from approx.outputs.stage.shapes import (
    Band,
    Dot,
    Polyline,
    Reshape,
    Stems,
    dashed,
    within,
)
from approx.outputs.stage.story import Beat, Story
from approx.outputs.stage.strip import WIDEST, Strip, bare, over_and_under
from approx.outputs.stage.target import Tracer, excluded_strips, target_shape
from approx.outputs.stage.text import formula as typeset
from approx.outputs.stage.text import plated, write
from approx.panels import layers as panels
from approx.panels.captions import layers as words
from approx.panels.error_panel import error_name
from approx.panels.fit import error_strips
from approx.panels.formula import defined, layered
from approx.panels.primitives import Axis, Curve
from approx.panels.rounding import written
from approx.panels.running_sum import plain_axis
from approx.panels.signed_sum import SignedTerm
from approx.panels.wording import best_name
from approx.style.theme import Style

#: The height of a mark in a row of the strip, of the row's.
REACH = 0.7
#: How what takes another's place comes: when that has gone.
LATE = within(0.55, 1.0)


class Layers(Story):
    """Any network of two or more hidden layers; without a subject, the lesson's sigmoid."""

    subject_name = "sigmoid"
    copies: Sequence[Polyline] = ()  # on their way to where they are added

    def plan(self) -> list[Beat]:
        self.panels = panels.build(self.subject, self.language)
        return [Beat(*beat) for beat in words.beats(self.panels, self.language)]

    def poster(self) -> None:
        """The grid of empty graphs, the input's line, the axes and the target."""
        theme, layout = self.theme, self.layout
        place, graph = layout.columns_graph
        size = max(0.66 * layout.text, layout.smallest)
        self.grid = Columns(self.panels, place, theme, size, layout.smallest)
        self.plots = self.grid.plots
        horizontal, vertical = self.panels.horizontal, self.panels.vertical
        graph = room_for_names(graph, horizontal, vertical, layout.small)
        over, under = over_and_under(graph, layout.small)
        self.plot = Plot(over, horizontal, vertical)
        self.strip = Strip(under, horizontal, theme, layout.small)
        self.frame = axes(bare(self.plot), theme, layout.small, WIDEST)
        # What the strip shows: its ground first, then where the layer's neurons are on.
        self.inside: list[VMobject] = [self.strip.ground(self.strip.plot(plain_axis()))]
        out = excluded_strips(self.plot, self.subject.target, theme)
        names = axis_names(self.plot, theme, layout.small, under)
        self.add(self.title_text(), *self._formula(), self.grid, self.frame, *names)
        self.add(*self.inside, *out)
        target = self.subject.target
        self.own = isinstance(target, Target) and target.own
        self.goal = target_shape(self.panels.output.target, self.plot, theme)
        if self.own:  # what they will make waits, faintly
            f = self.panels.output.function
            self.goal = Polyline(self.plot.clipped(f.x, f.y), theme["quiet"]).set_stroke(
                opacity=0.4
            )
        self.add(self.goal)
        entry = self.plots[0][-1]
        self.lines = {(0, -1): self._line(self.panels.input.cells[0], entry, theme["ink"].color)}
        self.add(self.lines[0, -1])

    def _formula(self) -> list[VMobject]:
        """Nested, or by layers where that would be too small to read."""
        theme, layout, (network, digits) = self.theme, self.layout, written(self.subject)
        for parts in (defined(network, digits), layered(network)):
            text = typeset(parts, 0.44, theme, layout.formula, layout.line.width, layout.lines)
            if text[0].size >= layout.smallest:
                break
        return text

    def tell_setup(self) -> None:
        """A signal runs through all layers, column by column."""
        flashes, last = [], len(self.panels.hidden)
        for (column, _, _), edge in self.grid.edges.items():
            flash = edge.copy().set_stroke(self.theme["ink"].color, opacity=0.8)
            rate = within((column - 1) / last, column / last)
            flashes.append(ShowPassingFlash(flash, time_width=0.6, rate_func=rate))
        self.play(*flashes, run_time=self.seconds(2.6))

    def _line(self, cell: panels.Cell, plot: Plot, color: str) -> Polyline:
        return Polyline(plot.clipped(cell.after.x, cell.after.y), Style(color, 1.7))

    # -- the signal ---------------------------------------------------------------------------

    def tell_layer(self, number: int) -> None:
        """Weighted copies fly along the edges, are added, and the sums are folded."""
        column, place = self.panels.hidden[number], number + 1
        lit = [edge for key, edge in self.grid.edges.items() if key[0] == place]
        moves = 1.8 + 1.4 * column.copies + 1.2 * column.folds
        pace = max(1.0, self.seconds(0.0) / moves)
        self.play(*(edge.animate.set_stroke(opacity=0.85) for edge in lit), run_time=0.6 * pace)
        if column.copies:
            self._fly(number, pace)
        sums_, folds = [], []
        for cell in column.cells:
            plot = self.plots[place][cell.index]
            line = Polyline(self._folded(plot, cell, 0.0), Style(self.grid.color_of(cell), 1.8))
            self.lines[place, cell.index] = line
            sums_.append(Create(line))
            folds.append(Reshape(line, partial(self._folded, plot, cell)))
        self.play(*sums_, *self._leave(), *self._patterned(number), run_time=0.8 * pace)
        if column.folds:
            self.play(*folds, run_time=1.2 * pace)
        self.play(*(edge.animate.set_stroke(opacity=0.35) for edge in lit), run_time=0.4)

    def _patterned(self, number: int) -> list[Animation]:
        """The strip shows of every neuron of the layer where it is on, exactly: a row each."""
        column, plot = self.panels.hidden[number], self.strip.plot(plain_axis())
        rows = pattern(column.on, column.colors, plot, self.theme)
        heading = words.say("layers.on", self.language, k=number + 1)
        old, new = self.inside[1:], self.strip.heading(heading)
        self.inside = [self.inside[0], new, rows]
        shown = [Create(row, rate_func=lambda t: t) for row in rows]
        return [*(FadeOut(m, rate_func=within(0.0, 0.3)) for m in old), FadeIn(new), *shown]

    def _folded(self, plot: Plot, cell: panels.Cell, share: float) -> Array:
        """Pre-activation to activation; what is below the graph's frame runs along its edge."""
        x = np.union1d(cell.before.x, cell.after.x)
        y = (1 - share) * cell.before(x) + share * cell.after(x)
        return plot.clipped(x, y)

    def _fly(self, number: int, pace: float) -> None:
        """Copies of the layer before go to every unit, scaled by their weights on the way."""
        column, place = self.panels.hidden[number], number + 1
        sources = (self.panels.input, *self.panels.hidden)[number]
        flights = []
        for cell in column.cells:
            plot = self.plots[place][cell.index]
            for source in sources.cells:
                value = weight_of(column, source.index, cell)
                if value != 0:
                    start = self.plots[number][source.index]
                    color = self.grid.edge_color(number, source.index, cell)
                    flights.append(self._flight(source, start, plot, value, color))
        self.copies = [copy for copy, _ in flights]
        self.play(*(flight for _, flight in flights), run_time=1.4 * pace)

    def _flight(
        self, source: panels.Cell, start: Plot, end: Plot, value: float, color: str
    ) -> tuple[Polyline, Reshape]:
        """One copy: its corners move straight from its graph to where value · h belongs."""
        x, y = clip(source.after.x, value * source.after.y, end.vertical.low, end.vertical.high)
        first, last = start.points(x, source.after(x)), end.points(x, y)
        copy = Polyline(first, Style(color, 1.4)).set_stroke(opacity=0.7)
        self.add(copy)
        return copy, Reshape(copy, lambda t: first + t * (last - first))

    def _leave(self) -> list[FadeOut]:
        """The copies have been added: they go."""
        going = [FadeOut(copy) for copy in self.copies]
        self.copies = ()
        return going

    # -- the output ---------------------------------------------------------------------------

    def tell_weigh(self) -> None:
        """Copies of the last layer land on one signed axis; a minus turns its copies over."""
        signed, theme = self.panels.signed, self.theme
        self.signed_plot = replace(self.plot, vertical=signed.vertical)
        signed_frame = axes(bare(self.signed_plot), theme, self.layout.small, WIDEST)
        for name in [part for part in signed_frame if getattr(part, "text", "")]:
            # What flies to the axes passes behind their numbers.
            signed_frame.add(plated(name, theme)[0].set_z_index(4))
            name.set_z_index(5)
        gone = [self.frame, self.goal]
        self.play(*map(FadeOut, gone), FadeIn(signed_frame), run_time=0.5)
        self.signed_frame, last = signed_frame, len(self.panels.hidden)
        flights: list[Reshape] = []
        for cell in self.panels.hidden[-1].cells:
            term = next((t for t in signed.terms if t.contribution.neuron == cell.index), None)
            if term is not None and self.panels.output_copies:
                start, color = self.plots[last][cell.index], self.grid.color_of(cell)
                size = abs(term.contribution.weight)
                flights.append(self._flight(cell, start, self.signed_plot, size, color)[1])
        if flights:
            self.play(*flights, run_time=1.4)
        many, colors = len(signed.terms), self.panels.hidden[-1].colors
        opacity = max(0.12, theme["neuron"].opacity * min(1.0, 3 / many))
        self.bands = []
        for term in signed.terms:
            color = theme.neuron(colors[term.contribution.neuron])
            band = Band(*self._single(term, 0.0), color, opacity, 2.0, color)
            self.bands.append(band)
        self.play(*map(FadeIn, self.bands), *(FadeOut(f.mobject) for f in flights), run_time=0.5)
        turned = [
            Reshape(band, partial(self._single, term))
            for band, term in zip(self.bands, signed.terms, strict=True)
            if term.negative
        ]
        self.play(*turned, run_time=self.seconds(3.8) - 2.4)

    def _single(self, term: SignedTerm, flipped: float) -> tuple[Array, Array]:
        low, high = self.panels.signed.single(term, flipped)
        return self._on_signed(low), self._on_signed(high)

    def _on_signed(self, y: Array) -> Array:
        return self.signed_plot.points(self.panels.signed.x, y)

    def tell_add(self) -> None:
        """Both stacks are built, then the upper one comes down onto the lower one's ends."""
        signed = self.panels.signed
        pairs = list(zip(self.bands, signed.terms, strict=True))
        seconds = self.seconds(3.6)
        if max(sum(t.negative == side for t in signed.terms) for side in (True, False)) > 1:
            stack = [Reshape(band, partial(self._stacking, term)) for band, term in pairs]
            self.play(*stack, run_time=0.35 * seconds)
            seconds *= 0.65
        down = [Reshape(band, partial(self._lifted, term)) for band, term in pairs]
        self.play(*down, run_time=0.6 * seconds)
        total = self._on_signed(signed.total(signed.x))
        self.line = Polyline(total, self.theme["sum"]).set_z_index(3)
        self.play(Create(self.line), run_time=0.4 * seconds)

    def _stacking(self, term: SignedTerm, share: float) -> tuple[Array, Array]:
        """From the axis to its place in its stack."""
        single, stacked = self._single(term, 1.0), self._lifted(term, 0.0)
        low, high = ((1 - share) * a + share * b for a, b in zip(single, stacked, strict=True))
        return low, high

    def _lifted(self, term: SignedTerm, share: float) -> tuple[Array, Array]:
        low, high = self.panels.signed.lifted(term, share)
        return self._on_signed(low), self._on_signed(high)

    def tell_output(self) -> None:
        """The sum alone, on the scale of the target, lifted by the bias."""
        f, total = self.panels.output.function, self.panels.signed.total
        bias = float(self.subject.network.biases[-1][0])
        x = np.union1d(f.x, total.x)
        quiet = [FadeOut(band) for band in self.bands]
        seconds = self.seconds(3.4)
        self.play(
            *quiet,
            FadeOut(self.signed_frame, rate_func=within(0.0, 0.5)),
            FadeIn(self.frame, rate_func=within(0.5, 1.0)),
            Reshape(self.line, lambda t: self._zoomed(x, total(x), t)),
            run_time=0.5 * seconds,
        )
        back = [] if self.own else [FadeIn(self.goal)]
        self.play(
            Reshape(self.line, lambda t: self.plot.clipped(x, total(x) + t * bias)),
            *back,
            run_time=0.5 * seconds,
        )
        self.line.place(self.plot.points(f.x, f.y))

    def _zoomed(self, x: Array, y: Array, share: float) -> Array:
        """On a scale between that of the stacks and that of the output."""
        wide, close = self.signed_plot.vertical, self.plot.vertical
        low, high = (
            (1 - share) * a + share * b for a, b in ((wide.low, close.low), (wide.high, close.high))
        )
        return replace(self.plot, vertical=Axis(low, high, (), ())).clipped(x, y)

    def _empty(self) -> list[Animation]:
        """The strip's words go before others come."""
        return [FadeOut(shape, rate_func=within(0.0, 0.45)) for shape in self.inside]

    def tell_error(self) -> None:
        """The error on a scale of its own, as in the story sum."""
        self.errors = error_strips(self.subject, self.panels.horizontal)
        if not self.errors:
            return
        panel = self.errors[0]
        plot = self.strip.plot(panel.vertical)
        ground, color = self.strip.ground(plot), self.theme["error"].color
        short = words.say("layers.strip.short", self.language)
        texts = [error_name(self.subject.target, self.language), short]
        beside = best_name(self.subject.limit, self.language) if len(self.errors) > 1 else ""
        heading = self.strip.heading_beside(texts, beside, color)
        self.play(*self._empty(), FadeIn(ground, heading, rate_func=LATE), run_time=0.5)
        curve = self.strip.errors(plot, panel)
        self.play(Create(curve, rate_func=lambda t: t), run_time=self.seconds(2.6) - 1.0)
        dots = self.strip.largest(plot, panel)
        if dots:
            self.play(*(FadeIn(dot, scale=0.3) for dot in dots), run_time=0.5)
        self.inside = [ground, heading, curve, *dots]

    def tell_best(self) -> None:
        """The levels of the error, and the best possible function beside the network."""
        own, *best_error = self.errors
        plot = self.strip.plot(own.vertical)
        levels = self.strip.levels(plot, own.vertical.ticks[-1], self.theme["error"].color)
        self.play(Create(levels), run_time=1.0)
        self.inside.append(levels)
        if not best_error:
            return
        best = self.subject.limit.function
        ghost = dashed(self.plot.clipped(best.x, best.y), self.theme["best"]).set_z_index(5)
        label = self.strip.best_name(best_name(self.subject.limit, self.language))
        theirs = self.strip.best(plot, best_error[0])
        shapes = [Create(shape, rate_func=lambda t: t) for shape in (theirs, ghost)]
        self.play(*shapes, FadeIn(label), run_time=self.seconds(2.6) - 1.0)
        self.inside += [theirs, label]

    def tell_breakpoints(self) -> None:
        """Every breakpoint in its colour, on the curve and in its layer's row of the strip.

        Under every column stands its share of the bending.
        """
        plot, many = self.strip.plot(plain_axis()), len(self.panels.made)
        names = [name for name, _ in self.panels.made]
        ground = VGroup(self.strip.ground(plot), self.strip.rows(names, self.layout.smallest))
        heading = self.strip.heading(words.say("layers.rows", self.language))
        bars = VGroup()
        for column, (center, wide) in zip(self.panels.hidden, self.grid.footings[1:], strict=True):
            bars.add(self._share(column, center, wide))
        f = self.panels.output.function
        low, high = f.domain
        tracer = Tracer(Curve("sum", f.x, f.y), self.plot, self.theme)
        shown = self._dots(low, high)
        for row, (_, made) in enumerate(self.panels.made):
            height, reach = 1 - (2 * row + 1) / many, REACH / many
            for x, color in made:  # as the number passes
                style = Style(self.theme.neuron(color))
                foot, top = (plot.point(x, height + d)[None] for d in (-reach, reach))
                stem = Stems(foot, top, style)
                shown.append(FadeIn(stem, rate_func=_passed(x, low, high)))
        seconds = self.seconds(2.9)
        new = FadeIn(ground, heading, bars, rate_func=LATE)
        self.play(*self._empty(), new, run_time=0.5)
        self.add(*tracer.shapes)
        runs_ = tracer.run()
        for run in runs_:
            run.rate_func = lambda t: t
        self.play(*runs_, *shown, run_time=seconds - 0.8)
        self.play(FadeOut(*tracer.shapes), run_time=0.3)

    def _dots(self, low: float, high: float) -> list[Animation]:
        """A dot at every breakpoint of the curve, in its strongest neuron's colour."""
        markers = self.panels.breakpoints.curve.markers
        out = []
        for m in markers:
            color = self.theme["ink"].color if m.neuron is None else self.theme.neuron(m.neuron)
            dot = Dot(self.plot.point(m.x, m.low), Style(color), 1.5 if len(markers) <= 16 else 0.7)
            rate = _passed(m.x, low, high)
            out.append(FadeIn(dot.set_z_index(6), scale=0.3, rate_func=rate))
        return out

    def _share(self, column: panels.Column, center: float, wide: float) -> VGroup:
        """A bar as long as the layer's share of its column's width, and the share in words."""
        y, size = self.layout.columns_graph[0].bottom - 0.08, self.layout.smallest
        left = center - wide / 2
        track = Line((left, y, 0), (left + wide, y, 0), stroke_width=6)
        track.set_stroke(self.theme["grid"].color)
        group = VGroup(track)
        if column.share > 0:
            end = (left + wide * column.share, y, 0)
            group.add(Line((left, y, 0), end, stroke_width=6).set_stroke(self.theme["ink"].color))
        at = (center, y - 1.25 * size)
        group.add(write(words.share(column), size, self.theme["ink"].color, at, "center"))
        return group


def _passed(x: float, low: float, high: float) -> Callable[[float], float]:
    """A rate: done soon after a number that runs from low to high has passed x."""
    share = 0.9 * (x - low) / (high - low)
    return within(share, share + 0.1)

"""Each layer folds what the layer before it made.

Render with `approx render SUBJECT layers`, or by itself with `manim render scenes/layers.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np
from manim import Create, FadeIn, FadeOut, Line, Rectangle, VGroup

from approx.core._types import Array
from approx.outputs.stage.axes import axes
from approx.outputs.stage.comparison import show_best, show_error
from approx.outputs.stage.geometry import Plot, clip
from approx.outputs.stage.labels import Key
from approx.outputs.stage.layout import Box
from approx.outputs.stage.shapes import STROKE, Dot, Polyline, Reshape
from approx.outputs.stage.story import Beat, Story
from approx.outputs.stage.target import excluded_strips, target_shape
from approx.outputs.stage.text import formula as typeset
from approx.outputs.stage.text import write
from approx.panels import layers as panels
from approx.panels import sum as sums
from approx.panels.captions import layers as words
from approx.panels.formula import defined
from approx.style.theme import Style


class Layers(Story):
    """Any network of two or more hidden layers; without a subject, the lesson's sigmoid."""

    subject_name = "sigmoid"
    copies: Sequence[Polyline] = ()  # on their way to where they are added

    def plan(self) -> list[Beat]:
        self.panels = panels.build(self.subject, self.language)
        return [Beat(*beat) for beat in words.beats(self.panels, self.language)]

    def tell_setup(self) -> None:
        """The grid of empty graphs, the input's line, the axes and the target."""
        theme, layout = self.theme, self.layout
        self._lay_out_grid()
        self.plot = Plot(layout.wide_narrow[1], self.panels.horizontal, self.panels.vertical)
        names = sums.key(self.panels.output, self.language)
        self.key = Key(names, layout.key, theme, 0.72 * layout.text, layout.line.width)
        parts = defined(self.subject.network)
        text = typeset(parts, 0.44, theme, layout.formula, layout.line.width, layout.lines)
        target = self.panels.output.target
        goal = target_shape(target, self.plot, theme)
        self.add(self.title_text())
        frame = axes(self.plot, theme, 0.72 * layout.text)
        out = excluded_strips(self.plot, self.subject.target, theme)
        self.play(FadeIn(self.grid), *map(FadeIn, [frame, *out, *text]), run_time=1.0)
        entry = self.plots[0][-1]
        self.lines = {(0, -1): self._line(self.panels.input.cells[0], entry, theme["ink"].color)}
        self.play(
            Create(self.lines[0, -1]), Create(goal), FadeIn(self.key[target.role]), run_time=1.0
        )

    # -- the grid -----------------------------------------------------------------------------

    def _lay_out_grid(self) -> None:
        """A small frame for every unit, a title over every column, faint edges between them."""
        box, columns = self.layout.wide_narrow[0], [self.panels.input, *self.panels.hidden]
        size = 0.66 * self.layout.text
        gap = box.width / len(columns)
        rows = max(len(column.cells) + (column.left_out is not None) for column in columns)
        inner = Box(box.left, box.bottom + 0.12, box.right, box.top - 2.0 * size)
        step = inner.height / rows
        wide, high = min(1.8, 0.68 * gap), min(1.0, 0.9 * step)
        self.grid, self.plots = VGroup(), []
        self.edges: dict[tuple[int, int, int], Line] = {}
        self.footings: list[tuple[float, float]] = []
        for number, column in enumerate(columns):
            center = box.left + gap * (number + 0.5)
            at = (center, box.top - size)
            self.grid.add(write(column.title, size, self.theme["quiet"].color, at, "center"))
            plots = {}
            for cell in column.cells:
                y = inner.bottom + high / 2 + cell.y * (inner.height - high)
                frame = Box(center - wide / 2, y - high / 2, center + wide / 2, y + high / 2)
                plots[cell.index] = Plot(frame, self.panels.horizontal, column.vertical)
                self.grid.add(self._frame(plots[cell.index]))
            if column.left_out is not None:
                y = inner.bottom + high / 2 + column.left_out[0] * (inner.height - high)
                at = (center, y - 0.3 * size)
                text = f"… {column.left_out[1]}"
                self.grid.add(write(text, size, self.theme["quiet"].color, at, "center"))
            self.plots.append(plots)
            self.footings.append((center, wide))
        self._lay_out_edges()

    def _frame(self, plot: Plot) -> VGroup:
        """A small graph's border and zero line."""
        box, style = plot.box, self.theme["grid"]
        border = Rectangle(
            width=box.width, height=box.height, stroke_color=style.color, stroke_width=2,
            fill_color=self.theme["background"].color, fill_opacity=1,
        ).move_to(((box.left + box.right) / 2, (box.bottom + box.top) / 2, 0))  # fmt: skip
        zero = plot.point(plot.horizontal.low, 0.0)[1]
        line = Line(
            (box.left, zero, 0), (box.right, zero, 0),
            stroke_color=self.theme["axis"].color, stroke_width=1.2, stroke_opacity=0.7,
        )  # fmt: skip
        return VGroup(border, line)

    def _lay_out_edges(self) -> None:
        """Every weight that is not zero, faint, behind the frames."""
        for number, column in enumerate(self.panels.hidden, start=1):
            largest = float(np.abs(column.weights).max()) or 1.0
            for cell in column.cells:
                for source, plot in self.plots[number - 1].items():
                    value = float(column.weights[cell.index, max(source, 0)])
                    if value == 0:
                        continue
                    start, end = plot.box, self.plots[number][cell.index].box
                    edge = Line(
                        (start.right, (start.bottom + start.top) / 2, 0),
                        (end.left, (end.bottom + end.top) / 2, 0),
                        stroke_color=self._color(number - 1, source, cell.color),
                        stroke_width=STROKE * (0.4 + 0.8 * abs(value) / largest),
                        stroke_opacity=0.22,
                    )
                    self.edges[number, source, cell.index] = edge
                    self.grid.add(edge)

    def _color(self, column: int, source: int, end: int | None) -> str:
        """An edge carries its source's colour; out of the input, its end's."""
        if column == 0:
            return self.theme.neuron(end or 0)
        cells = {cell.index: cell.color for cell in self.panels.hidden[column - 1].cells}
        return self.theme.neuron(cells[source] or 0)

    def _line(self, cell: panels.Cell, plot: Plot, color: str) -> Polyline:
        return Polyline(plot.clipped(cell.after.x, cell.after.y), Style(color, 1.7))

    # -- the signal ---------------------------------------------------------------------------

    def tell_layer(self, number: int) -> None:
        """Weighted copies fly along the edges, are added, and the sums are folded."""
        column, place = self.panels.hidden[number], number + 1
        lit = [edge for key, edge in self.edges.items() if key[0] == place]
        self.play(*(edge.animate.set_stroke(opacity=0.85) for edge in lit), run_time=0.6)
        if column.copies:
            self._fly(number)
        sums_, folds = [], []
        for cell in column.cells:
            plot = self.plots[place][cell.index]
            color = self.theme.neuron(cell.color or 0)
            line = Polyline(self._folded(plot, cell, 0.0), Style(color, 1.8))
            self.lines[place, cell.index] = line
            sums_.append(Create(line))
            folds.append(Reshape(line, partial(self._folded, plot, cell)))
        self.play(*sums_, *self._leave(), run_time=0.8)
        self.wait(0.3)
        if column.folds:
            self.play(*folds, run_time=1.2)
        self.play(*(edge.animate.set_stroke(opacity=0.35) for edge in lit), run_time=0.4)

    def _folded(self, plot: Plot, cell: panels.Cell, share: float) -> Array:
        """Pre-activation to activation; what is below the graph's frame runs along its edge."""
        x = np.union1d(cell.before.x, cell.after.x)
        y = (1 - share) * cell.before(x) + share * cell.after(x)
        return plot.clipped(x, y)

    def _fly(self, number: int) -> None:
        """Copies of the layer before go to every unit, scaled by their weights on the way."""
        column, place = self.panels.hidden[number], number + 1
        sources = (self.panels.input, *self.panels.hidden)[number]
        flights = []
        for cell in column.cells:
            plot = self.plots[place][cell.index]
            for source in sources.cells:
                value = float(column.weights[cell.index, max(source.index, 0)])
                if value != 0:
                    start = self.plots[number][source.index]
                    color = self._color(number, source.index, cell.color)
                    flights.append(self._flight(source, start, plot, value, color))
        self.copies = [copy for copy, _ in flights]
        self.play(*(flight for _, flight in flights), run_time=1.4)

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

    def tell_output(self) -> None:
        """The last layer's functions, weighted, add up to the thick line."""
        whole, last = self.panels.output, len(self.panels.hidden)
        shown = self.panels.hidden[-1].cells
        contributions = {c.neuron: c for c in whole.contributions}
        flights = []
        for cell in shown:
            weight = contributions[cell.index].weight
            if weight != 0 and self.panels.output_copies:
                start, color = self.plots[last][cell.index], self.theme.neuron(cell.color or 0)
                flights.append(self._flight(cell, start, self.plot, weight, color))
        self.copies = [copy for copy, _ in flights]
        if flights:
            self.play(*(flight for _, flight in flights), run_time=1.6)
            self.wait(0.3)
        f, base = whole.function, whole.start
        self.line = Polyline(self.plot.points(base.x, base.y), self.theme["sum"]).set_z_index(3)
        self.play(Create(self.line), FadeIn(self.key["sum"]), run_time=0.6)
        floor = base(f.x)
        self.play(
            Reshape(self.line, lambda t: self.plot.points(f.x, floor + t * (f.y - floor))),
            *self._leave(),
            run_time=1.2,
        )

    def tell_error(self) -> None:
        """The gap to the target, as in the story sum."""
        show_error(self, self.plot, self.panels.output, self.line, self.key)

    def tell_best(self) -> None:
        """The limit for as many breakpoints."""
        show_best(self, self.plot, self.key)

    def tell_breakpoints(self) -> None:
        """Every breakpoint in its neuron's colour; under every column its share of the bending."""
        curve = self.panels.breakpoints.curve
        dots = [
            Dot(self.plot.point(m.x, m.low), Style(self.theme.neuron(m.neuron or 0)))
            .scale(1.5 if len(curve.markers) <= 16 else 0.7)
            .set_z_index(6)
            for m in curve.markers
        ]
        bars = VGroup()
        for column, (center, wide) in zip(self.panels.hidden, self.footings[1:], strict=True):
            bars.add(self._share(column, center, wide))
        self.play(*(FadeIn(dot, scale=0.3) for dot in dots), FadeIn(bars), run_time=1.0)

    def _share(self, column: panels.Column, center: float, wide: float) -> VGroup:
        """A bar as long as the layer's share of its column's width, and the share in words."""
        y, size = self.layout.wide_narrow[0].bottom - 0.08, 0.62 * self.layout.text
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

"""One number goes through a network, layer by layer; then all of them draw its curve.

Render with `approx render SUBJECT forward`, or by itself with `manim render scenes/forward.py`.
"""

from __future__ import annotations

from itertools import product

import numpy as np
from manim import Create, FadeIn, FadeOut, VGroup, VMobject

from approx.core.target import Target
from approx.outputs.stage.axes import axes, axis_names, room_for_names
from approx.outputs.stage.geometry import Plot
from approx.outputs.stage.layout import Box
from approx.outputs.stage.plane_map import Map
from approx.outputs.stage.shapes import Dot, Playback, Polyline, Polylines, within
from approx.outputs.stage.story import Beat, Story
from approx.outputs.stage.strip import WIDEST
from approx.outputs.stage.target import excluded_strips, target_shape
from approx.outputs.stage.text import paragraph
from approx.outputs.stage.value_diagram import ValueDiagram
from approx.panels import diagram as diagrams
from approx.panels import one_pass as panels
from approx.panels import plane as planes
from approx.panels import target as targets
from approx.panels.axes import across, axis_for, up
from approx.panels.captions import forward as words
from approx.style.languages import localised
from approx.style.theme import Style
from approx.subjects.plane import Plane

#: Ways up and down of the place that runs over a map.
WAVES = 5


class Forward(Story):
    """Any network with a hidden layer; without a subject, the lesson's four-neuron parabola."""

    def plan(self) -> list[Beat]:
        self.of_two = isinstance(self.subject, Plane)
        self.net = self.subject.network
        if self.of_two and self.plane.several:  # the largest sum decides, with softmax or without
            self.net = self.plane.logits
        given = panels.places(self.plane) if self.of_two else panels.inputs(self.subject)
        first, second = (panels.forward(self.net, x) for x in given)
        self.passes = first, second
        self.digits = words.digits_of(self.subject)
        every = product(*self.plane.box) if self.of_two else self.subject.analysis.output.x.tolist()
        self.largest = panels.largest(self.net, every)
        return [Beat(*beat) for beat in words.beats(self.subject, self.passes, self.language)]

    def poster(self) -> None:
        """The network without numbers; the axes, and the target where there is one."""
        theme, layout = self.theme, self.layout
        left, right = self._boxes()
        size = max(0.8 * layout.text, layout.smallest)
        if not layout.wide:  # rows are close
            left, size = left.inset(bottom=-0.5), layout.smallest
        parts = diagrams.build(self.subject, self.language)
        last, digits = len(self.passes[0].values) - 1, self.digits
        ends = ((0, digits.x), (last, digits.y))
        texts = [
            [words.shown(float(v), d) for p in self.passes for v in p.values[k]] for k, d in ends
        ]
        spans = self.plane.box if self.of_two else (self.subject.domain,)
        texts[0] += [self._plain(float(v), 0) for span in spans for v in span]
        texts[1] += [self._plain(sign * self.largest[last], last) for sign in (-1, 1)]
        before, behind = (max(column, key=len) for column in texts)
        self.network = ValueDiagram(
            parts, left, theme, size, self._names(parts), layout.smallest, (before, behind)
        )
        self.add(self.title_text(), self.network)
        self.add(self.network.weights(), self.network.biases())
        self.row: VMobject = VGroup()
        self.stem: VMobject = VGroup()
        self.dots = [Dot(np.zeros(3), theme["ink"], 1.3).set_z_index(4) for _ in range(2)]
        if self.of_two:
            self.map = Map(self.plane, right, theme, layout.small)
            self.add(self.map.ground)
            return
        subject = self.subject
        target = targets.shape(subject.target)
        output = subject.analysis.output
        horizontal = across(subject.target, most=5)
        vertical = up(axis_for([output.y, target.y], most=5, zero=False), subject.target)
        right = room_for_names(right, horizontal, vertical, layout.small)
        self.plot = Plot(right, horizontal, vertical)
        self.add(axes(self.plot, theme, layout.small, WIDEST))
        self.add(*axis_names(self.plot, theme, layout.small))
        self.add(*excluded_strips(self.plot, subject.target, theme))
        if not (isinstance(subject.target, Target) and subject.target.own):
            self.add(target_shape(target, self.plot, theme))

    def _boxes(self) -> tuple[Box, Box]:
        """The network, and beside or below it the graph; a map is a square."""
        layout = self.layout
        network, graph = layout.columns_graph
        if self.of_two and layout.height > layout.width:
            low = layout.content.bottom + 0.65
            top = low + min(graph.width, 4.2)
            return Box(network.left, top + 0.75, network.right, layout.formula[1] - 1.0), Box(
                graph.left - 0.65, low, graph.right, top
            )
        # Its upper name stands below the formula.
        return network, graph.inset(top=layout.small) if self.of_two else graph

    def _names(self, parts: diagrams.Diagram) -> dict[tuple[int, int], str]:
        """What inputs and outputs are called."""
        ends = [(u.column, u.index) for u in parts.units if u.column in (0, parts.columns - 1)]
        if not self.of_two:
            return {key: "y" if key[0] else "x" for key in ends}
        plane, axes_ = self.plane, planes.axes(self.plane)
        outputs = [words.class_name(name, self.language) for name in plane.classes]
        return {
            key: (outputs[key[1]] if plane.several else "f") if key[0] else axes_[key[1]].name
            for key in ends
        }

    def tell_setup(self) -> None:
        """The number stands in the input's node."""
        self.network.show(self._texts(self.passes[0], 0))
        numbers = [number for key, number in self.network.numbers.items() if key[0] == 0]
        flash = self.network.flash([1], self.theme["ink"].color)
        if not self.of_two:
            self.play(*map(FadeIn, numbers), *flash, run_time=self.seconds(2.0))
            return
        guides = self._guides(self.passes[0])
        self.play(*map(FadeIn, numbers), run_time=0.5)
        self.play(*map(Create, guides), *flash, run_time=self.seconds(2.5) - 0.5)

    def _guides(self, values: panels.Forward) -> VGroup:
        """From both axes to the place of two numbers, and a ring there."""
        plot, (x, y) = self.map.plot, values.values[0].tolist()
        style = Style(self.theme["ink"].color, 1.1)
        (left, _), (low, _) = self.plane.box
        ends = [[(x, low), (x, y)], [(left, y), (x, y)]]
        self.stem = VGroup(*(Polyline(plot.points(*np.array(e, float).T), style) for e in ends))
        ring = Dot(plot.point(x, y), self.theme["ink"], 1.3)
        ring.set_fill(self.theme["background"].color).set_stroke(style.color, width=2.4)
        self.stem.add(ring.set_z_index(3))
        return self.stem

    def tell_layer(self, number: int) -> None:
        """Values appear in a layer's nodes; one neuron's sum is written out."""
        self._advance(number, self.passes[0], self.seconds(2.6))

    def tell_output(self) -> None:
        """The output's value, and the dot on the axes."""
        values = self.passes[0]
        self._advance(len(values.sums) - 1, values, 0.65 * self.seconds(3.4))
        self._mark(self.dots[0], values, 0.35 * self.seconds(3.4))

    def _advance(self, layer: int, values: panels.Forward, seconds: float) -> None:
        network, column = self.network, layer + 1
        flash = network.flash([column], self.theme["ink"].color)
        row = self._row(
            words.calculation(self.net, values, layer, self.digits, "f" if self.of_two else "y")
        )
        self.play(*flash, FadeOut(self.row), run_time=0.5 * seconds)
        network.show(self._texts(values, column))
        new = [network.numbers[key] for key in network.nodes if key[0] == column]
        many = len(new)
        come = [
            FadeIn(n, rate_func=within(0.6 * k / many, 0.6 * k / many + 0.4))
            for k, n in enumerate(new)
        ]
        self.play(*come, FadeIn(row, rate_func=within(0.3, 1.0)), run_time=0.5 * seconds)
        self.row = row

    def _row(self, text: str) -> VGroup:
        """A calculation in the formula's row, no wider than the frame."""
        layout = self.layout
        text = localised(text, self.language)
        ink, lines = self.theme["ink"].color, min(layout.lines, 2)
        return paragraph(text, 0.4, ink, layout.formula, layout.line.width, lines)

    def _texts(self, values: panels.Forward, column: int) -> dict[tuple[int, int], str]:
        nodes = [key for key in self.network.nodes if key[0] == column]
        digits = self._digits(column)
        return {
            key: localised(words.shown(float(values.values[column][key[1]]), digits), self.language)
            for key in nodes
        }

    def _digits(self, column: int) -> int:
        """How many digits the values of a column have."""
        if column == 0:
            return self.digits.x
        return self.digits.y if column == len(self.passes[0].values) - 1 else self.digits.weight

    def _mark(self, dot: Dot, values: panels.Forward, seconds: float) -> None:
        """The pair of input and output as a dot, over its place on the axis."""
        if self.of_two:
            place, kind = values.values[0], self.map.color(values)
            dot.place(self.map.plot.point(*place.tolist()))
            dot.set_fill(kind).set_stroke(self.theme["ink"].color, width=2.4)
            guides = [] if dot is self.dots[0] else [*map(Create, self._guides(values))]
            if guides:
                self.play(*guides, run_time=0.5 * seconds)
            self.play(FadeIn(dot, scale=0.3), run_time=seconds * (0.5 if guides else 1.0))
            self.remove(self.stem[2])
            return
        x, y = values.x, values.output
        dot.place(self.plot.point(x, y))
        low = self.plot.vertical.low
        ends = self.plot.points(np.array([x, x]), np.array([low, y]))
        stem = Polyline(ends, Style(self.theme["ink"].color, 1.1))
        self.play(FadeIn(dot, scale=0.3), FadeIn(stem), run_time=seconds)
        self.stem = stem

    def tell_second(self) -> None:
        """A second number, through all layers at once."""
        values, seconds = self.passes[1], self.seconds(2.4)
        columns = range(1, self.network.columns)
        ink = self.theme["ink"].color
        self.play(FadeOut(self.row, self.stem), *self.network.flash(columns, ink),
                  run_time=0.5 * seconds)  # fmt: skip
        for column in range(self.network.columns):
            self.network.show(self._texts(values, column))
        self.row = VGroup()
        self._mark(self.dots[1], values, 0.5 * seconds)

    def tell_sweep(self) -> None:
        """The input runs over the whole domain; every value follows, and the curve is drawn."""
        if self.of_two:
            self.play(FadeOut(self.stem), run_time=0.3)
            self._colour()
            return
        f = self.subject.analysis.output
        low, high = f.domain
        line = Polylines(self.theme["sum"]).set_z_index(3)
        tip = Dot(self.plot.point(low, float(f.y[0])), self.theme["ink"], 1.2).set_z_index(4)
        moving = VGroup(line, tip, *self.network.numbers.values())

        def show(x: float) -> None:
            known = np.r_[f.x[f.x < x], x]
            y = np.asarray(f(known))
            line.place([self.plot.clipped(known, y)])
            tip.place(self.plot.point(x, float(y[-1])))
            self._follow(x)

        self.play(FadeOut(self.stem), run_time=0.3)
        self.play(Playback(moving, show, (low, high), max(5.0, self.seconds(5.0))))

    def _follow(self, x: float | tuple[float, float]) -> None:
        """Every value that the network has for these inputs."""
        values = panels.forward(self.net, x).values
        self.network.show(
            {
                (column, row): localised(
                    self._plain(float(values[column][row]), column), self.language
                )
                for column, row in self.network.nodes
            }
        )

    def _plain(self, value: float, column: int) -> str:
        return words.plain(value, self._digits(column), self.largest[column])

    def _colour(self) -> None:
        """A line runs over the map and colours it; a place runs up and down on it."""
        parts = self.map
        (low, high), (bottom, top) = self.plane.box
        tip = Dot(np.zeros(3), self.theme["ink"], 1.2).set_z_index(4)
        moving = VGroup(parts.cover, parts.line, tip, *self.network.numbers.values())

        def show(x: float) -> None:
            y = bottom + (top - bottom) * (
                0.5 - 0.4 * np.cos(WAVES * np.pi * (x - low) / (high - low))
            )
            parts.sweep(x)
            tip.place(parts.plot.point(x, float(y)))
            self._follow((x, float(y)))

        show(low)
        self.add(parts.areas)
        self.play(Playback(moving, show, (low, high), max(5.0, self.seconds(5.0))))
        self.remove(parts.cover, parts.line, tip)
        self.play(FadeIn(parts.folds, parts.border, parts.points), run_time=0.8)

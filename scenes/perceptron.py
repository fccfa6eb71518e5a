"""A perceptron decides yes or no: a weighted sum, a step, a line; why it jumps, and what xor needs.

Render with `approx render perceptron`, or by itself with `manim render scenes/perceptron.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from manim import (
    UP,
    Circle,
    Create,
    FadeIn,
    FadeOut,
    Line,
    Polygon,
    RoundedRectangle,
    ShowPassingFlash,
    Transform,
    VGroup,
    VMobject,
    there_and_back,
)

from approx.core._types import Array
from approx.outputs.stage.geometry import Plot
from approx.outputs.stage.layout import Box
from approx.outputs.stage.panel import PanelShapes
from approx.outputs.stage.shapes import STROKE, Dot, Playback
from approx.outputs.stage.story import Beat
from approx.outputs.stage.text import plated, write
from approx.outputs.stage.topic import TopicStory
from approx.panels import perceptron as panels
from approx.panels.axes import axis
from approx.panels.captions import perceptron as words
from approx.panels.primitives import Panel


class Perceptron(TopicStory):
    """Any perceptron of one to four inputs; without a subject, the snack example."""

    subject_name = "snack"

    def plan(self) -> list[Beat]:
        self.one = panels.build(self.topic, self.language)
        return [Beat(*beat) for beat in words.beats(self.one, self.language)]

    def poster(self) -> None:
        """The neuron with its inputs, weights and bias; the right side waits for the plane."""
        layout, one, theme = self.layout, self.one, self.theme
        content, n = self.room, len(one.weights)
        if layout.wide:
            self.left, self.right = content.split(0.56, 0.5)
        else:
            self.left, self.right = content.split(0.44 if n < 3 else 0.52, 0.3, rows=True)
        ink, quiet = theme["ink"].color, theme["quiet"].color
        box, size = self.left, self.small
        self.radius = min(0.75, 0.17 * box.height + 0.1)
        middle = (box.bottom + box.top) / 2
        self.out_at = np.array([box.right - 0.6, middle, 0.0])
        ys = [box.top - box.height * (k + 0.5) / n for k in range(n)] if n > 1 else [middle]
        # Short names stand left of their inputs, which then have the room below them, too.
        long = max(write(name, size, quiet).width for name in one.names)
        aside = long + 0.3 if long < 1.2 else 0.0
        small = min(0.45, (0.4 if aside else 0.3) * box.height / n)
        both = [one.inputs, *([] if one.other is None else [one.other])]
        self.half_in = max(self._half(x, small) for inputs in both for x in inputs)
        self.half = max(self._half(one.total(inputs), self.radius) for inputs in both)
        self.in_at = [np.array([box.left + (aside or 0.35) + self.half_in, y, 0.0]) for y in ys]
        start = box.left + (aside or 0.35) + 2 * self.half_in
        goal = max(box.left + 0.62 * box.width, start + self._longest(both) + 0.4 + self.half)
        goal = min(goal, float(self.out_at[0]) - 0.42 - 0.5 - self.half)
        self.node_at = np.array([goal, middle, 0.0])
        #: Where numbers stand on their edges: before these come too close to each other.
        self.on_edge = min(0.5, max(0.3, 1 - 1.5 * size * n / box.height))
        self.node = self._node(self.node_at, self.half, self.radius, theme.neuron(0), 5)
        self.out = self._node(self.out_at, 0.42, 0.42, ink)
        self.ins = [self._node(at, self.half_in, small, ink) for at in self.in_at]
        self.edges = [self._edge(at, self.node_at, self.half_in, self.half) for at in self.in_at]
        self.edges.append(self._edge(self.node_at, self.out_at, self.half, 0.42))
        self.values = [
            self._value(x, at, small) for x, at in zip(one.inputs, self.in_at, strict=True)
        ]
        self.names = [
            write(
                name, size, quiet,
                (box.left + 0.05, float(at[1]) - (0.35 * size if aside else small + 1.2 * size)),
            )
            for name, at in zip(one.names, self.in_at, strict=True)
        ]  # fmt: skip
        self.weights = [
            self._on_edge(words.shown(float(w), self.language), k, ink)
            for k, w in enumerate(one.weights)
        ]
        self.bias = write(
            words.bias(one, self.language),
            size,
            quiet,
            (float(self.node_at[0]), middle - self.radius - 1.3 * size),
            "center",
        )
        self.answer_name = write(
            one.answer, size, quiet, (float(self.out_at[0]), middle - 0.42 - 1.3 * size), "center"
        )
        self.add(
            self.title_text(),
            *self.edges,
            self.node,
            self.out,
            *self.ins,
            *self.values,
            *self.names,
            *self.weights,
            self.bias,
            self.answer_name,
        )

    def _longest(self, both: Sequence[Array]) -> float:
        """How wide the widest product on an edge is."""
        texts = [
            words.product(self.one, k, float(x), self.language)
            for inputs in both
            for k, x in enumerate(inputs)
        ]
        ink = self.theme["ink"].color
        return float(max(write(text, self.small, ink).width for text in texts))

    def _half(self, value: float, radius: float) -> float:
        """Half the width of a node that holds a number: its radius, or more for a long one."""
        size, ink = self.layout.smallest, self.theme["ink"].color
        wide = write(words.shown(float(value), self.language), size, ink).width
        return float(max(radius, wide / 2 + 0.6 * radius))

    def _node(
        self, at: Array, half: float, radius: float, color: str, width: float = 4
    ) -> VMobject:
        """A circle; one that is wider than high has round ends."""
        made = RoundedRectangle(
            corner_radius=radius, width=2 * half, height=2 * radius, stroke_color=color,
            stroke_width=width, fill_color=self.theme["background"].color, fill_opacity=1,
        )  # fmt: skip
        return made.move_to(at)

    def _value(self, value: float, at: Array, radius: float, color: str | None = None) -> VMobject:
        """A number in its node, smaller where it is long."""
        text = words.shown(float(value), self.language)
        room = 2 * self._half(value, radius) - 0.9 * radius
        size, ink = self.layout.text, color or self.theme["ink"].color
        fits = max(self.layout.smallest / size, min(1.0, room / write(text, size, ink).width))
        return self._centred(text, at, ink, fits)

    def _edge(self, start: Array, end: Array, before: float, after: float) -> Line:
        along = (end - start) / np.linalg.norm(end - start)
        style = self.theme["edge"]
        return Line(
            start + before * along,
            end - after * along,
            stroke_color=style.color,
            stroke_width=STROKE * 1.4,
        )

    def _centred(
        self, text: str, at: Array, color: str | None = None, scale: float = 1.0
    ) -> VMobject:
        size, color = self.layout.text * scale, color or self.theme["ink"].color
        return write(text, size, color, (float(at[0]), float(at[1]) - 0.35 * size), "center")

    def _on_edge(self, text: str, k: int, color: str) -> VMobject:
        """A weight or product over an edge, on a plate."""
        line = self.edges[k]
        at = line.get_start() + self.on_edge * (line.get_end() - line.get_start())
        label = write(
            text, self.small, color, (float(at[0]), float(at[1]) - 0.35 * self.small), "center"
        )
        return plated(label, self.theme).set_z_index(2)

    def tell_ask(self) -> None:
        """The inputs light up their edges."""
        self._flash(self.edges[:-1], self.seconds(1.6))

    def _flash(self, lines: list[Line], seconds: float, *more: Any) -> None:
        ink = self.theme["ink"].color
        self.play(
            *(
                ShowPassingFlash(line.copy().set_stroke(ink, width=3 * STROKE), time_width=0.5)
                for line in lines
            ),
            *more,
            run_time=seconds,
        )

    def tell_weigh(self) -> None:
        """Values meet their weights; the products meet in the neuron, where their sum stands."""
        self._weigh(self.one.inputs, self.seconds(3.6))

    def _product(self, k: int, x: float) -> str:
        """Weight times input, written out where the edge is long enough."""
        whole = words.product(self.one, k, x, self.language)
        room = self.edges[k].get_length() - 0.2
        if write(whole, self.small, self.theme["ink"].color).width <= room:
            return whole
        return words.shown(float(self.one.weights[k]) * x, self.language)

    def _weigh(self, inputs: Array, seconds: float) -> None:
        ink = self.theme["ink"].color
        new = [self._on_edge(self._product(k, float(x)), k, ink) for k, x in enumerate(inputs)]
        carried = [value.copy() for value in self.values]
        meet = [
            value.animate.move_to(weight)
            for value, weight in zip(carried, self.weights, strict=True)
        ]
        self._flash(self.edges[:-1], 0.3 * seconds, *meet)
        gone = [*self.weights, *carried]
        self.play(*map(FadeOut, gone), *map(FadeIn, new), run_time=0.2 * seconds)
        self.weights = new
        products = [float(w * x) for w, x in zip(self.one.weights, inputs, strict=True)]
        parts = [
            self._centred(words.shown(value, self.language), label.get_center(), scale=0.8)
            for value, label in zip(products, new, strict=True)
        ]
        # In the neuron they stand one under the other.
        rows = 1.15 * self.small * (np.arange(len(parts))[::-1] - (len(parts) - 1) / 2)
        into = [p.animate.move_to(self.node_at + y * UP) for p, y in zip(parts, rows, strict=True)]
        self.play(*into, run_time=0.3 * seconds)
        self.total = self._value(self.one.total(inputs), self.node_at, self.radius)
        self.play(*map(FadeOut, parts), FadeIn(self.total), run_time=0.2 * seconds)

    def tell_step(self) -> None:
        """The step answers 0 or 1."""
        self._answer(self.one.inputs, self.seconds(1.8))

    def _answer(self, inputs: Array, seconds: float) -> None:
        output = self.one.output(inputs)
        self._flash(self.edges[-1:], 0.45 * seconds)
        self.result = self._centred(str(output), self.out_at, scale=1.2)
        color = self.theme["above" if output else "ink"].color
        self.play(FadeIn(self.result), self.out.animate.set_stroke(color), run_time=0.45 * seconds)

    def tell_other(self) -> None:
        """One input is turned over: everything is computed again."""
        one, seconds = self.one, self.seconds(4.0)
        assert one.other is not None
        k = one.turned
        radius = self.ins[k].height / 2
        new = self._value(float(one.other[k]), self.in_at[k], radius, self.theme.neuron(1))
        self.play(
            FadeOut(self.values[k]),
            FadeOut(self.total),
            FadeOut(self.result),
            FadeIn(new),
            run_time=0.2 * seconds,
        )
        self.values[k] = new
        self._weigh(one.other, 0.45 * seconds)
        self._answer(one.other, 0.35 * seconds)

    # -- the plane ------------------------------------------------------------------------------

    def _plane(self, span: Panel, side: float = 1.0) -> PanelShapes:
        box = self.right
        edge = side * min(box.width, box.height)
        left = (box.left + box.right - edge) / 2
        return PanelShapes(
            span, Box(left, box.top - edge, left + edge, box.top), self.theme, self.small
        )

    def _area(self, plot: Plot, weights: Array, bias: float, reach: float) -> VMobject:
        corners = panels.half_plane(weights, bias, reach)
        if len(corners) < 3:
            return VGroup()
        shape = Polygon(
            *plot.points(*corners.T),
            stroke_width=0,
            fill_color=self.theme["above"].color,
            fill_opacity=0.28,
        )
        return shape

    def _line(self, plot: Plot, ends: Array) -> Line:
        style = self.theme["boundary"]
        places = plot.points(*ends.T)
        return Line(
            places[0], places[1], stroke_color=style.color, stroke_width=STROKE * style.width
        )

    def _dot(self, plot: Plot, place: Array, on: bool) -> VMobject:
        ink = self.theme["ink"].color
        at = plot.point(float(place[0]), float(place[1]))
        return Circle(
            0.13,
            stroke_color=ink,
            stroke_width=4,
            fill_color=ink if on else self.theme["background"].color,
            fill_opacity=1,
        ).move_to(at)

    def tell_line(self) -> None:
        """Both inputs as dots in the plane, the line, and the side where the answer is 1."""
        one, seconds = self.one, self.seconds(3.4)
        across, up, ends = panels.plane(one)
        span = Panel("", replace(across, name=one.names[0]), replace(up, name=one.names[1]))
        shapes = self._plane(span)
        plot = shapes.plot
        places = [one.inputs, *([] if one.other is None else [one.other])]
        dots = [self._dot(plot, place, bool(one.output(place))) for place in places]
        self.play(FadeIn(shapes.frame), run_time=0.2 * seconds)
        self.play(*map(FadeIn, dots), run_time=0.2 * seconds)
        self.side: list[VMobject] = [shapes.frame, *dots]
        if len(ends):
            line, area = (
                self._line(plot, ends),
                self._area(plot, one.weights, one.bias, across.high),
            )
            self.play(Create(line), run_time=0.3 * seconds)
            self.play(FadeIn(area), run_time=0.1 * seconds)
            self._point_out(dots, 0.2 * seconds)
            self.side += [line, area]

    def _point_out(self, dots: Sequence[VMobject], seconds: float) -> None:
        """One dot after the other swells: on which side is it?"""
        for dot in dots:
            swell = dot.animate(rate_func=there_and_back).scale(1.7)
            self.play(swell, run_time=seconds / len(dots))

    def _clear_side(self, seconds: float) -> None:
        gone = getattr(self, "side", [])
        self.play(*map(FadeOut, gone), run_time=seconds)
        self.side = []

    def tell_flip(self) -> None:
        """The first weight is turned; the dot runs along the step."""
        seconds = self.seconds(4.2)
        self._clear_side(0.1 * seconds)
        panel = panels.steps(self.one, words.curve_names(self.language))
        assert panel is not None
        names = words.axis_names(self.one, self.language)
        panel = replace(
            panel,
            horizontal=replace(panel.horizontal, name=names[0]),
            vertical=replace(panel.vertical, name=names[1]),
        )
        self.steps = shapes = self._plane(panel, 0.86)
        _soft, step = shapes.curves
        low, high = panel.horizontal.low, panel.horizontal.high
        self.dot = Dot(
            shapes.plot.point(low, float(panel.curves[1].y[0])), self.theme["error.dots"], 1.6
        )
        self.play(FadeIn(shapes.frame), run_time=0.15 * seconds)
        self.play(Create(step), FadeIn(self.dot), run_time=0.2 * seconds)
        x, critical = float(self.one.inputs[0]), self.one.critical
        assert critical is not None

        def show(t: float) -> None:
            w = low + (high - low) * t
            self.dot.place(shapes.plot.point(w, float((w - critical) * x > 0)))

        self.play(Playback(self.dot, show, (0.0, 1.0), 0.5 * seconds))
        self.side = [shapes.frame, step, self.dot]

    def tell_soft(self) -> None:
        """The sigmoid over the same weight; the dot runs along it."""
        seconds, shapes = self.seconds(3.6), self.steps
        soft = shapes.curves[0]
        curve = shapes.panel.curves[0]
        self.play(Create(soft), run_time=0.4 * seconds)

        def show(t: float) -> None:
            w = float(curve.x[-1] - (curve.x[-1] - curve.x[0]) * t)
            self.dot.place(shapes.plot.point(w, float(np.interp(w, curve.x, curve.y))))

        self.play(Playback(self.dot, show, (0.0, 1.0), 0.5 * seconds))
        self.side.append(soft)

    def tell_xor(self) -> None:
        """Four dots; a line turns through all directions and never parts them."""
        seconds = self.seconds(4.4)
        self._clear_side(0.1 * seconds)
        span = Panel("", axis(-0.6, 1.6, 3), axis(-0.6, 1.6, 3))
        shapes = self._plane(span)
        self.xor = plot = shapes.plot
        dots = [self._dot(plot, np.array(place, dtype=float), bool(on)) for place, on in panels.XOR]
        self.play(FadeIn(shapes.frame), *map(FadeIn, dots), run_time=0.2 * seconds)

        def ends(t: float) -> Array:
            angle = np.pi * t + 0.15
            across = np.array([np.cos(angle), np.sin(angle)])
            middle = np.array([0.5, 0.5])
            along = 0.95 * np.array([-across[1], across[0]])
            return plot.points(*np.array([middle - along, middle + along]).T)

        self.trial = Line(
            *ends(0.0), stroke_color=self.theme["boundary"].color, stroke_width=STROKE * 2.6
        )
        self.play(Create(self.trial), run_time=0.1 * seconds)

        def show(t: float) -> None:
            self.trial.put_start_and_end_on(*ends(t))

        self.play(Playback(self.trial, show, (0.0, 1.0), 0.5 * seconds))
        self.side = [shapes.frame, *dots]

    def tell_two(self) -> None:
        """The line becomes two; the strip between them is filled."""
        seconds, plot = self.seconds(3.2), self.xor

        def segment(bias: float) -> Array:
            """x + y = bias inside the picture, which reaches from −0.6 to 1.6."""
            x = np.array([max(-0.6, bias - 1.6), min(1.6, bias + 0.6)])
            return plot.points(x, bias - x)

        first, second = (
            Line(*segment(b), stroke_color=self.theme.neuron(k), stroke_width=STROKE * 2.6)
            for k, b in enumerate((0.5, 1.5))
        )
        corners = plot.points(np.array([1.6, -0.6]), np.array([-0.6, 1.6]))
        strip = Polygon(
            *segment(0.5), corners[0], *segment(1.5)[::-1], corners[1],
            stroke_width=0, fill_color=self.theme["above"].color, fill_opacity=0.28,
        )  # fmt: skip
        self.play(Transform(self.trial, first), run_time=0.25 * seconds)
        self.play(Create(second), run_time=0.25 * seconds)
        self.play(FadeIn(strip), run_time=0.1 * seconds)
        self._point_out(self.side[1:], 0.4 * seconds)
        self.side += [self.trial, second, strip]

    def tell_answer(self) -> None:
        """The edges of the neuron once more."""
        self._flash(self.edges, self.seconds(1.6))

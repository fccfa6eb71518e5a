"""A perceptron decides yes or no: a weighted sum, a step, a line; why it jumps, and what xor needs.

Render with `approx render perceptron`, or by itself with `manim render scenes/perceptron.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from manim import (
    Circle,
    Create,
    FadeIn,
    FadeOut,
    Line,
    Polygon,
    Transform,
    VGroup,
    VMobject,
    there_and_back,
)

from approx.core._types import Array
from approx.outputs.stage.decision import Decision
from approx.outputs.stage.geometry import Plot
from approx.outputs.stage.layout import Box
from approx.outputs.stage.panel import PanelShapes
from approx.outputs.stage.shapes import STROKE, Dot, Playback
from approx.outputs.stage.story import Beat
from approx.panels import perceptron as panels
from approx.panels.axes import axis
from approx.panels.captions import perceptron as words
from approx.panels.primitives import Panel


class Perceptron(Decision):
    """Any perceptron of one to four inputs; without a subject, the snack example."""

    subject_name = "snack"

    def plan(self) -> list[Beat]:
        self.one = panels.build(self.topic, self.language)
        return [Beat(*beat) for beat in words.beats(self.one, self.language)]

    def poster(self) -> None:
        """The neuron with its inputs, weights and bias; the right side waits for the plane."""
        content, n, layout = self.room, len(self.one.weights), self.layout
        if layout.wide:
            self.left, self.right = content.split(0.56, 0.5)
        else:
            self.left, self.right = content.split(0.44 if n < 3 else 0.52, 0.3, rows=True)
        self._place_nodes()
        self._draw_nodes()
        nodes = self.node, self.out, *self.ins, *self.values
        names = *self.names, *self.weights, self.bias, self.answer_name
        self.add(self.title_text(), *self.edges, *nodes, *names)

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

    def _clear_side(self, seconds: float, *more: Any) -> None:
        gone = getattr(self, "side", [])
        self.play(*map(FadeOut, gone), *more, run_time=seconds)
        self.side = []

    def tell_flip(self) -> None:
        """The first weight is turned, for the first inputs; the dot runs along the step."""
        seconds = self.seconds(4.2)
        self._clear_side(0.15 * seconds, *self.back())
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
        self.play(FadeIn(shapes.frame), run_time=0.1 * seconds)
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

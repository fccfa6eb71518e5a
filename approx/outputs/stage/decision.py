"""A perceptron, large: values meet their weights, their sum stands in it, a step answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from manim import UP, FadeIn, FadeOut, Line, RoundedRectangle, ShowPassingFlash, VMobject

from approx.core._types import Array
from approx.outputs.stage.layout import Box
from approx.outputs.stage.shapes import STROKE, within
from approx.outputs.stage.text import plated, width_of, write
from approx.outputs.stage.topic import TopicStory
from approx.panels.captions import perceptron as words
from approx.panels.perceptron import Perceptron

#: The radius of the output.
OUT = 0.42


class Decision(TopicStory):
    """Base of a story whose first beats are those of a perceptron that answers.

    Attributes:
        one: the perceptron.
        left: the place of its nodes.
    """

    one: Perceptron
    left: Box

    def _place_nodes(self) -> None:
        """Where inputs, neuron and output are, and how large their numbers make them."""
        one, box, size, n = self.one, self.left, self.small, len(self.one.weights)
        self.radius = min(0.75, 0.17 * box.height + 0.1)
        middle = (box.bottom + box.top) / 2
        self.out_at = np.array([box.right - 0.6, middle, 0.0])
        ys = [box.top - box.height * (k + 0.5) / n for k in range(n)] if n > 1 else [middle]
        # Short names stand left of their inputs, which then have the room below them, too.
        long = max(width_of(name, size) for name in one.names)
        self.aside = long + 0.3 if long < 1.2 else 0.0
        self.radius_in = min(0.45, (0.4 if self.aside else 0.3) * box.height / n)
        both = [one.inputs, *([] if one.other is None else [one.other])]
        self.half_in = max(self._half(x, self.radius_in) for inputs in both for x in inputs)
        self.half = max(self._half(one.total(inputs), self.radius) for inputs in both)
        left = box.left + (self.aside or 0.35)
        self.in_at = [np.array([left + self.half_in, y, 0.0]) for y in ys]
        start = left + 2 * self.half_in
        goal = max(box.left + 0.62 * box.width, start + self._longest(both) + 0.4 + self.half)
        goal = min(goal, float(self.out_at[0]) - OUT - 0.5 - self.half)
        self.node_at = np.array([goal, middle, 0.0])
        #: Where numbers stand on their edges: before these come too close to each other.
        self.on_edge = min(0.5, max(0.3, 1 - 1.5 * size * n / box.height))

    def _draw_nodes(self) -> None:
        """The nodes with the inputs' values, the edges with their weights, and all names."""
        one, theme, size, small = self.one, self.theme, self.small, self.radius_in
        ink, quiet = theme["ink"].color, theme["quiet"].color
        self.node = self._node(self.node_at, self.half, self.radius, theme.neuron(0), 5)
        self.out = self._node(self.out_at, OUT, OUT, ink)
        self.ins = [self._node(at, self.half_in, small, ink) for at in self.in_at]
        self.edges = [self._edge(at, self.node_at, self.half_in, self.half) for at in self.in_at]
        self.edges.append(self._edge(self.node_at, self.out_at, self.half, OUT))
        inputs = zip(one.inputs, self.in_at, strict=True)
        self.values = [self._value(x, at, small) for x, at in inputs]
        below = 0.35 * size if self.aside else small + 1.2 * size
        self.names = [
            write(name, size, quiet, (self.left.left + 0.05, float(at[1]) - below))
            for name, at in zip(one.names, self.in_at, strict=True)
        ]
        self.weights = [
            self._on_edge(words.shown(float(w), self.language), k, ink)
            for k, w in enumerate(one.weights)
        ]
        under = (
            self.node_at - (self.radius + 1.3 * size) * UP,
            self.out_at - (OUT + 1.3 * size) * UP,
        )
        self.bias, self.answer_name = (
            write(text, size, quiet, (float(at[0]), float(at[1])), "center")
            for text, at in zip((words.bias(one, self.language), one.answer), under, strict=True)
        )

    def _longest(self, both: Sequence[Array]) -> float:
        """How wide the widest product on an edge is."""
        texts = [
            words.product(self.one, k, float(x), self.language)
            for inputs in both
            for k, x in enumerate(inputs)
        ]
        return max(width_of(text, self.small) for text in texts)

    def _half(self, value: float, radius: float) -> float:
        """Half the width of a node that holds a number: its radius, or more for a long one."""
        size = self.layout.smallest
        wide = width_of(words.shown(float(value), self.language), size)
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
        fits = max(self.layout.smallest / size, min(1.0, room / width_of(text, size)))
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
        if width_of(whole, self.small) <= room:
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

    def back(self) -> list[Any]:
        """Moves to the first inputs, and to all that follows from them."""
        one, k, ink = self.one, self.one.turned, self.theme["ink"].color
        if one.other is None:
            return []
        x, output = float(one.inputs[k]), one.output(one.inputs)
        old = self.values[k], self.weights[k], self.total, self.result
        self.values[k] = self._value(x, self.in_at[k], self.ins[k].height / 2)
        self.weights[k] = self._on_edge(self._product(k, x), k, ink)
        self.total = self._value(one.total(one.inputs), self.node_at, self.radius)
        self.result = self._centred(str(output), self.out_at, scale=1.2)
        new = self.values[k], self.weights[k], self.total, self.result
        return [
            *(FadeOut(shape, rate_func=within(0.0, 0.5)) for shape in old),
            *(FadeIn(shape, rate_func=within(0.5, 1.0)) for shape in new),
            self.out.animate.set_stroke(self.theme["above" if output else "ink"].color),
        ]

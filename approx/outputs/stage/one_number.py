"""A number on its way through one neuron, large, and the same number on a number line."""

from __future__ import annotations

from functools import partial

import numpy as np
from manim import FadeIn, FadeOut, Flash, ShowPassingFlash, VMobject, linear

from approx.core._types import Array
from approx.outputs.stage.large_node import LargeNode
from approx.outputs.stage.layout import Box
from approx.outputs.stage.number_line import Ruler
from approx.outputs.stage.shapes import Dot, Reshape, within
from approx.outputs.stage.story import Story
from approx.outputs.stage.text import write
from approx.panels.captions import neuron as words
from approx.panels.single_neuron import Example, NeuronGraphs
from approx.style.theme import Style

#: How large a coin is when it has gone into a plate: it hides behind it.
HIDDEN = 0.7


class OneNumber(Story):
    """Base of a story whose first beats are those of one number, and of a second one.

    Attributes:
        panel: the neurons, of which the chosen one is drawn.
    """

    panel: NeuronGraphs

    def poster(self) -> None:
        """The neuron, large, its parts named; under it a number line with one number on it."""
        theme, layout, panel = self.theme, self.layout, self.panel
        self.size = max(0.72 * layout.text, layout.smallest)
        neuron, (self.example, *_) = panel.chosen, panel.examples()
        color = theme.neuron(neuron.number)
        top, bottom = self._one_number_boxes()
        show, digits = partial(words.shown, digits=neuron.digits.x), neuron.digits.weight
        values = {"weight": words.shown(neuron.weight, digits), "bias": show(neuron.bias)}
        names = words.parts(neuron, self.language)
        entry = max((show(example.x) for example in panel.examples()), key=len)
        self.node = LargeNode(top, values, names, theme, color, self.size, entry)
        self.ruler = Ruler(bottom, panel.line, theme, self.size)
        self.coin = self.node.coin(show(self.example.x), "input")
        self.point = self._point(self.example.x)
        self.calculation_box = bottom
        self.rows = self._calculation(self.example)
        self.add(self.title_text(), self.node, self.ruler, self.coin, self.point)

    def _one_number_boxes(self) -> tuple[Box, Box]:
        content = self.layout.content
        top, bottom = content.inset(top=-0.1).split(0.5, 0.2, rows=True)
        room = 0.15 * (top.width - 9.0) if top.width > 9.0 else 0.0
        return top.inset(left=room, right=room), bottom.inset(left=room + 0.3, right=room + 0.3)

    def _point(self, value: float) -> Dot:
        style = Style(self.theme.neuron(self.panel.chosen.number))
        dot = Dot(self.ruler.at(value), style, 1.6)
        dot.set_z_index(4)
        return dot

    def _calculation(self, example: Example) -> list[list[VMobject]]:
        """z and y with their numbers, over the number line, each stretch to be shown in turn."""
        out: list[list[VMobject]] = []
        size, ink, box = 1.1 * self.layout.text, self.theme["ink"].color, self.calculation_box
        y = box.top - 0.9 * size
        for pieces in words.calculation(self.panel, example):
            written: list[VMobject] = []
            x = box.left
            for text in pieces:
                piece = write(text, size, ink, (x, y))
                if piece.get_right()[0] > box.right + 0.3:  # goes on below
                    y -= 1.45 * size
                    left, room = box.left + size, box.right + 0.3 - box.left - size
                    piece = write(text, size, ink, (left, y))
                    if piece.width > room:
                        piece = write(text, size * room / float(piece.width), ink, (left, y))
                x = float(piece.get_right()[0]) + 0.36 * size
                written.append(piece)
            y -= 1.6 * size
            out.append(written)
        return out

    def tell_setup(self) -> None:
        """The number stands at the input, and on the number line; its way through lights up."""
        color, seconds = self.coin[0].get_stroke_color(), self.seconds(2.4)
        # Its rays end above the numbers of the ticks.
        self.play(Flash(self.point, color=color, line_length=0.13), run_time=0.6)
        steps = [
            FadeIn(row[0], rate_func=within(0.3 * k, 0.3 * k + 0.35))
            for k, row in enumerate(self.rows)
        ]
        way = ShowPassingFlash(self.node.way(), time_width=0.35, rate_func=linear)
        self.play(way, *steps, run_time=seconds - 0.6)

    def tell_weigh(self) -> None:
        """Through the weight: the point turns half round zero, or moves in or out."""
        e, neuron = self.example, self.panel.chosen
        seconds = self.seconds(2.2)
        into = self.coin.animate.move_to(self.node.at("weight")).scale(HIDDEN)
        self.play(into, run_time=0.4 * seconds)
        weighed = words.shown(e.weighted, neuron.digits.x)
        self._recoin(weighed, "weight", "weighed")
        zero = self.ruler.at(0.0)
        start, end = self.ruler.at(e.x) - zero, self.ruler.at(e.weighted) - zero
        half = np.pi if neuron.weight < 0 else 0.0

        def on_arc(t: float) -> Array:
            size = (1 - t) * abs(start[0]) + t * abs(end[0])
            angle = half * t + (np.pi if start[0] < 0 else 0.0)
            flat = 0.55 if half else 1.0  # the arc keeps clear of the formula
            at: Array = zero + size * np.array([np.cos(angle), flat * np.sin(angle), 0.0])
            return at

        self.play(Reshape(self.point, on_arc), FadeIn(self.rows[0][1]), run_time=0.6 * seconds)

    def tell_shift(self) -> None:
        """Into the sum: the bias slides the point."""
        e, seconds = self.example, self.seconds(2.0)
        self.play(self.coin.animate.move_to(self.node.at("sum")), run_time=0.4 * seconds)
        self._recoin(words.summed(self.panel, e, e.received), "sum")
        self._slide(e.weighted, e.received, self.rows[0][2], 0.6 * seconds)

    def tell_cut(self) -> None:
        """Through ReLU and out."""
        e, seconds = self.example, self.seconds(2.4)
        self.play(self.coin.animate.move_to(self.node.at("relu")), run_time=0.3 * seconds)
        self._recoin(words.summed(self.panel, e, e.output), "relu")
        self._slide(e.received, e.output, self.rows[1][1], 0.4 * seconds)
        out = self.coin.animate.move_to(self.node.place(self.coin, "output"))
        self.play(out, run_time=0.3 * seconds)

    def tell_second(self) -> None:
        """A second number, quicker: ReLU lets it through as it is."""
        _, self.example = self.panel.examples()
        e, seconds = self.example, self.seconds(3.6)
        numbers = [piece for row in self.rows for piece in row[1:]]
        old = [self.coin, self.point, *numbers]
        self.rows = [
            [row[0], *new[1:]]
            for row, new in zip(self.rows, self._calculation(e), strict=True)
        ]  # fmt: skip
        show = partial(words.shown, digits=self.panel.chosen.digits.x)
        self.coin, self.point = self.node.coin(show(e.x), "input"), self._point(e.x)
        self.play(*map(FadeOut, old), FadeIn(self.coin, self.point), run_time=0.15 * seconds)
        weighed = FadeIn(self.rows[0][1], rate_func=within(0.5, 1.0))
        way = self.coin.animate.move_to(self.node.at("sum"))
        self.play(way, weighed, run_time=0.25 * seconds)
        self._recoin(words.summed(self.panel, e, e.received), "sum")
        self._slide(e.x, e.received, self.rows[0][2], 0.25 * seconds)
        out = self.coin.animate.move_to(self.node.place(self.coin, "output"))
        self.play(out, FadeIn(self.rows[1][1]), run_time=0.35 * seconds - 0.4)

    def _slide(self, start: float, end: float, piece: VMobject, seconds: float) -> None:
        a, b = self.ruler.at(start), self.ruler.at(end)
        self.play(
            Reshape(self.point, lambda t: (1 - t) * a + t * b), FadeIn(piece), run_time=seconds
        )

    def _recoin(self, number: str, part: str, goes_on: str = "") -> None:
        """The coin gets the number that the part made of it, and may leave the part with it."""
        new = self.node.coin(number, goes_on or part)
        way = self.node.at(part) - self.node.at(goes_on or part)
        self.play(FadeOut(self.coin), FadeIn(new, shift=-way), run_time=0.4)
        self.coin = new

    def of_one_number(self) -> list[VMobject]:
        """All that goes when something else comes."""
        pieces = [piece for row in self.rows for piece in row]
        return [self.node, self.coin, self.point, self.ruler, *pieces]

"""Gradients flow back through the network's own diagram, and one step lowers the loss.

Render with `approx render SUBJECT backprop`, or by itself with `manim render scenes/backprop.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from manim import FadeIn, FadeOut, Line, VGroup, VMobject

from approx.outputs.stage.shapes import STROKE, within
from approx.outputs.stage.story import Beat, Story
from approx.outputs.stage.text import write
from approx.outputs.stage.value_diagram import Node, ValueDiagram, swap
from approx.panels import diagram as diagrams
from approx.panels import one_pass as panels
from approx.panels.captions import backprop as words
from approx.style.languages import localised

#: The widest edge, in points of a figure.
WIDEST = 7.0


class Backprop(Story):
    """One hidden layer of up to four ReLU neurons and a target; without a subject, the lesson's."""

    subject_name = "parabola-2"

    def plan(self) -> list[Beat]:
        self.step = panels.step(self.subject)
        return [Beat(*beat) for beat in words.beats(self.step, self.language)]

    def poster(self) -> None:
        """The network with its weights and biases; the input stands in its node."""
        layout, subject = self.layout, self.subject
        box = layout.content.inset(top=-0.25, bottom=0.1 if layout.wide else 0.4)
        if layout.wide:  # its top lies under the row in which the loss will stand
            box = box.inset(left=0.8, right=0.8, top=0.5)
        size = max(0.9 * layout.text, layout.smallest)
        self.size = size
        self.network = ValueDiagram(diagrams.build(subject, self.language), box, self.theme, size)
        network = subject.network
        self.hidden = [(1, j) for j in range(network.hidden_units)]
        self.output: Node = (2, 0)
        self.into = [(1, 0, j) for _, j in self.hidden if (1, 0, j) in self.network.lines]
        self.out = [(2, j, 0) for _, j in self.hidden if (2, j, 0) in self.network.lines]
        weights, biases = network.weights, network.biases
        ink, quiet = self.theme["ink"].color, self.theme["quiet"].color
        self.into_words = self._edge_words(self.into, weights[0][:, 0], ink)
        self.out_words = self._edge_words(self.out, weights[1][0], ink)
        self.bias_words = [
            self.network.outside((1, j), self._local(words.shown(float(biases[0][j]))), quiet)
            for _, j in self.hidden
        ]
        self.bias_words.append(
            self.network.outside(self.output, self._local(words.shown(float(biases[1][0]))), quiet)
        )
        self.under: list[VMobject] = []
        self.network.show({(0, 0): self._local(words.shown(self.step.before.x))})
        self.names = self.network.named("x", "y")
        self.add(self.title_text(), self.network, self.names)
        self.add(*self.into_words, *self.out_words, *self.bias_words)

    def _local(self, text: str) -> str:
        return localised(text, self.language)

    def _edge_words(
        self, keys: list[tuple[int, int, int]], values: np.ndarray, color: str
    ) -> list[VGroup]:
        """A number on every edge."""
        texts = {key: words.shown(float(values[max(key[1], key[2])])) for key in keys}
        return [self.network.label(k, self._local(t), color) for k, t in texts.items()]

    def tell_setup(self) -> None:
        """The input lights all edges: each of them has its part in what comes out."""
        ink = self.theme["ink"].color
        seconds = self.seconds(2.4)
        for column in (1, 2):
            self.play(*self.network.flash([column], ink), run_time=0.5 * seconds)

    def tell_forward(self) -> None:
        """The values, layer by layer."""
        self._forward(self.step.before, self.seconds(3.0))

    def _forward(self, values: panels.Forward, seconds: float) -> None:
        ink = self.theme["ink"].color
        for column, nodes in ((1, self.hidden), (2, [self.output])):
            self.play(*self.network.flash([column], ink), run_time=0.3 * seconds)
            numbers = [self.network.numbers[node] for node in nodes]
            self.network.show(
                {
                    n: self._local(
                        words.shown(float(values.values[n[0]][n[1]]), words.size(self.step))
                    )
                    for n in nodes
                }
            )
            self.play(*swap([], numbers), run_time=0.2 * seconds)

    def tell_loss(self) -> None:
        """What it says goes from the output into the loss, which is written out behind it."""
        error, seconds = self.theme["error"].color, self.seconds(2.4)
        parts = words.loss_parts(self.step, self.language)
        self.loss = self._formula_row(parts, error)
        ring, said = self.network.nodes[self.output], self.network.numbers[self.output].copy()
        difference = self.loss[2]
        goal = difference.get_left() + np.array([0.5 * said.width + 0.13, 0.0, 0.0])
        self.play(
            ring.animate(rate_func=within(0.0, 0.4)).set_stroke(error),
            said.animate(path_arc=0.9).move_to(goal).set_color(error),  # over the neurons
            run_time=0.4 * seconds,
        )
        self.play(FadeOut(said), FadeIn(difference), run_time=0.12 * seconds)
        rest = [self.loss[k] for k in (0, 1, 3, 4)]
        self.play(*swap([], rest), run_time=0.48 * seconds)

    def _formula_row(self, parts: Sequence[str], color: str) -> VGroup:
        """Words in the formula's row, each a shape."""
        row, (x, y) = VGroup(), self.layout.formula
        for part in parts:
            row.add(write(part, 0.42, color, (x, y)))
            x = float(row.get_right()[0]) + 0.13
        return row

    def tell_back(self) -> None:
        """The error under the output; the gradients of the edges into it."""
        step, error = self.step, self.theme["error"].color
        seconds = self.seconds(3.4)
        under = self._under(self.output, step.error)
        self.play(FadeOut(self.names), FadeIn(under), run_time=0.2 * seconds)
        self.play(*self.network.flash([2], error, backward=True), run_time=0.4 * seconds)
        self.out_words = self._gradients(self.out, self.out_words, 0.4 * seconds)

    def _under(self, node: Node, value: float) -> VMobject:
        text = words.say("backprop.error", self.language, value=words.shown(value))
        label = self.network.beside(node, text, self.theme["error"].color)
        safe = self.layout.safe
        over = max(0.0, float(label.get_right()[0]) - safe.right)
        label.shift(np.array([-over, 0.0, 0.0]))
        self.under.append(label)
        return label

    def _gradients(
        self, keys: list[tuple[int, int, int]], old: list[VGroup], seconds: float
    ) -> list[VGroup]:
        """Edges as wide as their gradients, which replace their weights."""
        error, largest = self.theme["error"].color, words.largest(self.step)
        new: list[VGroup] = []
        wide: list[Any] = []
        for key in keys:
            column, start, end = key
            value = float(self.step.weights[column - 1][end, start])
            errors = (self.step.errors[0], np.array([self.step.error]))[column - 1]
            before = float(self.step.before.values[column - 1][start])
            text = self._local(words.gradient(float(errors[end]), before, self._roomy()))
            new.append(self.network.label(key, text, error))
            width = STROKE * (0.6 + WIDEST * abs(value) / largest)
            line: Line = self.network.lines[key]
            late = 0.55 * len(wide) / len(keys)
            rate = within(late, late + 0.45)
            wide.append(line.animate(rate_func=rate).set_stroke(error, width=width))
        self.play(*swap(old, new), *wide, run_time=seconds)
        return new

    def _roomy(self) -> bool:
        """Whether an edge has room for a product."""
        return self.layout.wide and len(self.hidden) <= 2

    def tell_hidden(self) -> None:
        """Every hidden neuron's error over it, in place of its bias; those that are off have 0."""
        errors, color = self.step.errors[0], self.theme["error"].color
        seconds = self.seconds(2.4)
        new = []
        for _, j in self.hidden:
            text = words.say("backprop.error", self.language, value=words.shown(float(errors[j])))
            new.append(self.network.outside((1, j), text, color))
        old = self.bias_words[: len(new)]
        self.play(*self.network.flash([2], color, backward=True), run_time=0.5 * seconds)
        self.play(*swap(old, new), run_time=0.5 * seconds)
        self.bias_words = [*new, *self.bias_words[len(new) :]]

    def tell_first(self) -> None:
        """The gradients of the edges out of the input."""
        error, seconds = self.theme["error"].color, self.seconds(2.8)
        self.play(*self.network.flash([1], error, backward=True), run_time=0.5 * seconds)
        self.into_words = self._gradients(self.into, self.into_words, 0.5 * seconds)

    def tell_step(self) -> None:
        """Every weight and bias gets its new value."""
        network, best = self.step.network, self.theme["best"].color
        into = self._edge_words(self.into, network.weights[0][:, 0], best)
        out = self._edge_words(self.out, network.weights[1][0], best)
        biases = [
            self.network.outside(node, self._local(words.shown(float(b))), best)
            for node, b in zip(
                [*self.hidden, self.output], [*network.biases[0], *network.biases[1]], strict=True
            )
        ]
        old = [*self.into_words, *self.out_words, *self.bias_words, *self.under]
        edge = self.theme["edge"]
        calm = [
            line.animate.set_stroke(edge.color, width=STROKE * edge.width)
            for line in self.network.lines.values()
        ]
        self.play(*swap(old, [*into, *out, *biases]), *calm, run_time=self.seconds(2.8))

    def tell_after(self) -> None:
        """The values once more, and the loss they have."""
        step, seconds = self.step, self.seconds(4.0)
        numbers = [self.network.numbers[node] for node in (*self.hidden, self.output)]
        self.play(*swap(numbers, []), FadeIn(self.names), run_time=0.15 * seconds)
        self._forward(step.after, 0.65 * seconds)
        values = words.shown(step.loss), words.shown(step.next_loss)
        name, *_ = words.loss_parts(step, self.language)
        new = self._formula_row([name, values[0], "→", values[1]], self.theme["error"].color)
        self.play(*swap([self.loss], new), run_time=0.2 * seconds)

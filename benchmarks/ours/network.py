"""Two forward passes, by the stage: `approx render abs benchmarks/ours/network.py`."""

from __future__ import annotations

import itertools

import numpy as np
from manim import DOWN, UP, Circle, FadeIn, VGroup, smooth

from approx.outputs.stage.shapes import STROKE, Dot, Playback, Polyline
from approx.outputs.stage.story import Story
from approx.outputs.stage.text import write
from approx.style.theme import Style
from benchmarks.ours.easing import ManimsEasing
from benchmarks.ours.numbers import Snug
from benchmarks.parts import shown

#: The share of an edge that a flash covers.
FLASH = 0.4


class Network(ManimsEasing, Story):
    """Every frame is the usual film's."""

    def construct(self) -> None:
        passes = shown.Passes()
        self.layers = [[self.unit(n, k) for k in range(many)] for n, many in enumerate(shown.SIZES)]
        columns = [VGroup(*layer) for layer in self.layers]
        edges = [self.edges(n, weights) for n, weights in enumerate(passes.weights)]
        title = write("Forward pass", shown.TITLE, shown.INK, (0, 0), "center").to_edge(UP, 0.3)
        names = [
            write(name, 0.8 * shown.TEXT, shown.QUIET).next_to(column, DOWN)
            for name, column in zip(shown.NAMES, columns, strict=True)
        ]
        everything = (*columns, *edges, title, *names)
        self.play(*(FadeIn(one) for one in everything), run_time=1.5)
        self.numbers = [
            [self.number(n, k) for k in range(many)] for n, many in enumerate(shown.SIZES)
        ]
        self.add(*itertools.chain(*self.numbers))
        self.values = [np.zeros(many) for many in shown.SIZES]
        self.fills = [np.full(many, 0.2) for many in shown.SIZES]
        for reached in passes.values:
            self.arrive(0, reached[0])
            for layer in range(2):
                self.pass_on(layer)
                self.arrive(layer + 1, reached[layer + 1])
        self.wait(0.5)

    def unit(self, layer: int, index: int) -> Circle:
        return Circle(
            shown.RADIUS, stroke_color=shown.INK, stroke_width=shown.THIN,
            fill_color=shown.BLUE, fill_opacity=0.2,
        ).move_to(shown.center(layer, index))  # fmt: skip

    def edges(self, layer: int, weights: np.ndarray) -> VGroup:
        group = VGroup()
        for start, end in np.ndindex(weights.shape[::-1]):
            weight = weights[end, start]
            color = shown.NEURONS[2] if weight > 0 else shown.WARM
            style = Style(color, (1 + 1.5 * abs(weight)) / STROKE)
            line = Polyline(np.array(shown.edge(layer, start, end)), style)
            group.add(line.set_stroke(opacity=0.6))
        return group

    def number(self, layer: int, index: int) -> Snug:
        number = Snug(shown.INSIDE, shown.INK, shown.center(layer, index)[:2])
        number.centered = True
        return number.show("0.00")

    def arrive(self, layer: int, reached: np.ndarray) -> None:
        """The layer's numbers go to new values, the units become as bright."""
        units, numbers = self.layers[layer], self.numbers[layer]
        values, fills = self.values[layer], self.fills[layer]
        bright = np.minimum(1, np.abs(reached))

        def show(at: float) -> None:
            share = smooth(at)
            now = values + share * (reached - values)
            full = fills + share * (bright - fills)
            for unit, number, value, opacity in zip(units, numbers, now, full, strict=True):
                unit.set_fill(opacity=opacity)
                number.show(shown.text(value, 2))

        self.play(Playback(VGroup(*units, *numbers), show, (0, 1), 0.75))
        self.values[layer], self.fills[layer] = reached, bright

    def pass_on(self, layer: int) -> None:
        """A dot and a flash run along every edge out of the layer."""
        many = shown.SIZES[layer], shown.SIZES[layer + 1]
        ends = [np.array(shown.edge(layer, *pair)) for pair in np.ndindex(many)]
        style = Style(shown.BRIGHT, 4 / STROKE)
        flashes = [Polyline(np.zeros((1, 3)), style).set_stroke(opacity=0.6) for _ in ends]
        dots = [Dot(np.zeros(3), Style(shown.BRIGHT), 0.06 / 0.085) for _ in ends]

        def show(at: float) -> None:
            share = smooth(at)
            first = share * (1 + FLASH)
            span = np.array([[max(first - FLASH, 0.0)], [min(first, 1.0)]])
            for (start, end), dot, flash in zip(ends, dots, flashes, strict=True):
                dot.place(start + share * (end - start))
                flash.place(start + span * (end - start))

        moving = VGroup(*dots, *flashes)
        self.add(moving)
        self.play(Playback(moving, show, (0, 1), 1.25))
        self.remove(moving)

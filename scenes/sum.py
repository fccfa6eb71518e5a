"""Hidden neurons add up to a function, one after the other.

Render with `approx render SUBJECT sum`, or by itself with `manim render scenes/sum.py`.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np
from manim import Create, FadeIn, FadeOut, VGroup, VMobject

from approx.core._types import Array
from approx.core.piecewise import PiecewiseLinear
from approx.outputs.stage.axes import axes
from approx.outputs.stage.comparison import show_best, show_error
from approx.outputs.stage.diagram import Diagram
from approx.outputs.stage.geometry import Plot
from approx.outputs.stage.labels import Key
from approx.outputs.stage.shapes import Band, Dot, Polyline, Reshape
from approx.outputs.stage.story import Beat, Story
from approx.outputs.stage.target import excluded_strips, target_shape
from approx.outputs.stage.text import formula as typeset
from approx.panels import diagram as diagrams
from approx.panels import sum as panels
from approx.panels.captions import sum as words
from approx.panels.formula import formula
from approx.style.theme import Style


class Sum(Story):
    """Any network of one hidden layer; without a subject, the lesson's four-neuron parabola."""

    def plan(self) -> list[Beat]:
        self.sum = panels.build(self.subject)
        self.steps = words.steps(self.sum)
        return [Beat(*beat) for beat in words.beats(self.sum, self.language)]

    def tell_setup(self) -> None:
        """The network left, dimmed; the axes and the target right."""
        theme, layout, text = self.theme, self.layout, self.layout.text
        left, right = layout.narrow_wide
        self.plot = Plot(right, self.sum.horizontal, self.sum.unfolded)
        self._typeset_formula()
        parts = diagrams.build(self.subject, self.language)
        self.network = Diagram(parts, left, theme, 0.9 * text)
        self.network.fade_hidden()
        names = panels.key(self.sum, self.language)
        self.key = Key(names, layout.key, theme, 0.78 * text, layout.line.width)
        target = self.sum.target
        self.target = target_shape(target, self.plot, theme)
        self.add(self.title_text())
        frame = [
            axes(self.plot, theme, 0.75 * text),
            *excluded_strips(self.plot, self.subject.target, theme),
        ]
        self.play(FadeIn(self.network), *map(FadeIn, frame), run_time=0.8)
        self.play(
            Create(self.target), FadeIn(self.key[target.role]), FadeIn(self.head), run_time=1.2
        )
        self.hinges: list[Polyline] = []

    def _typeset_formula(self) -> None:
        """The formula, invisible: `head` first, each neuron's term with its neuron, then `tail`.

        The `dots` stand for all the neurons that it leaves out, and come with the first of them.
        """
        parts = [p for p in formula(self.subject.network) if p.typst.strip()]
        layout = self.layout
        width, lines = layout.line.width, layout.lines
        pieces = typeset(parts, 0.44, self.theme, layout.formula, width, lines)
        self.head, self.tail, self.dots = pieces[0], VGroup(), VGroup()
        self.dotted = False
        self.formula_terms: dict[int, VGroup] = {}
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

    def tell_neuron(self, number: int) -> None:
        """Its edges light up; its line is drawn, folded flat below zero, and weighted."""
        step = self.steps[number]
        lit = [self.network.light(1, c.neuron) for c in step]
        lines = [
            Polyline(self._line(contribution, 0.0), self._thin(contribution))
            for contribution in step
        ]
        self.play(*(change for changes in lit for change in changes), run_time=0.6)
        self.play(*(Create(line) for line in lines), run_time=0.8)
        self.wait(0.3)
        pairs = list(zip(lines, step, strict=True))
        folds = [Reshape(line, partial(self._line, c)) for line, c in pairs]
        self.play(*folds, run_time=1.0)
        dots = [
            Dot(self.plot.point(x, 0.0), self._thin(contribution))
            for contribution in step
            for x in contribution.after.breakpoints
        ]
        if dots:
            self.play(*(FadeIn(dot, scale=0.3) for dot in dots), run_time=0.4)
        out = [change for c in step for change in self.network.light_edge(2, c.neuron, 0)]
        grow = [
            Reshape(line, partial(self._weighted, contribution))
            for line, contribution in pairs
            if contribution.weight != 1
        ]
        # Neurons that the formula leaves out are its dots, which come once.
        terms = dict.fromkeys(self.formula_terms.get(c.color, self.dots) for c in step)
        if self.dotted:
            terms.pop(self.dots, None)
        self.dotted = self.dotted or self.dots in terms
        self.play(*out, *grow, *(FadeIn(contribution) for contribution in terms), run_time=1.0)
        self.wait(0.4)
        self.hinges += lines
        quiet = [line.animate.set_stroke(opacity=0.45) for line in lines]
        self.play(*quiet, *(FadeOut(dot) for dot in dots), run_time=0.4)

    def _thin(self, contribution: panels.Contribution) -> Style:
        return Style(self.theme.neuron(contribution.color), self.theme["neuron"].width * 1.25)

    def _line(self, c: panels.Contribution, folded: float) -> Array:
        """The pre-activation, its part below zero folded up by a share of its way."""
        x = np.union1d(c.before.x, c.after.x)
        return self.plot.clipped(x, (1 - folded) * c.before(x) + folded * c.after(x))

    def _weighted(self, contribution: panels.Contribution, share: float) -> Array:
        return self.plot.clipped(
            contribution.after.x, contribution.after.y * (1 + share * (contribution.weight - 1))
        )

    def tell_add(self) -> None:
        """Hinges are lifted onto the running sum; the bright line rises with each."""
        theme, plot = self.theme, self.plot
        floor = self.sum.start
        self.line = Polyline(plot.clipped(floor.x, floor.y), theme["sum"])
        self.line.set_z_index(3)
        # The sum begins at the output's bias: with it the formula is whole.
        self.play(Create(self.line), FadeIn(self.key["sum"]), FadeIn(self.tail), run_time=0.7)
        self.bands: list[Band] = []
        count = 0
        for step in self.steps:
            hinges = self.hinges[count : count + len(step)]
            count += len(step)
            part = step[0].function
            for contribution in step[1:]:
                part = part + contribution.function
            floor = self._lift(step[0], hinges, floor, part)

    def _lift(
        self,
        contribution: panels.Contribution,
        hinges: list[Polyline],
        floor: PiecewiseLinear,
        part: PiecewiseLinear,
    ) -> PiecewiseLinear:
        plot = self.plot
        x = np.union1d(floor.x, part.x)
        base, added = floor(x), part(x)
        top = Polyline(plot.clipped(x, added), self._thin(contribution))
        lifted = [Reshape(top, lambda t: plot.clipped(x, added + t * base))]
        self.remove(*hinges)
        if not self.sum.tall:
            band = Band(*self._edges(x, 0 * base, added), **self._fill(contribution))
            lifted.append(Reshape(band, lambda t: self._edges(x, t * base, added + t * base)))
            self.bands.append(band)
            self.add(band)
        # Crossing lines would hide the bright one: it stays in front.
        self.add(top, self.line)
        self.play(*lifted, run_time=1.0)
        self.play(
            Reshape(self.line, lambda t: plot.clipped(x, base + t * added)),
            FadeOut(top),
            run_time=0.7,
        )
        self.wait(0.2)
        return floor + part

    def _edges(self, x: Array, low: Array, high: Array) -> tuple[Array, Array]:
        return self.plot.points(x, low), self.plot.points(x, high)

    def _fill(self, contribution: panels.Contribution) -> dict[str, Any]:
        """What is added is filled with its colour; what is taken away covers what was there."""
        color = self.theme.neuron(contribution.color)
        if contribution.weight > 0:
            return {"color": color, "opacity": self.theme["neuron"].opacity}
        ground = self.theme["background"].color
        return {"color": ground, "opacity": 0.7, "outline": 2.0, "edge": color}

    def tell_error(self) -> None:
        """The gap between sum and target is filled; its largest places are marked."""
        quiet = [
            band.animate.set_fill(opacity=0.35 * band.get_fill_opacity()) for band in self.bands
        ]
        if quiet:
            self.play(*quiet, run_time=0.5)
        others = [band.edge_corners for band in self.bands]
        show_error(self, self.plot, self.sum, self.line, self.key, others)

    def tell_best(self) -> None:
        """The best function with as many breakpoints, as a ghost beside the sum."""
        show_best(self, self.plot, self.key)

    def tell_formula(self) -> None:
        """The formula is whole: the regions are in full colour again."""
        bright = [
            band.animate.set_fill(opacity=band.get_fill_opacity() / 0.35) for band in self.bands
        ]
        if bright:
            self.play(*bright, run_time=0.8)
        else:
            self.wait(0.8)
